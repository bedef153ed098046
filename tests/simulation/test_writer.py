"""What is written is what other readers find: columns of any content, and the events of a flight."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.records import EVENT_TYPES, event_schema
from journeyboard.simulation.arrow import Keys, Lists, flags, named, present, texts
from journeyboard.simulation.buffers import Shelf
from journeyboard.simulation.files import parquet_file
from journeyboard.simulation.part import fly_range
from journeyboard.simulation.program import compile_flight
from journeyboard.simulation.run import flight_of, simulate
from journeyboard.simulation.writer import MONEY, PAID, event_table

from .flights import brand, every_kind, journey, people, shoppers
from .flown import named as told_by_name

KEYS = ("ä-1", "", "c00000002", "somebody with a long key " * 4)
GROUPS = ((), ("a",), tuple(f"group {k}" for k in range(40)), ("a", "group 3", "Ω"))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 1_234_567)), max_size=70))
def test_keys_order_ids_and_lists_are_laid_side_by_side(wanted: list[tuple[int, int]]) -> None:
    shelf = Shelf()
    who, orders = np.array(wanted, np.int32).reshape(-1, 2).T.copy()
    keys = Keys(pa.array(["left out", *KEYS], pa.string())[1:], shelf)
    lists = Lists(GROUPS).array(who.astype(np.int64), shelf)
    found = pa.table({"key": keys.array(who), "order": keys.order_ids(who, orders), "list": lists})
    found.validate(full=True)
    assert found.to_pylist() == [
        {"key": KEYS[k], "order": None if n < 0 else f"{KEYS[k]}-{n + 1}", "list": list(GROUPS[k])}
        for k, n in wanted
    ]


@given(st.lists(st.integers(-1, 2), max_size=70), st.sampled_from([(), ("a", "Ω", "")]))
def test_names_and_flags_below_zero_are_null(wanted: list[int], names: tuple[str, ...]) -> None:
    codes = np.array(wanted if names else [-1] * len(wanted), np.int32)
    there = present(codes >= 0)
    found = pa.table({"name": named(codes, texts(names), there), "flag": flags(codes, there)})
    found.validate(full=True)
    assert found.to_pylist() == [
        {"name": None, "flag": None} if k < 0 else {"name": names[k], "flag": k > 0} for k in codes
    ]


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    table = pa.table({"seq": [1, 2]})

    def stop_in_the_middle() -> None:
        with parquet_file(tmp_path / "a.parquet", table.schema) as to:
            to.write_table(table)
            raise OSError("enough")

    with pytest.raises(OSError, match="enough"):
        stop_in_the_middle()
    assert not (tmp_path / "a.parquet").exists()


@pytest.mark.parametrize("group", [1 << 16, 64])
def test_events_are_the_rows_of_the_flight(group: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each field by its own name, in row groups that also end in the middle of a customer."""
    monkeypatch.setattr("journeyboard.simulation.logbook.TOGETHER", group)
    designs, crowd = [every_kind(), journey("win_back")], shoppers(120)
    program = compile_flight(flight_of(designs, crowd, brand=brand(), days=45))
    rows = fly_range(program, 0, program.size, 50, lambda: None)[0].rows.view(np.recarray)
    run = simulate(designs, crowd, brand=brand(), days=45)
    keys, seen = crowd.frame["profile_key"].tolist(), dict.fromkeys(range(len(crowd)), 0)
    start = np.datetime64(run.manifest["start"], "us")
    told = run.events.to_pylist()
    assert run.events.schema.equals(event_schema())
    assert len(told) == len(rows) > 1_000
    for raw, event in zip(rows, told, strict=True):
        row, key = told_by_name(program, raw), keys[raw.customer]
        money, paid = row.type in MONEY, row.type in PAID
        journeys = {one.id: one for one in program.names.assignments}
        assert event == {
            "at": (start + np.timedelta64(row.at, "s")).item(), "profile_key": key, "type": row.type,
            "channel": row.channel, "journey_id": row.journey, "node_id": row.node,
            "message_id": f"{row.journey}/{row.node}" if row.channel else None,
            "variant": row.variant or None, "experiment_id": row.experiment, "arm": row.arm,
            "is_control": None if row.arm is None else journeys[row.experiment].arms.index(row.arm) == journeys[row.experiment].control,
            "stage": row.stage, "reason": row.reason.removeprefix("from_") or None,
            "order_id": None if row.order is None else f"{key}-{row.order + 1}",
            "value": Decimal(row.value) / 100 if money else None,
            "currency": brand().currency if money or paid else None,
            "cost": Decimal(row.cost) / 1_000_000 if paid else None,
            "segments": event["segments"], "seq": seen[raw.customer], "source": "simulation",
            "run_id": run.manifest["run_id"], "import_id": None, "source_row": None, "time_quality": "exact",
        }  # fmt: skip
        seen[raw.customer] += 1


