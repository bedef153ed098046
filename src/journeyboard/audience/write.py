"""Writing customers and orders to CSV and Parquet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d[\d ().\-]*")


def to_csv(table: pd.DataFrame, path: str | Path) -> None:
    """The table as CSV (UTF-8, comma, \\n, times as ISO text in UTC) that no spreadsheet can be tricked by.

    A text that begins like a formula (= + - @ tab return) gets an apostrophe before it, numbers and
    phone numbers excepted; `read_customers` takes it off again.
    """
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        _written(table).to_csv(file, index=False, lineterminator="\n")


def to_parquet(table: pd.DataFrame, path: str | Path) -> None:
    """The table as Parquet, types kept, without the machine's own metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    bare = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(bare, str(path), compression="zstd")


def guarded(cell: Any) -> Any:
    """The cell, harmless in a spreadsheet.

    >>> guarded("=1+1"), guarded("+12015550123")
    ("'=1+1", '+12015550123')
    """
    if not isinstance(cell, str) or not _FORMULA.match(cell) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def _written(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{str(name): _column(table[name]) for name in table.columns})


def _column(column: pd.Series[Any]) -> pd.Series[Any]:
    if column.dtype.kind == "M":
        texts: pd.Series[Any] = column.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        return texts
    return column if column.dtype.kind in "biuf" else column.astype(object).map(guarded)
