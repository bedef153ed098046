"""Timing rules against the ledger on a clock: where they are silent, no text lands outside the law."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.simulation.strategies import journeys

from journeyboard.journey.brand import Brand
from journeyboard.journey.clockface import Line, ledger
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.questions import paths
from journeyboard.journey.reach import Clock
from journeyboard.lint.check import check
from journeyboard.lint.exits import EXITS
from journeyboard.lint.fatigue import FATIGUE
from journeyboard.lint.offers import OFFERS
from journeyboard.lint.rule import Finding
from journeyboard.lint.subject import Subject
from journeyboard.lint.timing import TIMING
from journeyboard.lint.timing_arrivals import arrivals
from journeyboard.message.rules import rules, window_for
from journeyboard.message.timing import holiday_dates, is_allowed, local
from journeyboard.message.zones import resolve_zone

PLACES = sorted({row.jurisdiction for row in rules(rule="send_window")} - {"US-STRICT", "DEFAULT"})
BRAND = Brand.model_validate({"id": "b", "name": "Meadow", "senders": {"sms_parts_per_second": 3}})
DAYS = ("monday", "wednesday", "saturday", "sunday")
TIMES = ("07:30", "12:00", "20:30")
"""None that a change of clocks skips."""

quiet_rules = st.fixed_dictionaries(
    {
        "start": st.sampled_from(("19:00", "21:00")),
        "end": st.sampled_from(("08:00", "10:00")),
        "law": st.sampled_from((True, False, False)),
        "channels": st.sampled_from((["sms"], ["sms"], ["email"])),
    }
)


@st.composite
def steps(draw: st.DrawFn, number: int, last: int) -> dict[str, Any]:
    onward = st.sampled_from([f"n{k}" for k in range(number + 1, last + 1)])
    match draw(st.sampled_from(("delay", "delay", "sms", "sms", "split", "wait_until"))):
        case "delay":
            made: dict[str, Any] = {"kind": "delay", "next": draw(onward)}
            made["for"] = draw(st.integers(0, 50)) * 3_600
            made["until_time"] = draw(st.sampled_from((None, *TIMES)))
            made["weekdays"] = draw(st.sampled_from(([], DAYS[:3], DAYS)))
        case "sms":
            made = {"kind": "sms", "body": "Hi", "next": draw(onward)}
            made["quiet_hours"] = draw(st.sampled_from(("hold", "ignore")))
        case "split":
            branch = {"name": "x", "when": {"sample": 5}, "next": draw(onward)}
            made = {"kind": "split", "branches": [branch], "everyone_else": draw(onward)}
        case _:
            branch = {"name": "x", "event": "order.placed", "next": draw(onward)}
            made = {"kind": "wait_until", "branches": [branch], "timeout": "5 hours", "on_timeout": draw(onward)}  # fmt: skip
    return made


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Journey, Clock, datetime]:
    """A journey that ends with a text, a customer of one of its places, and when they enter."""
    last, place = draw(st.integers(1, 6)), draw(st.sampled_from(PLACES))
    nodes = {f"n{k}": draw(steps(k, last)) for k in range(last)}
    nodes[f"n{last}"] = {"kind": "sms", "body": "Hi", "quiet_hours": draw(st.sampled_from(("hold", "ignore")))}  # fmt: skip
    made = {"jurisdictions": [place], "quiet_hours": draw(quiet_rules | st.none()), "start": "n0"}
    country, _, region = place.partition("-")
    zones = resolve_zone(None, country, region or None).names
    second = draw(st.integers(0, 3 * 366 * 86_400))
    entry = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    clock = Clock((draw(st.sampled_from(zones)),), place)
    return journey_from({"id": "j", "name": "J", **made, "nodes": nodes}), clock, entry


def landings(journey: Journey, clock: Clock, entry: datetime) -> list[Line]:
    """Where each text of each path lands for this customer."""
    found = [ledger(journey, BRAND, path, clock, entry) for path in paths(journey).paths]
    return [line for lines in found for line in lines if line.channel and line.lands]


def lawful(at: datetime, clock: Clock) -> bool:
    """Whether the law of the customer's place lets a text land then."""
    window = window_for(clock.jurisdiction)
    closed = holiday_dates(clock.jurisdiction, range(2025, 2031)) if window.no_holidays else set()
    return is_allowed(at, clock.zones[0], window, frozenset(closed))