def test_another_reader_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB's answers to questions about each column, over several row groups."""
    monkeypatch.setattr("journeyboard.simulation.logbook.TOGETHER", 700)
    run = simulate([every_kind(), journey("win_back")], shoppers(200), brand=brand(), days=45)
    told = run.events.to_pylist()
    read = duckdb.sql(f"SELECT * FROM read_parquet('{run.path}/events/*.parquet')")
    assert read.fetchall() == [tuple(event.values()) for event in told]
    questions = {
        "type = 'order.placed'": lambda e: e["type"] == "order.placed",
        "seq < 3": lambda e: e["seq"] < 3,
        '"value" > 20': lambda e: e["value"] is not None and e["value"] > 20,
        "order_id IS NOT NULL": lambda e: e["order_id"] is not None,
        "is_control": lambda e: e["is_control"] is True,
        "len(segments) > 2": lambda e: len(e["segments"]) > 2,
        f"profile_key = '{told[-1]['profile_key']}'": lambda e: e["profile_key"] == told[-1]["profile_key"],
    }  # fmt: skip
    for question, holds in questions.items():
        found = read.filter(question).aggregate("count(*)").fetchall()
        assert found == [(sum(map(holds, told)),)], question
    for name in run.events.schema.names:
        there = read.filter(f'"{name}" IS NOT NULL').aggregate("count(*)").fetchall()
        assert there == [(sum(event[name] is not None for event in told),)], name


def test_events_carry_the_audiences_of_their_customer() -> None:
    run = simulate(journey("checkout_rescue"), people(1_000), brand=brand(), days=60)
    mine = dict(zip(run.outcomes["profile_key"], run.outcomes["segments"], strict=True))
    for event in run.events.select(["profile_key", "segments"]).to_pylist():
        assert event["segments"] == list(mine[event["profile_key"]])
    assert len({tuple(groups) for groups in mine.values()}) > 10


def test_row_groups_end_at_the_same_rows_however_customers_are_flown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for k, step in enumerate((1_024, 7, 300)):
        monkeypatch.setattr("journeyboard.simulation.part.STEP", step)
        monkeypatch.setattr("journeyboard.simulation.logbook.TOGETHER", 500)
        run = simulate(every_kind(), shoppers(250), brand=brand(), days=45, out=tmp_path / str(k))
        files.append([file.read_bytes() for file in sorted(run.path.glob("*/*.parquet"))])
        groups = pq.ParquetFile(next(run.path.glob("events/*.parquet"))).metadata
        assert groups.num_row_groups > 3
        assert {groups.row_group(g).num_rows for g in range(groups.num_row_groups - 1)} == {500}
    assert files[0] == files[1] == files[2]


def test_an_event_table_of_one_customer_has_no_audiences() -> None:
    program = compile_flight(flight_of(every_kind(), shoppers(20), brand=brand(), days=20))
    rows = fly_range(program, 0, program.size, 50, lambda: None)[0].rows
    for some in (rows, rows[:0]):
        found = event_table(program, some, "me")
        assert found.schema.equals(event_schema())
        assert found["segments"].to_pylist() == [[]] * len(some)
        assert found["type"].to_pylist() == [EVENT_TYPES[kind] for kind in some["type"]]
