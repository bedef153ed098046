"""`journeyboard check`: choosing rules, what a file sets aside, sources, tables, runs, and the catalogue."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from journeyboard.journey.samples import sample_journeys
from journeyboard.lint.check import FAMILIES, NO_ADVICE, RULES

QUIET = 'ignore: {JB112: "=the number is agreed | next week", JB102/nudge: meant}\nstart:'


@pytest.fixture
def quiet(folder: Path) -> str:
    """The small journey with two findings set aside, one of them at a single step."""
    text = (folder / "welcome.journey.yaml").read_text("utf-8").replace("start:", QUIET, 1)
    (folder / "quiet.journey.yaml").write_text(text, "utf-8")
    return "quiet.journey.yaml"


def codes(answer: Any) -> Counter[str]:
    return Counter(one["code"] for one in answer.data["files"][0]["findings"])


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_chooses_its_own_rules(run: Any, family: str) -> None:
    every = codes(run("check", "bad_example", "--json"))
    mine = {rule.code for rule in RULES if rule.family == family}
    chosen = codes(run("check", "bad_example", "--select", family, "--json"))
    left = codes(run("check", "bad_example", "--ignore", family, "--json"))
    assert chosen == {code: count for code, count in every.items() if code in mine}
    assert chosen + left == every


def test_what_is_set_aside_is_counted_and_kept_with_its_reason(run: Any, quiet: str) -> None:
    plain = run("check", "welcome.journey.yaml", "--json").data
    told = run("check", quiet, "--json").data
    aside = told["files"][0]["set_aside"]
    assert {(one["code"], one["ignored"]) for one in aside} == {
        ("JB112", "=the number is agreed | next week"),
        ("JB102", "meant"),
    }
    listed = [file["files"][0]["findings"] for file in (plain, told)]
    assert len(listed[0]) == len(listed[1]) + len(aside)
    assert told["summary"]["set_aside"] == len(aside)
    assert f"{len(aside)} set aside in the file" in run("check", quiet).out


def test_fixing_leaves_alone_what_is_set_aside(run: Any, folder: Path, quiet: str) -> None:
    assert run("check", quiet, "--select", "JB102", "--fix", "--json").code == 0
    assert "meant" in (folder / quiet).read_text("utf-8")
    assert [f["code"] for f in run("check", quiet, "--json").data["files"][0]["set_aside"]].count(
        "JB102"
    ) == 1


def test_sources_stand_below_each_finding(run: Any) -> None:
    bare = run("check", "bad_example", "--select", "JB600").out.splitlines()
    told = run("check", "bad_example", "--select", "JB600", "--sources").out.splitlines()
    assert len(told) == 2 * len(bare) - 1
    assert "OneSignal" in told[1]
    assert "(primary" in told[1]


def test_a_table_holds_every_finding_of_every_journey_with_its_source(run: Any, quiet: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("check", quiet, "bad_example", "--format", "csv").out)))  # fmt: skip
    data = run("check", quiet, "bad_example", "--json").data["files"]
    found = [one for file in data for one in (*file["findings"], *file["set_aside"])]
    assert Counter((row["code"], row["step"]) for row in rows) == Counter(
        (one["code"], one["node_id"] or "") for one in found
    )
    assert all(row["source"] and row["confidence"] for row in rows)
    assert {row["set_aside"] for row in rows} >= {"'=the number is agreed | next week", "meant"}


def test_a_document_says_what_is_set_aside_and_that_it_is_no_advice(run: Any, quiet: str) -> None:
    text = run("check", quiet, "--format", "md").out
    assert "## Set aside (2)" in text
    assert "=the number is agreed \\| next week" in text
    assert NO_ADVICE in text
    assert text.count("  Source: ") == text.count("- **JB")


def test_a_run_of_the_journey_is_looked_at(run: Any) -> None:
    flown = ("simulate", "checkout_rescue", "--customers", "400", "--days", "20", "--out", "flown")
    assert run(*flown).code == 0
    told = run("check", "checkout_rescue", "--run", "flown", "--select", "JB503", "--json")
    assert codes(told) == {"JB503": 1}
    assert "“flown”" in told.data["files"][0]["findings"][0]["message"]
    other = run("check", "win_back", "--run", "flown")
    assert (other.code, "checkout_rescue" in other.err) == (2, True)
    assert run("check", "win_back", "--run", "nowhere").code == 2


def test_the_catalogue_lists_every_rule_with_its_family(run: Any) -> None:
    listed = run("check", "--rules").out.splitlines()[1:]
    assert [line.split()[0] for line in listed] == [rule.code for rule in RULES]
    data = run("check", "--rules", "--json").data
    assert [(r["code"], r["family"]) for r in data["rules"]] == [(r.code, r.family) for r in RULES]
    assert all(r["what"] and r["why"] and r["source"]["text"] for r in data["rules"])
    few = run("check", "--rules", "--select", "measurement", "--json").data["rules"]
    assert {rule["family"] for rule in few} == {"measurement"}


def test_a_rule_explains_itself_with_its_source_and_its_limits(run: Any) -> None:
    told = run("check", "--explain", "JB600").out
    assert told.startswith("JB600 measurement.sms-opens (warning)")
    assert "OneSignal" in told
    assert "2026" in told
    assert told.endswith(f"{NO_ADVICE}\n")
    assert run("check", "--explain", "measurement.sms-opens").out == told


@pytest.mark.parametrize("words", ["nonsense", "JB9999"])
def test_a_choice_of_no_rule_is_refused(run: Any, words: str) -> None:
    answer = run("check", "bad_example", "--select", words)
    assert answer.code == 2
    assert words in answer.err


def test_the_bundled_samples_are_the_same_afterwards(run: Any) -> None:
    before = {name: file.read_bytes() for name, file in sample_journeys().items()}
    run("check", *before, "--format", "md")
    assert {name: file.read_bytes() for name, file in sample_journeys().items()} == before
