"""Attributes of customers, stored or worked out at a moment, and how conditions compare them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience.columns import Column, missing
from journeyboard.audience.conditions import ProfileIs
from journeyboard.audience.people import Audience

if TYPE_CHECKING:
    import pandas as pd

Members = NDArray[np.bool_]

DERIVED: Final[dict[str, str]] = {
    "days_since_created": "Days since the profile was created.",
    "days_since_order": "Days since the last order; missing for those who never bought.",
    "days_since_first_order": "Days since the first order; missing for those who never bought.",
    "average_order_value": "Net revenue per order; missing for those who never bought.",
}
"""Attributes that are worked out at the moment of asking; all others are columns of the audience."""

_TIMES: Final = {
    "days_since_created": "created_at",
    "days_since_order": "last_order_at",
    "days_since_first_order": "first_order_at",
}
_ORDERING: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "eq": lambda a, b: a == b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
}


def attribute(audience: Audience, name: str, as_of: datetime) -> Column:
    """The attribute of every customer; all missing where the audience has none of this name."""
    columns = audience.columns
    if name in _TIMES:
        since = np.datetime64(as_of, "us") - columns[_TIMES[name]]
        seconds = np.where(np.isnat(since), np.nan, since.astype(np.int64) / 1_000_000)
        return np.asarray(seconds / 86_400)
    if name == "average_order_value":
        orders = columns["orders"].astype(np.float64)
        return np.asarray(columns["revenue"] / np.where(orders > 0, orders, np.nan))
    return columns[name] if name in columns else np.full(len(audience), None)


def compares(audience: Audience, as_of: datetime, asked: ProfileIs) -> Members:
    """Who has such an attribute; a missing one satisfies only `not_set` and `ne`."""
    column = attribute(audience, asked.attribute, as_of)
    if asked.op in ("is_set", "not_set"):
        return np.asarray(missing(column) == (asked.op == "not_set"))
    return compared(column, asked.op, asked.value)


def compared(column: Column, op: str, value: Any) -> Members:
    """The comparison, as numbers with a number, as times with a time, else as texts."""
    if op == "ne":
        return ~compared(column, "eq", value)
    if op == "in" or isinstance(value, tuple):
        values = value if isinstance(value, tuple) else (value,)
        return reduce(np.logical_or, (compared(column, "eq", one) for one in values))
    if op in ("contains", "starts_with"):
        return _text_match(column, op, str(value))
    if _comparable(column, op, value):
        return np.asarray(_ORDERING[op](column, value), dtype=np.bool_)
    left, right = _alike(column, value)
    if right is None:
        return np.zeros(len(column), dtype=np.bool_)
    found = _ORDERING[op](left, right)
    return np.asarray((found & left.notna()).fillna(False), dtype=np.bool_)


def _comparable(column: Column, op: str, value: Any) -> bool:
    """Whether NumPy says the same as pandas: numbers with a number, truths with a truth, equal texts."""
    if column.dtype.kind in "biuf":
        truth = isinstance(value, bool)
        return truth if column.dtype.kind == "b" else isinstance(value, int | float) and not truth
    plain = column.dtype.kind == "O" and op == "eq" and isinstance(value, str)
    return plain and {*map(type, column.tolist())} <= {str, type(None)}


def _alike(values: Column, value: Any) -> tuple[pd.Series[Any], Any]:
    """Both sides of one type; None on the right where they cannot be compared."""
    import pandas as pd

    column = pd.Series(values)
    if value is None:
        return column, None
    if column.dtype.kind == "M":
        time = pd.to_datetime(str(value), errors="coerce", utc=True)
        return column, None if time is pd.NaT else time.tz_localize(None)
    if column.dtype.kind == "b":
        return column, _truth(value)
    if isinstance(value, bool):
        return column.map(_truth), value
    if isinstance(value, int | float):
        return pd.to_numeric(column, errors="coerce"), value
    if column.dtype.kind in "iuf":
        number = pd.to_numeric(value, errors="coerce")
        return column, None if np.isnan(number) else number
    return column.where(column.isna(), column.astype(str)), value


def _truth(value: Any) -> bool | None:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    return words.get(str(value).strip().lower())


def _text_match(column: Column, op: str, value: str) -> Members:
    found = [
        isinstance(one, str) and (value in one if op == "contains" else one.startswith(value))
        for one in column.tolist()
    ]
    return np.array(found, dtype=np.bool_)
