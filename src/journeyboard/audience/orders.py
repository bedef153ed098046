"""Reading a user's own order history from CSV or Parquet, row problems and all."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from journeyboard.audience import cells
from journeyboard.audience.people import ORDER_COLUMNS
from journeyboard.audience.raw import RawTable, RowProblem, read_raw
from journeyboard.errors import Place, TableError

if TYPE_CHECKING:
    import pandas as pd

MARGIN_OF_VALUE: Final = 0.6


@dataclass(frozen=True, eq=False)
class OrdersResult:
    """Orders (columns ORDER_COLUMNS), the rows left out, the cells left empty, and warnings."""

    orders: pd.DataFrame
    rejected: tuple[RowProblem, ...] = ()
    blanked: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Counts, every problem and every warning as plain values."""
        return {
            "orders": len(self.orders),
            "rejected": [asdict(problem) for problem in self.rejected],
            "blanked": [asdict(problem) for problem in self.blanked],
            "warnings": list(self.warnings),
        }


def read_orders(path: str | Path) -> OrdersResult:
    """Orders from a CSV or Parquet file, one row an order, sorted by customer and time.

    Canceled orders are left out with a warning; a row with the number of an earlier order is rejected
    (add the lines of an order up first). Raises TableError when customer, time or value is missing.
    """
    import pandas as pd

    raw = read_raw(path, "orders")
    for name, words in (("profile_key", "who ordered"), ("at", "when"), ("value", "for how much")):
        if name not in raw.columns:
            raise TableError(
                f"There is no column that says {words} ({name}).",
                place=Place(raw.file),
                advice=f"The columns are: {', '.join(raw.columns[:12])}.",
            )
    columns, problems = _order_columns(raw)
    frame = pd.DataFrame({**columns, "row": raw.numbers})
    rejected, blanked = _order_problems(frame, problems)
    refused = {problem.row for problem in rejected}
    kept = frame[~frame["row"].isin(refused)]
    canceled = kept["status"] == "canceled"
    warnings = (
        (f"{int(canceled.sum()):,} canceled orders were left out.",) if canceled.any() else ()
    )
    tidy = _typed_orders(kept[~canceled])
    return OrdersResult(
        tidy, raw.rejected + rejected, blanked, (*raw.warnings, *cells.summed(blanked), *warnings)
    )


_ORDER_FIELDS: Final[dict[str, cells.Parser]] = {
    "at": cells.time,
    "value": cells.number,
    "margin": cells.number,
    "status": cells.status,
}


def _order_columns(raw: RawTable) -> tuple[dict[str, list[Any]], list[RowProblem]]:
    columns: dict[str, list[Any]] = {}
    problems: list[RowProblem] = []
    for name in ORDER_COLUMNS:
        if name in raw.columns:
            columns[name], found = cells.parsed(raw, name, _ORDER_FIELDS.get(name, cells.text))
            problems += found
        else:
            columns[name] = [None] * len(raw.numbers)
    return columns, problems


def _order_problems(
    frame: pd.DataFrame, problems: list[RowProblem]
) -> tuple[tuple[RowProblem, ...], tuple[RowProblem, ...]]:
    """Rows that cannot be used, and cells that are left empty."""
    needed = ("profile_key", "at", "value", "status")
    rejected = {problem.row: problem for problem in problems if problem.column in needed}
    for name in ("profile_key", "at", "value"):
        for row in frame.loc[frame[name].isna(), "row"]:
            rejected.setdefault(row, RowProblem(row, name, f"no_{name}", f"The {name} is missing."))
    again = frame["order_id"].notna() & frame.duplicated("order_id")
    for row, order in zip(frame.loc[again, "row"], frame.loc[again, "order_id"], strict=True):
        message = f"Order “{order}” is in an earlier row; add its lines up to one row."
        rejected.setdefault(row, RowProblem(row, "order_id", "duplicate_order", message))
    blanked = [p for p in problems if p.column not in needed and p.row not in rejected]
    return tuple(rejected[row] for row in sorted(rejected)), tuple(blanked)


def _typed_orders(frame: pd.DataFrame) -> pd.DataFrame:
    value = frame["value"].astype("float64")
    typed = frame.assign(
        profile_key=frame["profile_key"].astype("str"),
        at=frame["at"].astype("datetime64[us]"),
        value=value,
        margin=frame["margin"].astype("float64").fillna((value * MARGIN_OF_VALUE).round(2)),
        order_id=frame["order_id"].astype(object).fillna("row-" + frame["row"].astype(str)),
        product=frame["product"].astype("str"),
        status=frame["status"].astype(object).fillna("placed").astype("str"),
    )
    ordered = typed.sort_values(["profile_key", "at"], kind="stable")
    return ordered[list(ORDER_COLUMNS)].astype({"order_id": "str"}).reset_index(drop=True)
