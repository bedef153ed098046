"""A flight through the compiled kernel, told in the specification's words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from journeyboard.records import EVENT_TYPES, STAGES
from journeyboard.simulation.flight import Flight, Program
from journeyboard.simulation.kernel import layout
from journeyboard.simulation.kernel.engine import fly
from journeyboard.simulation.part import Buffers
from journeyboard.simulation.program import compile_flight

from .reference.record import Row

Outcomes = dict[str, int]


@dataclass(frozen=True)
class Flown:
    """What the kernel gave back: rows and outcomes by customer, and the node counters."""

    program: Program
    rows: list[list[Row]]
    totals: list[dict[tuple[str, ...], Outcomes]]
    windows: list[dict[str, Outcomes]]
    arms: list[dict[tuple[str, ...], Outcomes]]
    assigned: list[dict[str, tuple[int, str]]]
    counts: Counter[tuple[str, str, str]]
    overflow: list[int]


def flown(flight: Flight, chunk: int = 64) -> Flown:
    """Fly every customer, in chunks of so many (one call of the kernel each)."""
    program = compile_flight(flight)
    found = Flown(program, [], [], [], [], [], Counter(), [])
    buffers, first = Buffers(program, chunk), 0
    buffers.state.quiet_world = int(flight.quiet_world)
    while first < program.size:
        first = _fly_range(program, buffers, found, first, min(first + chunk, program.size))
    _add_counts(program, found, buffers.counts)
    return found


def _fly_range(program: Program, buffers: Buffers, found: Flown, first: int, last: int) -> int:
    """Fly some customers and add what came of it; the first customer not flown."""
    b, people = buffers, program.people.view(np.recarray)
    reached, written, overflow = fly(
        program.ground, people, program.lives, b.state, b.rows, b.counts, b.visits, b.totals,
        b.windows, b.arms, b.marks, first, last,
    )  # fmt: skip
    _add_rows(program, found, b.rows[:written], first, reached)
    for k in range(reached - first):
        _add_outcomes(program, found, b.totals[k], b.windows[k], b.arms[k], b.marks[k])
    found.overflow.append(int(overflow))
    return int(reached)


def _add_rows(program: Program, found: Flown, rows: Any, first: int, last: int) -> None:
    by_customer: dict[int, list[Row]] = {i: [] for i in range(first, last)}
    for row in rows:
        by_customer[int(row.customer)].append(named(program, row))
    found.rows.extend(by_customer[i] for i in range(first, last))


def named(program: Program, row: Any) -> Row:
    """A row of the kernel with names for its numbers."""
    names, journeys = program.names, program.flight.journeys
    assignment = names.assignments[row.assignment] if row.assignment >= 0 else None
    return Row(
        at=int(row.at),
        type=EVENT_TYPES[row.type],
        channel=layout.CHANNEL_NAMES[row.channel] if row.channel >= 0 else None,
        journey=journeys[row.journey].id if row.journey >= 0 else None,
        node=names.nodes[row.node] if row.node >= 0 else None,
        variant=names.variants[row.variant] if row.variant >= 0 else None,
        reason=names.reasons[row.reason],
        experiment=assignment.id if assignment else None,
        arm=assignment.arms[row.arm] if assignment else None,
        stage=STAGES[row.stage],
        order=int(row.order) if row.order >= 0 else None,
        cart=int(row.cart) if row.cart >= 0 else None,
        value=int(row.value),
        cost=int(row.cost),
    )


def _add_outcomes(
    program: Program, found: Flown, totals: Any, windows: Any, arms: Any, marks: Any
) -> None:
    names = program.names
    found.totals.append({life: outcomes(totals[k]) for k, life in enumerate(names.lives)})
    of_arms = [names.lives[life] for life in program.arm_lives]
    found.arms.append({life: outcomes(arms[k]) for k, life in enumerate(of_arms)})
    found.windows.append({a.id: outcomes(windows[k]) for k, a in enumerate(names.assignments)})
    found.assigned.append(
        {
            a.id: (int(marks[k, 0]), a.arms[marks[k, 1]])
            for k, a in enumerate(names.assignments)
            if marks[k, 0] >= 0
        }
    )


def outcomes(numbers: Any) -> Outcomes:
    """The outcomes that are not nothing, by name."""
    pairs = zip(layout.OUTCOMES, numbers, strict=True)
    return {name: int(number) for name, number in pairs if number}


def _add_counts(program: Program, found: Flown, counts: Any) -> None:
    owners = program.ground.p[layout.H_NODES]
    for n, node in enumerate(program.names.nodes):
        field = owners + layout.NODE_WIDTH * n + layout.N_JOURNEY
        journey = program.flight.journeys[int(program.ground.p[int(field)])].id
        for kind in np.flatnonzero(counts[n]):
            found.counts[journey, node, EVENT_TYPES[kind]] += int(counts[n, kind])
