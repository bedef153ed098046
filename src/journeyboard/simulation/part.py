"""One part of a run: a fixed range of customers flown, written, and summed up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.errors import RunError
from journeyboard.records import EVENT_TYPES, STAGES
from journeyboard.simulation.buffers import Buffers as Buffers
from journeyboard.simulation.buffers import Chunk as Chunk
from journeyboard.simulation.buffers import Hangar
from journeyboard.simulation.flight import Program
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.kernel.layout import OUTCOMES
from journeyboard.simulation.segments import members, segment_codes
from journeyboard.simulation.sums import Sums, life_sums
from journeyboard.simulation.writer import EventWriter, listed, named, write_table

if TYPE_CHECKING:
    import pyarrow as pa

    from journeyboard.simulation.sections import Section, Sections

MILLION = 1_000_000


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
    from journeyboard.simulation.kernel.engine import fly

    b = buffers or Buffers(program, last - first)
    b.begin(program, keep)
    people = program.people.view(np.recarray)
    ground = program.ground if told is None else program.ground._replace(told=told)
    reached, used = first, 0
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
    n = last - first
    rows_flown = b.rows[:used].view(np.ndarray)
    return Chunk(rows_flown, b.totals[:n], b.windows[:n], b.arms[:n], b.marks[:n]), b


def fly_part(sections: Sections, folder: Path, number: int, span: tuple[int, int], hangar: Hangar) -> Part:  # fmt: skip
    """Fly one part, write its three tables, and last the sums that say it is whole."""
    hangar.check()
    section = sections.section(*span)
    with hangar.buffers() as buffers:
        flown, _ = fly_range(
            section.program, section.first, section.last, hangar.chunk, hangar.check, buffers
        )
        hangar.check()
        size = write_part(section, flown, folder, f"part-{number:05}.parquet", hangar.run_id)
        part = summed(section, flown, buffers, Part(number, *span, len(flown.rows), size, ""))
    keep_part(folder, part)
    return part


def write_part(section: Section, flown: Chunk, folder: Path, name: str, run_id: str) -> int:
    """The three tables of a part; the size of the event table in bytes."""
    program, first = section.program, section.first
    names, codes = segment_codes(program)
    mine = pa_list(names, codes[first : section.last])
    size = EventWriter(program, run_id, names, codes).write(flown.rows, folder / "events" / name)
    write_table(outcome_table(program, flown, first, mine), folder / "outcomes" / name)
    write_table(assignment_table(program, flown, first, mine), folder / "assignments" / name)
    return size


def summed(section: Section, flown: Chunk, buffers: Buffers, part: Part) -> Part:
    """The part with everything it adds up to; its rows get their customers' numbers in the run."""
    if section.offset:
        flown.rows["customer"] += section.offset
    return replace(
        part, digest=row_digest(flown.rows), counts=node_counts(section.program, buffers.counts),
        truth=life_sums(section.program, flown, audiences_of(section)), types=type_counts(flown.rows),
        entered=int(flown.marks[:, -1, 1].sum()), capped=capped(flown.rows),
    )  # fmt: skip


def audiences_of(section: Section) -> dict[str, NDArray[np.bool_]]:
    """Who of a part is in each audience, shape [customers of the part]."""
    names, codes = segment_codes(section.program)
    return members(names, codes[section.first : section.last])


def row_digest(rows: NDArray[Any]) -> str:
    """The hash of all rows as they lie in memory (dtype ROW has no gaps)."""
    content = np.ascontiguousarray(rows).view(np.uint8)
    return hashlib.blake2b(content.data, digest_size=16).hexdigest()


def node_counts(program: Program, counts: NDArray[np.int64]) -> dict[str, dict[str, int]]:
    """Events by journey and node, as `journey/node` -> event type -> number."""
    from journeyboard.simulation.writer import node_journeys

    found: dict[str, dict[str, int]] = {}
    journeys = [j.id for j in program.flight.journeys]
    for n, (name, j) in enumerate(zip(program.names.nodes, node_journeys(program), strict=True)):
        seen = {EVENT_TYPES[k]: int(counts[n, k]) for k in np.flatnonzero(counts[n])}
        if seen:
            found[f"{journeys[j]}/{name}"] = seen
    return found


