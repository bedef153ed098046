"""Calibrating: a kept run or an event file in, a behaviour model out, saved with its journey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeyboard.errors import BadInput, JourneyboardError
from journeyboard.storage.consents import choices
from journeyboard.storage.models import StoredModel, keep_model, list_models
from journeyboard.storage.runs import StoredRun, find_run
from journeyboard.storage.store import Store
from journeyboard.workflows.library import brand_of, open_stored
from journeyboard.workflows.people import Cancel, People, Progress, gathered

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.measurement.log import EventLog
    from journeyboard.simulation.calibration.answer import Calibration
    from journeyboard.simulation.circumstances import Circumstances

DEFAULT_WORDS = "Default model"


@dataclass(frozen=True)
class Fit:
    """A finished calibration: of which log, for which journey."""

    calibration: Calibration
    source: str
    journey_id: str


@dataclass(frozen=True)
class FileSource:
    """An event file to calibrate from, the journey its messages belong to, and whose events they are."""

    path: str
    name: str
    journey_id: str
    people: People | None = None


def fit_run(store: Store, run_id: str, *, progress: Progress | None = None, cancel: Cancel | None = None) -> Fit:  # fmt: skip
    """Calibrate from a kept run, with its journeys as they were flown and its own customers.

    Customers of a run that was kept from the command line are not known any more.
    """
    from journeyboard.simulation.circumstances import Circumstances
    from journeyboard.workflows.fly import flown

    stored = find_run(store, run_id)
    run = flown(store, run_id)
    journeys = run_journeys(store, stored)
    brand = brand_of(store, journeys[0])
    people = _run_people(store, stored, brand, cancel)
    start = datetime.fromisoformat(str(run.manifest["start"]))
    span = start, start + timedelta(days=int(run.manifest["days"]))
    around = Circumstances.of_dict(run.manifest.get("circumstances", {}))
    found = _calibrated(run.log, journeys, people, brand, (span, around), progress, cancel)
    return Fit(found, f"the run “{stored.name}”", journeys[0].id)


def run_journeys(store: Store, stored: StoredRun) -> list[Journey]:
    """The journeys a run flew, in the revisions it flew; BadInput when none of them is stored."""
    named = stored.settings.get("journeys", ())
    flown: list[tuple[str, int | None]] = [*stored.journeys] or [(str(one), None) for one in named]
    found = []
    for journey_id, number in flown:
        try:
            found.append(open_stored(store, journey_id, number).journey)
        except JourneyboardError:
            continue
    if not found:
        raise BadInput(
            f"no journey of the run “{stored.name}” is stored here.",
            advice="Open its journey first, or choose another run.",
        )
    return found


def _run_people(store: Store, stored: StoredRun, brand: Brand, cancel: Cancel | None) -> Audience | None:  # fmt: skip
    told = stored.settings.get("people", {})
    if "source" not in told:
        return None
    people = People(**told)
    if people.source == "file" and not Path(people.path).is_file():
        return None
    chosen = choices(store, brand.id)[: int(stored.settings.get("consent_choices", 0))]
    start = str(stored.settings.get("start", ""))
    return gathered(people, brand, start, choices=chosen, cancel=cancel)


def fit_file(store: Store, source: FileSource, *, progress: Progress | None = None, cancel: Cancel | None = None) -> Fit:  # fmt: skip
    """Calibrate from an event file."""
    from journeyboard.measurement.calibration_events import read_event_file

    journey = open_stored(store, source.journey_id).journey
    brand = brand_of(store, journey)
    events = read_event_file(source.path, source.name)
    people = None
    if source.people is not None:
        people = gathered(source.people, brand, events.first[:10], cancel=cancel)
    found = _calibrated(events.log, [journey], people, brand, (None, None), progress, cancel)
    return Fit(found, source.name, journey.id)


def _calibrated(
    log: EventLog, journeys: Sequence[Journey], people: Audience | None, brand: Brand,
    when: tuple[tuple[datetime, datetime] | None, Circumstances | None],
    progress: Progress | None, cancel: Cancel | None,
) -> Calibration:  # fmt: skip
    from journeyboard.simulation.calibration.calibrate import calibrate

    span, around = when
    return calibrate(
        log, journeys, people=people, brand=brand, span=span, circumstances=around,
        progress=progress, cancel=cancel,
    )  # fmt: skip


def save_fit(store: Store, fit: Fit, journey_id: str | None = None) -> StoredModel:
    """Save the calibrated model with its journey, or another one: flights of it may use it from now on."""
    return keep_model(
        store,
        journey_id or fit.journey_id,
        dict(fit.calibration.behaviour.changed),
        source=fit.source,
        report=fit.calibration.to_dict(),
    )


def models_for(store: Store, journey_ids: Sequence[str]) -> dict[str, StoredModel]:
    """The models saved with any of these journeys by id, newest first."""
    return {model.id: model for model in list_models(store, journey_ids)}


def document(fit: Fit) -> dict[str, Any]:
    """A calibration as plain values, with its source in words."""
    return {"of": fit.source, "journey": fit.journey_id} | fit.calibration.to_dict()
