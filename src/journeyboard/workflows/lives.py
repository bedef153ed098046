"""The customers of a kept run: found by what happened to them, and followed with the reason for each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from journeyboard.errors import BadInput, RunError
from journeyboard.storage.consents import choices
from journeyboard.storage.runs import StoredRun, find_run
from journeyboard.workflows.library import brand_of, open_stored
from journeyboard.workflows.people import People, gathered

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.measurement.happened import Found, Wanted
    from journeyboard.simulation.flight import Ledger, Program
    from journeyboard.simulation.results import Run
    from journeyboard.simulation.tracing.traced import Trace
    from journeyboard.storage.store import Store

WHOLE = 20_000
"""Customers up to which the whole audience is made to follow one; of more only the one is made."""
CHANGED = (
    "This customer cannot be followed exactly: the brand, the customers' file or the engine have "
    "changed since the run was flown. Fly it again."
)


@dataclass(frozen=True)
class KeptRun:
    """A kept run, opened to follow its customers; `whole` is its compiled flight, None for large ones."""

    stored: StoredRun
    run: Run
    journeys: tuple[Journey, ...]
    brand: Brand
    whole: Program | None
    ledger: Ledger | None = None
    """The queue and the budget of a run under limits, the same for all of its customers."""

    @property
    def outcomes(self) -> tuple[Path, ...]:
        """The files of its outcome rows."""
        return tuple(sorted((self.run.path / "outcomes").glob("part-*.parquet")))

    @property
    def titles(self) -> Mapping[str, str]:
        """What each step is called, by `journey/step`."""
        found: Mapping[str, str] = self.run.manifest["titles"]
        return found


def opened(store: Store, run_id: str) -> KeptRun:
    """A kept run with everything it was flown with, as it stands in the store.

    Raises StoreError for a run or revision that is gone, BadInput for a customers' file that is, and
    RunError for a run under limits whose queue was not kept.
    """
    from journeyboard.simulation.capacity_kept import kept_ledger
    from journeyboard.simulation.run import open_run

    stored = find_run(store, run_id)
    run = open_run(stored.path)
    journeys = tuple(open_stored(store, one, number).journey for one, number in stored.journeys)
    if not journeys:
        raise RunError("The run does not say which journeys it flew. Fly it again.")
    brand = brand_of(store, journeys[0])
    ledger = kept_ledger(run.path) if _is_limited(run) else None
    kept = KeptRun(stored, run, journeys, brand, None, ledger)
    people = _people(stored)
    if people.source == "generated" and people.size > WHOLE:
        return kept
    return replace(kept, whole=_program(kept, _audience(store, kept, people)))


def followed(store: Store, kept: KeptRun, key: str, lives: Sequence[str] = ("designed", "untouched")) -> Trace:  # fmt: skip
    """A customer of the run through these lives, proven equal to the run's log event for event.

    Raises BadInput for who is not among its customers, and RunError where the log says otherwise.
    """
    from journeyboard.simulation.tracing.trace import trace

    program = kept.whole or _program(kept, _one(store, kept, key))
    found = trace(program, key, lives)
    if not _as_logged(found, kept.run) and kept.whole is None:
        # Audiences that compare customers with one another need all of them.
        found = trace(_program(kept, _audience(store, kept, _people(kept.stored))), key, lives)
    if not _as_logged(found, kept.run):
        raise RunError(CHANGED)
    return found


def found_by(kept: KeptRun, asked: str | Wanted, limit: int = 50) -> Found:
    """The customers to whom it happened: a name of `happened.QUESTIONS`, or a free question."""
    from journeyboard.measurement.happened import search

    return search(kept.run.log, kept.outcomes, asked, limit)


def counted(kept: KeptRun) -> dict[str, int]:
    """How many customers each ready question finds."""
    from journeyboard.measurement.happened import count_all

    return count_all(kept.run.log, kept.outcomes)


def _is_limited(run: Run) -> bool:
    return bool(run.manifest.get("circumstances", {}).get("limits"))


def _people(stored: StoredRun) -> People:
    return People(**stored.settings["people"])


def _audience(store: Store, kept: KeptRun, people: People) -> Audience:
    settings = kept.stored.settings
    chosen = choices(store, kept.brand.id)[: settings.get("consent_choices", 0)]
    return gathered(people, kept.brand, settings["start"], choices=chosen)


def _one(store: Store, kept: KeptRun, key: str) -> Audience:
    """One generated customer, by the number in their key."""
    from journeyboard.audience.customers import customers
    from journeyboard.workflows.consents import with_choices

    people, settings = _people(kept.stored), kept.stored.settings
    number = int(key[1:]) if key[:1] == "c" and key[1:].isdecimal() else people.size
    if number >= people.size:
        raise BadInput(f"there is no customer “{key}” in this run.", advice="Choose one of its customers.")  # fmt: skip
    alone = customers(1, people.seed, kept.brand, settings["start"], first=number)
    chosen = choices(store, kept.brand.id)[: settings.get("consent_choices", 0)]
    return with_choices(alone, chosen) if people.knows else alone


def _program(kept: KeptRun, audience: Audience) -> Program:
    from journeyboard.simulation.behaviour import Behaviour
    from journeyboard.simulation.circumstances import Circumstances
    from journeyboard.simulation.program import compile_flight
    from journeyboard.simulation.run import flight_of

    settings, told = kept.stored.settings, kept.run.manifest
    around = Circumstances.of_dict(told.get("circumstances", {}))
    flight = flight_of(
        kept.journeys, audience, brand=kept.brand, seed=kept.stored.seed, days=settings["days"],
        start=settings["start"], behaviour=Behaviour(told["behaviour"]), circumstances=around,
    )  # fmt: skip
    return compile_flight(replace(flight, ledger=kept.ledger) if kept.ledger else flight)


def _as_logged(found: Trace, run: Run) -> bool:
    """Whether the designed life is that of the log; audiences and the run's name aside."""
    ours = [_told(event) for event in found.lives[0].events]
    return ours == [_told(event) for event in run.events_of(found.customer)]


def _told(event: object) -> dict[str, object]:
    return {k: v for k, v in vars(event).items() if k not in ("segments", "run_id")}


def first_customer(kept: KeptRun) -> str:
    """The key of the run's first customer, for who wants to look at anybody."""
    import pyarrow.parquet as pq

    first = pq.ParquetFile(kept.outcomes[0]).read_row_group(0, columns=["profile_key"])
    return str(first["profile_key"][0])
