"""The audiences of every customer at the start of a run, as they stand on each event."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience.segments import evaluate, is_static, membership
from journeyboard.simulation.arrow import Lists
from journeyboard.simulation.flight import Program
from journeyboard.simulation.remembered import once


def segment_codes(program: Program) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    """(the combinations of audiences that occur, the combination of each customer).

    Built-in audiences first, then those of the brand that can be told before the run.
    """
    return once(program.flight.people, "audiences", _when(program), lambda: _codes(program), kept=2)


def segment_lists(program: Program) -> Lists:
    """The combinations of audiences, ready for the tables of a run."""
    return once(program.flight.people, "lists of audiences", _when(program), lambda: Lists(segment_codes(program)[0]), kept=2)  # fmt: skip


def _when(program: Program) -> tuple[Hashable, ...]:
    """What audiences depend on besides the customers."""
    return program.flight.start, tuple(program.flight.brand.segments.items())


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
