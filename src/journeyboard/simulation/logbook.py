"""What a part leaves behind: its events as they happen, at its end its two small tables and its sums."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.records import EVENT_TYPES
from journeyboard.simulation.files import write_table
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.segments import segment_codes, segment_lists
from journeyboard.simulation.sums import Sums, Tally
from journeyboard.simulation.tables import UNTOUCHED, TableWriter
from journeyboard.simulation.writer import TOGETHER, EventWriter

if TYPE_CHECKING:
    import pyarrow.parquet as pq

    from journeyboard.simulation.buffers import Chunk, Shelf
    from journeyboard.simulation.sections import Section


class Logbook:
    """The log of a part, to which customers flown are added in their order.

    Row groups of events have the same rows whatever the steps in which customers are flown. `to` is
    the file of the events.
    """

    def __init__(self, section: Section, run_id: str, to: pq.ParquetWriter, shelf: Shelf) -> None:
        program, first, last, self._offset = section
        groups, codes = segment_codes(program)
        lists, self._codes = segment_lists(program), codes[first:last]
        people, windows = last - first, len(program.names.assignments) + 1
        self._lives = [0, *(k for k, life in enumerate(program.names.lives) if life == UNTOUCHED)]
        self._totals = shelf.array("totals", (people, len(self._lives), at.N_OUTCOMES), np.int64)
        self._windows = shelf.array("windows", (people, windows, at.N_OUTCOMES), np.int64)
        self._marks = shelf.array("marks", (people, windows, 2), np.int64)
        self._types = np.zeros(len(EVENT_TYPES), np.int64)
        self._tally, self._hash = Tally(program, groups), hashlib.blake2b(digest_size=16)
        self._to, self._events = to, EventWriter(program, run_id, lists, codes, shelf)
        self._tables = TableWriter(program, first, self._codes, lists, shelf)
        self.rows = self.capped = 0

    def add(self, place: int, flown: Chunk) -> None:
        """What customers from `place` of the part on brought."""
        mine = slice(place, place + len(flown.totals))
        self._tally.add(flown, self._codes[mine])
        self._totals[mine] = flown.totals[:, self._lives]
        self._windows[mine], self._marks[mine] = flown.windows, flown.marks

    def log(self, rows: NDArray[Any], used: int) -> int:
        """Write whole row groups of the first `used` rows; the others move to the front: how many those are."""
        while used >= TOGETHER:
            self._write(rows[:TOGETHER])
            rows[: used - TOGETHER] = rows[TOGETHER:used].copy()
            used -= TOGETHER
        return used

    def _write(self, rows: NDArray[Any]) -> None:
        """One row group; its rows get their customers' numbers in the run."""
        self._to.write_table(self._events.table(rows), row_group_size=TOGETHER)
        if self._offset:
            rows["customer"] += self._offset
        self._hash.update(np.ascontiguousarray(rows).view(np.uint8).data)
        self._types += np.bincount(rows["type"], minlength=len(EVENT_TYPES))
        self.capped += int((rows["reason"] == at.REASON["visit_cap"]).sum())
        self.rows += len(rows)

    def close(self, rows: NDArray[Any], folder: Path, name: str) -> None:
        """Write the last rows and the two small tables."""
        if len(rows):
            self._write(rows)
        outcomes = self._tables.outcomes(self._totals, self._marks)
        write_table(outcomes, folder / "outcomes" / name)
        assignments = self._tables.assignments(self._windows, self._marks)
        write_table(assignments, folder / "assignments" / name)

    @property
    def digest(self) -> str:
        """The hash of all rows as they lie in memory (dtype ROW has no gaps)."""
        return self._hash.hexdigest()

    @property
    def entered(self) -> int:
        """How many entered a journey."""
        return int(self._marks[:, -1, 1].sum())

    def types(self) -> dict[str, int]:
        """Events by type."""
        return {EVENT_TYPES[k]: int(self._types[k]) for k in np.flatnonzero(self._types)}

    def truth(self) -> dict[str, Sums]:
        """What the lives add."""
        return self._tally.told()
