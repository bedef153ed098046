"""Reading a user's own customers and orders from CSV or Parquet, row problems and all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from journeyboard.audience import cells
from journeyboard.audience.defaults import completed
from journeyboard.audience.generate import start_day
from journeyboard.audience.orders import OrdersResult, read_orders
from journeyboard.audience.people import CONSENT_COLUMNS, START, Audience
from journeyboard.audience.raw import RawTable, RowProblem, read_raw
from journeyboard.audience.shelf import BrandLike
from journeyboard.errors import Place, TableError

if TYPE_CHECKING:
    import pandas as pd

_KEYS: Final = ("profile_key", "email", "phone")


@dataclass(frozen=True, eq=False)
class ReadResult:
    """The audience, the rows left out (`rejected`), the cells left empty (`blanked`), and warnings."""

    audience: Audience
    rejected: tuple[RowProblem, ...] = ()
    blanked: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Counts, every problem and every warning as plain values."""
        return {
            "customers": len(self.audience),
            "orders": len(self.audience.orders),
            "rejected": [asdict(problem) for problem in self.rejected],
            "blanked": [asdict(problem) for problem in self.blanked],
            "warnings": list(self.warnings),
        }


def read_customers(
    path: str | Path,
    orders: str | Path | None = None,
    *,
    brand: BrandLike | None = None,
    seed: int = 1,
    start: str = START,
) -> ReadResult:
    """An audience from a CSV or Parquet file, with the order history in `orders` where one is given.

    Columns are known by the names and aliases of `data/columns.csv`; only something that says who the
    customer is must be there. Rows without a key, with a key seen before or with too many cells are
    rejected; cells that cannot be read are left empty and listed. Orders from `start` on are not
    history and are left out with a warning. Raises TableError when the file as a whole cannot be used.
    """
    start_day(start)
    raw = read_raw(path, "customers")
    who = _key_column(raw)
    columns, blanked = _columns(raw)
    given = [key.lower() if key and who == "email" else key for key in columns[who]]
    keys, rejected = _keys(raw, given)
    kept = [place for place, key in enumerate(keys) if key is not None]
    if not kept:
        raise TableError(f"No row has a usable {who}.", place=Place(raw.file))
    rows = [
        {name: values[place] for name, values in columns.items()} | {"profile_key": keys[place]}
        for place in kept
    ]
    history = read_orders(orders) if orders else None
    past, warnings = _past(history, rows, start)
    audience = completed(rows, start, past, seed=seed, brand=brand)
    return ReadResult(
        audience,
        raw.rejected + rejected + (history.rejected if history else ()),
        blanked + (history.blanked if history else ()),
        (*raw.warnings, *_missing(raw), *cells.summed(blanked), *warnings),
    )


def _key_column(raw: RawTable) -> str:
    for name in _KEYS:
        if name in raw.columns:
            return name
    raise TableError(
        "There is no column that says who the customer is (customer_id, email or phone).",
        place=Place(raw.file, line=1),
        advice=f"The columns are: {', '.join(raw.columns[:12])}.",
    )


def _columns(raw: RawTable) -> tuple[dict[str, list[Any]], tuple[RowProblem, ...]]:
    columns: dict[str, list[Any]] = {}
    blanked: list[RowProblem] = []
    for name in raw.columns:
        columns[name], problems = cells.parsed(raw, name, cells.parser(name))
        blanked += problems
    return columns, tuple(sorted(blanked, key=lambda problem: problem.row))


def _keys(raw: RawTable, given: Sequence[Any]) -> tuple[list[str | None], tuple[RowProblem, ...]]:
    """The key of each row, None where it is missing or was seen before."""
    keys: list[str | None] = []
    rejected: list[RowProblem] = []
    seen: dict[str, int] = {}
    for number, key in zip(raw.numbers, given, strict=True):
        problem = _key_problem(number, key, seen)
        if problem:
            rejected.append(problem)
        else:
            seen[str(key)] = number
        keys.append(None if problem else str(key))
    return keys, tuple(rejected)


def _key_problem(number: int, key: Any, seen: dict[str, int]) -> RowProblem | None:
    if key is None:
        return RowProblem(number, "profile_key", "no_key", "Nothing says who this customer is.")
    if str(key) in seen:
        message = f"“{key}” is already in row {seen[str(key)]}."
        return RowProblem(number, "profile_key", "duplicate_key", message)
    return None


def _past(
    history: OrdersResult | None, rows: list[dict[str, Any]], start: str
) -> tuple[pd.DataFrame | None, list[str]]:
    """The orders of these customers before the start, and what was left out of the others."""
    if history is None:
        return None, []
    warnings, orders = list(history.warnings), _identified(history.orders, rows)
    known = orders["profile_key"].isin({row["profile_key"] for row in rows})
    later = orders["at"] >= start_day(start)
    if (~known).any():
        people = orders.loc[~known, "profile_key"].nunique()
        warnings.append(
            f"{int((~known).sum()):,} orders of {people:,} customers who are not in the file are not used."
        )
    if (known & later).any():
        last = (orders["at"].max() + timedelta(days=1)).date()
        warnings.append(
            f"{int((known & later).sum()):,} orders from {start} on are not history; start on {last} to use them."
        )
    return orders[known & ~later], warnings


def _identified(orders: pd.DataFrame, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The orders under profile keys, where they name the customer's e-mail address or phone."""
    keys = {
        str(row[contact]).lower(): row["profile_key"]
        for contact in ("phone", "email")
        for row in rows
        if row.get(contact)
    }
    keys |= {str(row["profile_key"]).lower(): row["profile_key"] for row in rows}
    named = orders["profile_key"]
    known = named.isin({row["profile_key"] for row in rows})
    found = named.astype(object).str.lower().map(keys)
    return orders.assign(profile_key=named.where(known | found.isna(), found).astype("str"))


def _missing(raw: RawTable) -> list[str]:
    """What nobody said, where it changes who can be messaged."""
    absent = [name for name in CONSENT_COLUMNS if name not in raw.columns]
    marketing = [
        name for name in absent if name in ("consent_sms_marketing", "consent_email_marketing")
    ]
    return [
        f"{raw.file} has no column {name}: nobody counts as subscribed on this channel."
        for name in marketing
    ]
