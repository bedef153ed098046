"""Event files from elsewhere: understood by their own names, refused with the row and column."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from journeyboard.errors import TableError
from journeyboard.measurement.calibration_events import EVENTS, read_event_file
from journeyboard.records import CHANNELS, EVENT_TYPES

FOREIGN = """timestamp,customer_id,event,campaign_id,amount,mood
2026-03-02T10:00:00Z,ann,Received SMS,spring,,happy
2026-03-02T12:30:00+02:00,ann,Clicked SMS,spring,,
2026-03-02 11:00:00,bob,Placed Order,,"12.50",
2026-03-03 11:00:00,bob,Danced,,,
"""


def written(folder: Path, text: str, name: str = "events.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_foreign_names_are_understood_and_what_is_left_out_is_told(tmp_path: Path) -> None:
    found = read_event_file(written(tmp_path, FOREIGN))
    assert found.columns == {
        "at": "timestamp",
        "profile_key": "customer_id",
        "type": "event",
        "message_id": "campaign_id",
        "value": "amount",
    }
    assert found.ignored == ("mood",)
    assert found.unknown == {"Danced": 1}
    assert (found.rows, found.customers) == (3, 2)
    rows = found.log.arrow().to_pylist()
    assert [(row["profile_key"], row["type"], row["channel"]) for row in rows] == [
        ("ann", "message.delivered", "sms"),
        ("ann", "message.clicked", "sms"),
        ("bob", "order.placed", None),
    ]
    # The second row says +02:00: 10:30 UTC.
    assert rows[1]["at"] == datetime(2026, 3, 2, 10, 30, tzinfo=UTC).replace(tzinfo=None)
    assert float(rows[2]["value"]) == 12.5


def test_semicolons_and_our_own_names_go_first(tmp_path: Path) -> None:
    text = "time;profile_key;email;type\n2026-03-02T10:00:00Z;k1;a@example.com;page.viewed\n"
    found = read_event_file(written(tmp_path, text))
    assert found.columns["profile_key"] == "profile_key"
    assert found.ignored == ("email",)


def test_our_own_table_comes_back_from_parquet(tmp_path: Path) -> None:
    first = read_event_file(written(tmp_path, FOREIGN))
    path = tmp_path / "again.parquet"
    import pyarrow.parquet as pq

    pq.write_table(first.log.arrow(), path)
    again = read_event_file(path)
    assert again.events == first.events
    assert again.log.arrow().column("at").equals(first.log.arrow().column("at"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            FOREIGN.replace("2026-03-02 11:00:00", "yesterday"),
            ["row 3", "“timestamp”", "yesterday"],
        ),
        (FOREIGN.replace("12.50", "a lot"), ["row 3", "“amount”", "a lot"]),
        (FOREIGN.replace("10:00:00Z,ann", "10:00:00Z,"), ["row 1", "“customer_id”", "empty"]),
        (FOREIGN.replace("customer_id", "who"), ["profile_key", "customer_id"]),
        ("at,profile_key,type\n", ["no events"]),
        ("", ["no rows and columns"]),
        ("\n\n", ["no rows and columns"]),
        ("at,profile_key,type\n2026-03-02,a,Danced\n", ["Danced", "message.delivered"]),
    ],
)
def test_what_cannot_be_read_is_named_in_one_sentence(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    with pytest.raises(TableError) as refused:
        read_event_file(written(tmp_path, text))
    assert all(word in str(refused.value) for word in words), str(refused.value)
    assert "\n" not in str(refused.value)


def test_files_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no such file"):
        read_event_file(tmp_path / "gone.csv")
    (tmp_path / "x.parquet").write_bytes(b"not parquet")
    with pytest.raises(TableError, match="cannot be read"):
        read_event_file(tmp_path / "x.parquet")
    (tmp_path / "x.csv").write_bytes(b"at,profile_key,type\n2026,\xff\xfe,x\n")
    with pytest.raises(TableError, match="UTF-8"):
        read_event_file(tmp_path / "x.csv")


@pytest.mark.parametrize("at", [1_772_445_600, 1_772_445_600_000.0])
def test_times_that_are_bare_numbers_are_refused(tmp_path: Path, at: float) -> None:
    import pandas as pd

    path = tmp_path / "events.parquet"
    pd.DataFrame({"at": [at], "profile_key": ["a"], "type": ["order.placed"]}).to_parquet(path)
    with pytest.raises(TableError, match=r"“at”.* is a number, which may count seconds"):
        read_event_file(path)


def test_every_foreign_event_is_one_of_ours() -> None:
    for kind, channel in EVENTS.values():
        assert kind in EVENT_TYPES
        assert channel is None or channel in CHANNELS
