"""The audiences of every customer at the start of a run, as they stand on each event."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience.segments import evaluate, is_static, membership
from journeyboard.simulation.flight import Program
from journeyboard.simulation.remembered import once


def segment_codes(program: Program) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    """(the combinations of audiences that occur, the combination of each customer).

    Built-in audiences first, then those of the brand that can be told before the run.
    """
    flight = program.flight
    when = flight.start, tuple(flight.brand.segments.items())
    return once(flight.people, "audiences", when, lambda: _codes(program), kept=2)


def members(names: list[tuple[str, ...]], codes: NDArray[np.int64]) -> dict[str, NDArray[np.bool_]]:
    """Who is in each audience, shape [customers], from the combinations and each customer's one."""
    every = dict.fromkeys(name for group in names for name in group)
    return {name: np.array([name in group for group in names], np.bool_)[codes] for name in every}


def _codes(program: Program) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    flight = program.flight
    start, own = flight.start.strftime("%Y-%m-%d"), flight.brand.segments
    members = dict(membership(flight.people, as_of=start))
    for name, condition in own.items():
        if is_static(condition):
            members[name] = evaluate(condition, flight.people, as_of=start, segments=own)
    names = list(members)
    table = np.stack([members[name] for name in names], 1)
    combinations, code = np.unique(np.packbits(table, axis=1), axis=0, return_inverse=True)
    unpacked = np.unpackbits(combinations, axis=1, count=len(names)).astype(bool)
    groups = [
        tuple(name for name, is_in in zip(names, row, strict=True) if is_in) for row in unpacked
    ]
    return groups, code.reshape(-1).astype(np.int64)
