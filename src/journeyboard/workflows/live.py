"""Live figures: the design in hand flown anew after every edit, beside the page, and what changed since it was saved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import perf_counter

import numpy as np

from journeyboard.audience.customers import customers
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.measurement.steps import StepFigures
from journeyboard.simulation.step_changes import StepChanges, step_changes
from journeyboard.simulation.step_counts import StepCounts, step_counts
from journeyboard.simulation.trial import Field
from journeyboard.workflows.jobs import Cancel, Job, Progress, begin

MOST, LEAST = 20_000, 2_000
BUDGET = 0.15
"""Seconds a flight may take; fewer customers fly where it takes longer, and more where there is room."""
PEOPLE_SEED = 1
KEPT = 4
"""Brands whose customers are kept."""


@dataclass(frozen=True)
class Wish:
    """What shall be flown: the journey in hand, and as it was last saved, which it is compared with."""

    journey: Journey
    brand: Brand
    saved: Journey

    def is_as(self, other: Wish | None) -> bool:
        """Whether both mean the very same objects; comparing what they say would take longer."""
        return other is not None and all(
            mine is theirs
            for mine, theirs in (
                (self.journey, other.journey),
                (self.brand, other.brand),
                (self.saved, other.saved),
            )
        )


@dataclass(frozen=True)
class Landed:
    """The figures of a wish, of how many customers, seed and days, and when (UTC).

    `changes` against the saved journey are None for the saved journey itself, and until that has flown.
    """

    number: int
    wish: Wish
    figures: StepFigures
    changes: StepChanges | None
    customers: int
    seed: int
    days: int
    at: datetime


Fly = Callable[[Journey, Brand, int, Cancel], StepCounts]


class LiveFlights:
    """The flights of one journey being edited: the newest wish is flown, an older one is given up.

    Flights are numbered as they are asked for; one that lands after a later one is not heard, and one that
    was given up teaches nothing.
    Ask from one thread; landing happens in others.
    """

    def __init__(self, fly: Fly | None = None) -> None:
        self.landed: Landed | None = None
        self._fly = fly or flown
        self._pace = Pace()
        self._wish: Wish | None = None
        self._number = 0
        self._job: Job | None = None
        self._saved: tuple[Wish, StepCounts] | None = None
        self._lock = threading.Lock()

    def ask(self, wish: Wish) -> None:
        """Fly this, unless it was asked for last."""
        if not self.awaits(wish):
            return
        self.stop()
        with self._lock:
            self._wish, self._number = wish, self._number + 1
            number = self._number

        def work(_progress: Progress, cancel: Cancel) -> None:
            self._work(number, wish, cancel)

        self._job = begin("Live figures", work, about=number)

    def awaits(self, wish: Wish) -> bool:
        """Whether nobody has asked for this yet."""
        return not wish.is_as(self._wish)

    def stop(self) -> None:
        """Give up what is in the air; it can be asked for again."""
        if self._job:
            self._job.cancel()
        self._wish = None

    @property
    def flying(self) -> bool:
        """Whether the last wish is in the air, or what it is compared with."""
        return self._wish is not None and self._job is not None and self._job.running

    @property
    def problem(self) -> str:
        """Why the last wish cannot be flown, in a sentence; empty where it can."""
        if self._job is None or self._job.running or self._wish is None:
            return ""
        arrived = self.landed is not None and self.landed.number == self._number
        return "" if arrived else self._job.problem

    def wait(self, seconds: float) -> None:
        """Until the last wish has landed, or so long."""
        if self._job and self._job.thread:
            self._job.thread.join(seconds)

    def _work(self, number: int, wish: Wish, cancel: Cancel) -> None:
        with self._lock:
            size = self._pace.size
        began = perf_counter()
        now = self._fly(wish.journey, wish.brand, size, cancel)
        self._took(number, perf_counter() - began)
        landed = _landed(number, wish, now)
        if wish.journey == wish.saved:
            self._land(landed, now)
            return
        before = self._known(wish, size)
        if before is None:
            self._land(landed)
            before = self._fly(wish.saved, wish.brand, size, cancel)
        steps = [node.id for node in wish.saved.nodes]
        self._land(replace(landed, changes=step_changes(now, before, steps)), before)

    def _known(self, wish: Wish, size: int) -> StepCounts | None:
        """The flight of the saved journey, where it is known; fewer customers are the first of more."""
        with self._lock:
            kept = self._saved
        if kept is None or kept[0].saved is not wish.saved or kept[0].brand is not wish.brand:
            return None
        return kept[1].first(size) if kept[1].customers >= size else None

    def _land(self, landed: Landed, saved: StepCounts | None = None) -> None:
        """Take down what has landed, unless something newer has."""
        with self._lock:
            if self.landed is None or landed.number >= self.landed.number:
                self.landed = landed
            newest = landed.number == self._number
            if saved is not None and newest and self._is_wider(landed.wish, saved):
                self._saved = landed.wish, saved

    def _took(self, number: int, seconds: float) -> None:
        """Set the pace by the newest flight: an older one shared the machine with it."""
        with self._lock:
            if number == self._number:
                self._pace.took(seconds)

    def _is_wider(self, wish: Wish, saved: StepCounts) -> bool:
        """Whether this flight of the saved journey is worth keeping in place of the one that is kept."""
        if self._saved is None or self._saved[0].saved is not wish.saved:
            return True
        same_brand = self._saved[0].brand is wish.brand
        return not same_brand or saved.customers > self._saved[1].customers


class Pace:
    """How many customers fly, so that a flight takes about `BUDGET`: halved and doubled between LEAST and MOST.

    The first flight also makes the customers and readies the engine, and says nothing. After that the
    quicker of the last two counts: another task on the machine may have held up one of them.
    """

    def __init__(self) -> None:
        self.size = MOST
        self._times: list[float] | None = None

    def took(self, seconds: float) -> None:
        """Take down how long a flight of this size has taken."""
        if self._times is None:
            self._times = []
            return
        self._times = [*self._times, seconds][-2:]
        if len(self._times) < 2:
            return
        quicker = min(self._times)
        size = self.size
        if quicker > BUDGET:
            size = max(LEAST, self.size // 2)
        elif 2 * max(self._times) <= BUDGET:
            size = min(MOST, self.size * 2)
        if size != self.size:
            self.size, self._times = size, []


def flown(journey: Journey, brand: Brand, size: int, cancel: Cancel) -> StepCounts:
    """The figures of a journey flown alone by the first `size` of the live customers.

    Raises JourneyboardError for what cannot be flown, and RunCancelled.
    """
    trial = _field(brand, size).fly(journey, rows=True, cancel=cancel)
    return step_counts(trial, journey.id)


_fields: dict[str, dict[int, Field]] = {}
_making = threading.Lock()


def _field(brand: Brand, size: int) -> Field:
    """The brand's customers as a field, made once a process; those of a smaller one are its first."""
    key = brand.model_dump_json()
    with _making:
        sizes = _fields.pop(key, None) or {MOST: Field(customers(MOST, PEOPLE_SEED, brand), brand)}
        _fields[key] = sizes  # the one used last stands last
        if size not in sizes:
            whole = sizes[MOST]
            sizes[size] = replace(whole, people=whole.people.where(np.arange(MOST) < size))
        for old in list(_fields)[:-KEPT]:
            del _fields[old]
        return sizes[size]


def _landed(number: int, wish: Wish, now: StepCounts) -> Landed:
    return Landed(
        number, wish, now.figures, None, now.customers, Field.seed, Field.days, datetime.now(UTC)
    )
