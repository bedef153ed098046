"""What a design is worth: objectives, guardrails, and scores with their paired intervals."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.comparing.measures import values_of
from journeyboard.simulation.trial import Trial

if TYPE_CHECKING:
    pass

PER = 10_000
"""Customers that sums are stated for: those of the list, not only those who enter."""
Z = 1.959964


class Objective(NamedTuple):
    """What a search looks for: its name, what it counts (`money` or a thing), and the measure of it."""

    label: str
    unit: str
    measure: str

    def of(self, trial: Trial, life: str) -> NDArray[np.float64]:
        """It by customer in one life, in the currency where it is money, shape [n]."""
        return values_of(trial, self.measure, life)


OBJECTIVES: dict[str, Objective] = {
    "value": Objective("Incremental margin less lost subscriber value", "money", "net_value"),
    "margin": Objective("Incremental margin after message cost", "money", "net_margin"),
    "revenue": Objective("Incremental revenue", "money", "revenue"),
    "orders": Objective("Incremental orders", "orders", "orders"),
    "conversions": Objective("Incremental buyers", "buyers", "converted"),
}
"""Incremental: with the journey less without it, on the same customers and the same luck."""


@dataclass(frozen=True)
class Estimate:
    """A sum per 10,000 customers with its standard error, of `n` customers."""

    mean: float
    error: float
    n: int

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval."""
        return self.mean - Z * self.error

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval."""
        return self.mean + Z * self.error

    @property
    def margin(self) -> float:
        """Half the 95 % interval."""
        return Z * self.error

    def to_dict(self) -> dict[str, float]:
        """Mean, interval and n, per 10,000 customers."""
        return {"mean": self.mean, "low": self.low, "high": self.high, "n": self.n}


def estimate(differences: NDArray[np.float64]) -> Estimate:
    """The mean of one difference a customer, per 10,000 customers; the unit is the customer.

    >>> estimate(np.array([1.0, 1.0, 1.0, 1.0])).mean
    10000.0
    """
    n = len(differences)
    spread = float(differences.std(ddof=1)) if n > 1 else math.inf
    return Estimate(PER * float(differences.mean()), PER * spread / math.sqrt(n), n)


@dataclass(frozen=True)
class Score:
    """A design flown over some customers.

    `gain` is the objective against the untouched life, `better` against the starting design, both
    paired by customer. `opt_outs` and `cost` (in the currency) are per 10,000 customers, the rates
    of delivered messages (None when none was); `control` is the share who get nothing.
    """

    customers: int
    gain: Estimate
    better: Estimate
    opt_outs: float
    cost: float
    delivered: float
    opt_out_rate: float | None
    complaint_rate: float | None
    control: float

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values."""
        return asdict(self) | {"gain": self.gain.to_dict(), "better": self.better.to_dict()}


def score_of(trial: Trial, gain: NDArray[np.float64], better: NDArray[np.float64], control: float) -> Score:  # fmt: skip
    """The score of a trial, and by customer of the crowd the objective over untouched and over the start.

    The crowd may be larger than the trial by those who get no message.
    """
    n = len(gain)
    sums = {name: float(trial.outcome(name).sum()) for name in ("opt_outs", "cost", "delivered")}
    complained = sum(seen.get("message.complained", 0) for seen in trial.counts.values())
    sent = sums["delivered"]
    return Score(
        n, estimate(gain), estimate(better),
        PER * sums["opt_outs"] / n, PER * sums["cost"] / n, PER * sent / n,
        sums["opt_outs"] / sent if sent else None, complained / sent if sent else None, control,
    )  # fmt: skip


@dataclass(frozen=True)
class Guardrails:
    """What no design may break; None asks for nothing.

    Rates are of delivered messages, `cost` is in the currency per 10,000 customers, `control` the
    smallest share of entrants who must get nothing; `findings` forbids errors that the starting
    design does not have.
    """

    opt_out_rate: float | None = None
    complaint_rate: float | None = None
    cost: float | None = None
    control: float | None = None
    findings: bool = True

    def broken(self, score: Score) -> tuple[str, ...]:
        """What a score breaks, one sentence each."""
        return tuple(self._broken(score))

    def _broken(self, score: Score) -> list[str]:
        said = []
        for name, limit, found in (
            ("opt-outs", self.opt_out_rate, score.opt_out_rate),
            ("complaints", self.complaint_rate, score.complaint_rate),
        ):
            if limit is not None and (found or 0) > limit:
                said.append(f"{name} are {100 * (found or 0):.2f} % of delivered messages, the limit is {100 * limit:.2f} %")  # fmt: skip
        if self.cost is not None and score.cost > self.cost:
            said.append(f"messages cost {score.cost:,.2f} per {PER:,} customers, the limit is {self.cost:,.2f}")  # fmt: skip
        if self.control is not None and score.control < self.control - 1e-9:
            said.append(f"the control share is {100 * score.control:.0f} %, at least {100 * self.control:.0f} % is asked")  # fmt: skip
        return said
