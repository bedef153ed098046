"""Every rule against its cases in tests/rules/JBnnn.yaml, and the catalogue against itself.

A case is a journey (`start`, `nodes`, `settings`), the nodes the rule `finds` (null: the journey
itself), and whether its fixes repair it (`fixed`).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from journeyboard.journey.edits import apply, edit_from
from journeyboard.journey.file import load
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import find_brand, sample_journeys
from journeyboard.lint.check import RULES, check
from journeyboard.lint.rule import Finding

FOLDER = Path(__file__).parents[1] / "rules"
FAMILIES = ("structure", "unfinished", "settings")
CODES = [rule.code for rule in RULES if rule.name.split(".")[0] in FAMILIES]


def cases(code: str) -> list[dict[str, Any]]:
    return list(YAML(typ="safe").load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8")))


def found(code: str, journey: Journey) -> list[Finding]:
    return [finding for finding in check(journey) if finding.code == code]


def journey_of(case: dict[str, Any]) -> Journey:
    wired = {"start": case["start"]} if "start" in case else {}
    settings = case.get("settings", {})
    return journey_from({"id": "j", "name": "J", **settings, **wired, "nodes": case["nodes"]})


@pytest.mark.parametrize(
    ("code", "case"),
    [
        pytest.param(code, case, id=f"{code} {case['name']}")
        for code in CODES
        for case in cases(code)
    ],
)
def test_a_rule_finds_what_its_case_says(code: str, case: dict[str, Any]) -> None:
    journey = journey_of(case)
    findings = found(code, journey)
    assert [finding.node_id for finding in findings] == case["finds"]
    assert [bool(finding.fix) for finding in findings] == [case.get("fixed", False)] * len(findings)
    for finding in findings:
        if finding.fix:
            journey = apply(journey, finding.fix)
    assert not case.get("fixed") or found(code, journey) == []


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
def test_careful_samples_have_no_structure_findings(name: str) -> None:
    journey = load(sample_journeys()[name])
    findings = check(journey, find_brand(journey))
    assert [f for f in findings if f.code in CODES] == []


def test_the_bad_example_shows_what_can_go_wrong() -> None:
    codes = {finding.code for finding in check(load(sample_journeys()["bad_example"]))}
    assert {"JB101", "JB104", "JB110", "JB112", "JB114", "JB115", "JB117", "JB120"} <= codes
