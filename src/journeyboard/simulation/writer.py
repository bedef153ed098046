"""Rows of a flight written as the event table, one Parquet file a part, the same bytes every time."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain
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
    "stage_start", "stage_end", "reason", "value", "currency", "cost", "source", "run_id", "import_id",
    "time_quality", "segments.list.element",
)  # fmt: skip
"""Columns of few different values, which are written as a dictionary. Keys and times are written as
they are: customers stand together, and zstd finds what repeats."""
MONEY = (
    "cart.updated",
    "checkout.started",
    "checkout.progressed",
    "order.placed",
    "order.refunded",
)
PAID = ("message.sent", "ad.impression")
MILLION = 1_000_000
NEAR = 8_192
TOGETHER = 1 << 16
"""Events of one row group, which are turned into columns and written before the next ones."""


class EventWriter:
    """Turns rows (dtype ROW) of one program into event tables and files."""

    def __init__(self, program: Program, run_id: str, segments: Sequence[Sequence[str]], segment_of: NDArray[Any]) -> None:  # fmt: skip
        self.program, self.run_id = program, run_id
        self.segments, self.segment_of = segments, segment_of

    def table(self, rows: NDArray[Any], seq: NDArray[np.int32]) -> pa.Table:
        """The event table of these rows, in their order; names and segments are dictionary strings.

        `seq` is the place of each row among those of its customer.
        """
        import pyarrow as pa

        columns, schema = self._columns(columns_of(rows), seq), event_schema()
        segments = pa.field("segments", columns["segments"].type)
        schema = schema.set(schema.get_field_index("segments"), segments)
        return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)

    def _columns(
        self, rows: Mapping[str, NDArray[Any]], seq: NDArray[np.int32]
    ) -> dict[str, pa.Array]:
        import pyarrow as pa

        names, flight = self.program.names, self.program.flight
        customer, kind, node = rows["customer"], rows["type"], rows["node"]
        journeys = [j.id for j in flight.journeys]
        count = len(customer)
        constant, nothing = np.zeros(count, np.int8), np.full(count, -1, np.int8)
        paid, money = _in(kind, PAID), _in(kind, MONEY)
        start = np.datetime64(flight.start, "us").astype(np.int64)
        return {
            "at": pa.array(start + rows["at"] * MILLION, pa.timestamp("us")),
            "profile_key": self.program.keys.take(pa.array(customer)),
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
            "segments": self._lists.take(pa.array(self.segment_of[customer])),
            "seq": pa.array(seq, pa.int32()),
            "source": named(constant, ["simulation"]),
            "run_id": named(constant, [self.run_id]),
            "import_id": named(nothing, []),
            "source_row": pa.nulls(count, pa.int64()),
            "time_quality": named(constant, ["exact"]),
        }

    @cached_property
    def _lists(self) -> pa.Array:
        return listed(self.segments)

    @cached_property
    def _message_ids(self) -> list[str]:
        p = self.program
        return [f"{p.flight.journeys[j].id}/{name}" for name, j in zip(p.names.nodes, node_journeys(p), strict=True)]  # fmt: skip

    @cached_property
    def _reasons(self) -> list[str]:
        return [reason.removeprefix("from_") for reason in self.program.names.reasons]

    def _arms(self, rows: Mapping[str, NDArray[Any]]) -> dict[str, pa.Array]:
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

    def _order_ids(self, rows: Mapping[str, NDArray[Any]]) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        has = rows["order"] >= 0
        keys = self.program.keys.take(pa.array(rows["customer"][has]))
        numbers = pa.array((rows["order"][has] + 1).astype(str))
        ids = pc.binary_join_element_wise(keys, numbers, "-")
        place = np.where(has, np.cumsum(has) - 1, 0)
        return (
            ids.take(pa.array(place, pa.int32(), mask=~has))
            if has.any()
            else pa.nulls(len(has), pa.string())
        )

    def write(self, rows: NDArray[Any], path: Path) -> int:
        """Write a part and give it its name only when it is whole; its size in bytes."""
        seq = within_customer(rows["customer"])
        firsts = range(0, max(len(rows), 1), TOGETHER)
        tables = (self.table(rows[k : k + TOGETHER], seq[k : k + TOGETHER]) for k in firsts)
        return write_tables(tables, path, stored_schema())


def named(codes: NDArray[Any], names: Sequence[str]) -> pa.Array:
    """Codes as dictionary strings; negative codes are null, equal names share one entry."""
    import pyarrow as pa

    entries = {name: k for k, name in enumerate(dict.fromkeys(names))}
    shared = np.array([*(entries[name] for name in names), -1], np.int32)
    places = shared[codes]  # the last entry, -1, is that of no code
    valid = places >= 0
    bits = None if valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))
    indices = pa.Array.from_buffers(pa.int32(), len(places), [bits, pa.py_buffer(places)])
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(entries), pa.string()), safe=False)


def columns_of(rows: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """Rows as columns, taken a few at a time, which then are still near the processor."""
    names = rows.dtype.names or ()
    found = {name: np.empty(len(rows), rows.dtype[name]) for name in names}
    for first in range(0, len(rows), NEAR):
        near = rows[first : first + NEAR]
        for name in names:
            found[name][first : first + NEAR] = near[name]
    return found


def listed(groups: Sequence[Sequence[str]]) -> pa.Array:
    """Groups of names as lists of dictionary strings, which are written several times faster than strings."""
    import pyarrow as pa

    plain = pa.array([list(names) for names in groups], pa.list_(pa.string()))
    return pa.ListArray.from_arrays(plain.offsets, plain.values.dictionary_encode())


@cache
def stored_schema() -> bytes:
    """The event schema as it stands in a file, so that columns are read back in its types."""
    return b64encode(event_schema().serialize().to_pybytes())


def exact(millionths: NDArray[np.int64], missing: NDArray[np.bool_]) -> pa.Array:
    """Millionths as decimal(18, 6), null where `missing`."""
    import pyarrow as pa

    wide = np.empty((len(millionths), 2), np.int64)
    wide[:, 0] = millionths
    wide[:, 1] = millionths >> 63
    valid = pa.py_buffer(np.packbits(~missing, bitorder="little"))
    return pa.Array.from_buffers(pa.decimal128(18, 6), len(millionths), [valid, pa.py_buffer(wide)])


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


def write_table(table: pa.Table, path: Path) -> int:
    """Write under a temporary name, then rename; the number of bytes."""
    return write_tables(iter([table]), path)


def write_tables(tables: Iterator[pa.Table], path: Path, schema: bytes | None = None) -> int:
    """The same for tables of equal columns, one row group each, the first of which must be there.

    `schema` is what readers are told of the types, where it is not the tables' own.
    """
    import pyarrow.parquet as pq

    unfinished, table = path.with_suffix(".unfinished"), next(tables)
    present = set(table.schema.names)
    writer = pq.ParquetWriter(
        unfinished, table.schema, compression="zstd", version="2.6",
        use_dictionary=[c for c in NAMED if c.split(".")[0] in present],
        write_statistics=[c for c in ("at", "seq") if c in present], write_batch_size=1 << 16,
        store_schema=schema is None, store_decimal_as_integer=True, dictionary_pagesize_limit=4 << 20,
    )  # fmt: skip
    with writer:
        for one in chain([table], tables):
            writer.write_table(one, row_group_size=1 << 20)
        if schema is not None:
            writer.add_key_value_metadata({"ARROW:schema": schema})
    unfinished.replace(path)
    return path.stat().st_size


def _in(kind: NDArray[Any], names: Sequence[str]) -> NDArray[np.bool_]:
    wanted = np.zeros(len(EVENT_TYPES), bool)
    wanted[[EVENT_TYPES.index(name) for name in names]] = True
    return np.asarray(wanted[kind], np.bool_)
