"""A user's table as texts: CSV of any usual kind, or Parquet, with the row numbers of a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from journeyboard.audience.tables import rows
from journeyboard.errors import Place, TableError

DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST: Final = 10_000
"""Longer cells are reported and left empty."""


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a row (its number as a spreadsheet shows it, the header being row 1)."""

    row: int
    column: str | None
    code: str
    message: str


@dataclass(frozen=True)
class RawTable:
    """Cells as texts under the product's column names; `numbers` are the rows they stand in."""

    file: str
    columns: tuple[str, ...]
    cells: list[list[str]]
    numbers: list[int]
    rejected: tuple[RowProblem, ...]
    warnings: tuple[str, ...]

    def column(self, name: str) -> list[str]:
        """The texts of one column."""
        place = self.columns.index(name)
        return [record[place] for record in self.cells]


def read_raw(path: str | Path, table: str) -> RawTable:
    """The table in a CSV or Parquet file, columns named by `data/columns.csv` for this `table`.

    Raises TableError when there is no such file, no header, no row, or nothing that can be decoded.
    """
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise TableError(f"The file cannot be read ({reason}).", place=Place(file.name)) from None
    if data[:4] == b"PAR1":
        header, records, warnings = _parquet(data, file.name)
    else:
        header, records, warnings = _csv(data, file.name)
    return _named(file.name, table, header, records, warnings)


Record = tuple[int, list[str]]


def _csv(data: bytes, file: str) -> tuple[list[str], list[Record], list[str]]:
    text, warnings = _decoded(data, file)
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    records = [(number, cells) for number, cells in enumerate(reader, start=1)]
    _check_quotes(text, records, file)
    filled = [(number, cells) for number, cells in records if any(c.strip() for c in cells)]
    if not filled:
        raise TableError("The file is empty.", place=Place(file))
    return filled[0][1], filled[1:], warnings


def _decoded(data: bytes, file: str) -> tuple[str, list[str]]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), []
    if b"\x00" in data:
        raise TableError(
            "This is not a text file.", place=Place(file), advice="Save it as CSV (UTF-8)."
        )
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        warning = (
            f"{file} is not UTF-8 (line {line}); it was read as Windows-1252, so check names "
            "with accents, or save it as CSV (UTF-8)."
        )
        return data.decode("cp1252", errors="replace"), [warning]


def _delimiter(text: str) -> str:
    """The one that splits the header most; quoted parts are passed over."""
    header = re.sub(r'"[^"]*"', "", text.lstrip("\r\n")[:100_000]).splitlines()[:1] or [""]
    return max(DELIMITERS, key=header[0].count)


def _check_quotes(text: str, records: list[Record], file: str) -> None:
    """An unclosed quotation mark swallows the rest of the file into one cell."""
    swallowed = records and any("\n" in cell for cell in records[-1][1])
    if swallowed and text.count('"') % 2:
        lines = sum(cell.count("\n") for cell in records[-1][1])
        line = text.count("\n") - lines + 1
        raise TableError(
            "A quotation mark is opened and never closed.",
            place=Place(file, line=line),
            advice="Close it, or double it if it is part of the text.",
        )


def _parquet(data: bytes, file: str) -> tuple[list[str], list[Record], list[str]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(pa.BufferReader(data))
        columns = [[_text(value) for value in column.to_pylist()] for column in table.columns]
    except (pa.ArrowException, ValueError, OSError):
        raise TableError(
            "The Parquet file is damaged.", place=Place(file), advice="Write it again."
        ) from None
    cells = [list(record) for record in zip(*columns, strict=True)]
    return list(table.column_names), list(enumerate(cells, start=2)), []


def _text(value: Any) -> str:
    missing = value is None or value != value  # NaN and NaT are not themselves
    if missing:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _named(
    file: str, table: str, header: list[str], records: list[Record], warnings: list[str]
) -> RawTable:
    names = [canonical(name, table) or f"column_{place}" for place, name in enumerate(header, 1)]
    # The product's own spelling wins over an alias that stands further left.
    chosen = {name: place for place, name in reversed(list(enumerate(names)))}
    chosen |= {name: place for place, name in enumerate(names) if _spelled(header[place]) == name}
    for place, name in enumerate(names):
        if chosen[name] != place:
            warnings.append(f"{file}: column “{header[place]}” is a second {name} and is not used.")
    columns = tuple(sorted(chosen, key=lambda name: chosen[name]))
    width = len(header)
    wide = [
        RowProblem(number, None, "too_many_cells", f"{len(cells)} cells under {width} columns.")
        for number, cells in records
        if len(cells) > width and any(cells[width:])
    ]
    refused = {problem.row for problem in wide}
    kept = [(number, cells) for number, cells in records if number not in refused]
    if not kept:
        raise TableError("The file has a header but no rows.", place=Place(file))
    padded = [cells + [""] * (width - len(cells)) for _, cells in kept]
    cells = [[record[chosen[name]].strip() for name in columns] for record in padded]
    numbers = [number for number, _ in kept]
    return RawTable(file, columns, cells, numbers, tuple(wide), tuple(warnings))


def canonical(name: str, table: str) -> str:
    """The product's name of a column: “E-Mail” is email, “Phone Number” phone; others as spelled.

    >>> canonical("Phone Number", "customers")
    'phone'
    """
    spelled = _spelled(name)
    return _aliases(table).get(spelled, spelled)


def _spelled(name: str) -> str:
    return re.sub(r"[^\w]+", "_", name.strip().lower().replace("'", "")).strip("_")


@lru_cache(maxsize=2)
def _aliases(table: str) -> dict[str, str]:
    listed = [row for row in rows("columns") if row["table"] == table]
    return {alias: row["column"] for row in listed for alias in row["aliases"].split("|")}
