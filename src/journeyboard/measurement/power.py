"""Power: how many customers a test needs, what a given number can detect, and how long it takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import Any

from journeyboard.errors import BadInput

_NORMAL = NormalDist()


@dataclass(frozen=True)
class Power:
    """One planned comparison of an arm with its control; rates are shares, means in the outcome's unit.

    `days` is the whole days until enough customers have entered, when entries per day are known.
    """

    kind: str
    control: float
    treated: float
    n_control: int
    n_treated: int
    total: int
    control_share: float
    alpha: float
    power: float
    days: int | None = None
    sd: float | None = None

    @property
    def difference(self) -> float:
        return self.treated - self.control

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values, with the absolute and relative difference."""
        relative = self.difference / self.control if self.control else None
        return asdict(self) | {"difference": self.difference, "relative": relative}


def power(
    control: float,
    treated: float | None = None,
    *,
    people: int | None = None,
    sd: float | None = None,
    control_share: float = 0.5,
    alpha: float = 0.05,
    power: float = 0.8,
    people_per_day: float | None = None,
) -> Power:
    """The missing one of three: customers needed, smallest detectable effect, or power (two-sided).

    Give `treated` for the sample size, `people` (both arms together) for the smallest increase that
    is detected with `power`, or both for the power reached. Without `sd`, `control` and `treated` are
    proportions; with `sd` they are means per customer with that standard deviation.

    Assumes independent customers and the normal approximation. Two proportions, k treated per
    control: n_c = [z(1−α/2)·√(p̄(1−p̄)(1+1/k)) + z(power)·√(p₁(1−p₁) + p₂(1−p₂)/k)]² / (p₂−p₁)² with
    p̄ = (p₁ + k·p₂)/(1+k) (Fleiss, Levin, Paik 2003, ch. 4, unequal groups,
    without continuity correction). Two means: n_c = (z + z)²·sd²·(1 + 1/k)/d².

    >>> power(0.08, 0.10, control_share=0.2).n_control
    2055

    Raises `BadInput` for rates outside 0 to 1, a difference of zero, or too few people.
    """
    _check(control, treated, people, sd, control_share, alpha, power, people_per_day)
    k = (1 - control_share) / control_share
    needed = _needed(sd, k, alpha)
    reached = power
    if treated is None:
        assert people is not None
        treated = _detectable(
            control, people * control_share, power, needed, 1.0 if sd is None else math.inf
        )
    if people is None:
        n_control = math.ceil(_snap(needed(control, treated, power)))
        n_treated = math.ceil(_snap(k * n_control))
    else:
        n_control = round(people * control_share)
        n_treated = people - n_control
        reached = _reached(control, treated, n_control, needed, alpha)
    total = n_control + n_treated
    return Power(
        kind="means" if sd is not None else "proportions",
        control=control,
        treated=treated,
        n_control=n_control,
        n_treated=n_treated,
        total=total,
        control_share=control_share,
        alpha=alpha,
        power=reached,
        days=math.ceil(total / people_per_day) if people_per_day else None,
        sd=sd,
    )


Needed = Callable[[float, float, float], float]


def _needed(sd: float | None, k: float, alpha: float) -> Needed:
    """The control customers needed, as a function of (control, treated, power)."""
    z = _NORMAL.inv_cdf(1 - alpha / 2)

    def means(control: float, treated: float, power: float) -> float:
        assert sd is not None
        return (z + _NORMAL.inv_cdf(power)) ** 2 * sd**2 * (1 + 1 / k) / (treated - control) ** 2

    def proportions(p1: float, p2: float, power: float) -> float:
        middle = (p1 + k * p2) / (1 + k)
        null = z * math.sqrt(middle * (1 - middle) * (1 + 1 / k))
        other = _NORMAL.inv_cdf(power) * math.sqrt(p1 * (1 - p1) + p2 * (1 - p2) / k)
        return float((null + other) ** 2 / (p2 - p1) ** 2)

    return proportions if sd is None else means


def _detectable(
    control: float, n_control: float, power: float, needed: Needed, top: float
) -> float:
    """The smallest value above `control` that `n_control` customers are enough for, by bisection."""
    low, high = 0.0, (top - control if top < math.inf else max(abs(control), 1.0))
    while top == math.inf and needed(control, control + high, power) > n_control:
        high *= 2
    if needed(control, control + high, power) > n_control:
        raise BadInput(
            f"{n_control:.0f} customers in the control cannot show any increase from {control:.1%}.",
            advice="Plan with more people.",
        )
    for _ in range(200):
        middle = (low + high) / 2
        if middle > 0 and needed(control, control + middle, power) <= n_control:
            high = middle
        else:
            low = middle
    return control + high


def _reached(
    control: float, treated: float, n_control: float, needed: Needed, alpha: float
) -> float:
    """The power whose need `n_control` customers just meet; it never falls below α/2."""
    low, high = alpha / 2, 1 - 1e-9
    for _ in range(100):
        middle = (low + high) / 2
        if needed(control, treated, middle) <= n_control:
            low = middle
        else:
            high = middle
    return low


def _snap(number: float) -> float:
    """Without the last binary digits, so that 5,200 × 4 is not 20,801."""
    return round(number, 6)


def _check(
    control: float,
    treated: float | None,
    people: int | None,
    sd: float | None,
    control_share: float,
    alpha: float,
    power: float,
    people_per_day: float | None,
) -> None:
    if treated is None and people is None:
        raise BadInput("Nothing to solve for.", advice="Give the treated value, or people.")
    for name, value in (("control_share", control_share), ("alpha", alpha), ("power", power)):
        if not 0 < value < 1:
            raise BadInput(f"{name} is {value}; it lies between 0 and 1.")
    if sd is None:
        _check_rates(control, treated)
    elif not (math.isfinite(sd) and sd > 0):
        raise BadInput(f"sd is {sd}; a standard deviation is above zero.")
    if treated is not None and treated == control:
        raise BadInput(
            "Control and treated are equal.", advice="A test needs a difference to find."
        )
    if people is not None and min(people * control_share, people * (1 - control_share)) < 2:
        raise BadInput(f"{people} people leave an arm with fewer than 2 customers.")
    if people_per_day is not None and people_per_day <= 0:
        raise BadInput(f"people_per_day is {people_per_day}; it must be above zero.")


def _check_rates(control: float, treated: float | None) -> None:
    for name, value in (("control", control), ("treated", treated)):
        if value is not None and not 0 < value < 1:
            raise BadInput(
                f"{name} is {value}; a conversion rate lies between 0 and 1.",
                advice="Write 8 % as 0.08, or give sd to compare means.",
            )