def type_counts(rows: NDArray[Any]) -> dict[str, int]:
    """Events by type."""
    counted = np.bincount(rows["type"], minlength=len(EVENT_TYPES))
    return {EVENT_TYPES[k]: int(counted[k]) for k in np.flatnonzero(counted)}


def capped(rows: NDArray[Any]) -> int:
    """How many were taken out of a journey because they walked in circles."""
    return int((rows["reason"] == at.REASON["visit_cap"]).sum())


def pa_list(names: list[tuple[str, ...]], codes: NDArray[np.int64]) -> pa.Array:
    """The segments of each customer as a list column."""
    import pyarrow as pa

    return listed(names).take(pa.array(codes))


def outcome_table(program: Program, flown: Chunk, first: int, segments: pa.Array) -> pa.Table:
    """One row a customer: what the run brought, and what it would have been untouched."""
    import pyarrow as pa

    n = len(flown.totals)
    people = program.people[first : first + n]
    columns: dict[str, Any] = {
        "profile_key": program.keys.slice(first, n),
        "entered": pa.array(flown.marks[:, -1, 1] > 0),
        "stage_start": named(people["stage"], STAGES),
        "stage_end": named(flown.marks[:, -1, 0], STAGES),
    }
    for k, name in enumerate(OUTCOMES):
        columns[name] = pa.array(flown.totals[:, 0, k].astype(np.int64))
        columns[f"untouched_{name}"] = pa.array(flown.totals[:, 1, k].astype(np.int64))
    return pa.table(columns | {"segments": segments})


def assignment_table(program: Program, flown: Chunk, first: int, segments: pa.Array) -> pa.Table:
    """One row for each customer and experiment they were assigned in, with the outcomes in its window."""
    import pyarrow as pa

    tables = [
        _assigned(program, flown, first, segments, a) for a in range(len(program.names.assignments))
    ]
    return pa.concat_tables(tables) if tables else _assigned(program, flown, first, segments, -1)


def _assigned(program: Program, flown: Chunk, first: int, segments: pa.Array, a: int) -> pa.Table:
    import pyarrow as pa

    from journeyboard.simulation.flight import Assignment

    none = Assignment(0, "", (), None, 0)
    one = program.names.assignments[a] if a >= 0 else none
    who = np.flatnonzero(flown.marks[:, a, 0] >= 0) if a >= 0 else np.zeros(0, np.int64)
    arm, seconds = flown.marks[who, a, 1], flown.marks[who, a, 0]
    start = np.datetime64(program.flight.start, "us").astype(np.int64)
    zero = np.zeros(len(who), np.int32)
    columns: dict[str, Any] = {
        "profile_key": program.keys.take(pa.array(first + who)),
        "journey_id": named(zero, [program.flight.journeys[one.journey].id]),
        "experiment_id": named(zero, [one.id]),
        "arm": named(arm, one.arms),
        "is_control": pa.array(arm == one.control, pa.bool_()),
        "assigned_at": pa.array(start + seconds * MILLION, pa.timestamp("us")),
        "window_s": pa.array(np.full(len(who), one.window, np.int64)),
        "converted": pa.array(flown.windows[who, a, at.ORDERS] > 0),
    }
    for k, name in enumerate(OUTCOMES):
        columns[name] = pa.array(flown.windows[who, a, k].astype(np.int64))
    return pa.table(columns | {"segments": segments.take(pa.array(who))})


def keep_part(folder: Path, part: Part) -> None:
    """Say that a part is whole."""
    path = folder / "parts" / f"part-{part.number:05}.json"
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(asdict(part)), "utf-8")
    unfinished.replace(path)


def read_part(folder: Path, number: int) -> Part | None:
    """A part written earlier, None when it is not whole."""
    path = folder / "parts" / f"part-{number:05}.json"
    try:
        return Part(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def part_files(folder: Path, kind: str) -> Iterator[Path]:
    """The files of one kind, in their order."""
    yield from sorted((folder / kind).glob("part-*.parquet"))
