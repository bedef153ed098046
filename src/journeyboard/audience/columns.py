"""Columns of a table as NumPy arrays, for whoever can do without pandas, which takes longer to load than a flight.

Numbers and truths are arrays of their own kind, naive UTC times `datetime64[us]` with NaT where one is
missing, everything else Python objects with None where one is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Column = NDArray[Any]
Columns = Mapping[str, Column]


class TableColumns(Mapping[str, Column]):
    """The columns of a pandas table, each made when it is first asked for."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table
        self._made: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        if name not in self._made:
            self._made[name] = column_of(self._table[name])
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._table.columns

    def __iter__(self) -> Iterator[str]:
        return iter(str(name) for name in self._table.columns)

    def __len__(self) -> int:
        return len(self._table.columns)


def column_of(values: pd.Series[Any]) -> Column:
    """One column of a pandas table."""
    kind = values.dtype.kind if isinstance(values.dtype, np.dtype) else "O"
    if kind in "biuf":
        return values.to_numpy()
    if kind == "M":
        return values.to_numpy(dtype="datetime64[us]")
    return values.astype(object).where(values.notna(), None).to_numpy(dtype=object)


def table_of(columns: Columns) -> pd.DataFrame:
    """The columns as a pandas table; texts are of pandas' text type even where all are missing."""
    import pandas as pd

    table = pd.DataFrame(dict(columns))
    texts = [name for name in columns if columns[name].dtype == object and name != "birthday"]
    return table.astype({name: "str" for name in texts if table[name].dtype == object})


def listed(column: Any) -> list[Any]:
    """The values as plain ones of Python, None for each that is missing."""
    return [None if value != value else value for value in column.tolist()]


def numbered(values: Iterable[Any]) -> tuple[NDArray[np.int64], list[Any]]:
    """(the number of each value in the order of first appearance, -1 for None; the values)."""
    numbers: dict[Any, int] = {}
    codes = [-1 if one is None else numbers.setdefault(one, len(numbers)) for one in values]
    return np.array(codes, np.int64), list(numbers)


def missing(column: Column) -> NDArray[np.bool_]:
    """Where there is no value."""
    if column.dtype.kind == "O":
        return np.array([one is None or one != one for one in column], np.bool_)
    if column.dtype.kind == "M":
        return np.asarray(np.isnat(column))
    return np.asarray(column != column)
