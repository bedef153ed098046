"""One part of a run: a fixed range of customers flown, written, and summed up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.errors import RunError
from journeyboard.records import EVENT_TYPES, event_schema
from journeyboard.simulation.buffers import Buffers as Buffers
from journeyboard.simulation.buffers import Chunk as Chunk
from journeyboard.simulation.buffers import Hangar
from journeyboard.simulation.files import parquet_file
from journeyboard.simulation.flight import Program
from journeyboard.simulation.logbook import Logbook
from journeyboard.simulation.sums import Sums
from journeyboard.simulation.writer import node_journeys, table_schema

if TYPE_CHECKING:
    from journeyboard.simulation.sections import Section, Sections

STEP = 1_024
"""Customers whose outcomes lie in memory at once: as many as stay near the processor."""


@dataclass(frozen=True)
class Part:
    """What a part adds up to: whole numbers only, so any order of adding gives the same."""

    number: int
    first: int
    last: int
    rows: int
    size: int
    digest: str
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    truth: dict[str, Sums] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    entered: int = 0
    capped: int = 0


@dataclass(frozen=True)
class Parts:
    """All parts of a run in their order, read from its folder whenever they are gone through.

    Those of ten million customers would take as much memory as one of them takes to be flown.
    """

    folder: Path
    count: int

    def __iter__(self) -> Iterator[Part]:
        for number in range(self.count):
            part = read_part(self.folder, number)
            if part is None:
                raise RunError(f"part {number} of the run in {self.folder} is gone. Fly it again.")
            yield part


def fly_range(
    program: Program,
    first: int,
    last: int,
    chunk: int,
    check: Callable[[], None],
    buffers: Buffers | None = None,
    *,
    keep: bool = True,
    told: NDArray[Any] | None = None,
) -> tuple[Chunk, Buffers]:
    """Fly customers `first` to `last`, at most `chunk` between two checks; without `keep` no rows are left.

    The chunk lies in the buffers, until they are used again. `told` (dtype DECISION) is room for the
    decisions of the last life flown; `Buffers.state` says how many. Raises RunError where a life is too full.
    """
    b = buffers or Buffers(program, last - first)
    b.begin(program, keep)
    return b.chunk(fly_on(program, first, last, chunk, check, b, 0, told), last - first), b


def fly_on(
    program: Program,
    first: int,
    last: int,
    chunk: int,
    check: Callable[[], None],
    b: Buffers,
    used: int,
    told: NDArray[Any] | None = None,
) -> int:
    """The same, behind the rows that are used already; how many are used then."""
    from journeyboard.simulation.kernel.engine import fly

    people = program.people.view(np.recarray)
    ground = program.ground if told is None else program.ground._replace(told=told)
    reached = first
    while reached < last:
        check()
        b.make_room(used)
        k = reached - first
        reached, rows, overflow = fly(
            ground, people, program.lives, b.state, b.rows[used:], b.counts, b.visits, b.totals[k:],
            b.windows[k:], b.arms[k:], b.marks[k:], reached, min(reached + chunk, last),
        )  # fmt: skip
        if overflow:
            raise RunError("A customer's life has more events than a flight can hold. Look for very many ads at once, or a journey entered again and again.")  # fmt: skip
        used += rows
    return used


def fly_part(sections: Sections, folder: Path, number: int, span: tuple[int, int], hangar: Hangar) -> None:  # fmt: skip
    """Fly one part, write its three tables, and last the sums that say it is whole."""
    hangar.check()
    name = f"part-{number:05}.parquet"
    path = folder / "events" / name
    with hangar.buffers() as buffers:
        with parquet_file(path, table_schema(), event_schema()) as to:
            section = sections.section(*span, buffers.shelf)
            book = Logbook(section, hangar.run_id, to, buffers.shelf)
            used = fly_section(section, book, buffers, hangar)
            book.close(buffers.rows[:used].view(np.ndarray), folder, name)
        part = Part(
            number, *span, book.rows, path.stat().st_size, book.digest,
            node_counts(section.program, buffers.counts),
            book.truth(), book.types(), book.entered, book.capped,
        )  # fmt: skip
    keep_part(folder, part)


def fly_section(section: Section, book: Logbook, buffers: Buffers, hangar: Hangar) -> int:
    """Fly a section a few customers at a time into its log; how many rows are left to be written."""
    program, first, last, _ = section
    buffers.begin(program, keep=True)
    used = 0
    for step in range(first, last, STEP):
        upto = min(step + STEP, last)
        used = fly_on(program, step, upto, hangar.chunk, hangar.check, buffers, used)
        book.add(step - first, buffers.chunk(used, upto - step))
        used = book.log(buffers.rows.view(np.ndarray), used)
    hangar.check()
    return used


def node_counts(program: Program, counts: NDArray[np.int64]) -> dict[str, dict[str, int]]:
    """Events by journey and node, as `journey/node` -> event type -> number."""
    found: dict[str, dict[str, int]] = {}
    journeys = [j.id for j in program.flight.journeys]
    for n, (name, j) in enumerate(zip(program.names.nodes, node_journeys(program), strict=True)):
        seen = {EVENT_TYPES[k]: int(counts[n, k]) for k in np.flatnonzero(counts[n])}
        if seen:
            found[f"{journeys[j]}/{name}"] = seen
    return found


def keep_part(folder: Path, part: Part) -> None:
    """Say that a part is whole."""
    path = folder / "parts" / f"part-{part.number:05}.json"
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(vars(part)), "utf-8")
    unfinished.replace(path)


def read_part(folder: Path, number: int) -> Part | None:
    """A part written earlier, None when it is not whole."""
    path = folder / "parts" / f"part-{number:05}.json"
    try:
        return Part(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
