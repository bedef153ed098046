"""The two small tables of a part: one row a customer, and one row an assignment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from journeyboard.records import STAGES
from journeyboard.simulation.arrow import Keys, Lists, flags, named, numbers, texts
from journeyboard.simulation.kernel.layout import ORDERS, OUTCOMES
from journeyboard.simulation.writer import MILLION

if TYPE_CHECKING:
    import pyarrow as pa

    from journeyboard.simulation.buffers import Shelf
    from journeyboard.simulation.flight import Program

UNTOUCHED = ("untouched",)


class TableWriter:
    """Turns what the customers from number `first` on brought into tables.

    `codes` [n] is the combination of audiences of each, of those in `lists`. A table lies on the shelf,
    until the next is made.
    """

    def __init__(self, program: Program, first: int, codes: NDArray[np.int64], lists: Lists, shelf: Shelf) -> None:  # fmt: skip
        self._program, self._first, self._codes, self._lists = program, first, codes, lists
        self._keys, self._shelf = Keys(program.keys, shelf), shelf

    def outcomes(self, totals: NDArray[np.int64], marks: NDArray[np.int64]) -> pa.Table:
        """One row a customer: what the run brought, and what it would have been untouched.

        `totals` [n, 2, O] are the outcomes of these two lives.
        """
        import pyarrow as pa

        who = np.arange(len(totals))
        start = self._program.people["stage"][self._first : self._first + len(who)]
        columns = {
            "entered": flags(marks[:, -1, 1]),
            "stage_start": _named(start, STAGES),
            "stage_end": _named(marks[:, -1, 0], STAGES),
        }
        lived = UNTOUCHED in self._program.names.lives
        for k, name in enumerate(OUTCOMES):
            columns[name] = _whole(totals[:, 0, k])
            columns[f"untouched_{name}"] = _whole(totals[:, 1, k]) if lived else pa.nulls(len(who), pa.int64())  # fmt: skip
        return self._table(columns, who)

    def assignments(self, windows: NDArray[np.int64], marks: NDArray[np.int64]) -> pa.Table:
        """One row for each customer and experiment they were assigned in, with the outcomes in its window."""
        import pyarrow as pa

        told, journeys = self._program.names.assignments, self._program.flight.journeys
        which, who = np.nonzero(marks[:, : len(told), 0].T >= 0)
        seconds, arm = marks[who, which, 0], marks[who, which, 1]
        start = np.datetime64(self._program.flight.start, "us").astype(np.int64)
        control = np.array([-1 if a.control is None else a.control for a in told], np.int64)
        lengths = np.array([a.window for a in told], np.int64)
        firsts = np.cumsum([0, *(len(a.arms) for a in told)])
        outcomes = windows[who, which]
        columns = {
            "journey_id": _named(which, [journeys[a.journey].id for a in told]),
            "experiment_id": _named(which, [a.id for a in told]),
            "arm": _named(firsts[which] + arm, [name for a in told for name in a.arms]),
            "is_control": flags(arm == control[which]),
            "assigned_at": numbers(start + seconds * MILLION, pa.timestamp("us")),
            "window_s": _whole(lengths[which]),
            "converted": flags(outcomes[:, ORDERS]),
        }
        columns |= {name: _whole(outcomes[:, k]) for k, name in enumerate(OUTCOMES)}
        return self._table(columns, who)

    def _table(self, columns: dict[str, pa.Array], who: NDArray[np.int64]) -> pa.Table:
        """The columns between a customer's key and audiences."""
        import pyarrow as pa

        keys = self._keys.array((self._first + who).astype(np.int32))
        segments = self._lists.array(self._codes[who], self._shelf)
        return pa.table({"profile_key": keys, **columns, "segments": segments})


def _whole(values: NDArray[np.int64]) -> pa.Array:
    import pyarrow as pa

    return numbers(values.astype(np.int64), pa.int64())


def _named(codes: NDArray[np.int64], names: Sequence[str]) -> pa.Array:
    """Names by number; equal names are one."""
    known = tuple(dict.fromkeys(names))
    shared = np.array([known.index(name) for name in names], np.int32)
    return named(shared[codes], texts(known))
