"""Rows of a flight written as the event table, one Parquet file a part, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.records import EVENT_TYPES, STAGES, event_schema
from journeyboard.simulation.kernel.layout import CHANNEL_NAMES, MAX_ASSIGNMENTS

if TYPE_CHECKING:
    import pyarrow as pa

    from journeyboard.simulation.flight import Program

NAMED = (
    "type", "channel", "journey_id", "node_id", "message_id", "variant", "experiment_id", "arm", "stage",
    "reason", "currency", "source", "run_id", "import_id", "time_quality", "profile_key",
    "segments.list.element",
)  # fmt: skip
DELTA = {"at": "DELTA_BINARY_PACKED", "seq": "DELTA_BINARY_PACKED", "value": "DELTA_BINARY_PACKED", "cost": "DELTA_BINARY_PACKED"}  # fmt: skip
MONEY = (
    "cart.updated",
    "checkout.started",
    "checkout.progressed",
    "order.placed",
    "order.refunded",
)
PAID = ("message.sent", "ad.impression")
MILLION = 1_000_000


class EventWriter:
    """Turns rows (dtype ROW) of one program into event tables and files."""

    def __init__(self, program: Program, run_id: str, segments: Sequence[Sequence[str]], segment_of: NDArray[Any]) -> None:  # fmt: skip
        self.program, self.run_id = program, run_id
        self.segments, self.segment_of = segments, segment_of

    @cached_property
    def _keys(self) -> pa.Array:
        import pyarrow as pa

        return pa.array(self.program.flight.people.frame["profile_key"].tolist(), pa.string())

    @cached_property
    def _segment_lists(self) -> pa.Array:
        import pyarrow as pa

        return pa.array([list(names) for names in self.segments], pa.list_(pa.string()))

    def table(self, rows: NDArray[Any]) -> pa.Table:
        """The event table of these rows, in their order."""
        import pyarrow as pa

        columns = self._columns(rows)
        schema = event_schema()
        return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)

    def _columns(self, rows: NDArray[Any]) -> dict[str, pa.Array]:
        import pyarrow as pa

        names, flight = self.program.names, self.program.flight
        customer, kind, node = rows["customer"], rows["type"], rows["node"]
        journeys = [j.id for j in flight.journeys]
        constant = np.zeros(len(rows), np.int32)
        nothing = np.full(len(rows), -1, np.int32)
        paid, money = _in(kind, PAID), _in(kind, MONEY)
        start = np.datetime64(flight.start, "us").astype(np.int64)
        return {
            "at": pa.array(start + rows["at"] * MILLION, pa.timestamp("us")),
            "profile_key": self._keys.take(pa.array(customer)),
            "type": named(kind, EVENT_TYPES),
            "channel": named(rows["channel"], CHANNEL_NAMES),
            "journey_id": named(rows["journey"], journeys),
            "node_id": named(node, names.nodes),
            "message_id": named(np.where(rows["channel"] >= 0, node, -1), self._message_ids),
            "variant": named(np.where(rows["variant"] > 0, rows["variant"], -1), names.variants),
            **self._arms(rows),
            "stage": named(rows["stage"], STAGES),
            "reason": named(np.where(rows["reason"] > 0, rows["reason"], -1), self._reasons),
            "order_id": self._order_ids(rows),
            "value": exact(rows["value"] * 10_000, ~money),
            "currency": named(np.where(money | paid, 0, -1), [flight.brand.currency]),
            "cost": exact(rows["cost"], ~paid),
            "segments": self._segment_lists.take(pa.array(self.segment_of[customer])),
            "seq": pa.array(within_customer(customer), pa.int32()),
            "source": named(constant, ["simulation"]),
            "run_id": named(constant, [self.run_id]),
            "import_id": named(nothing, []),
            "source_row": pa.nulls(len(rows), pa.int64()),
            "time_quality": named(constant, ["exact"]),
        }

    @cached_property
    def _message_ids(self) -> list[str]:
        p = self.program
        return [f"{p.flight.journeys[j].id}/{name}" for name, j in zip(p.names.nodes, node_journeys(p), strict=True)]  # fmt: skip

    @cached_property
    def _reasons(self) -> list[str]:
        return [reason.removeprefix("from_") for reason in self.program.names.reasons]

    def _arms(self, rows: NDArray[Any]) -> dict[str, pa.Array]:
        import pyarrow as pa

        assignments = self.program.names.assignments
        given = rows["assignment"] >= 0
        code = np.where(given, rows["assignment"] * MAX_ASSIGNMENTS + rows["arm"], -1)
        arms = [""] * (len(assignments) * MAX_ASSIGNMENTS)
        control = np.zeros(len(arms) + 1, bool)
        for a, assignment in enumerate(assignments):
            for k, arm in enumerate(assignment.arms):
                arms[a * MAX_ASSIGNMENTS + k] = arm
                control[a * MAX_ASSIGNMENTS + k] = k == assignment.control
        return {
            "experiment_id": named(rows["assignment"], [a.id for a in assignments]),
            "arm": named(code, arms),
            "is_control": pa.array(control[code], pa.bool_(), mask=~given),
        }

    def _order_ids(self, rows: NDArray[Any]) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        has = rows["order"] >= 0
        keys = self._keys.take(pa.array(rows["customer"][has]))
        numbers = pa.array((rows["order"][has] + 1).astype(str))
        ids = pc.binary_join_element_wise(keys, numbers, "-")
        place = np.where(has, np.cumsum(has) - 1, 0)
        return (
            ids.take(pa.array(place, pa.int32(), mask=~has))
            if has.any()
            else pa.nulls(len(rows), pa.string())
        )

    def write(self, rows: NDArray[Any], path: Path) -> int:
        """Write a part and give it its name only when it is whole; its size in bytes."""
        return write_table(self.table(rows), path)


def named(codes: NDArray[Any], names: Sequence[str]) -> pa.Array:
    """Codes as dictionary strings; negative codes are null, equal names share one entry."""
    import pyarrow as pa

    entries = {name: k for k, name in enumerate(dict.fromkeys(names))}
    shared = np.array([entries[name] for name in names] or [0], np.int32)
    missing = codes < 0
    indices = pa.array(shared[np.where(missing, 0, codes)], pa.int32(), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(entries), pa.string()))


def exact(millionths: NDArray[np.int64], missing: NDArray[np.bool_]) -> pa.Array:
    """Millionths as decimal(18, 6), null where `missing`."""
    import pyarrow as pa

    wide = np.zeros((len(millionths), 2), np.int64)
    wide[:, 0] = millionths
    wide[:, 1] = millionths >> 63
    valid = pa.py_buffer(np.packbits(~missing, bitorder="little").tobytes())
    return pa.Array.from_buffers(
        pa.decimal128(18, 6), len(millionths), [valid, pa.py_buffer(wide.tobytes())]
    )


def within_customer(customer: NDArray[Any]) -> NDArray[np.int32]:
    """0, 1, 2 ... within each run of equal customers."""
    if not len(customer):
        return np.zeros(0, np.int32)
    starts = np.flatnonzero(np.r_[True, customer[1:] != customer[:-1]])
    lengths = np.diff(np.r_[starts, len(customer)])
    return (np.arange(len(customer)) - np.repeat(starts, lengths)).astype(np.int32)


def node_journeys(program: Program) -> list[int]:
    """The journey's number of every node."""
    from journeyboard.simulation.kernel import layout as at

    p = program.ground.p
    first = p[at.H_NODES]
    return [
        int(p[first + n * at.NODE_WIDTH + at.N_JOURNEY]) for n in range(len(program.names.nodes))
    ]


def write_table(table: pa.Table, path: Path, *, money: bool = True) -> int:
    """Write under a temporary name, then rename; the number of bytes."""
    import pyarrow.parquet as pq

    unfinished = path.with_suffix(".unfinished")
    present = set(table.schema.names)
    pq.write_table(
        table, unfinished, compression="lz4", version="2.6",
        use_dictionary=[c for c in NAMED if c.split(".")[0] in present],
        column_encoding={c: e for c, e in DELTA.items() if c in present and money},
        store_decimal_as_integer=True, row_group_size=1 << 20, dictionary_pagesize_limit=4 << 20,
    )  # fmt: skip
    unfinished.replace(path)
    return path.stat().st_size


def _in(kind: NDArray[Any], names: Sequence[str]) -> NDArray[np.bool_]:
    wanted = np.zeros(len(EVENT_TYPES), bool)
    wanted[[EVENT_TYPES.index(name) for name in names]] = True
    return np.asarray(wanted[kind], np.bool_)
