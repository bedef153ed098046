"""The memory of a flight: what one thread flies with, and what it leaves there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import prod
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.records import EVENT_TYPES
from journeyboard.simulation.flight import Program
from journeyboard.simulation.kernel import layout as at

CHUNK_ROWS = 40_000
"""Rows a buffer starts with beyond what one life may write."""


class Chunk(NamedTuple):
    """Customers flown in one go: rows [r], totals [n, L, O], windows [n, A + 1, O], arms [n, K, O] for
    the O outcomes of OUTCOMES and the K lives that belong to an arm, and marks [n, A + 1, 2]."""

    rows: NDArray[Any]
    totals: NDArray[np.int64]
    windows: NDArray[np.int64]
    arms: NDArray[np.int64]
    marks: NDArray[np.int64]


class Shelf:
    """Arrays used again and again: memory that is new each time costs more than what is done with it."""

    def __init__(self) -> None:
        self._kept: dict[str, NDArray[Any]] = {}
        self._sources: dict[str, NDArray[Any]] = {}

    def array(self, name: str, shape: tuple[int, ...], dtype: Any) -> NDArray[Any]:
        """The array of this name, with whatever the last user left in it."""
        count, found = prod(shape), self._kept.get(name)
        if found is None or len(found) < count or found.dtype != dtype:
            found = self._kept[name] = np.empty(count, dtype)
        return found[:count].reshape(shape)

    def copy(self, name: str, source: NDArray[Any]) -> NDArray[Any]:
        """A copy that may be written to; while the same is asked for, with what was written to it."""
        found = self.array(name, source.shape, source.dtype)
        if self._sources.get(name) is not source:
            found[:] = self._sources[name] = source
        return found


class Buffers:
    """What one thread flies with, made once and used again: room for so many customers.

    Memory is taken as it is filled; rows grow where lives are fuller than expected.
    """

    def __init__(self, program: Program, customers: int) -> None:
        lives, assignments = len(program.lives), len(program.names.assignments)
        nodes = len(program.names.nodes) + 1
        rows = 2 * at.ROWS_PER_LIFE + CHUNK_ROWS + 40 * min(customers, 32_768)
        self.shelf = Shelf()
        self.state = np.zeros(1, at.LIFE).view(np.recarray)
        self.state.keeping = 1
        self.rows = np.zeros(rows, at.ROW).view(np.recarray)
        self.counts = np.zeros((nodes, len(EVENT_TYPES)), np.int64)
        self.visits = np.zeros((nodes, 3), np.int64)
        self.totals = np.zeros((customers, lives, at.N_OUTCOMES), np.int64)
        self.windows = np.zeros((customers, assignments + 1, at.N_OUTCOMES), np.int64)
        self.arms = np.zeros((customers, len(program.arm_lives), at.N_OUTCOMES), np.int64)
        self.marks = np.zeros((customers, assignments + 1, 2), np.int64)

    def begin(self, program: Program, keep: bool) -> None:
        """Ready for a flight of a program of this shape, which keeps its rows or not."""
        self.state.quiet_world = int(program.flight.quiet_world)
        self.state.keeping = int(keep)
        self.counts[:] = 0

    def chunk(self, rows: int, customers: int) -> Chunk:
        """So many rows and customers of what lies here."""
        n = customers
        kept = self.rows[:rows].view(np.ndarray)
        return Chunk(kept, self.totals[:n], self.windows[:n], self.arms[:n], self.marks[:n])

    def make_room(self, used: int) -> None:
        """Room for the rows of a few lives more."""
        if used + 2 * at.ROWS_PER_LIFE + CHUNK_ROWS // 2 > len(self.rows):
            grown = np.zeros(2 * len(self.rows), at.ROW).view(np.recarray)
            grown[:used] = self.rows[:used]
            self.rows = grown


class Hangar:
    """What the parts of a run share: how they are flown, and buffers that the next part uses again."""

    def __init__(self, program: Program, customers: int, chunk: int, run_id: str, check: Callable[[], None]) -> None:  # fmt: skip
        self.program, self.customers, self.chunk = program, customers, chunk
        self.run_id, self.check = run_id, check
        self._free: SimpleQueue[Buffers] = SimpleQueue()

    @contextmanager
    def buffers(self) -> Iterator[Buffers]:
        """Buffers nobody else flies with."""
        try:
            mine = self._free.get_nowait()
        except Empty:
            mine = Buffers(self.program, self.customers)
        try:
            yield mine
        finally:
            self._free.put(mine)
