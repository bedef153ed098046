"""Estimates from sums that can be added: means, variances and intervals, or a reason why there is none."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

MICROS = 1_000_000


@dataclass(frozen=True)
class Sums:
    """How many customers, the sum of their values and the sum of the squares; integers stay exact.

    >>> (Sums(2, 3, 5) + Sums(1, 0, 0)).mean
    1.0
    """

    n: int
    total: int | float
    squares: int | float

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.n + other.n, self.total + other.total, self.squares + other.squares)

    @classmethod
    def of(cls, values: Any) -> Sums:
        """The sums of any iterable of numbers."""
        numbers = [float(value) for value in values]
        squares = math.fsum(number * number for number in numbers)
        return cls(len(numbers), math.fsum(numbers), squares)

    def scaled(self, factor: Fraction | int | float) -> Sums:
        """The sums of the same values in another unit, e.g. `Fraction(1, 100)` for cents."""
        exact = Fraction(factor)
        return Sums(
            self.n, float(Fraction(self.total) * exact), float(Fraction(self.squares) * exact**2)
        )

    @property
    def mean(self) -> float:
        return float(self.total / self.n)

    @property
    def variance(self) -> float:
        """The sample variance (n − 1), from exact fractions: no digits cancel."""
        total, squares = Fraction(self.total), Fraction(self.squares)
        return max(0.0, float((squares - total * total / self.n) / (self.n - 1)))


@dataclass(frozen=True)
class Estimate:
    """A value with its interval; without a value, the reason why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def rate(numerator: int, denominator: int, *, confidence: float = 0.95) -> Estimate:
    """A proportion with Wilson's score interval (Wilson 1927; Brown, Cai, DasGupta 2001, eq. 4).

    >>> rate(0, 0).reason
    'nothing to divide by'
    """
    if denominator <= 0:
        return Estimate(None, reason="nothing to divide by")
    if not 0 <= numerator <= denominator:
        return Estimate(None, reason=f"{numerator:,} of {denominator:,} is not a share")
    z, p, n = normal_quantile(0.5 + confidence / 2), numerator / denominator, denominator
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low = 0.0 if numerator == 0 else middle - half
    high = 1.0 if numerator == denominator else middle + half
    return Estimate(p, min(low, p), max(high, p))


def mean(sums: Sums, *, confidence: float = 0.95) -> Estimate:
    """A mean per customer with Student's t interval."""
    if sums.n < 1:
        return Estimate(None, reason="nothing to divide by")
    if sums.n < 2:
        return Estimate(sums.mean, reason="one customer gives no interval")
    half = t_quantile(0.5 + confidence / 2, sums.n - 1) * math.sqrt(sums.variance / sums.n)
    return Estimate(sums.mean, sums.mean - half, sums.mean + half)


def normal_quantile(probability: float) -> float:
    """The standard normal quantile."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(probability)


def t_quantile(probability: float, degrees: float) -> float:
    """Student's t quantile; above 10,000 degrees of freedom it is the normal one to 4 digits."""
    if degrees > 10_000:
        return normal_quantile(probability)
    from scipy.special import stdtrit

    return float(stdtrit(degrees, probability))
