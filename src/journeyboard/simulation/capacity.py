"""Capacity: what a sender's throughput and a budget do to a flight, found by flying until it agrees with itself.

Customers stay independent of each other: the queue and the budget come to them as a table of minutes
(`Ledger`). One round flies with a table and counts what is handed over in each minute; a fluid queue
(first come, first served, one rate for each channel) turns the counts into the next table. A message
handed over in a minute stands at a place in it drawn by its own dice. What is decided in a minute
depends on earlier minutes alone, so the rounds agree from the start of the run onwards.

What the queue does is what providers do: it holds ten hours of work, more fails (Twilio documentation,
errors 21611 and 30001), and it knows nothing of send windows: what is handed over in time may leave
late, and is counted. Nothing is sent to who has opted out meanwhile. A message beyond the budget is
skipped.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.circumstances import Limits
from journeyboard.simulation.flight import Flight, Ledger, Program
from journeyboard.simulation.handed import Handed, handed_over
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.part import fly_range

ROUNDS = 5
RANGE, CHUNK = 32_768, 8_192
MINUTE, A_DAY = 60, 1_440
BILLION = 1_000_000_000

Check = Callable[[], None]


@dataclass(frozen=True)
class Settled:
    """The rounds' end: the table in force, what was handed over with it, without any limit, and how
    large a share of what was handed over would still move to another minute."""

    ledger: Ledger
    free: Handed
    limited: Handed
    scale: float
    rounds: int
    residual: float


def blank(limits: Limits, days: int) -> Ledger:
    """A table that holds nothing up: room for the limits, and none in force."""
    zeros = {channel: np.zeros((days * A_DAY, 2), np.int64) for channel in limits.rates}
    never = np.full((days, 2), at.FOREVER, np.int64) if limits.has_budget else None
    return Ledger(zeros, never)


def settle(program: Program, limits: Limits, check: Check, rounds: int = ROUNDS) -> tuple[Program, Settled]:  # fmt: skip
    """The flight under its limits, and how its queue was found. `program` has a blank table."""
    scale = (limits.stands_for or program.size) / program.size
    ledger = program.flight.ledger
    free = seen = count(program, check)
    done, residual = 0, 0.0
    while done < rounds:
        coming = ledger_of(seen, limits, scale, program.flight)
        if same(coming, ledger):
            residual = 0.0
            break
        ledger, before, done = coming, seen, done + 1
        seen = count(with_ledger(program, ledger), check)
        residual = seen.moved(before)
    return with_ledger(program, ledger), Settled(ledger, free, seen, scale, done, residual)


def same(one: Ledger, other: Ledger) -> bool:
    """Whether two tables say the same."""
    queues = all(np.array_equal(table, other.queues[name]) for name, table in one.queues.items())
    return queues and (one.cutoffs is None or np.array_equal(one.cutoffs, other.cutoffs))  # type: ignore[arg-type]


def with_ledger(program: Program, ledger: Ledger) -> Program:
    """The same program with another table in the place of its own."""
    p = program.ground.p.copy()
    for channel, table in ledger.queues.items():
        _put(p, at.H_QUEUE + at.CHANNEL_NAMES.index(channel), table)
    if ledger.cutoffs is not None:
        _put(p, at.H_BUDGET, ledger.cutoffs)
    flight = replace(program.flight, ledger=ledger)
    return replace(program, ground=program.ground._replace(p=p), flight=flight)


def _put(p: NDArray[np.int64], header: int, table: NDArray[np.int64]) -> None:
    p[p[header] : p[header] + table.size] = table.ravel()


def count(program: Program, check: Check) -> Handed:
    """Fly the designed life of everybody in memory, range by range, and add up what is handed over."""
    lives = replace(program.names, lives=program.names.lives[:1])
    alone = replace(program, lives=program.lives[:1], names=lives)
    ranges = [(first, min(first + RANGE, program.size)) for first in range(0, program.size, RANGE)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = list(pool.map(partial(_count_range, alone, check), ranges))
    return sum(found[1:], start=found[0])


def _count_range(program: Program, check: Check, span: tuple[int, int]) -> Handed:
    chunk, _ = fly_range(program, *span, CHUNK, check)
    return handed_over(program, chunk)


def ledger_of(seen: Handed, limits: Limits, scale: float, flight: Flight) -> Ledger:
    """The table that follows from what was handed over."""
    queues = {
        channel: queue_of(seen.parts[channel] * scale, rate)
        for channel, rate in limits.rates.items()
    }
    cutoffs = (
        budget_of(seen.asked * scale / 1e6, limits, flight.days) if limits.has_budget else None
    )
    return Ledger(queues, cutoffs)


def backlog(parts: NDArray[np.floating], rate: float) -> NDArray[np.float64]:
    """What is waiting at the start of each minute, in parts, for a sender of `rate` parts a second."""
    waiting, served, room = 0.0, rate * MINUTE, rate * at.QUEUE_SECONDS
    found = np.zeros(len(parts))
    for minute, coming in enumerate(parts.tolist()):
        found[minute] = waiting
        taken = min(coming, max(room - waiting, 0.0))
        waiting = max(waiting + taken - served, 0.0)
    return found


def queue_of(parts: NDArray[np.floating], rate: float) -> NDArray[np.int64]:
    """[minutes, 2]: seconds of work waiting at the start of a minute, and those it brings."""
    both = np.stack([backlog(parts, rate), parts], 1) / rate
    return np.floor(both).astype(np.int64)


def budget_of(asked: NDArray[np.floating], limits: Limits, days: int) -> NDArray[np.int64]:
    """[days, 2]: the minute in which the money of a day ends, and the share of it that is still paid.

    `asked` is the cost of what was to be sent in each minute, sent or not, in the currency.
    """
    left = limits.budget if limits.budget is not None else np.inf
    found = np.full((days, 2), at.FOREVER, np.int64)
    for day in range(days):
        allowed = min(left, limits.daily_budget if limits.daily_budget is not None else np.inf)
        wanted = asked[day * A_DAY : (day + 1) * A_DAY]
        total = np.cumsum(wanted)
        minute = int(np.searchsorted(total, allowed, "right"))
        if minute < len(total):
            paid = allowed - (total[minute - 1] if minute else 0.0)
            found[day] = day * A_DAY + minute, int(paid / wanted[minute] * BILLION)
        left -= min(float(total[-1]), allowed)
    return found
