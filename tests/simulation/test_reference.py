"""The compiled kernel tells exactly what the executable specification tells, row for row."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, seed, settings

from journeyboard.audience.customers import customers
from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load, load_brand
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import NODE_KINDS, Note
from journeyboard.records import EVENT_TYPES
from journeyboard.simulation.flight import Flight, Reply
from journeyboard.simulation.run import flight_of

from .agreement import agree, first_difference
from .flown import flown
from .reference.known import Known
from .reference.life import live
from .reference.record import Life
from .shop import BRAND, LIVELY, audience
from .strategies import flights

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
PORTIONS, PORTION = 10, 50
"""Five hundred random flights in portions, so that several workers share them."""


@cache
def sample_brand() -> Brand:
    return load_brand(SAMPLES / "brands" / "lumen.brand.yaml")


def sample(name: str) -> Journey:
    return load(SAMPLES / "journeys" / f"{name}.journey.yaml")


@pytest.mark.parametrize(
    ("names", "days"),
    [
        (["checkout_rescue"], 90),
        (["post_purchase"], 120),
        (["win_back"], 120),
        (["bad_example"], 60),
        (["fatigue_frequent", "checkout_rescue"], 60),
        (["post_purchase", "win_back", "fatigue_weekly"], 90),
    ],
)
def test_the_samples_fly_as_specified(names: list[str], days: int) -> None:
    people = customers(300, seed=1, brand=sample_brand())
    agree(flight_of([sample(n) for n in names], people, brand=sample_brand(), days=days), others=60)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_random_journeys_fly_as_specified(portion: int) -> None:
    """Every node kind, several journeys at once, caps, loops, re-entry and replies."""

    @settings(max_examples=PORTION)
    @given(flights(customers=6))
    def fly_as_specified(flight: Flight) -> None:
        agree(flight, others=2)

    steady = settings.default is not None and settings.default.derandomize
    (seed(portion)(fly_as_specified) if steady else fly_as_specified)()


@cache
def lives_of_every_kind() -> tuple[Life, ...]:
    journey = load(Path(__file__).with_name("every_kind.journey.yaml"))
    return tuple(agree(flight_of(journey, audience(200), brand=BRAND, behaviour=LIVELY, days=60)))


def test_every_node_kind_is_flown() -> None:
    lives = lives_of_every_kind()
    kinds = {node.id: node.kind for node in lives[0].places[0].journey.nodes}
    passed = {kinds[row.node or ""] for life in lives for row in life.rows if row.type == "journey.step_entered"}  # fmt: skip
    assert passed == {kind.model_fields["kind"].default for kind in NODE_KINDS if kind is not Note}


def test_everything_that_can_become_of_a_message_is_flown() -> None:
    rows = [row for life in lives_of_every_kind() for row in life.rows]
    seen = Counter(f"{row.type} {row.reason}".strip() for row in rows)
    assert {
        "message.queued quiet_hours", "message.sent", "message.delivered", "message.opened",
        "message.failed unreachable", "message.opened privacy_proxy", "message.clicked",
        "message.replied", "message.complained", "consent.unsubscribed", "ad.impression",
        "ad.clicked", "message.skipped no_consent", "message.skipped opted_out",
        "message.skipped control_group", "message.skipped frequency_cap",
        "message.skipped smart_sending", "message.skipped quiet_hours", "message.skipped stale",
        "journey.exited exit_rule", "journey.exited finished", "journey.goal_reached",
    } <= set(seen)  # fmt: skip
    assert {row.type for row in rows} <= set(EVENT_TYPES)


def test_a_loop_without_a_pause_ends_and_is_told() -> None:
    """The journey goes round until the customer has walked too far, and the world goes on."""
    loop = {"id": "loop", "name": "Loop", "start": "a", "reentry": {"allow": "always"},
            "entry": {"kind": "event", "event": "session.started"},
            "nodes": [{"id": "a", "kind": "webhook", "next": "b"}, {"id": "b", "kind": "delay", "next": "a"}]}  # fmt: skip
    lives = agree(flight_of(Journey.model_validate(loop), audience(), brand=BRAND, behaviour=LIVELY, days=30))  # fmt: skip
    ends = [(row, life) for life in lives for row in life.rows if row.type == "journey.exited"]
    assert {row.reason for row, _ in ends} == {"visit_cap"}
    assert any(life.rows[-1].at > row.at for row, life in ends)


def test_a_journey_that_enters_itself_ends() -> None:
    again = {"id": "again", "name": "Again", "start": None, "reentry": {"allow": "always"},
             "entry": {"kind": "event", "event": "journey.exited"}}  # fmt: skip
    first = {"id": "first", "name": "First", "start": None, "entry": {"kind": "audience"}}
    both = [Journey.model_validate(journey) for journey in (again, first)]
    agree(flight_of(both, audience(2), brand=BRAND, days=5))


def test_a_full_agenda_is_counted_never_overrun() -> None:
    """A hundred and more messages in one second: what finds no room is counted as overflow."""
    burst = {"id": "burst", "name": "Burst", "start": "a", "entry": {"kind": "audience"},
             "nodes": [{"id": "a", "kind": "email", "body": "Hi", "quiet_hours": "ignore", "next": "b"},
                       {"id": "b", "kind": "jump", "to": "a", "max_passes": 300, "next": None}]}  # fmt: skip
    flight = flight_of(Journey.model_validate(burst), audience(), brand=BRAND, days=5)
    assert sum(life.overflow for life in agree(flight)) > 0


def test_a_preview_forces_what_makes_customers_enter() -> None:
    """A run of one in a quiet world: only the journey happens, from the moment asked for."""
    journey = load(Path(__file__).with_name("every_kind.journey.yaml"))
    for entry in ({"kind": "event", "event": "order.placed"}, {"kind": "event", "event": "page.viewed"}, {"kind": "audience"}, None):  # fmt: skip
        asked = journey.model_copy(update={}) if entry is None else Journey.model_validate(journey.model_dump() | {"entry": entry})  # fmt: skip
        lives = agree(flight_of(asked, audience(), brand=BRAND, days=30, force_at=40_000, quiet_world=True))  # fmt: skip
        assert all(life.rows[0].at == 40_000 for life in lives)
        assert not any(row.type == "session.started" for life in lives for row in life.rows)


def test_replies_are_heard_in_every_life() -> None:
    """Everything a reply can do is done, in all lives, to customers who get texts."""
    journey = load(Path(__file__).with_name("every_kind.journey.yaml"))
    keys = audience(200).frame["profile_key"]
    said = [Reply(key, 40_000 * (k % 9) + 86_400 * turn, choice) for k, key in enumerate(keys)
            for turn, choice in ((9, "less"), (16, "stop"), (30, "start"), (30, "other"))]  # fmt: skip
    lives = agree(flight_of(journey, audience(200), brand=BRAND, behaviour=LIVELY, days=60, replies=said), others=40)  # fmt: skip
    rows = [row for life in lives for row in life.rows]
    seen = Counter((row.type, row.node is None) for row in rows)
    for type in (
        "message.replied",
        "consent.updated",
        "consent.unsubscribed",
        "consent.subscribed",
    ):
        assert seen[type, True] > 2
        assert seen[type, False] > 2
    assert seen["message.replied", True] + seen["message.replied", False] >= 4 * len(keys)


def test_a_difference_is_told_with_its_place() -> None:
    journey = sample("checkout_rescue")
    flight = flight_of(journey, audience(), brand=BRAND, behaviour=LIVELY, days=20)
    rows = next(rows for rows in flown(flight).rows if len(rows) > 3)
    changed = [*rows[:2], rows[2]._replace(value=1), *rows[3:]]
    assert first_difference(rows, rows) is None
    assert "the specification has" in str(first_difference(changed, rows))
    assert first_difference(rows[:-1], rows) is not None


def test_a_life_can_be_lived_alone() -> None:
    """No life depends on another: the specification gives the same in any order."""
    flight = flight_of(sample("win_back"), audience(), brand=BRAND, behaviour=LIVELY, days=40)
    forwards, backwards = Known(flight), Known(flight)
    last = len(flight.people) - 1
    lives = [live(forwards, place).rows for place in range(last + 1)]
    assert lives == [live(backwards, last - k).rows for k in range(last + 1)][::-1]
