"""Timing's numbers are those of a slow count by hand over the same events."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from statistics import median

import pytest

from journeyboard.message.timing import local
from journeyboard.records import Event
from journeyboard.workflows.collisions import collisions
from journeyboard.workflows.timing import DROPPED, heat, holds, holds_by_message

from .month import MARCH, timing


@pytest.fixture(scope="module")
def flown() -> list[Event]:
    run = timing().flown.run
    assert run is not None
    rows = run.events.to_pylist()
    return [
        Event(
            at=row["at"].replace(tzinfo=UTC), profile_key=row["profile_key"], type=row["type"],
            channel=row["channel"], journey_id=row["journey_id"], node_id=row["node_id"],
            reason=row["reason"], seq=row["seq"],
        )
        for row in rows
    ]  # fmt: skip


def shown(event: Event) -> datetime:
    """What the customer's clock shows at an event."""
    return local(event.at, timing().clocks[event.profile_key].zones[0])


def in_march(event: Event) -> bool:
    there = shown(event)
    return (there.year, there.month) == (2026, 3)


def test_the_heat_map_counts_every_delivery_on_the_customers_own_clock(flown: list[Event]) -> None:
    wanted = Counter(
        (shown(one).weekday(), shown(one).hour)
        for one in flown
        if one.type == "message.delivered" and in_march(one)
    )
    assert sum(wanted.values()) > 1_000
    found = heat(timing().inside())
    assert {(d, h): n for d, row in enumerate(found) for h, n in enumerate(row) if n} == wanted


def attempts(flown: list[Event]) -> list[tuple[Event, datetime]]:
    """Every message sent or skipped in March, with when it was first due, walked event by event."""
    due: dict[tuple[str, str, str], datetime] = {}
    found = []
    for one in sorted(flown, key=lambda e: (e.profile_key, e.at, e.seq)):
        key = (one.profile_key, one.journey_id or "", one.node_id or "")
        if one.type == "journey.entered":
            due = {k: at for k, at in due.items() if k[:2] != key[:2]}
        elif one.type == "message.queued":
            due.setdefault(key, one.at)
        elif one.type in ("message.sent", "message.skipped"):
            found.append((one, due.pop(key, one.at)))
    return [(one, at) for one, at in found if in_march(one)]


def test_held_and_dropped_messages_are_those_of_a_walk_through_the_events(flown: list[Event]) -> None:  # fmt: skip
    found = holds(timing().inside())
    tried = attempts(flown)
    sent = [(one, at) for one, at in tried if one.type == "message.sent"]
    waits = sorted((one.at - at).total_seconds() for one, at in sent if one.at > at)
    dropped = [one for one, _ in tried if one.reason in DROPPED]
    assert len(waits) > 50
    assert len(dropped) > 20
    assert {one.reason for one in dropped} == {"stale", "quiet_hours"}
    assert (found.sent, found.held, found.dropped) == (len(sent), len(waits), len(dropped))
    assert found.median == pytest.approx(median(waits))
    assert found.ninetieth is not None
    assert sum(wait <= found.ninetieth for wait in waits) / len(waits) == pytest.approx(
        0.9, abs=0.03
    )


def test_the_messages_together_are_the_whole() -> None:
    inside = timing().inside()
    each = holds_by_message(inside).values()
    whole = holds(inside)
    assert sum(one.sent for one in each) == whole.sent
    assert sum(one.held for one in each) == whole.held
    assert sum(one.dropped for one in each) == whole.dropped
    texts = inside.of("sms", {"night_owl"})
    assert set(texts.sends["channel"]) == set(texts.landings["channel"]) == {"sms"}
    assert set(texts.entries["journey_id"]) == {"night_owl"}


@pytest.mark.parametrize("hours", [1, 24, 72])
@pytest.mark.parametrize("within", [False, True])
def test_collisions_are_all_pairs_that_brute_force_finds(
    flown: list[Event], hours: int, within: bool
) -> None:
    by_customer: dict[str, list[Event]] = defaultdict(list)
    for one in flown:
        if one.type == "message.delivered" and in_march(one):
            by_customer[one.profile_key].append(one)
    pairs: Counter[tuple[tuple[str, str], tuple[str, str]]] = Counter()
    hit = set()
    for key, mine in by_customer.items():
        ordered = sorted(mine, key=lambda e: (e.at, e.seq))
        for k, first in enumerate(ordered):
            for second in ordered[k + 1 :]:
                near = (second.at - first.at).total_seconds() <= hours * 3_600
                if near and (within or first.journey_id != second.journey_id):
                    names = [(str(e.journey_id), str(e.node_id)) for e in (first, second)]
                    pairs[names[0], names[1]] += 1
                    hit.add(key)
    found = collisions(timing().inside(), hours, within_journey=within)
    assert {(one.first, one.second): one.pairs for one in found.found} == pairs
    assert (found.customers, found.reached) == (len(hit), len(by_customer))
    assert found.pairs > 0 or hours == 1
    assert list(found.found) == sorted(found.found, key=lambda one: -one.pairs)


def test_only_the_month_is_kept_and_the_lead_before_it_where_asked() -> None:
    whole, inside = timing(), timing().inside()
    assert whole.sends["local"].min().date() < MARCH.first
    for table in (inside.sends, inside.landings, inside.entries):
        assert table["local"].min().date() >= MARCH.first
        assert table["local"].max().date() <= MARCH.days[-1]
