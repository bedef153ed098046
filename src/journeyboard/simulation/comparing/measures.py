"""What designs are judged by: each customer's orders, money and opt-outs, and differences with their error; a new measure goes here."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.measurement.estimate import normal_quantile
from journeyboard.simulation.trial import DESIGNED, Trial

Values = NDArray[np.float64]
Verdict = Literal["higher", "lower", "not clear", "the same", "cannot be computed"]
Z = normal_quantile(0.975)


class Measure(NamedTuple):
    """One measure: its label, its unit, and which way is good."""

    label: str
    unit: Literal["count", "money"]
    good: Literal["up", "down", "either"]


MEASURES: dict[str, Measure] = {
    "net_value": Measure("Net value", "money", "up"),
    "net_margin": Measure("Margin after message cost", "money", "up"),
    "converted": Measure("Customers who ordered", "count", "up"),
    "orders": Measure("Orders", "count", "up"),
    "revenue": Measure("Revenue", "money", "up"),
    "margin": Measure("Margin", "money", "up"),
    "cost": Measure("Message cost", "money", "down"),
    "lost_value": Measure("Lost subscriber value", "money", "down"),
    "opt_outs": Measure("Opt-outs", "count", "down"),
    "clicks": Measure("Clicks", "count", "either"),
    "delivered": Measure("Delivered messages", "count", "either"),
}
"""In the order the screen shows them; net value is margin less message cost less lost subscriber value."""


def values_of(trial: Trial, key: str, life: str = DESIGNED) -> Values:
    """One measure of every customer in one life, shape [n], money in the brand's currency."""
    derived = _DERIVED.get(key)
    return derived(trial, life) if derived else trial.outcome(key, life)


def _net_margin(trial: Trial, life: str) -> Values:
    return trial.outcome("margin", life) - trial.outcome("cost", life)


def _net_value(trial: Trial, life: str) -> Values:
    return _net_margin(trial, life) - trial.outcome("lost_value", life)


_DERIVED: dict[str, Callable[[Trial, str], Values]] = {
    "net_margin": _net_margin,
    "net_value": _net_value,
}


@dataclass(frozen=True)
class Effect:
    """A sum of differences over `n` customers with its 95 % interval, and how many customers it touched.

    `error` is the Monte Carlo error of the sum; it and the interval are None for fewer than two customers.
    """

    n: int
    total: float
    error: float | None
    low: float | None
    high: float | None
    touched: int

    @property
    def verdict(self) -> Verdict:
        """What the interval says; “the same” only where no customer differs at all."""
        if self.touched == 0:
            return "the same"
        if self.low is None or self.high is None:
            return "cannot be computed"
        return "higher" if self.low > 0 else "lower" if self.high < 0 else "not clear"

    def scaled_to(self, n: int) -> Effect:
        """The same for `n` customers, of whom these were a sample."""
        factor = n / self.n
        error, low, high = (
            None if one is None else one * factor for one in (self.error, self.low, self.high)
        )
        return Effect(n, self.total * factor, error, low, high, round(self.touched * factor))

    def to_dict(self) -> dict[str, Any]:
        """All fields and the verdict."""
        return {**asdict(self), "verdict": self.verdict}


def effect_of(differences: Values) -> Effect:
    """The sum of one difference a customer (shape [n]) and its interval.

    With the mean d and the standard deviation s of the n differences, the sum is n·d, its error
    √n·s, and its interval n·d ± 1.96·√n·s: the paired estimate under common random numbers
    (Owen, Monte Carlo theory, methods and examples, 2013, section 8.6).
    """
    n, total = len(differences), math.fsum(differences)
    touched = int(np.count_nonzero(differences))
    if n < 2:
        return Effect(n, total, None, None, None, touched)
    error = math.sqrt(n) * float(np.std(differences, ddof=1))
    return Effect(n, total, error, total - Z * error, total + Z * error, touched)


def pairing_gain(a: Values, b: Values) -> float | None:
    """How many times as many customers an unpaired comparison would take: (var A + var B) / var(B − A).

    None where no customer differs, or for fewer than two.
    """
    if len(a) < 2:
        return None
    spread = float(np.var(b - a, ddof=1))
    return (float(np.var(a, ddof=1)) + float(np.var(b, ddof=1))) / spread if spread else None
