"""New journeys, findings, repairs and schemas from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from journeyboard.journey.file import load
from journeyboard.journey.samples import case_journeys, sample_journeys, template_journeys
from journeyboard.journey.schema import published_schema


def test_every_template_becomes_a_journey_that_loads(run: Any, folder: Path) -> None:
    for name in [*template_journeys(), *sample_journeys()]:
        assert run("new", name, f"my_{name}.journey.yaml").code == 0
        assert load(folder / f"my_{name}.journey.yaml").id == f"my_{name}"


def test_the_list_has_templates_first_then_cases_then_the_other_samples(run: Any) -> None:
    rows = run("new", "--list", "--json").data["templates"]
    kinds = {row["template"]: row["kind"] for row in rows}
    templates, cases = list(template_journeys()), list(case_journeys())
    assert list(kinds)[: len(templates) + len(cases)] == [*templates, *cases]
    assert set(kinds) == {*templates, *sample_journeys()}
    assert [kinds[name] for name in ("vip", "win_back", "bad_example")] == [
        "template",
        "case",
        "sample",
    ]
    assert all(row["name"] and row["description"] for row in rows)


def test_a_misspelt_template_is_guessed(run: Any) -> None:
    answer = run("new", "win_bak")
    assert answer.code == 2
    assert "Did you mean “win_back”?" in answer.err


def test_a_new_journey_keeps_the_comments_of_its_template(run: Any, folder: Path) -> None:
    run("new", "checkout_rescue")
    written = (folder / "checkout_rescue.journey.yaml").read_text("utf-8")
    assert written == sample_journeys()["checkout_rescue"].read_text("utf-8")


def test_new_never_overwrites_without_force(run: Any, folder: Path) -> None:
    file = folder / "mine.journey.yaml"
    file.write_text("precious", "utf-8")
    assert run("new", "win_back", "mine.journey.yaml").code == 2
    assert file.read_text("utf-8") == "precious"
    assert run("new", "win_back", "mine.journey.yaml", "--force").code == 0
    assert load(file).id == "mine"


def test_new_writes_into_a_folder(run: Any, folder: Path) -> None:
    (folder / "journeys").mkdir()
    assert run("new", "win_back", "journeys").code == 0
    assert (folder / "journeys" / "win_back.journey.yaml").is_file()


def test_finished_samples_have_no_errors(run: Any) -> None:
    good = [name for name in sample_journeys() if name != "bad_example"]
    summary = run("check", *good, "--json").data["summary"]
    assert (summary["files"], summary["errors"], summary["unfit"]) == (len(good), 0, 0)


def test_remarks_alone_do_not_fail_a_check(run: Any) -> None:
    assert run("check", "bad_example", "--select", "JB113").code == 0
    assert run("check", "bad_example", "--select", "JB112,JB113").code == 1
    assert run("check", "checkout_rescue").code == 0


def test_findings_can_be_selected_and_ignored(run: Any) -> None:
    chosen = run("check", "bad_example", "--select", "JB11,jb104", "--json").data
    codes = {one["code"] for one in chosen["files"][0]["findings"]}
    assert codes
    assert all(code.startswith(("JB11", "JB104")) for code in codes)
    left = run("check", "bad_example", "--ignore", "JB", "--json")
    assert (left.code, left.data["files"][0]["findings"]) == (0, [])


def test_fix_repairs_what_it_can_and_keeps_the_rest(run: Any, folder: Path) -> None:
    run("new", "bad_example")
    fixable = run("check", "bad_example.journey.yaml", "--json").data["summary"]["fixable"]
    assert fixable > 0
    fixed = run("check", "bad_example.journey.yaml", "--fix", "--json").data
    assert fixed["summary"]["repaired"] > 0
    assert fixed["summary"]["fixable"] == 0
    assert "# buyers stay in" in (folder / "bad_example.journey.yaml").read_text("utf-8")


def test_only_unsafe_repairs_remove_a_node(run: Any, folder: Path) -> None:
    file = folder / "x.journey.yaml"
    good = (folder / "welcome.journey.yaml").read_text("utf-8")
    lost = "  lost: {kind: exit, reason: lost}\n  end: {"
    file.write_text(good.replace("  end: {", lost), "utf-8")
    told = run("check", "x.journey.yaml")
    assert "1 only with --fix --unsafe" in told.out
    safe = run("check", "x.journey.yaml", "--fix", "--json").data
    assert (safe["summary"]["unsafe"], "  lost:" in file.read_text("utf-8")) == (1, True)
    rough = run("check", "x.journey.yaml", "--fix", "--unsafe", "--json").data
    assert (rough["summary"]["unsafe"], "  lost:" in file.read_text("utf-8")) == (0, False)


def test_unsafe_without_fix_is_refused(run: Any) -> None:
    answer = run("check", "welcome.journey.yaml", "--unsafe")
    assert answer.code == 2
    assert "--fix --unsafe" in answer.err


def test_fix_leaves_the_bundled_samples_alone(run: Any) -> None:
    before = sample_journeys()["bad_example"].read_bytes()
    answer = run("check", "bad_example", "--fix")
    assert answer.code == 2
    assert "journeyboard new bad_example" in answer.err
    assert sample_journeys()["bad_example"].read_bytes() == before


def test_findings_for_github_are_annotations(run: Any) -> None:
    lines = run("check", "bad_example", "--format", "github").out.splitlines()
    assert lines
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert all("file=" in line and "line=" in line for line in lines)


def test_every_rule_explains_itself(run: Any) -> None:
    for rule in run("check", "--rules", "--json").data["rules"]:
        assert run("check", "--explain", rule["code"], "--json").data["docs"]


def test_the_schema_is_the_published_one(run: Any, folder: Path) -> None:
    assert run("schema").out == published_schema("journey")
    assert run("schema", "brand", "--out", "brand.schema.json").code == 0
    written = json.loads((folder / "brand.schema.json").read_text("utf-8"))
    assert written == json.loads(published_schema("brand"))


def test_a_text_comes_from_standard_input(run: Any) -> None:
    assert run("sms", "-", "--json", stdin=b"Hello \xe2\x82\xac\n").data["units"] == 8
    assert run("sms", "", "--json").data["parts"] == 0


def test_a_brand_has_its_own_price(run: Any, folder: Path) -> None:
    brand = "id: b\nname: B\ncurrency: EUR\nprices: {sms_part: {default: 0.08, DE: 0.09}}\n"
    (folder / "b.brand.yaml").write_text(brand, "utf-8")
    answer = run("sms", "x" * 161, "--brand", "b.brand.yaml", "--country", "de", "--json").data
    assert (answer["cost"], answer["currency"]) == (0.18, "EUR")
