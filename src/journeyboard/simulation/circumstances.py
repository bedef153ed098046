"""The circumstances of a flight: the sender's limits, the season, launches and the pace of entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

from journeyboard.errors import BadInput
from journeyboard.simulation.kernel.layout import DAY
from journeyboard.simulation.season import daily_factors

if TYPE_CHECKING:
    from journeyboard.journey.graph import Journey

WORDS = {
    "sms": "the limit of texts",
    "email": "the limit of e-mails",
    "budget": "the budget",
    "daily_budget": "the daily budget",
    "stands_for": "the size of the list",
}


LEAST_RATE = 0.01
"""Parts or messages a second; less is no sender but one who writes by hand."""


@dataclass(frozen=True)
class Limits:
    """What a sender can do and may spend; None is no limit.

    `sms` is SMS parts a second (a picture message counts as one), `email` messages a second; budgets are
    message cost in the brand's currency, of the whole run and of each day (UTC); ads are outside: they
    neither wait nor draw on the budget. The customers who fly stand for a list of `stands_for`, so that
    a sample shows the queue of all. Raises BadInput for a rate below 0.01 a second, for what is not more
    than 0, and for what is not a finite number.
    """

    sms: float | None = None
    email: float | None = None
    budget: float | None = None
    daily_budget: float | None = None
    stands_for: int | None = None

    def __post_init__(self) -> None:
        for name, words in WORDS.items():
            value = getattr(self, name)
            if value is None:
                continue
            if not (isfinite(value) and value > 0):
                raise BadInput(f"{words} is {value:g}.", advice="It must be more than 0.")
            if name in ("sms", "email") and value < LEAST_RATE:
                raise BadInput(f"{words} is {value:g} a second.", advice=f"It must be at least {LEAST_RATE}.")  # fmt: skip

    def __bool__(self) -> bool:
        return any(v is not None for v in (self.sms, self.email, self.budget, self.daily_budget))

    @property
    def rates(self) -> dict[str, float]:
        """The limited channels, with what they can send a second."""
        each = {"sms": self.sms, "email": self.email}
        return {channel: rate for channel, rate in each.items() if rate is not None}

    @property
    def has_budget(self) -> bool:
        """Whether message cost is limited."""
        return self.budget is not None or self.daily_budget is not None


@dataclass(frozen=True)
class Circumstances:
    """What is not the journey's own: limits, seasons by name, launch days by journey id, and over how
    many days a cohort enters. By default there is none of it."""

    limits: Limits = field(default_factory=Limits)
    seasons: tuple[str, ...] = ()
    launches: Mapping[str, str] = field(default_factory=dict)
    cohort_days: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.cohort_days <= 366:
            raise BadInput(f"cohorts enter over 1 to 366 days, not {self.cohort_days}.")

    def to_dict(self) -> dict[str, Any]:
        """Only what is set, as plain values; `of_dict` reads it back."""
        limits = {name: value for name, value in asdict(self.limits).items() if value is not None}
        told: dict[str, Any] = {"limits": limits} if limits else {}
        told |= {"seasons": list(self.seasons)} if self.seasons else {}
        told |= {"launches": dict(self.launches)} if self.launches else {}
        return told | ({"cohort_days": self.cohort_days} if self.cohort_days > 1 else {})

    @classmethod
    def of_dict(cls, told: Mapping[str, Any]) -> Circumstances:
        """What `to_dict` told."""
        return cls(
            Limits(**told.get("limits", {})), tuple(told.get("seasons", ())),
            dict(told.get("launches", {})), int(told.get("cohort_days", 1)),
        )  # fmt: skip

    def fields(self, journeys: tuple[Journey, ...], start: datetime, days: int) -> dict[str, Any]:
        """As the fields of a flight. Raises BadInput for what does not fit its journeys and days."""
        ids = [journey.id for journey in journeys]
        for name in self.launches:
            if name not in ids:
                raise BadInput(f"“{name}” is launched but does not fly.", advice=f"Journeys that fly: {', '.join(ids)}.")  # fmt: skip
        return {
            "season": daily_factors(self.seasons, start.date(), days),
            "launches": {name: _second(name, day, start, days) for name, day in self.launches.items()},
            "cohort_days": self.cohort_days,
        }  # fmt: skip


def _second(name: str, day: str, start: datetime, days: int) -> int:
    """The second of the run at which a launch day begins; 0 for one before the start."""
    try:
        after = (date.fromisoformat(day) - start.date()).days
    except ValueError:
        raise BadInput(f"“{day}” is not a day.", advice="Write it as 2026-03-02.") from None
    if after >= days:
        raise BadInput(f"“{name}” is launched on {day}, after the end of the run.", advice="Fly for more days or launch it earlier.")  # fmt: skip
    return max(after, 0) * DAY
