"""Reading foreign event tables: which columns are there, of which type, and the SQL that makes them ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeyboard.errors import Place, TableError
from journeyboard.records import event_schema

if TYPE_CHECKING:
    import pyarrow as pa

REQUIRED = ("at", "profile_key", "type")
_ADVICE = "An event table has at least the columns at, profile_key and type."


def part_files(path: Path) -> tuple[Path, ...]:
    """The Parquet files of a file, a folder of parts, or a run's folder (its `events`)."""
    if not path.exists():
        raise TableError("There is no such file or folder.", place=Place(file=str(path)), advice="")
    if path.is_file():
        return (path,)
    folder = path / "events" if (path / "events").is_dir() else path
    parts = tuple(sorted(folder.glob("*.parquet")))
    if not parts:
        raise TableError(
            "The folder holds no Parquet files.",
            place=Place(file=str(path)),
            advice="Choose a run's folder or one with event files.",
        )
    return parts


def in_memory(source: Any) -> pa.Table:
    """An Arrow table, a frame or an iterable of `Event` as one Arrow table."""
    import pyarrow as pa

    if isinstance(source, pa.Table):
        return source
    if hasattr(source, "columns"):
        return pa.Table.from_pandas(source, preserve_index=False)
    return _from_events(source)


def _from_events(events: Iterable[Any]) -> pa.Table:
    from datetime import UTC
    from decimal import Decimal

    import pyarrow as pa

    rows = [asdict(event) if is_dataclass(event) else dict(event) for event in events]  # type: ignore[arg-type]
    for row in rows:
        if row["at"].tzinfo is not None:
            row["at"] = row["at"].astimezone(UTC).replace(tzinfo=None)
        for money in ("value", "cost"):
            if row.get(money) is not None:
                row[money] = round(Decimal(str(row[money])), 6)
    return pa.Table.from_pylist(rows, schema=event_schema())


def read_schema(part: Path) -> pa.Schema:
    """The Arrow schema of one file, checked; a file that is not Parquet raises `TableError`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(part)
    except (pa.ArrowException, OSError) as error:
        raise TableError(
            "This is not a readable Parquet file.",
            place=Place(file=str(part)),
            advice="It may be cut off or of another kind; export it again.",
        ) from error
    check_columns(schema, str(part))
    return schema


def check_columns(schema: pa.Schema, name: str) -> None:
    """Refuse a table without the required columns, or whose `at` is not a time."""
    import pyarrow as pa

    missing = [column for column in REQUIRED if column not in schema.names]
    if missing:
        raise TableError(
            f"The column {', '.join(missing)} is missing.", place=Place(file=name), advice=_ADVICE
        )
    at = schema.field("at").type
    if not (pa.types.is_timestamp(at) or pa.types.is_date(at)):
        raise TableError(
            f"The column at holds {at}, not times.",
            place=Place(file=name),
            advice="Write it as a timestamp in UTC.",
        )


def select_events(source: str, schemas: Sequence[pa.Schema]) -> str:
    """SQL that reads `source` as the event table: absent columns are empty, others are cast."""
    ours = event_schema()
    columns = [_column(field.name, field.type, schemas) for field in ours]
    return f"SELECT {', '.join(columns)} FROM {source}"


def column_types() -> dict[str, str]:
    """The event table's columns with their types in Ibis's words."""
    words = {
        "VARCHAR": "string",
        "VARCHAR[]": "array<string>",
        "TIMESTAMP": "timestamp(6)",
        "BOOLEAN": "boolean",
        "INTEGER": "int32",
        "BIGINT": "int64",
    }
    found = {field.name: _sql_type(field.type) for field in event_schema()}
    return {name: words.get(kind, kind.lower()) for name, kind in found.items()}


def listed(paths: Sequence[Path]) -> str:
    """The inside of an SQL list of these files, safe for any name."""
    return ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)


def _column(name: str, kind: Any, schemas: Sequence[pa.Schema]) -> str:
    found = [schema.field(name).type for schema in schemas if name in schema.names]
    value = f"CAST({_finite(name, found) if found else 'NULL'} AS {_sql_type(kind)})"
    return f'coalesce({value}, 0) AS "{name}"' if name == "seq" else f'{value} AS "{name}"'


def _finite(name: str, found: Sequence[Any]) -> str:
    """The column's value, with NaN as missing and a comma list as a list."""
    import pyarrow as pa

    if any(pa.types.is_floating(kind) for kind in found):
        return f'CASE WHEN isfinite("{name}") THEN "{name}" END'
    if name == "segments" and any(_is_text(kind) for kind in found):
        return f"string_split(\"{name}\", ',')"
    return f'"{name}"'


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _sql_type(kind: Any) -> str:
    import pyarrow as pa

    if pa.types.is_dictionary(kind) or pa.types.is_string(kind):
        return "VARCHAR"
    if pa.types.is_list(kind):
        return "VARCHAR[]"
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    names = {"timestamp[us]": "TIMESTAMP", "bool": "BOOLEAN", "int32": "INTEGER", "int64": "BIGINT"}
    return names[str(kind)]
