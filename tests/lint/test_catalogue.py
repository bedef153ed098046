"""The catalogue as a whole: enough rules, each with its source; and what the samples show of it."""

from __future__ import annotations

from collections import Counter

import pytest

from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load
from journeyboard.journey.form import journey_from
from journeyboard.journey.samples import find_brand, sample_journeys, template_journeys
from journeyboard.lint.check import FAMILIES, NO_ADVICE, RULES, check, review
from journeyboard.workflows.findings import matching, page_of, rule_data, source_words

FEWEST, FIRED = 60, 25


def test_there_are_enough_rules_in_families_of_their_own() -> None:
    assert len(RULES) >= FEWEST
    assert {rule.family for rule in RULES} == set(FAMILIES)
    for family in FAMILIES:
        codes = [rule.code for rule in RULES if rule.family == family]
        assert matching([family]) == set(codes)


def test_a_family_keeps_to_codes_of_its_own() -> None:
    """The code tells the family: none of the tens of its codes belongs to another."""
    owners: dict[str, set[str]] = {}
    for rule in RULES:
        owners.setdefault(rule.code[:4], set()).add(rule.family)
    assert {tens: families for tens, families in owners.items() if len(families) > 1} == {}


def test_every_rule_says_where_it_comes_from_and_how_sure_that_is() -> None:
    for rule in RULES:
        assert rule.source.text.strip(), rule.code
        assert rule.source.confidence in ("primary", "secondary", "general"), rule.code
        assert rule.source.confidence in source_words(rule.source)
        page = page_of(rule.docs)
        assert page.what.endswith("."), rule.code
        assert "\n" not in page.what + page.why
        assert rule_data(rule)["source"]["text"] == rule.source.text


def test_it_is_said_that_this_is_no_legal_advice() -> None:
    assert "not legal advice" in NO_ADVICE


def test_the_bad_example_breaks_many_rules_of_every_kind() -> None:
    journey = load(sample_journeys()["bad_example"])
    found = check(journey, find_brand(journey))
    assert len({finding.code for finding in found}) >= FIRED
    assert {finding.severity for finding in found} == {"error", "warning", "info"}
    assert {finding.family for finding in found} == set(FAMILIES)


@pytest.mark.parametrize("name", list(template_journeys()))
def test_templates_have_no_errors(name: str) -> None:
    journey = load(template_journeys()[name])
    assert [f for f in check(journey, find_brand(journey)) if f.severity == "error"] == []


def test_every_fix_makes_its_finding_go_or_at_least_changes_the_journey() -> None:
    from journeyboard.journey.edits import apply

    journey = load(sample_journeys()["bad_example"])
    brand = find_brand(journey)
    before = Counter(finding.code for finding in check(journey, brand))
    for finding in check(journey, brand):
        if finding.fix:
            mended = apply(journey, finding.fix)
            assert mended != journey, finding.code
            after = Counter(one.code for one in check(mended, brand))
            assert after[finding.code] < before[finding.code], finding.code


def test_three_texts_after_a_left_checkout_are_found_out_in_the_united_states() -> None:
    """The workshop's brief drawn word for word: an hour, a day, three days."""
    text = {"kind": "sms", "link": {"url": "https://lumenskin.example/cart"}, "opt_out": True}
    nodes = {
        "hour": {"kind": "delay", "for": "1 hour", "next": "first"},
        "first": {**text, "body": "Lumen Skin: your cart is saved. {{ link }}", "next": "day"},
        "day": {"kind": "delay", "for": "23 hours", "next": "second"},
        "second": {
            **text,
            "body": "Lumen Skin: others love this serum. {{ link }}",
            "next": "days",
        },
        "days": {"kind": "delay", "for": "48 hours", "next": "third"},
        "third": {**text, "body": "Lumen Skin: 10 % off until Friday. {{ link }}", "next": "end"},
        "end": {"kind": "exit", "reason": "finished"},
    }
    entry = {"kind": "event", "event": "checkout.started", "key": "cart_id"}
    settings = {"id": "rescue", "name": "Rescue", "brand": "lumen", "jurisdictions": ["US"]}
    journey = journey_from({**settings, "entry": entry, "start": "hour", "nodes": nodes})
    carriers = [f for f in check(journey, find_brand(journey)) if "FRQ-03" in f.docs]
    assert {"second", "third"} <= {finding.node_id for finding in carriers}
    assert all(finding.severity == "error" for finding in carriers)
    assert all("carrier" in finding.source.text.casefold() for finding in carriers)


def test_what_is_set_aside_is_reviewed_and_not_checked() -> None:
    journey = load(sample_journeys()["bad_example"])
    brand: Brand = find_brand(journey)
    every = {rule.code: "a workshop's exercise" for rule in RULES if rule.code != "JB124"}
    quiet = journey.model_copy(update={"ignore": every})
    assert check(quiet, brand) == []
    assert len(review(quiet, brand)) == len(review(journey, brand))
