"""Event files from elsewhere: CSV or Parquet, with other people's names for columns and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeyboard.errors import Place, TableError
from journeyboard.measurement.log import EventLog
from journeyboard.records import CHANNELS, EVENT_TYPES, STAGES, event_schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "at": ("timestamp", "time", "datetime", "event_time", "occurred_at", "date"),
    "profile_key": ("customer_id", "profile_id", "user_id", "customer", "email", "person_id"),
    "type": ("event", "event_type", "event_name", "metric"),
    "channel": ("medium",),
    "message_id": ("message", "campaign_id", "campaign"),
    "journey_id": ("journey", "flow_id", "flow"),
    "order_id": ("order",),
    "value": ("amount", "revenue"),
    "experiment_id": ("experiment",),
    "arm": ("group", "test_group"),
    "is_control": ("control",),
}
"""Our column and the names it goes by elsewhere."""

EVENTS: Mapping[str, tuple[str, str | None]] = {
    "sent sms": ("message.sent", "sms"),
    "received sms": ("message.delivered", "sms"),
    "failed to deliver sms": ("message.failed", "sms"),
    "clicked sms": ("message.clicked", "sms"),
    "unsubscribed from sms": ("consent.unsubscribed", "sms"),
    "unsubscribed from sms marketing": ("consent.unsubscribed", "sms"),
    "received email": ("message.delivered", "email"),
    "opened email": ("message.opened", "email"),
    "clicked email": ("message.clicked", "email"),
    "bounced email": ("message.failed", "email"),
    "marked email as spam": ("message.complained", "email"),
    "unsubscribed from email marketing": ("consent.unsubscribed", "email"),
    "received push": ("message.delivered", "push"),
    "opened push": ("message.opened", "push"),
    "active on site": ("session.started", None),
    "viewed product": ("product.viewed", None),
    "added to cart": ("cart.updated", None),
    "started checkout": ("checkout.started", None),
    "checkout started": ("checkout.started", None),
    "placed order": ("order.placed", None),
    "order completed": ("order.placed", None),
    "fulfilled order": ("order.fulfilled", None),
    "refunded order": ("order.refunded", None),
}
"""Names of events in Klaviyo's and Segment's exports, and ours."""

REQUIRED = {"at": "when", "profile_key": "whose", "type": "what"}
LARGEST = 400 * 1024 * 1024


@dataclass(frozen=True)
class EventFile:
    """An event file as it was understood: our columns by theirs, how often each event, what was left out.

    `events` counts by our type, `ignored` are columns nobody asked for, `unknown` counts events of
    types that are not ours, by their own name.
    """

    log: EventLog
    name: str
    rows: int
    customers: int
    first: str
    last: str
    columns: dict[str, str]
    events: dict[str, int]
    ignored: tuple[str, ...]
    unknown: dict[str, int]


def read_event_file(path: str | Path, name: str | None = None) -> EventFile:
    """Read and understand an event file. Raises TableError with the row and column that cannot be read."""
    path = Path(path)
    told = name or path.name
    frame = _frame(path, told)
    columns = _columns(list(frame.columns), told)
    ignored = tuple(str(c) for c in frame.columns if c not in columns.values())
    frame = frame[list(columns.values())].set_axis(list(columns), axis=1)
    if not len(frame):
        raise TableError("There are no events in it.", place=Place(file=told), advice="Choose a file with rows.")  # fmt: skip
    frame["at"] = _times(frame["at"], columns["at"], told)
    _refuse_empty(frame["profile_key"], columns["profile_key"], told)
    types, unknown = _types(frame, told)
    frame = frame.assign(type=types)[types.notna()]
    table = _table(frame, columns, told)
    return EventFile(
        EventLog(memory=table), told, len(frame), int(frame["profile_key"].nunique()),
        str(frame["at"].min()), str(frame["at"].max()),
        {ours: str(theirs) for ours, theirs in columns.items()},
        {str(k): int(n) for k, n in frame["type"].value_counts().items()}, ignored, unknown,
    )  # fmt: skip


def _frame(path: Path, name: str) -> pd.DataFrame:
    import csv

    import pandas as pd

    try:
        if path.stat().st_size > LARGEST:
            raise TableError("The file is larger than 400 MB.", place=Place(file=name), advice="Give a part of the customers, whole.")  # fmt: skip
        if path.suffix.lower() in (".parquet", ".pq"):
            return pd.read_parquet(path)
        return pd.read_csv(path, dtype=str, sep=None, engine="python", encoding="utf-8-sig", keep_default_na=False, na_values=[""])  # fmt: skip
    except FileNotFoundError:
        raise TableError("There is no such file.", place=Place(file=name)) from None
    except csv.Error:
        raise TableError("There are no rows and columns in it.", place=Place(file=name), advice="Choose a file with events.") from None  # fmt: skip
    except UnicodeDecodeError:
        raise TableError("The file is not UTF-8 text.", place=Place(file=name), advice="Save it as CSV in UTF-8, or as Parquet.") from None  # fmt: skip
    except (ValueError, OSError) as error:
        reason = " ".join(str(error).split())[:160]
        raise TableError(f"The file cannot be read as a table ({reason}).", place=Place(file=name), advice="Export it again as CSV or Parquet.") from error  # fmt: skip


def _columns(found: list[Any], name: str) -> dict[str, str]:
    """Our columns with the names they have in the file; our own name goes before the others."""
    spelled = {str(column).strip().lower().replace(" ", "_"): column for column in reversed(found)}
    columns: dict[str, str] = {}
    for ours in event_schema().names:
        names = (ours, *COLUMNS.get(ours, ()))
        theirs = next((spelled[one] for one in names if one in spelled), None)
        if theirs is not None and theirs not in columns.values():
            columns[ours] = theirs
    for ours, words in REQUIRED.items():
        if ours not in columns:
            raise TableError(
                f"No column says {words} ({ours}).", place=Place(file=name),
                advice=f"Name a column {ours}, or one of: {', '.join(COLUMNS[ours])}.",
            )  # fmt: skip
    return columns


def _times(column: pd.Series[Any], theirs: str, name: str) -> pd.Series[Any]:
    import pandas as pd

    if pd.api.types.is_numeric_dtype(column):
        raise _refused(name, 0, theirs, f"“{column.iloc[0]}” is a number, which may count seconds or milliseconds", "Store times as timestamps.")  # fmt: skip
    times = pd.to_datetime(column, errors="coerce", utc=True, format="ISO8601" if column.dtype in ("object", "str") else None)  # fmt: skip
    bad = times.isna().to_numpy()
    if bad.any():
        row = int(bad.argmax())
        raise _refused(name, row, theirs, f"“{column.iloc[row]}” is not a time", "Write times as 2026-03-02T18:30:00Z; without a zone they are read as UTC.")  # fmt: skip
    return times.dt.tz_localize(None).astype("datetime64[us]")


def _refuse_empty(column: pd.Series[Any], theirs: str, name: str) -> None:
    bad = (column.isna() | (column.astype(str).str.strip() == "")).to_numpy()
    if bad.any():
        raise _refused(name, int(bad.argmax()), theirs, "it is empty", "Every event needs its customer.")  # fmt: skip


def _types(frame: pd.DataFrame, name: str) -> tuple[pd.Series[Any], dict[str, int]]:
    """Our types, missing where there is none, filling `channel` where a foreign name says it; and the rest."""
    import pandas as pd

    given = frame["type"].astype(str).str.strip()
    known = {one: (one, None) for one in EVENT_TYPES} | dict(EVENTS)
    found = {one: known.get(one) or known.get(one.lower().replace("_", " ")) for one in given.unique()}  # fmt: skip
    types = given.map({one: pair[0] for one, pair in found.items() if pair})
    said = given.map({one: pair[1] for one, pair in found.items() if pair and pair[1]})
    if said.notna().any():
        own = frame["channel"] if "channel" in frame else pd.Series(None, frame.index, dtype=object)
        frame["channel"] = own.astype(object).where(own.notna(), said)
    unknown = {str(one): int((given == one).sum()) for one, pair in found.items() if not pair}
    if not types.notna().any():
        seen = ", ".join(f"“{one}”" for one in list(unknown)[:3])
        raise TableError(
            f"None of its events is known ({seen}).", place=Place(file=name),
            advice="Use our names, such as message.delivered, message.clicked and order.placed.",
        )  # fmt: skip
    return types, unknown


def _table(frame: pd.DataFrame, columns: Mapping[str, str], name: str) -> pa.Table:
    """The event table, in which only what the schema can hold is left."""
    import pandas as pd
    import pyarrow as pa

    frame = frame.copy()
    frame["profile_key"] = frame["profile_key"].astype(str).str.strip()
    for ours in ("value", "cost", "seq", "source_row"):
        if ours in frame:
            frame[ours] = _numbers(frame[ours], columns[ours], name)
    for ours, allowed in (("channel", CHANNELS), ("stage", STAGES)):
        if ours in frame:
            words = frame[ours].astype(object).str.strip().str.lower()
            frame[ours] = words.where(words.isin(allowed), None)
    if "is_control" in frame:
        words = frame["is_control"].astype(str).str.strip().str.lower()
        truths = {"true": True, "1": True, "yes": True, "1.0": True, "false": False, "0": False, "no": False, "0.0": False}  # fmt: skip
        frame["is_control"] = pd.Series([truths.get(word) for word in words], frame.index, dtype=object)  # fmt: skip
    frame = frame.drop(columns=[c for c in ("segments",) if c in frame])
    if "seq" not in frame:
        frame["seq"] = range(len(frame))
    return pa.Table.from_pandas(frame, preserve_index=False)


def _numbers(column: pd.Series[Any], theirs: str, name: str) -> pd.Series[Any]:
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce")
    bad = (numbers.isna() & column.notna()).to_numpy()
    if bad.any():
        place = int(bad.argmax())
        row = int(column.index[place])
        raise _refused(name, row, theirs, f"“{column.iloc[place]}” is not a number", "Write amounts as 12.50, without a currency.")  # fmt: skip
    return numbers


def _refused(name: str, row: int, column: str, what: str, advice: str) -> TableError:
    return TableError(f"row {row + 1}, column “{column}”: {what}.", place=Place(file=name), advice=advice)  # fmt: skip
