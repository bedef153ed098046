"""Pressure against counting every path by hand, and what may have come before against every path, too."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Delay, MessageBase, WaitUntil
from journeyboard.journey.questions import JourneyPath, paths
from journeyboard.lint.check import check
from journeyboard.lint.earlier import earlier
from journeyboard.lint.pressure import (
    MONTH,
    MOST,
    WEEK,
    is_marketing,
    is_text,
    least_times,
    most_within,
    text_gaps,
)
from journeyboard.lint.pressure_caps import Most, texts_alone, texts_together
from journeyboard.lint.subject import Subject

HOUR, DAY = 3_600, 86_400
KINDS = ("sms", "email", "delay", "split", "wait_until", "jump")


@st.composite
def drawn(draw: st.DrawFn) -> Journey:
    """Small journeys that lead forwards, and back by jumps only."""
    count = draw(st.integers(2, 9))
    nodes = {f"n{k}": draw(steps(k, count)) for k in range(count)}
    return journey_from({"id": "j", "name": "J", "start": "n0", "nodes": nodes})


@st.composite
def steps(draw: st.DrawFn, number: int, count: int) -> dict[str, Any]:
    onward = st.sampled_from([f"n{k}" for k in range(number + 1, count)] or [None])
    kind = draw(st.sampled_from(KINDS[: 5 if number == 0 else 6]))
    made: dict[str, Any] = {"kind": kind}
    if kind in ("sms", "email"):
        made |= {"body": "Hi", "next": draw(onward), "on_skip": draw(st.none() | onward)}
        made |= {"purpose": draw(st.sampled_from(("marketing", "marketing", "transactional")))}
        fallback = {"channel": "sms", "body": "Hi"} if kind == "email" else None
        return made | {"fallback": draw(st.sampled_from((None, fallback)))}
    if kind == "delay":
        return made | {"for": draw(st.integers(0, 240)) * HOUR, "next": draw(onward)}
    if kind == "split":
        branch = {"name": "x", "when": {"sample": 5}, "next": draw(onward)}
        return made | {"branches": [branch], "everyone_else": draw(onward)}
    if kind == "wait_until":
        branch = {"name": "x", "event": "order.placed", "next": draw(onward)}
        return made | {"branches": [branch], "timeout": draw(st.integers(0, 200)) * HOUR, "on_timeout": draw(onward)}  # fmt: skip
    back = f"n{draw(st.integers(0, number - 1))}"
    return made | {"to": back, "max_passes": draw(st.integers(0, 2)), "next": draw(onward)}


def texts_on(journey: Journey, path: JourneyPath) -> list[int]:
    """When the texts of a path come, if everybody hurries: seconds after entering."""
    now, found = 0, []
    for step in path.steps:
        node = journey.node(step.node)
        if isinstance(node, Delay):
            now += node.for_
        if isinstance(node, WaitUntil) and step.port == "timeout":
            now += node.timeout
        if is_text(node) and step.port != "on_skip":
            found.append(now)
    return found


def most(times: list[int], seconds: int) -> int:
    """The most moments in any stretch shorter than so many seconds, by trying every pair."""
    pairs = combinations(range(len(times)), 2)
    longest = (last - first + 1 for first, last in pairs if times[last] - times[first] < seconds)
    return max(longest, default=min(len(times), 1))


@settings(max_examples=200)
@given(drawn())
def test_the_pressure_is_that_of_the_worst_path(journey: Journey) -> None:
    ways = paths(journey)
    if not ways.complete:
        return
    found = least_times(text_gaps(Subject(journey)))
    for seconds in (DAY, WEEK, MONTH):
        worst = max((most(texts_on(journey, path), seconds) for path in ways.paths), default=0)
        assert most_within(found, seconds) == min(worst, MOST)


@settings(max_examples=200)
@given(drawn())
def test_what_may_have_come_before_is_what_some_path_sends_before(journey: Journey) -> None:
    ways = paths(journey)
    if not ways.complete or any(path.end == "loop" for path in ways.paths):
        return
    known = earlier(Subject(journey))
    wanted = {
        (one.node, two.node)
        for path in ways.paths
        for one, two in combinations(path.steps, 2)
        if isinstance(journey.node(one.node), MessageBase) and one.port != "on_skip"
    }
    messages = [node.id for node in journey.nodes if isinstance(node, MessageBase)]
    found = {(m, n.id) for m in messages for n in journey.nodes if known.comes_before(m, n.id)}
    # Jumps that are used up lead on only: a path may need more passes than it has.
    assert wanted <= found
    if not any(node.kind == "jump" for node in journey.nodes):
        assert found == wanted


def series(*waits: str, **settings: Any) -> Journey:
    """Texts with these waits in between."""
    nodes: dict[str, Any] = {"m0": {"kind": "sms", "body": "Hi"}}
    for number, wait in enumerate(waits):
        nodes[f"m{number}"]["next"] = f"d{number}"
        nodes[f"d{number}"] = {"kind": "delay", "for": wait, "next": f"m{number + 1}"}
        nodes[f"m{number + 1}"] = {"kind": "sms", "body": "Hi"}
    return journey_from({"id": "j", "name": "J", **settings, "start": "m0", "nodes": nodes})


def test_seven_days_end_before_the_seventh_day_is_over() -> None:
    times = least_times(text_gaps(Subject(series("7 days", "6 days 23 hours"))))
    assert times == [0, 7 * DAY - HOUR, 14 * DAY - HOUR]
    assert most_within(times, WEEK) == 2
    assert most_within(least_times(text_gaps(Subject(series("7 days")))), WEEK) == 1


def test_entering_again_counts_again_and_caps_hold_back() -> None:
    often = {"entry": {"kind": "date", "at": "2026-03-05T12:00:00", "repeat_every": "2 days", "times": 28}, "reentry": {"allow": "always"}}  # fmt: skip
    assert texts_alone(Subject(series(**often))) == Most(4, 15)
    capped = series(**often, caps=[{"max": 1, "per": "3 days", "channel": "sms"}])
    assert texts_alone(Subject(capped)) == Most(3, 10)
    held = series("1 hour", smart_sending="1 day")
    assert texts_alone(Subject(held)) == Most(2, 2)


def test_journeys_of_one_brand_add_up() -> None:
    one, two = series("1 day"), series("1 day", "1 day")
    assert texts_together(Subject(one, None, (two, two))) == Most(8, 8)


def test_a_cap_on_another_channel_or_on_service_holds_nothing_back() -> None:
    journey = series("1 day", "1 day", caps=[{"max": 1, "per": "7 days", "channel": "email"}, {"max": 1, "per": "7 days", "purpose": "transactional"}])  # fmt: skip
    assert texts_alone(Subject(journey)) == Most(3, 3)


def test_a_loop_without_end_is_counted_up_to_a_bound() -> None:
    nodes = {"a": {"kind": "sms", "body": "Hi", "next": "b"}, "b": {"kind": "delay", "for": "1 hour", "next": "a"}}  # fmt: skip
    journey = journey_from({"id": "j", "name": "J", "start": "a", "nodes": nodes})
    assert most_within(least_times(text_gaps(Subject(journey))), WEEK) == MOST


def test_advertisements_and_service_are_no_pressure() -> None:
    nodes = {"a": {"kind": "ads", "body": "Hi"}, "b": {"kind": "sms", "body": "Hi", "purpose": "transactional"}}  # fmt: skip
    journey = journey_from({"id": "j", "name": "J", "start": "a", "nodes": nodes})
    assert not any(is_marketing(node) or is_text(node) for node in journey.nodes)


def test_many_diamonds_in_a_row_are_not_walked_one_by_one() -> None:
    """Two to the hundredth paths: whoever enumerates them never comes back."""
    nodes: dict[str, Any] = {}
    for k in range(100):
        branch = {"name": "x", "when": {"sample": 5}, "next": f"m{k}"}
        nodes[f"s{k}"] = {"kind": "split", "branches": [branch], "everyone_else": f"w{k}"}
        nodes[f"m{k}"] = {"kind": "sms", "body": "Hi", "next": f"w{k}"}
        nodes[f"w{k}"] = {"kind": "delay", "for": "3 days", "next": f"s{k + 1}" if k < 99 else None}
    journey = journey_from({"id": "j", "name": "J", "start": "s0", "nodes": nodes})
    assert texts_alone(Subject(journey)) == Most(3, 10)
    told = next(f.message for f in check(journey) if f.code == "JB700")
    assert "3 marketing texts in 7 days and 10 in 30" in told
