"""All journeys of a brand in the air together for a month: what a calendar and a timing view are read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from journeyboard.errors import BadInput
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import AudienceEntry, DateEntry, Journey
from journeyboard.storage.consents import ConsentChoice
from journeyboard.workflows.people import People, Progress, gathered

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.simulation.run import Run

WARM_UP = 28
"""Days flown before the month, so that those who entered earlier are on their way when it begins."""
COHORT_AT = 10
"""The local hour at which journeys that “enter once, at the start” are taken to start, on the 1st."""


@dataclass(frozen=True)
class Month:
    """A month of a calendar, by its first day."""

    first: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.first + timedelta(k) for k in range((self.next.first - self.first).days))

    @property
    def next(self) -> Month:
        """The month after it."""
        return month_of(self.first + timedelta(days=32))

    @property
    def before(self) -> Month:
        """The month before it."""
        return month_of(self.first - timedelta(days=1))

    @property
    def words(self) -> str:
        """Such as “March 2026”."""
        return f"{self.first:%B %Y}"

    @property
    def flown_from(self) -> date:
        """The first day of its flight."""
        return self.first - timedelta(days=WARM_UP)


@dataclass(frozen=True)
class Together:
    """What flew: the journeys, on whom, for which month, and which could not fly, with the reason.

    `cohorts` are the ids of journeys that were given the 1st of the month as their start.
    """

    month: Month
    brand: Brand
    journeys: tuple[Journey, ...]
    people: Audience
    run: Run | None
    left_out: tuple[tuple[str, str], ...] = ()
    cohorts: frozenset[str] = frozenset()


def month_of(day: date) -> Month:
    """The month a day lies in."""
    return Month(day.replace(day=1))


def fly_month(
    journeys: Sequence[Journey],
    brand: Brand,
    month: Month,
    progress: Progress | None = None,
    choices: Sequence[ConsentChoice] = (),
) -> Together:
    """Fly the sample audience through all of them at once, under the brand's caps, seed 7.

    The flight begins 28 days before the month. A journey that enters once, at the start of a flight,
    has no date of its own: it enters on the 1st of the month, 10:00 on each customer's clock. What
    cannot be flown is left out. `choices` are what customers chose in a mock; they hold throughout.
    """
    from journeyboard.simulation.run import simulate

    start = f"{month.flown_from}"
    people = gathered(People(), brand, start, choices=choices)
    fit, left_out = _sorted_out([_dated(one, month) for one in journeys], people, brand, start)
    run = None
    if fit:
        days = WARM_UP + len(month.days) + 1  # one more: the last local day ends later in the west
        run = simulate(fit, people, brand=brand, start=start, days=days, progress=progress)
    cohorts = frozenset(one.id for one in journeys if _is_cohort(one))
    return Together(month, brand, tuple(fit), people, run, tuple(left_out), cohorts)


def _dated(journey: Journey, month: Month) -> Journey:
    entry = journey.entry
    if not isinstance(entry, AudienceEntry) or not _is_cohort(journey):
        return journey
    at = datetime(month.first.year, month.first.month, 1, COHORT_AT)
    return journey.model_copy(update={"entry": DateEntry(at=at, audience=entry.condition)})


def _is_cohort(journey: Journey) -> bool:
    """Whether it enters once, at the start of a flight, and so has no date of its own."""
    return isinstance(journey.entry, AudienceEntry) and journey.entry.when == "start"


def _sorted_out(
    journeys: Sequence[Journey], people: Audience, brand: Brand, start: str
) -> tuple[list[Journey], list[tuple[str, str]]]:
    """Those that can fly, at most as many as the engine takes, and why the others cannot."""
    from journeyboard.simulation.kernel.layout import MAX_JOURNEYS

    fit, left_out = list[Journey](), list[tuple[str, str]]()
    few = people.where(people.frame.index < 1)
    for journey in journeys:
        problem = _problem(journey, few, brand, start)
        if not problem and len(fit) == MAX_JOURNEYS:
            problem = f"at most {MAX_JOURNEYS} journeys fly together."
        if problem:
            left_out.append((journey.name, problem))
        else:
            fit.append(journey)
    return fit, left_out


def _problem(journey: Journey, people: Audience, brand: Brand, start: str) -> str:
    from journeyboard.simulation.program import compile_flight
    from journeyboard.simulation.run import flight_of

    try:
        compile_flight(flight_of(journey, people, brand=brand, start=start, days=2))
    except BadInput as error:
        return str(error)
    return ""
