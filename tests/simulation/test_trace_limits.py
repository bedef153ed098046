"""Customers of a run under a sender's limits: followed with its queue, they live as logged, and every wait has its reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import RunError
from journeyboard.records import Event
from journeyboard.simulation.capacity_kept import FILE, keep_ledger, kept_ledger
from journeyboard.simulation.circumstances import Circumstances, Limits
from journeyboard.simulation.flight import Ledger, Program
from journeyboard.simulation.handed import waits_of
from journeyboard.simulation.part import fly_range
from journeyboard.simulation.program import compile_flight
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import flight_of, simulate
from journeyboard.simulation.tracing.sender import is_handed_over, left
from journeyboard.simulation.tracing.trace import trace
from journeyboard.simulation.tracing.traced import Life, Moment

from .flights import brand, journey, shoppers

DAYS = 40
AROUND = Circumstances(Limits(sms=4.0, budget=12_000.0, stands_for=400_000), seasons=("weekend",))
AT = datetime(2026, 3, 2, tzinfo=UTC)


@cache
def limited() -> tuple[Run, Program]:
    """A run under limits, and its flight compiled anew with the queue that was kept with it."""
    together = [journey("checkout_rescue"), journey("fatigue_frequent")]
    people = shoppers(300)
    run = simulate(together, people, brand=brand(), days=DAYS, circumstances=AROUND)
    flight = flight_of(together, people, brand=brand(), days=DAYS, circumstances=AROUND)
    return run, compile_flight(replace(flight, ledger=kept_ledger(run.path)))


@cache
def lives() -> dict[str, Life]:
    """Everybody's designed life."""
    _, program = limited()
    keys = program.flight.people.frame["profile_key"]
    return {key: trace(program, key, ("designed",)).lives[0] for key in keys}


def test_everybody_lives_as_in_the_log_event_for_event() -> None:
    run, _ = limited()
    for key, life in lives().items():
        ours = [{**vars(event), "segments": (), "run_id": ""} for event in life.events]
        logged = [{**vars(event), "segments": (), "run_id": ""} for event in run.events_of(key)]
        assert ours == logged


def test_without_its_queue_the_lives_are_others() -> None:
    """What makes the test above one: the kept table matters for most customers."""
    run, program = limited()
    blank = replace(program.flight, ledger=Ledger())
    other, differ = compile_flight(blank), 0
    for key in list(lives())[:40]:
        events = trace(other, key, ("designed",)).lives[0].events
        differ += [e.type for e in events] != [e.type for e in run.events_of(key)]
    assert differ > 10


def moments() -> list[tuple[Life, int, Moment]]:
    """Every event of every life with its moment."""
    return [
        (life, k, one)
        for life in lives().values()
        for k, one in enumerate(one for one in life.moments if one.type is not None)
    ]


def test_every_wait_and_every_message_not_sent_has_the_senders_reason() -> None:
    seen = Counter[str]()
    for life, k, one in moments():
        event = life.events[k]
        assert event.type == one.type
        if is_handed_over(event):
            after = left(life.events, k)
            wait = None if after is None else after.at - event.at
            is_long = wait is None or wait >= timedelta(minutes=1)
            assert ("waits in the sender's queue" in one.what) == is_long
            assert one.minor == (not is_long)
            assert "Quiet hours" not in one.why
            seen["long" if is_long else "short"] += 1
            if is_long and after is not None and after.type == "message.sent":
                assert "only so much at once: after " in one.why
                seen["told"] += 1
        if event.reason == "budget":
            assert one.why == "The money for messages was spent by then."
            seen["budget"] += 1
        if event.reason == "outside_window":
            assert "the window had closed" in one.why
            seen["outside"] += 1
    assert min(seen[kind] for kind in ("long", "short", "told", "budget", "outside")) > 1


def test_waits_are_those_of_the_queue() -> None:
    """The engine's own count of waits, made from rows and not from events."""
    _, program = limited()
    lives_of = replace(program.names, lives=program.names.lives[:1])
    alone = replace(program, lives=program.lives[:1], names=lives_of)
    chunk, _ = fly_range(alone, 0, alone.size, 512, lambda: None)
    texts = chunk.rows[np.isin(chunk.rows["channel"], [0, 1])]
    told = []
    for life, k, _one in moments():
        after = left(life.events, k) if is_handed_over(life.events[k]) else None
        if after is not None and after.type == "message.sent":
            told.append(int((after.at - life.events[k].at).total_seconds()))
    assert sorted(told) == sorted(waits_of(texts).tolist())


def event(minute: int, kind: str, reason: str | None = None, node: str = "a") -> Event:
    at = AT + timedelta(minutes=minute)
    return Event(at, "c", f"message.{kind}", node_id=node, reason=reason, journey_id="j")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 9)), min_size=1, max_size=8))
def test_of_one_step_the_first_in_is_the_first_out(line: list[tuple[str, int]]) -> None:
    """Messages of two steps, handed over one a minute, each leaving after all before it of its step."""
    told = []
    leaves = {"a": 0, "b": 0}
    for minute, (node, wait) in enumerate(line):
        leaves[node] = max(leaves[node] + 1, minute + wait)
        told.append((minute, 0, event(minute, "queued", "throughput", node), leaves[node]))
        told.append((leaves[node], 1, event(leaves[node], "sent", None, node), None))
    ordered = sorted(told, key=lambda one: one[:2])
    events = [one for *_, one, _ in ordered]
    for k, (*_, one, at) in enumerate(ordered):
        if at is not None:
            found = left(events, k)
            assert found is not None
            assert (found.at - AT) == timedelta(minutes=at)
            assert found.node_id == one.node_id


def test_what_the_run_does_not_live_to_see_has_not_left() -> None:
    events = [event(0, "queued", "throughput"), event(1, "sent"), event(2, "queued", "throughput")]
    assert left(events, 0) is events[1]
    assert left(events, 2) is None


@pytest.mark.parametrize("harm", ["gone", "cut", "other"])
def test_a_queue_that_cannot_be_read_is_said(tmp_path: Path, harm: str) -> None:
    table = np.arange(24).reshape(12, 2)
    keep_ledger(Ledger({"sms": table}, table[:3]), tmp_path)
    found = kept_ledger(tmp_path)
    assert np.array_equal(found.queues["sms"], table)
    assert found.cutoffs is not None
    assert np.array_equal(found.cutoffs, table[:3])
    file = tmp_path / FILE
    match harm:
        case "gone":
            file.unlink()
        case "cut":
            file.write_bytes(file.read_bytes()[:-40])
        case "other":
            file.write_bytes(b"nothing of the kind")
    with pytest.raises(RunError, match="were not kept with it"):
        kept_ledger(tmp_path)


def test_a_run_without_limits_keeps_none(tmp_path: Path) -> None:
    simulate(journey("checkout_rescue"), shoppers(20), brand=brand(), days=3, out=tmp_path)
    assert not (tmp_path / FILE).exists()