def of(code: str, findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


@settings(max_examples=300)
@given(drawn())
def test_where_the_rule_is_silent_no_text_lands_outside_the_law(
    case: tuple[Journey, Clock, datetime],
) -> None:
    journey, clock, entry = case
    told = {finding.node_id for finding in of("JB130", check(journey, BRAND))}
    for line in landings(journey, clock, entry):
        if line.node not in told and line.lands:
            assert lawful(line.lands.earliest, clock), line


@settings(max_examples=300)
@given(drawn())
def test_the_clock_shows_what_the_drawing_settles(case: tuple[Journey, Clock, datetime]) -> None:
    """Messages that ignore quiet hours land when somebody arrives."""
    journey, clock, entry = case
    known = arrivals(Subject(journey))
    for line in landings(journey, clock, entry):
        ignores = vars(journey.node(line.node))["quiet_hours"] == "ignore"
        if ignores and line.lands and line.lands.earliest == line.lands.latest:
            there = local(line.lands.earliest, clock.zones[0])
            minute, day = there.hour * 60 + there.minute, there.weekday()
            assert any(m.minute in (None, minute) and day in m.days for m in known[line.node])


@settings(max_examples=60)
@given(journeys(), journeys("other"))
def test_no_journey_is_too_odd_to_be_checked(one: Journey, other: Journey) -> None:
    subject = Subject(one, BRAND, (other,))
    for rule in (*EXITS, *TIMING, *OFFERS, *FATIGUE):
        for fault in rule.check(subject):
            assert fault.message.endswith(".")
            assert fault.node_id is None or fault.node_id in subject.nodes


def test_after_a_message_that_may_be_held_the_clock_may_show_anything() -> None:
    nodes = {
        "a": {"kind": "delay", "until_time": "07:00", "next": "b"},
        "b": {"kind": "sms", "body": "Hi", "next": "c"},
        "c": {"kind": "sms", "body": "Hi"},
    }
    journey = journey_from({"id": "j", "name": "J", "start": "a", "nodes": nodes})
    known = arrivals(Subject(journey))
    assert [moment.minute for moment in known["b"]] == [7 * 60]
    assert [moment.minute for moment in known["c"]] == [None]


def text(**settings: Any) -> Journey:
    """One text that ignores quiet hours."""
    nodes = {"a": {"kind": "sms", "body": "Hi", "quiet_hours": "ignore"}}
    return journey_from({"id": "j", "name": "J", **settings, "start": "a", "nodes": nodes})


@pytest.mark.parametrize(
    ("place", "severity", "hours"),
    [
        ("US-FL", "error", "08:00–20:00"),
        ("FR", "error", "08:00–20:00, not on Sun or public holidays"),
        ("DE", "warning", "08:00–20:00"),
        ("CA", "warning", "09:00–21:30"),
        ("ZA", "warning", "09:00–20:00, not on Sun"),
    ],
)
def test_law_is_an_error_custom_a_warning_and_the_source_is_the_rows(
    place: str, severity: str, hours: str
) -> None:
    (finding,) = of("JB130", check(text(jurisdictions=[place])))
    row = (rules(place, "send_window") or rules("DEFAULT", "send_window"))[0]
    assert (finding.severity, finding.jurisdiction) == (severity, place)
    assert f"{place}: {hours}" in finding.message
    assert (finding.source.text, finding.source.confidence) == (row.source, row.confidence)


def test_a_country_stands_for_its_states_as_well() -> None:
    wide = {"start": "21:00", "end": "08:00", "law": False}
    nodes = {"a": {"kind": "sms", "body": "Hi"}}
    journey = journey_from({"id": "j", "name": "J", "quiet_hours": wide, "start": "a", "nodes": nodes})  # fmt: skip
    (finding,) = of("JB130", check(journey))
    assert finding.severity == "warning"
    assert finding.jurisdiction.startswith("US-")


def test_how_long_a_broadcast_takes_is_its_size_over_the_rate() -> None:
    entry = {"kind": "date", "at": "2026-03-05T12:00:00"}
    (finding,) = of("JB132", check(text(entry=entry), BRAND))
    assert "9 hours 16 minutes" in finding.message  # 100,000 / 3 seconds
    assert "closes after 9 hours" in finding.message  # from noon to nine


def test_a_dated_broadcast_names_the_first_closed_day() -> None:
    entry = {"kind": "date", "at": "2026-07-13T12:00:00", "repeat_every": "1 day", "times": 7}
    journey = text(entry=entry, jurisdictions=["FR"])
    (finding,) = of("JB133", check(journey))
    assert "2 of its 7 dates" in finding.message
    assert "Tuesday 14 Jul 2026" in finding.message
    assert date(2026, 7, 14) in holiday_dates("FR", range(2026, 2027))


@pytest.mark.parametrize(
    ("wait", "found"),
    [("6 days 23 hours", 1), ("7 days", 0), ("21 days", 0), ("21 days 1 hour", 1)],
)
def test_a_review_is_asked_for_within_seven_to_twenty_one_days(wait: str, found: int) -> None:
    nodes = {
        "a": {"kind": "delay", "for": wait, "next": "b"},
        "b": {"kind": "sms", "body": "Hi", "role": "review_request"},
    }
    entry = {"kind": "event", "event": "order.delivered"}
    journey = journey_from({"id": "j", "name": "J", "entry": entry, "start": "a", "nodes": nodes})
    assert len(of("JB136", check(journey))) == found


@pytest.mark.parametrize(
    ("wait", "found"),
    [("14 minutes", 1), ("15 minutes", 0), ("3 hours", 0), ("181 minutes", 1)],
)
def test_the_first_word_about_a_cart_comes_within_a_quarter_and_three_hours(
    wait: str, found: int
) -> None:
    nodes = {"a": {"kind": "delay", "for": wait, "next": "b"}, "b": {"kind": "email", "body": "Hi"}}
    journey = journey_from({"id": "j", "name": "J", "start": "a", "nodes": nodes})
    assert len(of("JB137", check(journey))) == found
