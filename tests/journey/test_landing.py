"""When messages and goals land, compared with every path walked one by one, and for journeys too big to walk."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.journey.file import load, loads
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.landing import MAX_SPOTS, landing_words, landings
from journeyboard.journey.nodes import Jump
from journeyboard.journey.questions import paths, unbounded_cycles
from journeyboard.journey.samples import sample_journeys
from journeyboard.journey.schedule import offsets
from journeyboard.journey.spans import Offset

HOUR, DAY = 3_600, 86_400
AD = {"kind": "ads"}  # no quiet hours hold an ad


def journey(start: str, nodes: dict[str, Any]) -> Journey:
    return journey_from({"id": "j", "name": "J", "start": start, "nodes": nodes})


def round_trip(passes: int) -> dict[str, Any]:
    """A day's delay and an ad, gone round as often as the jump allows, then another ad."""
    return {
        "wait": {"kind": "delay", "for": "1 day", "next": "ad"},
        "ad": {**AD, "next": "again"},
        "again": {"kind": "jump", "to": "wait", "max_passes": passes, "next": "last"},
        "last": AD,
    }


def is_countable(board: Journey) -> bool:
    """Whether all rounds of all jumps together stay within the bound."""
    rounds = (node.max_passes + 1 for node in board.nodes if isinstance(node, Jump))
    return math.prod(rounds) * len(board.nodes) <= MAX_SPOTS


def of_messages(board: Journey) -> dict[str, Offset]:
    """When messages land, without the goals."""
    return {n: span for n, span in landings(board).items() if board.node(n).family == "message"}


def contains(span: Offset, other: Offset) -> bool:
    """Whether a span reaches at least as far both ways as another."""
    endless = math.inf if span.latest is None else span.latest
    return span.earliest <= other.earliest and (other.latest or 0) <= endless


@pytest.mark.parametrize("name", sorted(set(sample_journeys()) - {"bad_example"}))
def test_practice_samples_land_when_their_paths_say(name: str) -> None:
    board = load(sample_journeys()[name])
    assert of_messages(board) == offsets(board)


@given(st.from_type(Journey))
def test_walking_every_path_gives_the_same_answer(board: Journey) -> None:
    walked, landed = offsets(board), of_messages(board)
    if not paths(board).complete:
        return
    assert landed.keys() == walked.keys()
    assert all(contains(landed[node], span) for node, span in walked.items())
    if is_countable(board):
        assert [span.earliest for span in landed.values()] == [walked[n].earliest for n in landed]
    if is_countable(board) and not unbounded_cycles(board):
        assert landed == walked


def test_a_loop_without_an_end_has_no_latest_time() -> None:
    board = load(sample_journeys()["bad_example"])
    assert landing_words(board) == {
        "sms_now": "at entry",
        "sms_again": "2 hours after entry",
        "sms_last": "2 hours after entry or later",
    }


def test_every_round_of_a_jump_counts() -> None:
    assert landings(journey("wait", round_trip(3))) == {
        "ad": (DAY, 4 * DAY),
        "last": (4 * DAY,) * 2,
    }


def test_a_goal_lies_where_its_last_delay_ends() -> None:
    nodes = {"wait": {"kind": "delay", "for": "2 days", "next": "won"}, "won": {"kind": "goal"}}
    assert landing_words(journey("wait", nodes)) == {"won": "2 days after entry"}


def test_too_many_rounds_widen_the_span_and_never_narrow_it() -> None:
    nodes = round_trip(1000)
    assert landings(journey("wait", nodes)) == {"ad": (DAY, None), "last": (DAY, None)}


def test_a_thousand_ways_through_forks_are_answered() -> None:
    fork = {
        f"s{i}": {
            "kind": "split",
            "branches": [{"name": "slow", "when": {"sample": 50}, "next": f"d{i}"}],
            "everyone_else": f"s{i + 1}",
        }
        for i in range(60)
    }
    delays = {f"d{i}": {"kind": "delay", "for": "1 hour", "next": f"s{i + 1}"} for i in range(60)}
    board = journey("s0", {**fork, **delays, "s60": AD})
    assert not paths(board).complete
    assert landings(board) == {"s60": (0, 60 * HOUR)}


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        ({}, "at entry"),
        ({"for": "2 days"}, "2 days after entry"),
        ({"jitter": "3 hours"}, "up to 3 hours after entry"),
        ({"for": "1 hour", "jitter": "11 hours"}, "1 hour to 12 hours after entry"),
        ({"anchor": "order.delivered"}, "any time after entry"),
        ({"for": "2 days", "anchor": "order.delivered"}, "2 days after entry or later"),
    ],
)
def test_spans_are_said_as_people_say_them(delay: dict[str, str], words: str) -> None:
    board = journey("d", {"d": {"kind": "delay", **delay, "next": "ad"}, "ad": AD})
    assert landing_words(board) == {"ad": words}


def test_a_message_nobody_gets_has_no_words() -> None:
    assert landing_words(journey("ad", {"ad": AD, "lost": AD})) == {"ad": "at entry"}
    assert landing_words(loads("id: x\nname: X\n")) == {}
