"""Assumptions: a design under every assumption's ends, and over fresh customers, in one piece of work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeyboard.errors import BadInput
from journeyboard.journey.graph import Journey
from journeyboard.workflows.compare import Terms
from journeyboard.workflows.people import Cancel, Progress

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.simulation.comparing.assumptions import Sensitivity
    from journeyboard.simulation.comparing.replicates import Replicates

DRAWS, RUNS = 100, 10
MOST_IN_A_RUN = 5_000


@dataclass(frozen=True)
class Analysis:
    """What the assumptions do to the answer, and how runs of other customers agree (None: not asked)."""

    sensitivity: Sensitivity
    replicates: Replicates | None

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        again = self.replicates.to_dict() if self.replicates else None
        return {**self.sensitivity.to_dict(), "replicates": again}


def analysed(
    j: Journey,
    people: Audience,
    brand: Brand,
    terms: Terms,
    *,
    other: Journey | None = None,
    keys: Collection[str] | None = None,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    draws: int = DRAWS,
    runs: int = RUNS,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Analysis:
    """Fly a journey, and a second design when given, under other assumptions and with other customers.

    `people` are those of the terms; the runs with others take fresh sample customers. `keys` narrows
    the assumptions.
    Raises BadInput for designs of two brands and for limits of the sender, and RunCancelled when `cancel` said so.
    """
    from journeyboard.simulation.comparing.compare import refuse_two_brands
    from journeyboard.simulation.comparing.sensitivity import sensitivity

    if other is not None:
        refuse_two_brands(j, other)
    counter = _Counter(progress, runs)
    found = sensitivity(
        j, people, keys, other=other, seed=terms.seed, brand=brand, days=terms.days, start=terms.start,
        behaviour=terms.behaviour, circumstances=terms.circumstances, ranges=ranges, draws=draws,
        progress=counter.flown, cancel=cancel,
    )  # fmt: skip
    size = min(len(people), MOST_IN_A_RUN)
    again = _replicated(j, other, brand, terms, size, runs, counter.ran, cancel)
    return Analysis(found, again)


@dataclass
class _Counter:
    """Two counts told as one: flights under other assumptions, then runs with other customers."""

    progress: Progress | None
    runs: int
    flights: int = 0

    def flown(self, done: int, total: int) -> None:
        self.flights = total
        if self.progress:
            self.progress(done, total + self.runs)

    def ran(self, done: int, total: int) -> None:
        if self.progress:
            self.progress(self.flights + done, self.flights + total)


def _replicated(
    j: Journey,
    other: Journey | None,
    brand: Brand,
    terms: Terms,
    size: int,
    runs: int,
    progress: Progress,
    cancel: Cancel | None,
) -> Replicates | None:
    """The same over fresh sample customers, other ones and other dice in each run; None for fewer than two."""
    from journeyboard.audience.customers import customers
    from journeyboard.simulation.comparing.replicates import replicates

    if runs < 2:
        return None
    return replicates(
        (j, other) if other else j, lambda seed: customers(size, seed, brand, terms.start),
        _other_seeds(terms, runs), brand=brand, days=terms.days, start=terms.start,
        behaviour=terms.behaviour, circumstances=terms.circumstances, progress=progress, cancel=cancel,
    )  # fmt: skip


def _other_seeds(terms: Terms, runs: int) -> list[int]:
    """The seeds after that of the terms, without the one that its own customers come from."""
    coming = range(terms.seed + 1, terms.seed + 2 + runs)
    return [seed for seed in coming if seed != terms.people.seed][:runs]


def checked_range(
    key: str, low: float | None, value: float | None, high: float | None
) -> tuple[float, float, float]:
    """Low, value and high; BadInput unless they are numbers in this order, none of them negative."""
    if low is None or value is None or high is None:
        raise BadInput(f"“{key}” lacks a number.", advice="Fill in low, value and high.")
    if not 0 <= low <= value <= high:
        raise BadInput(
            f"“{key}” has low {low:g}, value {value:g} and high {high:g}.",
            advice="Put them in this order, none below zero.",
        )
    return float(low), float(value), float(high)
