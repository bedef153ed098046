"""The event log opens what is an event table, says in a sentence what is not, and can only be read."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from journeyboard.errors import BadInput, TableError
from journeyboard.measurement.log import EventLog, open_log
from journeyboard.records import Event, event_schema

from .logs import event, messy_rows, table


def write(path: Path, rows: pa.Table) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows, path)
    return path


def test_a_file_a_folder_a_run_a_table_a_frame_and_events_are_the_same_log(tmp_path: Path) -> None:
    rows = table(messy_rows(1))
    run = tmp_path / "it's a run"
    write(run / "events" / "part-00000.parquet", rows.slice(0, 100))
    write(run / "events" / "part-00001.parquet", rows.slice(100))
    one = write(tmp_path / "one.parquet", rows)
    logs = [open_log(source) for source in (run, run / "events", one, rows, rows.to_pandas())]
    assert {len(log) for log in logs} == {rows.num_rows}
    assert all(log.arrow().equals(logs[0].arrow()) for log in logs)
    assert logs[0].arrow().schema.equals(event_schema())


def test_event_records_become_a_log() -> None:
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    log = open_log([Event(at, "c1", "order.placed", value=12.5, currency="USD")])
    assert log.arrow().to_pylist()[0]["at"] == datetime(2026, 3, 2, 12)


def test_a_foreign_table_with_few_columns_and_zoned_times_is_read_as_utc(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "at": pd.to_datetime(["2026-03-02T01:00+02:00"]),
            "profile_key": [17],
            "type": ["order.placed"],
            "value": [float("nan")],
            "extra": ["ignored"],
        }
    )
    path = tmp_path / "foreign.parquet"
    frame.to_parquet(path)
    row = open_log(path).arrow().to_pylist()[0]
    assert row["at"] == datetime(2026, 3, 1, 23)
    assert (row["profile_key"], row["value"], row["segments"]) == ("17", None, None)


def test_parts_with_different_columns_are_read_together(tmp_path: Path) -> None:
    rows = table(messy_rows(2))
    write(tmp_path / "a.parquet", rows)
    write(tmp_path / "b.parquet", rows.select(["at", "profile_key", "type"]))
    assert len(open_log(tmp_path)) == 2 * rows.num_rows


def broken_sources(folder: Path) -> dict[str, Path]:
    (folder / "text.parquet").write_text("not parquet")
    (folder / "empty").mkdir()
    write(folder / "shop.parquet", pa.table({"sku": ["a"]}))
    write(folder / "words.parquet", pa.table({"at": ["x"], "profile_key": ["a"], "type": ["b"]}))
    return {
        "no such file": folder / "nowhere.parquet",
        "not a readable Parquet": folder / "text.parquet",
        "no Parquet files": folder / "empty",
        "missing": folder / "shop.parquet",
        "not times": folder / "words.parquet",
    }


def test_what_is_not_an_event_table_is_refused_in_one_sentence_naming_the_file(
    tmp_path: Path,
) -> None:
    for words, path in broken_sources(tmp_path).items():
        with pytest.raises(TableError, match=words) as caught:
            open_log(path)
        assert path.name in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_file_cut_off_in_the_middle_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = write(tmp_path / "cut.parquet", table(messy_rows(3, customers=200)))
    whole = path.read_bytes()
    path.write_bytes(whole[:200] + b"\x00" * 3000 + whole[3200:])
    with pytest.raises(TableError, match=r"cut\.parquet"):
        open_log(path).arrow()


def test_sql_reads_events_with_parameters() -> None:
    log = open_log(table([event(0, "c1", "order.placed"), event(1, "c2", "page.viewed")]))
    frame = log.sql('SELECT profile_key, "at" FROM events WHERE type = ?', ["order.placed"])
    assert frame["profile_key"].to_list() == ["c1"]


@pytest.mark.parametrize(
    "query",
    [
        "DROP VIEW events",
        "SELECT 1; SELECT 2",
        "COPY events TO 'out.csv'",
        "SELECT * FROM read_text('pyproject.toml')",
        "SET memory_limit = '9GB'",
        "SELECT at, type FROM events",
        "SELECT nonsense FROM events",
        "",
    ],
)
def test_sql_cannot_write_reach_other_files_or_change_settings(query: str) -> None:
    log = open_log(table([event(0, "c1", "order.placed")]))
    with pytest.raises(BadInput) as caught:
        log.sql(query)
    assert "\n" not in str(caught.value)


def test_a_log_can_be_asked_from_several_threads(tmp_path: Path) -> None:
    log = open_log(write(tmp_path / "log.parquet", table(messy_rows(4))))
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: len(log), range(8)))
    assert len(set(counts)) == 1


def test_a_run_is_asked_part_by_part_and_a_foreign_folder_at_once(tmp_path: Path) -> None:
    rows = table(messy_rows(5))
    for name in ("part-00000", "part-00001"):
        write(tmp_path / "events" / f"{name}.parquet", rows)
    assert len(open_log(tmp_path).pieces()) == 1
    (tmp_path / "manifest.json").write_text("{}")
    assert len(open_log(tmp_path).pieces()) == 2


def run_of(folder: Path, rows: pa.Table, parts: int) -> EventLog:
    """The rows as a run of so many parts, each customer whole in one of them."""
    keys = rows["profile_key"].to_pylist()
    order = sorted(set(keys))
    for k in range(parts):
        mine = set(order[k * len(order) // parts : (k + 1) * len(order) // parts])
        write(
            folder / "events" / f"part-{k:05d}.parquet", rows.filter([key in mine for key in keys])
        )
    (folder / "manifest.json").write_text("{}")
    return open_log(folder)


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_every_part_is_asked_once_and_answers_stand_in_the_order_of_parts(
    tmp_path: Path, parts: int
) -> None:
    rows = table(messy_rows(6))
    log = run_of(tmp_path, rows, parts)
    (found,) = log.rows("SELECT profile_key, count(*) AS n FROM events GROUP BY ALL ORDER BY ALL")
    counts = Counter(rows["profile_key"].to_pylist())
    assert [(row["profile_key"], row["n"]) for row in found] == sorted(counts.items())


@pytest.mark.parametrize("workers", [1, 2, 3, 50])
def test_neighbouring_parts_are_asked_together_in_their_order(tmp_path: Path, workers: int) -> None:
    log = run_of(tmp_path, table(messy_rows(6)), 11)
    handfuls = log._handfuls(workers)
    assert tuple(part for one in handfuls for part in one.parts) == log.parts
    assert min(workers, 11) <= len(handfuls) <= 2 * workers


def test_a_part_that_is_cut_off_or_gone_is_told_in_one_sentence(tmp_path: Path) -> None:
    log = run_of(tmp_path, table(messy_rows(6)), 3)
    whole = log.parts[1].read_bytes()
    log.parts[1].write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TableError, match="part-00001"):
        log.rows("SELECT count(*) FROM events")
    log.parts[1].unlink()
    with pytest.raises(TableError, match="part-00001"):
        log.rows("SELECT count(*) FROM events")


def test_parts_asked_together_reach_no_other_file(tmp_path: Path) -> None:
    log = run_of(tmp_path / "run", table(messy_rows(6)), 3)
    other = write(tmp_path / "other.parquet", table(messy_rows(7)))
    with pytest.raises(TableError, match="other"):
        log.rows(f"SELECT count(*) FROM read_parquet('{other}')")
