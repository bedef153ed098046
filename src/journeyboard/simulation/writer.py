"""Rows of a flight as the event table, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.records import EVENT_TYPES, STAGES, event_schema
from journeyboard.simulation.arrow import Keys, Lists, There, flags, named, numbers, texts
from journeyboard.simulation.buffers import Shelf
from journeyboard.simulation.kernel.layout import CHANNEL_NAMES, MAX_ASSIGNMENTS

if TYPE_CHECKING:
    import pyarrow as pa

    from journeyboard.simulation.flight import Program

MONEY = (
    "cart.updated",
    "checkout.started",
    "checkout.progressed",
    "order.placed",
    "order.refunded",
)
PAID = ("message.sent", "ad.impression")
MILLION = 1_000_000
TOGETHER = 1 << 16
"""Events of one row group."""


class Numbered(NamedTuple):
    """What rows tell in numbers: times in microseconds, `seq` among the customer's rows, money in millionths."""

    customers: NDArray[np.int32]
    times: NDArray[np.int64]
    seq: NDArray[np.int32]
    orders: NDArray[np.int32]
    values: NDArray[np.int64]
    costs: NDArray[np.int64]


NUMBERED = dict(zip(Numbered._fields, ("i4", "i8", "i4", "i4", "i8", "i8"), strict=True))


class Column(NamedTuple):
    """A column that is looked up: by what of a row, and the number of each value's name, -1 for none."""

    source: str
    numbers: Sequence[int]
    names: pa.StringArray


