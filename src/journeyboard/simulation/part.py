"""One part of a run: a fixed range of customers flown, written, and summed up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.errors import RunError
from journeyboard.records import EVENT_TYPES, STAGES
from journeyboard.simulation.flight import Program
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.kernel.layout import OUTCOMES
from journeyboard.simulation.segments import members, segment_codes
from journeyboard.simulation.sums import Sums, life_sums
from journeyboard.simulation.writer import EventWriter, named, write_table

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK_ROWS = 40_000
"""Rows a buffer starts with beyond what one life may write; a full one is emptied and flown on."""
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


class Chunk(NamedTuple):
    """Customers flown in one go: rows [r], totals [n, L, O], windows [n, A + 1, O], arms [n, L, O] for
    the O outcomes of OUTCOMES, and marks [n, A + 1, 2]."""

    rows: NDArray[Any]
    totals: NDArray[np.int32]
    windows: NDArray[np.int32]
    arms: NDArray[np.int32]
    marks: NDArray[np.int64]


class Buffers:
    """What one thread flies with, made once and used again."""

    def __init__(self, program: Program, customers: int) -> None:
        lives, assignments = len(program.lives), len(program.names.assignments)
        nodes = len(program.names.nodes) + 1
        rows = 2 * at.ROWS_PER_LIFE + CHUNK_ROWS + 40 * min(customers, 8_192)
        self.state = np.zeros(1, at.LIFE).view(np.recarray)
        self.rows = np.zeros(rows, at.ROW).view(np.recarray)
        self.counts = np.zeros((nodes, len(EVENT_TYPES)), np.int64)
        self.visits = np.zeros((nodes, 3), np.int64)
        self.totals = np.zeros((customers, lives, at.N_OUTCOMES), np.int32)
        self.windows = np.zeros((customers, assignments + 1, at.N_OUTCOMES), np.int32)
        self.arms = np.zeros((customers, lives, at.N_OUTCOMES), np.int32)
        self.marks = np.zeros((customers, assignments + 1, 2), np.int64)

    def taken(self, customers: int, rows: int) -> Chunk:
        """Copies of what the last flight left."""
        return Chunk(
            np.array(self.rows[:rows]), self.totals[:customers].copy(),
            self.windows[:customers].copy(), self.arms[:customers].copy(),
            self.marks[:customers].copy(),
        )  # fmt: skip


def fly_range(program: Program, first: int, last: int, chunk: int, check: Callable[[], None], told: NDArray[Any] | None = None) -> tuple[Chunk, Buffers]:  # fmt: skip
    """Fly customers `first` to `last`, at most `chunk` at a time. Raises RunError where a life is too full.

    `told` (dtype DECISION) is room for the decisions of the last life flown; `Buffers.state` says how many.
    """
    from journeyboard.simulation.kernel.life import fly

    buffers = Buffers(program, min(chunk, last - first))
    people = program.people.view(np.recarray)
    quiet = program.flight.quiet_world
    buffers.state.quiet_world = int(quiet)
    ground = program.ground if told is None else program.ground._replace(told=told)
    chunks, at_customer = [], first
    while at_customer < last:
        check()
        until = min(at_customer + chunk, last)
        reached, rows, overflow = fly(
            ground, people, program.lives, buffers.state, buffers.rows, buffers.counts,
            buffers.visits, buffers.totals, buffers.windows, buffers.arms, buffers.marks, at_customer, until,
        )  # fmt: skip
        if overflow:
            raise RunError("A customer's life has more events than a flight can hold. Look for very many ads at once, or a journey entered again and again.")  # fmt: skip
        chunks.append(buffers.taken(reached - at_customer, rows))
        at_customer = reached
    return joined(chunks), buffers


def joined(chunks: list[Chunk]) -> Chunk:
    """Chunks end to end."""
    if len(chunks) == 1:
        return chunks[0]
    return Chunk(*(np.concatenate(arrays) for arrays in zip(*chunks, strict=True)))


def fly_part(program: Program, folder: Path, number: int, span: tuple[int, int], chunk: int, run_id: str, check: Callable[[], None]) -> Part:  # fmt: skip
    """Fly one part, write its three tables, and last the sums that say it is whole."""
    first, last = span
    flown, buffers = fly_range(program, first, last, chunk, check)
    names, codes = segment_codes(program)
    check()
    writer = EventWriter(program, run_id, names, codes)
    size = writer.write(flown.rows, folder / "events" / f"part-{number:05}.parquet")
    mine = pa_list(names, codes[first:last])
    write_table(outcome_table(program, flown, first, mine), folder / "outcomes" / f"part-{number:05}.parquet", money=False)  # fmt: skip
    write_table(assignment_table(program, flown, first, mine), folder / "assignments" / f"part-{number:05}.parquet", money=False)  # fmt: skip
    part = Part(
        number, first, last, len(flown.rows), size, row_digest(flown.rows), node_counts(program, buffers.counts),
        life_sums(program, flown, members(names, codes[first:last])), type_counts(flown.rows), int(flown.marks[:, -1, 1].sum()), capped(flown.rows),
    )  # fmt: skip
    keep_part(folder, part)
    return part


def row_digest(rows: NDArray[Any]) -> str:
    """The hash of all rows, field by field."""
    content = hashlib.blake2b(digest_size=16)
    for name in at.ROW.names or ():
        content.update(np.ascontiguousarray(rows[name]).tobytes())
    return content.hexdigest()


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

    return pa.array([list(group) for group in names], pa.list_(pa.string())).take(pa.array(codes))


def outcome_table(program: Program, flown: Chunk, first: int, segments: pa.Array) -> pa.Table:
    """One row a customer: what the run brought, and what it would have been untouched."""
    import pyarrow as pa

    n = len(flown.totals)
    people, frame = program.people[first : first + n], program.flight.people.frame
    columns: dict[str, Any] = {
        "profile_key": pa.array(frame["profile_key"].iloc[first : first + n].tolist(), pa.string()),
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
    keys = program.flight.people.frame["profile_key"].to_numpy()[first + who]
    arm, seconds = flown.marks[who, a, 1], flown.marks[who, a, 0]
    start = np.datetime64(program.flight.start, "us").astype(np.int64)
    zero = np.zeros(len(who), np.int32)
    columns: dict[str, Any] = {
        "profile_key": pa.array(keys.tolist(), pa.string()),
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
