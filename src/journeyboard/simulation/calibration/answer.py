"""What a calibration says: estimates with intervals, what was kept and why, and how well the model fits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from journeyboard.simulation.behaviour import Behaviour, parameters

FEW = 30
"""Events below which an estimate is called thin."""
STRANGE = 3.0
"""Standard errors from which on a group is said not to fit."""


@dataclass(frozen=True)
class Estimate:
    """One number of the model as the log has it, with its 95 % interval, in the parameter's unit.

    `n` is what it was counted on, `events` how many of them happened; `method` names the estimator.
    """

    key: str
    value: float
    low: float
    high: float
    n: int
    events: int
    method: str
    note: str = ""

    @property
    def default(self) -> float:
        """The model's own value."""
        return parameters()[self.key].value

    @property
    def compatible(self) -> bool:
        """Whether the model's own value lies inside the interval."""
        return self.low <= self.default <= self.high

    @property
    def thin(self) -> bool:
        """Whether it rests on fewer than 30 events."""
        return self.events < FEW

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values, with the default beside them."""
        told = {"default": self.default, "compatible": self.compatible, "thin": self.thin}
        return asdict(self) | told


@dataclass(frozen=True)
class Kept:
    """A number that the log does not identify: it keeps its default, for this reason."""

    key: str
    value: float
    reason: str


@dataclass(frozen=True)
class FitRow:
    """One group of messages: how often it happened and how often the fitted model expects it.

    `spread` is the standard deviation of the count under the fitted model.
    """

    what: str
    by: str
    group: str
    n: int
    observed: int
    expected: float
    spread: float

    @property
    def z(self) -> float | None:
        """Observed less expected in standard deviations; None where nothing was expected."""
        return (self.observed - self.expected) / self.spread if self.spread > 0 else None


@dataclass(frozen=True)
class Goodness:
    """How well a part of the model fits as a whole: squared deviations against their expectation."""

    what: str
    chi2: float
    groups: int
    p_value: float | None


@dataclass(frozen=True)
class Calibration:
    """A behaviour model fitted to one event log.

    `source` and `customers` say what was read; `notes` what was done about what is missing, and
    `warnings` what should make one doubt.
    """

    estimates: tuple[Estimate, ...]
    kept: tuple[Kept, ...]
    rows: tuple[FitRow, ...]
    goodness: tuple[Goodness, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    source: str
    customers: int
    events: int

    @property
    def behaviour(self) -> Behaviour:
        """The model with the estimated numbers in it, to six digits."""
        return Behaviour({one.key: float(f"{one.value:.6g}") for one in self.estimates})

    @property
    def fit(self) -> tuple[FitRow, ...]:
        """Observed against expected, group by group."""
        return self.rows

    def estimate(self, key: str) -> Estimate | None:
        """The estimate of one number, None where it was kept."""
        return next((one for one in self.estimates if one.key == key), None)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {
            "source": self.source,
            "customers": self.customers,
            "events": self.events,
            "behaviour": dict(self.behaviour.changed),
            "estimates": [one.to_dict() for one in self.estimates],
            "kept": [asdict(one) for one in self.kept],
            "fit": [asdict(row) | {"z": row.z} for row in self.rows],
            "goodness": [asdict(one) for one in self.goodness],
            "warnings": list(self.warnings),
            "notes": list(self.notes),
        }


@dataclass
class Findings:
    """Where the estimators put what they find; what nobody speaks of is kept in the end."""

    estimates: dict[str, Estimate] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(
        self,
        key: str,
        interval: tuple[float, float, float],
        n: float,
        events: float,
        method: str,
        note: str = "",
    ) -> None:
        """An estimate as (value, low, high)."""
        value, low, high = (float(part) for part in interval)
        self.estimates[key] = Estimate(key, value, low, high, int(n), int(events), method, note)

    def keep(self, reason: str, *keys: str) -> None:
        """These numbers keep their defaults, unless somebody estimates them after all."""
        for key in keys:
            self.reasons.setdefault(key, reason)

    def behaviour(self) -> Behaviour:
        """The model as far as it is estimated by now."""
        return Behaviour({key: one.value for key, one in self.estimates.items()})

    def kept(self) -> tuple[Kept, ...]:
        """What keeps its default, in the order of the model's table."""
        other = "no event of a log tells this number apart from the others"
        return tuple(
            Kept(key, one.value, self.reasons.get(key, other))
            for key, one in parameters().items()
            if key not in self.estimates
        )

    def listed(self) -> tuple[Estimate, ...]:
        """The estimates in the order of the model's table."""
        return tuple(self.estimates[key] for key in parameters() if key in self.estimates)
