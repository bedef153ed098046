"""The table of rules, read as the law and the charts mean it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from journeyboard.errors import BadInput
from journeyboard.message.rules import (
    applicable,
    frequency_caps,
    intersect,
    is_opt_out,
    jurisdiction_of,
    opt_out_keywords,
    reply_meaning,
    rules,
    window_for,
)
from journeyboard.message.timing import next_allowed

CASES = Path(__file__).parents[1] / "rules" / "timing"


def _cases(name: str) -> list[dict[str, Any]]:
    return list(YAML(typ="safe").load(CASES / name))


def _hours(day: tuple[tuple[int, int], ...]) -> str:
    return ",".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in day)


@pytest.mark.parametrize("case", _cases("windows.yaml"), ids=lambda case: case["place"])
def test_the_window_of_a_jurisdiction_is_the_one_its_rows_give(case: Mapping[str, Any]) -> None:
    window = window_for(case["place"], strict=not case.get("lenient"))
    found = {"mon": window.days[0], "sat": window.days[5], "sun": window.days[6]}
    assert {day: _hours(spans) for day, spans in found.items()} == {day: case[day] for day in found}
    assert window.no_holidays == (case["holidays"] == "closed")
    assert [b.marker for b in window.bounds if b.marker][:1] == [
        m for m in [case.get("marker")] if m
    ]


@pytest.mark.parametrize("case", _cases("openings.yaml"), ids=lambda case: case["name"])
def test_a_text_leaves_at_the_next_opening_of_its_place(case: Mapping[str, Any]) -> None:
    at = datetime.fromisoformat(case["at"])
    opening = next_allowed(at, case["zone"], window_for(case["place"]))
    assert opening == datetime.fromisoformat(case["opens"])


def test_every_window_in_the_table_can_be_opened_and_says_where_it_comes_from() -> None:
    for row in rules(rule="send_window"):
        bounds = window_for(row.jurisdiction).bounds
        assert any(bound.jurisdiction == row.jurisdiction for bound in bounds)
        assert all(bound.source and bound.confidence for bound in bounds)


def test_every_row_has_a_source_and_a_confidence() -> None:
    assert len(rules()) > 100
    for row in rules():
        assert row.source
        assert row.confidence in ("primary", "secondary", "general")


def test_the_rule_that_refuses_a_minute_is_named() -> None:
    both = intersect([window_for("US-TX"), window_for("US-CT")])
    assert [bound.jurisdiction for bound in both.refused_by(6, 11 * 60)] == ["US-TX"]
    assert [bound.jurisdiction for bound in both.refused_by(0, 20 * 60)] == ["US-CT"]
    assert both.refused_by(0, 12 * 60) == ()


@pytest.mark.parametrize("place", ["Texas", "US-TY", "USA", "", "FR-IDF"])
def test_a_place_that_is_no_jurisdiction_is_refused(place: str) -> None:
    with pytest.raises(BadInput, match="not a jurisdiction"):
        window_for(place)


def test_an_address_gives_its_jurisdiction() -> None:
    assert jurisdiction_of("US", "US-TX") == "US-TX"
    assert jurisdiction_of("us", None) == "US"
    assert jurisdiction_of("FR", "75") == "FR"


def test_three_states_cap_texts_on_one_subject() -> None:
    for state in ("US-FL", "US-OK", "US-MD"):
        (cap,) = frequency_caps(state)
        assert (cap.messages, cap.hours, cap.scope) == (3, 24, "same_subject")
    assert frequency_caps("US-TX") == ()


def test_a_country_of_the_union_inherits_its_rules() -> None:
    (consent,) = applicable("BE", "consent_marketing")
    assert (consent.jurisdiction, consent.value) == ("EU", "prior_opt_in")
    (own,) = applicable("FR", "consent_marketing")
    assert own.jurisdiction == "FR"


def test_a_deferred_rule_binds_from_its_date_and_a_vacated_one_never() -> None:
    (revoke_all,) = rules("US", "revoke_all_scope")
    assert not revoke_all.in_force(date(2027, 1, 30))
    assert revoke_all.in_force(date(2027, 1, 31))
    (one_to_one,) = rules("US", "one_to_one_consent")
    assert not one_to_one.in_force(date(2026, 6, 1))


def test_the_seven_federal_words_come_first_and_each_is_heard() -> None:
    words = opt_out_keywords()
    assert words[:7] == ("STOP", "QUIT", "END", "REVOKE", "OPT OUT", "CANCEL", "UNSUBSCRIBE")
    for word in words:
        assert is_opt_out(word)
        assert is_opt_out(f"  {word.lower()}!! ")


@pytest.mark.parametrize(
    "text",
    [
        "please stop texting me",
        "Remove me",
        "Wrong number",
        "Arrêt",
        "opt-out",
        "S.T.O.P.",
        "don’t text me again",
        "take me off this list",
        "no more texts pls",
        "STOP PLEASE",
    ],
)
def test_a_plain_wish_to_stop_is_heard(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Don't stop!",
        "I can't stop smiling",
        "I'll stop by the shop",
        "Can I cancel my order?",
        "When does the sale end?",
        "yes",
        "please do not remove me",
        "never stop sending these",
        "🛑",
    ],
)
def test_ordinary_talk_is_no_wish_to_stop(text: str) -> None:
    assert not is_opt_out(text)


def test_a_bare_yes_counts_only_while_it_is_awaited() -> None:
    assert reply_meaning("Yes") is None
    assert reply_meaning("YES!", awaiting_confirmation=True) == "confirm"
    assert (reply_meaning("Help"), reply_meaning("unstop")) == ("help", "opt_in")
