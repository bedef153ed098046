"""Fly and keep: a named run through the engine into the store, in the background, with progress and cancel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from journeyboard.audience.people import START
from journeyboard.errors import JourneyboardError, RunCancelled, RunError
from journeyboard.simulation.circumstances import Circumstances
from journeyboard.storage.consents import choices
from journeyboard.storage.runs import (
    StoredRun,
    delete_run,
    find_run,
    keep_run,
    start_run,
)
from journeyboard.storage.store import Store
from journeyboard.workflows.library import Opened, brand_of, open_stored
from journeyboard.workflows.people import Cancel, People, Progress, gathered

if TYPE_CHECKING:
    from journeyboard.journey.brand import Brand
    from journeyboard.simulation.run import Run

OUTCOMES = ("converted", "orders", "revenue", "margin", "opt_outs")


@dataclass(frozen=True)
class Plan:
    """What is to be flown: stored journeys of one brand, people, a seed, days and a start (`YYYY-MM-DD`).

    `behaviour` are the numbers of the behaviour model that are not its own, and `model` says whose they are.
    """

    name: str
    journeys: tuple[str, ...]
    people: People = field(default_factory=People)
    seed: int = 7
    days: int = 90
    start: str = START
    behaviour: Mapping[str, float] = field(default_factory=dict)
    model: str = ""
    circumstances: Circumstances = field(default_factory=Circumstances)

    def to_dict(self) -> dict[str, Any]:
        """The settings kept with the run."""
        fitted = {"behaviour": dict(self.behaviour), "model": self.model} if self.behaviour else {}
        return {
            "people": self.people.to_dict(),
            "days": self.days,
            "start": self.start,
            "journeys": list(self.journeys),
            **fitted,
        } | ({"circumstances": told} if (told := self.circumstances.to_dict()) else {})


def fly(
    store: Store,
    plan: Plan,
    *,
    progress: Progress | None = None,
    making: Progress | None = None,
    cancel: Cancel | None = None,
) -> StoredRun:
    """Fly the plan and keep the run under its name.

    What the brand's customers chose in a mock (STOP, LESS) holds, and the run's settings say how many
    choices there were. `making` hears how many customers are made, `progress` how many have flown.
    Raises RunCancelled when `cancel` said so; then, and on any other error, nothing is kept.
    """
    from journeyboard.simulation.behaviour import Behaviour
    from journeyboard.simulation.run import simulate

    opened = [open_stored(store, journey_id) for journey_id in plan.journeys]
    _refuse_nothing(opened)
    brand = brand_of(store, opened[0].journey)
    chosen = choices(store, brand.id) if plan.people.knows else ()
    audience = gathered(
        plan.people, brand, plan.start, choices=chosen, progress=making, cancel=cancel
    )
    stored = _registered(store, plan, opened, brand, len(audience), len(chosen))
    try:
        run = simulate(
            [one.journey for one in opened],
            audience,
            brand=brand,
            seed=plan.seed,
            days=plan.days,
            start=plan.start,
            behaviour=Behaviour(plan.behaviour),
            out=stored.path,
            progress=progress,
            cancel=cancel,
            circumstances=plan.circumstances if plan.circumstances.to_dict() else None,
        )
        return keep_run(store, stored.id, digest=run.digest, results=summary(run))
    except BaseException:
        delete_run(store, stored.id)
        raise


def _registered(
    store: Store, plan: Plan, opened: Sequence[Opened], brand: Brand, customers: int, chosen: int
) -> StoredRun:
    return start_run(
        store,
        plan.name,
        seed=plan.seed,
        customers=customers,
        journeys=[(one.revision.journey_id, one.revision.number) for one in opened],
        settings=plan.to_dict()
        | {"brand": brand.name, "currency": brand.currency, "consent_choices": chosen},
    )


def _refuse_nothing(opened: Sequence[Opened]) -> None:
    if not opened:
        raise RunError("No journey is chosen. Choose at least one to fly.")


def summary(run: Run) -> dict[str, Any]:
    """The run's results in small: metrics of the whole, lift per experiment, and the truth."""
    whole = run.metrics().rows[0]
    return {
        "metrics": {key: cell.to_dict() for key, cell in whole.cells.items()},
        "lift": [found.to_dict() for found in run.lift(outcomes=OUTCOMES)],
        "truth": run.truth().to_dict(),
    } | ({"capacity": dict(run.capacity)} if run.capacity else {})


def flown(store: Store, run_id: str) -> Run:
    """A kept run, opened for reading."""
    from journeyboard.simulation.run import open_run

    return open_run(find_run(store, run_id).path)


@dataclass
class Flight:
    """A plan in the air: how far it is, and in the end its run or one sentence saying why there is none."""

    plan: Plan
    done: int = 0
    total: int = 0
    phase: str = "Getting ready"
    run: StoredRun | None = None
    problem: str = ""
    stopped: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    @property
    def flying(self) -> bool:
        """Whether it is still under way."""
        return self.thread is not None and self.thread.is_alive()

    def cancel(self) -> None:
        """Land as soon as possible; nothing is kept."""
        self.stopped.set()

    def report(self, done: int, total: int) -> None:
        """Take down how far it is."""
        self.done, self.total, self.phase = done, total, "Flying customers"

    def making(self, done: int, total: int) -> None:
        """Take down how many customers are made."""
        self.done, self.total, self.phase = done, total, "Making customers"

    @property
    def words(self) -> str:
        """What it is doing just now, in a few words."""
        if self.stopped.is_set():
            return "Cancelling …"
        far = f": {self.done:,} of {self.total:,}" if self.total else ""
        return f"{self.phase}{far or ' …'}"


def take_off(store: Store, plan: Plan, landed: Callable[[StoredRun], None] | None = None) -> Flight:
    """Start flying the plan in the background; `landed` gets the run that was kept."""
    flight = Flight(plan)
    flight.thread = threading.Thread(
        target=_in_the_air, args=(store, flight, landed), name="journeyboard-flight", daemon=True
    )
    flight.thread.start()
    return flight


def _in_the_air(
    store: Store, flight: Flight, landed: Callable[[StoredRun], None] | None = None
) -> None:
    try:
        run = fly(
            store,
            flight.plan,
            progress=flight.report,
            making=flight.making,
            cancel=flight.stopped.is_set,
        )
        if landed:
            landed(run)
        flight.run = run
    except RunCancelled:
        flight.problem = "Stopped. Nothing was kept."
    except JourneyboardError as error:
        flight.problem = str(error)
    except Exception as error:
        flight.problem = (
            f"The flight broke off, nothing was kept ({type(error).__name__}: {error})."
        )
