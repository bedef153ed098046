"""Recency, frequency, monetary value: scores of 1 to 5 and the ten names made from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience.columns import Columns
from journeyboard.audience.tables import Texts, rows, texts
from journeyboard.audience.times import moment
from journeyboard.errors import BadInput

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["quintiles", "fixed_frequency"]
METHODS: Final[dict[Method, str]] = {
    "quintiles": "Recency, frequency and value are each cut into fifths; ties fall by customer key.",
    "fixed_frequency": "Frequency by 1, 2, 3, 4-5 and 6+ orders; recency and value cut into fifths.",
}
FREQUENCY_STEPS: Final = (1, 2, 3, 5)
MIN_CUSTOMERS, FEW_CUSTOMERS = 5, 100
CANCELED: Final = ("canceled", "cancelled")
_NEEDED = ("profile_key", "at", "value")


@dataclass(frozen=True, eq=False)
class Rfm:
    """One row a buyer: recency_days, frequency, monetary, the scores r, f, m, `score` (“543”), segment.

    `as_of` is the snapshot, `method` one of METHODS, `warnings` what limits the answer.
    """

    table: pd.DataFrame
    as_of: datetime
    method: Method
    warnings: tuple[str, ...] = ()

    def summary(self) -> pd.DataFrame:
        """One row a segment, in the order of the catalogue: label, customers, shares, revenue, action."""
        import pandas as pd

        listed = pd.DataFrame(rows("rfm_segments")).set_index("id")
        grouped = self.table.groupby("segment")["monetary"].agg(["size", "sum"])
        grouped = grouped.reindex(listed.index, fill_value=0)
        revenue = float(grouped["sum"].sum())
        return pd.DataFrame(
            {
                "label": listed["label"],
                "customers": grouped["size"].astype(int),
                "share": grouped["size"] / max(len(self.table), 1),
                "revenue": grouped["sum"].astype(float),
                "revenue_share": grouped["sum"] / revenue if revenue > 0 else np.nan,
                "action": listed["action"],
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """Snapshot, method, warnings and the segments as plain values."""
        summary = self.summary().reset_index().astype(object)
        return {
            "as_of": self.as_of.isoformat(),
            "method": self.method,
            "customers": len(self.table),
            "warnings": list(self.warnings),
            "segments": summary.where(summary.notna(), None).to_dict("records"),
        }


def rfm(
    orders: pd.DataFrame,
    as_of: str | date,
    *,
    method: Method = "quintiles",
    lookback_days: int | None = None,
) -> Rfm:
    """Scores of all buyers at the snapshot `as_of` (naive UTC), from orders before it.

    `orders` needs profile_key, at and value, and may have order_id and status: canceled orders are
    left out, refunded ones count as orders of value 0. Recency is days since the last order,
    frequency the number of orders, monetary the net sum. Scores follow the recipe
    `qcut(rank(method="first"))` with ties in order of customer key, so that all five scores exist;
    `fixed_frequency` does not split customers with equally many orders. Raises BadInput for missing
    columns, an unknown method or fewer than five buyers.
    """
    if method not in METHODS:
        raise BadInput(f"“{method}” is not a way to score.", advice=f"Use {' or '.join(METHODS)}.")
    missing = [name for name in _NEEDED if name not in orders.columns]
    if missing:
        raise BadInput(f"The orders have no column {', '.join(missing)}.")
    snapshot = moment(as_of)
    table = _sums(_counted(orders, snapshot, lookback_days), snapshot)
    if len(table) < MIN_CUSTOMERS:
        raise BadInput(
            f"RFM needs {MIN_CUSTOMERS} customers with an order; there are {len(table)}."
        )
    scored = _scored(table, method)
    few = f"Fifths of only {len(table)} customers say little." if len(table) < FEW_CUSTOMERS else ""
    return Rfm(scored, snapshot, method, (few,) if few else ())


def buyer_names(orders: Columns, as_of: datetime) -> dict[str, str]:
    """The names that `rfm` gives by `fixed_frequency`, by profile key; of nobody where they are too few.

    Worked out from columns alone, because every flight asks for them.
    """
    last: dict[str, int] = {}
    placed: dict[str, int] = {}
    for key, at in _placed(orders, as_of):
        last[key] = max(last.get(key, at), at)
        placed[key] = placed.get(key, 0) + 1
    if len(last) < MIN_CUSTOMERS:
        return {}
    keys = sorted(last)
    recency = 6 - fifths(np.array([-last[key] for key in keys]))
    frequency = np.searchsorted(FREQUENCY_STEPS, [placed[key] for key in keys], side="left") + 1
    return dict(zip(keys, names_of(recency, frequency), strict=True))


def _placed(orders: Columns, as_of: datetime) -> Iterator[tuple[str, int]]:
    """(profile key, microsecond) of each order before a moment that counts, each order once."""
    chosen = orders["at"] < np.datetime64(as_of, "us")
    chosen &= ~np.isin(orders["status"].astype(str), CANCELED)
    names = ("profile_key", "order_id", "at")
    key, order, at = (orders[name][chosen] for name in names)
    seen: set[tuple[str, str]] = set()
    for one in zip(key.tolist(), order.tolist(), at.astype(np.int64).tolist(), strict=True):
        if one[0] is not None and one[:2] not in seen:
            seen.add(one[:2])
            yield one[0], one[2]


def names_of(recency: NDArray[Any], frequency: NDArray[Any]) -> Texts:
    """The segment of each pair of scores (1 to 5), by the widespread grid of ten names."""
    found: Texts = _grid()[recency - 1, frequency - 1]
    return found


def fifths(values: NDArray[Any]) -> NDArray[np.int64]:
    """1 for the lowest fifth to 5 for the highest; ties in the order given.

    >>> fifths(np.array([10, 20, 30, 40, 50])).tolist()
    [1, 2, 3, 4, 5]
    """
    rank = np.empty(len(values), dtype=np.int64)
    rank[np.argsort(values, kind="stable")] = np.arange(len(values))
    # The edges of pandas' qcut over ranks: the k-th of n lies in bin ceil(5 (k - 1) / (n - 1)).
    return np.maximum(-(-5 * rank // max(len(values) - 1, 1)), 1)


@lru_cache(maxsize=1)
def _grid() -> Texts:
    grid = np.full((5, 5), None, dtype=object)
    for row in rows("rfm_segments"):
        for recency in row["recency"]:
            for frequency in row["frequency"]:
                grid[int(recency) - 1, int(frequency) - 1] = row["id"]
    return grid


def _counted(orders: pd.DataFrame, snapshot: datetime, lookback_days: int | None) -> pd.DataFrame:
    counted = orders[orders["at"] < snapshot]
    if lookback_days is not None:
        counted = counted[counted["at"] >= snapshot - _days(lookback_days)]
    if "status" in counted.columns:
        counted = counted[~counted["status"].isin(CANCELED)]
        counted = counted.assign(value=counted["value"].where(counted["status"] != "refunded", 0.0))
    if "order_id" in counted.columns:
        counted = counted.drop_duplicates(["profile_key", "order_id"])
    return counted


def _days(days: int) -> Any:
    import pandas as pd

    return pd.Timedelta(days=days)


def _sums(orders: pd.DataFrame, snapshot: datetime) -> pd.DataFrame:
    import pandas as pd

    grouped = orders.groupby("profile_key", sort=True)
    last, spent = grouped["at"].max(), grouped["value"].sum()
    return pd.DataFrame(
        {
            "profile_key": last.index.to_numpy(),
            "recency_days": ((snapshot - last).dt.total_seconds() / 86_400).to_numpy(),
            "frequency": grouped.size().to_numpy(),
            "monetary": spent.to_numpy(dtype=float),
        }
    )


def _scored(table: pd.DataFrame, method: Method) -> pd.DataFrame:
    frequency = table["frequency"].to_numpy()
    fixed = np.searchsorted(FREQUENCY_STEPS, frequency, side="left") + 1
    r = 6 - fifths(table["recency_days"].to_numpy())
    f = fixed if method == "fixed_frequency" else fifths(frequency)
    m = fifths(table["monetary"].to_numpy())
    score = texts(f"{a}{b}{c}" for a, b, c in zip(r, f, m, strict=True))
    return table.assign(r=r, f=f, m=m, score=score, segment=names_of(r, f))
