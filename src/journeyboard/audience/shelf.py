"""What is sold: the products of a brand as columns, and the default shelf of a skincare brand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience.tables import rows


class ProductLike(Protocol):
    """A product of a brand (`journey.brand.Product`)."""

    @property
    def id(self) -> str: ...
    @property
    def price(self) -> float: ...
    @property
    def margin(self) -> float: ...
    @property
    def share(self) -> float: ...
    @property
    def replenish_days(self) -> int: ...


class BrandLike(Protocol):
    """What the audience asks of a brand (`journey.brand.Brand`)."""

    @property
    def currency(self) -> str: ...
    @property
    def jurisdictions(self) -> Sequence[str]: ...
    @property
    def products(self) -> Sequence[ProductLike]: ...


class Shelf(NamedTuple):
    """Products as columns: price and margin in cents, share of first choices, days they last."""

    ids: NDArray[Any]
    price: NDArray[np.int64]
    margin: NDArray[np.int64]
    share: NDArray[np.float64]
    replenish_days: float


def shelf(brand: BrandLike | None = None) -> Shelf:
    """The products of the brand; the default shelf without a brand or when it lists none."""
    if brand is None or not brand.products:
        named = [(r["id"], *(float(r[name]) for name in _NUMBERS)) for r in rows("products")]
    else:
        named = [(p.id, p.price, p.margin, p.share, p.replenish_days) for p in brand.products]
    ids, price, margin, share, days = (list(column) for column in zip(*named, strict=True))
    return _shelf(
        ids, *(np.array(column, dtype=np.float64) for column in (price, margin, share, days))
    )


_NUMBERS = ("price", "margin", "share", "replenish_days")


def _shelf(
    ids: list[Any],
    price: NDArray[np.float64],
    margin: NDArray[np.float64],
    share: NDArray[np.float64],
    days: NDArray[np.float64],
) -> Shelf:
    share = share if share.sum() > 0 else np.ones_like(share)
    cents = np.rint(price * 100).astype(np.int64)
    earned = np.rint(price * 100 * margin).astype(np.int64)
    return Shelf(
        np.array(ids, dtype=object), cents, earned, share, float(np.average(days, weights=share))
    )
