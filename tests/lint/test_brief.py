"""The brief's own three-text checkout rescue is found out, with the carriers' rule as the source."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from journeyboard.journey.edits import RemoveNode, apply
from journeyboard.journey.file import load
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import find_brand, sample_journeys
from journeyboard.lint.check import check
from journeyboard.lint.rule import Finding, Source
from journeyboard.message.rules import rules

FILE = Path(__file__).with_name("brief_checkout.journey.yaml")


@cache
def brief() -> Journey:
    return load(FILE)


def found(journey: Journey, code: str) -> list[Finding]:
    return [f for f in check(journey, find_brand(journey)) if f.code == code]


def test_the_second_and_third_text_are_errors() -> None:
    findings = found(brief(), "JB224")
    assert [f.node_id for f in findings] == ["incentive", "urgency"]
    assert {f.severity for f in findings} == {"error"}


def test_the_source_is_the_carriers_rule_of_the_table() -> None:
    (row,) = rules("US", "abandoned_cart_max_messages")
    assert row.value == "1_per_abandonment_event"
    assert {f.source for f in found(brief(), "JB224")} == {Source.of(row)}
    assert {f.jurisdiction for f in found(brief(), "JB224")} == {"US"}
    assert "Carrier Guidelines for Abandonment Messages" in row.source


def test_the_third_text_also_comes_too_late() -> None:
    (late,) = found(brief(), "JB225")
    assert (late.node_id, late.severity) == ("urgency", "error")
    assert "3 days" in late.message


def test_nobody_is_asked_for_consent_or_a_double_opt_in() -> None:
    texts = ["reminder", "incentive", "urgency"]
    assert [f.node_id for f in found(brief(), "JB200")] == texts
    assert [f.node_id for f in found(brief(), "JB223")] == texts


def test_one_text_is_let_through() -> None:
    alone = apply(apply(brief(), RemoveNode(id="incentive")), RemoveNode(id="urgency"))
    assert found(alone, "JB224") == []
    assert found(alone, "JB225") == []


@pytest.mark.parametrize("place", ["FR", "GB", "DE", "AU"])
def test_no_other_country_has_the_rule(place: str) -> None:
    abroad = brief().model_copy(update={"jurisdictions": (place,)})
    assert found(abroad, "JB224") == []


@pytest.mark.parametrize("state", ["US-FL", "US-NY", "US-TX"])
def test_every_state_has_it(state: str) -> None:
    there = brief().model_copy(update={"jurisdictions": (state,)})
    assert [f.node_id for f in found(there, "JB224")] == ["incentive", "urgency"]


def test_the_sample_that_follows_the_rule_is_clean() -> None:
    assert found(load(sample_journeys()["checkout_rescue"]), "JB224") == []
