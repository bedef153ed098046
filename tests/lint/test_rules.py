"""Every rule against its cases in tests/rules/JBnnn.yaml, alone and inside a long journey of another trade.

A case is a journey (`start`, `nodes`, `settings`), the nodes the rule `finds` (null: the journey
itself), and whether its fixes repair it (`fixed`); it may bring a `brand` (a sample's id or a mapping),
`others` (more journeys of the brand) and `evidence` (what a run has shown).
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from journeyboard.journey.brand import Brand
from journeyboard.journey.edits import apply, edit_from
from journeyboard.journey.file import load, load_brand
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import find_brand, sample_brands, sample_journeys
from journeyboard.lint.check import RULES, check
from journeyboard.lint.evidence import NOTHING_FLOWN, Assigned, Evidence, OfferTaken
from journeyboard.lint.rule import Finding

FOLDER = Path(__file__).parents[1] / "rules"
CODES = [rule.code for rule in RULES]
Case = dict[str, Any]


@cache
def read(name: str) -> Any:
    return YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def cases(code: str) -> list[Case]:
    return list(read(code))


def found(code: str, journey: Journey, case: Case) -> list[Finding]:
    others = [journey_of(other) for other in case.get("others", ())]
    findings = check(journey, brand_of(case), others=others, evidence=evidence_of(case))
    return [finding for finding in findings if finding.code == code]


def journey_of(case: Case) -> Journey:
    wired = {"start": case["start"]} if "start" in case else {}
    settings = case.get("settings", {})
    return journey_from({"id": "j", "name": "J", **settings, **wired, "nodes": case["nodes"]})


def journey_in_host(case: Case) -> Journey:
    """The case as one way through a workshop's journey of thirty steps."""
    host = read("host")
    first = {**host["nodes"]["h_00"]}
    first["branches"] = [{**first["branches"][0], "next": case.get("start")}]
    around = list({**host["nodes"], "h_00": first}.items())
    nodes = dict([*around[:15], *case["nodes"].items(), *around[15:]])
    settings = {**host["settings"], **case.get("settings", {})}
    return journey_of(
        {**case, "settings": settings, "nodes": nodes}
        | ({"start": "h_00"} if "start" in case else {})
    )


def brand_of(case: Case) -> Brand | None:
    given = case.get("brand")
    if isinstance(given, str):
        return load_brand(sample_brands()[given])
    return (
        Brand.model_validate({"id": "b", "name": "Meadow", **given}) if given is not None else None
    )


def evidence_of(case: Case) -> Evidence:
    given = case.get("evidence")
    if given is None:
        return NOTHING_FLOWN
    offers = {node: OfferTaken(**taken) for node, taken in given.get("offers", {}).items()}
    tests = {name: Assigned(**seen) for name, seen in given.get("tests", {}).items()}
    return Evidence(given.get("run", "First flight"), offers, tests)


ALL = [
    pytest.param(code, case, id=f"{code} {case['name']}") for code in CODES for case in cases(code)
]
FIRING = [
    pytest.param(code, case, id=f"{code} {case['name']}")
    for code in CODES
    for case in cases(code)
    if case["finds"]
]


@pytest.mark.parametrize(("code", "case"), ALL)
def test_a_rule_finds_what_its_case_says(code: str, case: Case) -> None:
    journey = journey_of(case)
    findings = found(code, journey, case)
    assert [finding.node_id for finding in findings] == case["finds"]
    assert [bool(finding.fix) for finding in findings] == [case.get("fixed", False)] * len(findings)
    for finding in findings:
        if finding.fix:
            journey = apply(journey, finding.fix)
    assert not case.get("fixed") or found(code, journey, case) == []


@pytest.mark.parametrize(("code", "case"), FIRING)
def test_a_rule_finds_its_case_in_a_long_journey_of_another_trade(code: str, case: Case) -> None:
    journey = journey_in_host(case)
    findings = found(code, journey, case)
    assert [f.node_id for f in findings if not (f.node_id or "").startswith("h_")] == case["finds"]


@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_a_case_that_passes_and_one_that_fails(code: str) -> None:
    outcomes = {bool(case["finds"]) for case in cases(code)}
    assert outcomes == {True, False}


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"JB\d{3}", code) for code in codes)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_docstring_says_what_why_and_what_to_do() -> None:
    for rule in RULES:
        summary, _, rest = rule.docs.partition("\n\n")
        assert summary.endswith("."), rule.code
        assert len(rest) > 60, rule.code


def test_findings_go_through_json_and_their_fixes_too() -> None:
    for finding in check(load(sample_journeys()["bad_example"])):
        data = json.loads(json.dumps(finding.to_dict()))
        assert data["code"] == finding.code
        assert (edit_from(data["fix"]) if data["fix"] else None) == finding.fix


def test_errors_come_first() -> None:
    order = [finding.severity for finding in check(load(sample_journeys()["bad_example"]))]
    assert order == sorted(order, key=["error", "warning", "info"].index)


@pytest.mark.parametrize("name", [name for name in sample_journeys() if name != "bad_example"])
def test_careful_samples_have_no_errors(name: str) -> None:
    journey = load(sample_journeys()[name])
    findings = check(journey, find_brand(journey))
    assert [f for f in findings if f.severity == "error"] == []


def test_the_bad_example_shows_what_can_go_wrong() -> None:
    codes = {finding.code for finding in check(load(sample_journeys()["bad_example"]))}
    assert {"JB101", "JB104", "JB110", "JB112", "JB114", "JB115", "JB117", "JB120"} <= codes
