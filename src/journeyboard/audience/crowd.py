"""A crowd: so many customers that they are made range by range, and never held all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience.generate import customers
from journeyboard.audience.people import START, Audience
from journeyboard.audience.shelf import BrandLike
from journeyboard.errors import BadInput

BASE = 32_768
"""Customers that a repeating crowd goes round in."""
DIGITS = 8


class Range(NamedTuple):
    """Some customers of a crowd: their tables, and their profile keys in UTF-8 where these differ."""

    people: Audience
    labels: NDArray[np.bytes_] | None


@dataclass(frozen=True, eq=False)
class Crowd:
    """`size` sample customers, as `customers` makes them, made when they are asked for.

    With `repeats` the first 32,768 are made once and come again and again under profile keys, and so
    with dice, of their own: for measuring the engine and not the making of customers. Audiences that
    compare customers with each other (the RFM names) compare those of one range.
    """

    size: int
    seed: int = 1
    brand: BrandLike | None = None
    start: str | date = START
    repeats: bool = False
    _made: dict[tuple[int, int], Audience] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not 1 <= self.size <= 10**DIGITS:
            raise BadInput(f"a crowd has between 1 and {10**DIGITS:,} customers, not {self.size}.")

    def __len__(self) -> int:
        return self.size

    def part(self, first: int, last: int) -> Range:
        """The customers from number `first` up to `last`, which is not among them."""
        if not self.repeats:
            made = customers(last - first, self.seed, self.brand, self.start, first=first)
            return Range(made, None)
        place = first % BASE
        if place + last - first > BASE:
            raise BadInput(f"a range of a repeating crowd lies within {BASE:,} customers.")
        return Range(self._base(place, last - first), labels(first, last))

    def _base(self, first: int, count: int) -> Audience:
        """Customers of the repeated ones, made once."""
        if (first, count) not in self._made:
            made = customers(count, self.seed, self.brand, self.start, first=first)
            self._made[first, count] = made
        return self._made[first, count]


def labels(first: int, last: int) -> NDArray[np.bytes_]:
    """The profile keys of generated customers: the letter c and eight digits."""
    numbers = np.arange(first, last)
    letters = np.full((last - first, DIGITS + 1), ord("c"), np.uint8)
    for k in range(DIGITS):
        letters[:, DIGITS - k] = ord("0") + numbers // 10**k % 10
    return letters.view(f"S{DIGITS + 1}").reshape(-1)