class EventWriter:
    """Turns rows (dtype ROW) of one program into event tables, some rows after the other.

    `lists` are combinations of audiences, `list_of` the combination of each customer. A table lies on
    the shelf, until the next is made.
    """

    def __init__(self, program: Program, run_id: str, lists: Lists, list_of: NDArray[np.int64], shelf: Shelf) -> None:  # fmt: skip
        from journeyboard.simulation.kernel.columns import NEAR, SOURCES

        self._lists, self._list_of, self._shelf = lists, list_of, shelf
        self._start = int(np.datetime64(program.flight.start, "us").astype(np.int64))
        self._keys = Keys(program.keys, shelf)
        self._columns = columns_of(program)
        self._sources = np.array([SOURCES.index(one.source) for one in self._columns.values()])
        self._numbers = side_by_side([one.numbers for one in self._columns.values()])
        self._missing = np.zeros(len(self._columns), np.int64)
        self._told = np.zeros((len(SOURCES), NEAR), np.int64)
        self._always = {"source": "simulation", "run_id": run_id, "time_quality": "exact"}
        self._constant: dict[str, pa.Array] = {}
        self._length = -1
        self._last = (-1, -1)

    def table(self, rows: NDArray[Any]) -> pa.Table:
        """These rows; those of the last customer may go on in the next table."""
        import pyarrow as pa

        told = self._numbered(rows)
        columns = {
            **self._looked_up(rows, {"value": told.values, "cost": told.costs}),
            **self._counted(told),
            **self._constants(len(rows)),
        }
        schema = table_schema()
        return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)

    def _numbered(self, rows: NDArray[Any]) -> Numbered:
        """What rows tell in numbers."""
        from journeyboard.simulation.kernel.columns import number_rows

        told = Numbered(*(self._shelf.array(name, (len(rows),), kind) for name, kind in NUMBERED.items()))  # fmt: skip
        self._last = number_rows(rows.view(np.recarray), self._start, told, *self._last)
        return told

    def _looked_up(self, rows: NDArray[Any], money: dict[str, NDArray[np.int64]]) -> dict[str, pa.Array]:  # fmt: skip
        """The columns of names, and the money of those rows that have any."""
        from journeyboard.simulation.kernel.columns import name_rows

        found, count = {}, len(self._columns)
        codes = self._shelf.array("codes", (count, len(rows)), np.int32)
        bits = self._shelf.array("there", (count, (len(rows) + 7) // 8), np.uint8)
        name_rows(
            rows.view(np.recarray), self._sources, self._numbers, codes, bits, self._missing, self._told
        )  # fmt: skip
        for k, (name, column) in enumerate(self._columns.items()):
            there = There(bits[k], int(self._missing[k]))
            if name == "is_control":
                found[name] = flags(codes[k], there)
            elif name in money:
                found[name] = numbers(money[name], table_schema().field(name).type, there)
            else:
                found[name] = named(codes[k], column.names, there)
        return found

    def _counted(self, told: Numbered) -> dict[str, pa.Array]:
        """The columns that follow from the customer, the time and the order."""
        import pyarrow as pa

        return {
            "at": numbers(told.times, pa.timestamp("us")),
            "profile_key": self._keys.array(told.customers),
            "order_id": self._keys.order_ids(told.customers, told.orders),
            "segments": self._lists.array(self._list_of[told.customers], self._shelf),
            "seq": numbers(told.seq, pa.int32()),
        }

    def _constants(self, count: int) -> dict[str, pa.Array]:
        """The columns that are the same in every row; nearly all row groups are equally long."""
        import pyarrow as pa

        if count != self._length:
            self._length = count
            first = np.zeros(count, np.int32)
            self._constant = {name: named(first, texts([text])) for name, text in self._always.items()}  # fmt: skip
            self._constant |= {
                name: pa.nulls(count, table_schema().field(name).type)
                for name in ("import_id", "source_row")
            }
        return self._constant


@cache
def table_schema() -> pa.Schema:
    """The event table's types as they are written quickest: dictionaries in lists, money in 64 bits."""
    import pyarrow as pa

    schema, money = event_schema(), pa.decimal64(18, 6)
    name = pa.dictionary(pa.int32(), pa.string())
    for column, kind in (("value", money), ("cost", money), ("segments", pa.list_(name))):
        schema = schema.set(schema.get_field_index(column), pa.field(column, kind))
    return schema


def event_table(program: Program, rows: NDArray[Any], run_id: str) -> pa.Table:
    """The rows as the event table, without audiences."""
    nobody = np.zeros(program.size, np.int64)
    writer = EventWriter(program, run_id, Lists([()]), nobody, Shelf())
    return writer.table(rows).cast(event_schema())


def columns_of(program: Program) -> dict[str, Column]:
    """The columns of the event table that are looked up."""
    names, journeys = program.names, program.flight.journeys
    ids = [journey.id for journey in journeys]
    messages = [f"{ids[j]}/{name}" for name, j in zip(names.nodes, node_journeys(program), strict=True)]  # fmt: skip
    reasons = [reason.removeprefix("from_") for reason in names.reasons]
    currency = program.flight.brand.currency
    arms = [arm for a in names.assignments for arm in _in_places(a.arms)]
    control = [-1 if arm is None else int(a.control == k) for a in names.assignments for k, arm in enumerate(_in_places(a.arms))]  # fmt: skip
    return {
        "type": by_name("type", EVENT_TYPES),
        "channel": by_name("channel", CHANNEL_NAMES),
        "journey_id": by_name("journey", ids),
        "node_id": by_name("node", names.nodes),
        "message_id": by_name("message", messages),
        "variant": by_name("variant", names.variants),
        "experiment_id": by_name("assignment", [a.id for a in names.assignments]),
        "arm": by_name("arm", arms),
        "is_control": Column("arm", control, texts(())),
        "stage": by_name("stage", STAGES),
        "reason": by_name("reason", reasons),
        "value": by_name("type", _among(MONEY)),
        "currency": by_name("type", [name and currency for name in _among(MONEY + PAID)]),
        "cost": by_name("type", _among(PAID)),
    }


def by_name(source: str, names: Sequence[str | None]) -> Column:
    """A column by the name of each value, None for none; equal names share a number."""
    number = {name: k for k, name in enumerate(n for n in dict.fromkeys(names) if n is not None)}
    return Column(source, [-1 if n is None else number[n] for n in names], texts(tuple(number)))


def _among(types: Sequence[str]) -> list[str | None]:
    return [name if name in types else None for name in EVENT_TYPES]


def _in_places(arms: Sequence[str]) -> list[str | None]:
    """The arms of an assignment in the places that the rows have for them."""
    return [*arms, *[None] * (MAX_ASSIGNMENTS - len(arms))]


def side_by_side(numbers: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """Rows of different lengths, each behind a -1 for no value, filled up with -1."""
    table = np.full((len(numbers), 1 + max(map(len, numbers))), -1, np.int32)
    for row, mine in zip(table, numbers, strict=True):
        row[1 : 1 + len(mine)] = mine
    return table


def node_journeys(program: Program) -> list[int]:
    """The journey's number of every node."""
    from journeyboard.simulation.kernel import layout as at

    p = program.ground.p
    first = p[at.H_NODES]
    return [
        int(p[first + n * at.NODE_WIDTH + at.N_JOURNEY]) for n in range(len(program.names.nodes))
    ]
