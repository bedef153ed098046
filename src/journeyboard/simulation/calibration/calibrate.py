"""Calibration: the behaviour model fitted to an event log, with intervals, and defaults kept for the rest.

Every estimator uses the kernel's own formula (`kernel/reading.py`, `world.py`, `hazard.py`), so that a
simulated log gives back the numbers it was flown with. What only a model of traits can tell (affinity,
best hour, own order rate) needs the customers; without them everybody is average and the numbers
that depend on it are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from journeyboard.simulation.calibration.answer import Calibration, Findings
from journeyboard.simulation.calibration.check import fit_rows, warnings_of
from journeyboard.simulation.calibration.clicks import (
    Desk,
    Fitted,
    fit_clicks,
    fit_opt_outs,
    refit_latency,
)
from journeyboard.simulation.calibration.effect import KEY as EFFECT
from journeyboard.simulation.calibration.effect import OTHERS, World, asked, fit_effect
from journeyboard.simulation.calibration.messages import Messages, read_messages
from journeyboard.simulation.calibration.orders import fit_orders
from journeyboard.simulation.calibration.parcels import fit_parcels
from journeyboard.simulation.calibration.read import Evidence, read_evidence
from journeyboard.simulation.calibration.site import checkout_steps, fit_checkout, fit_visits
from journeyboard.simulation.calibration.state import States
from journeyboard.simulation.calibration.traits import Traits, average_traits, traits_of
from journeyboard.simulation.calibration.waits import fit_answers, fit_delivery, fit_looks
from journeyboard.simulation.circumstances import Circumstances, Limits

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.measurement.log import EventLog

STEPS = 8
LONGEST_DAYS = 366
Progress = Callable[[int, int], None]
Cancel = Callable[[], bool]
Span = tuple[datetime, datetime]


def calibrate(
    log: EventLog,
    journeys: Journey | Sequence[Journey] = (),
    *,
    people: Audience | None = None,
    brand: Brand | None = None,
    span: Span | None = None,
    circumstances: Circumstances | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Calibration:
    """Estimate what the log identifies of the behaviour model.

    `journeys` are those the messages belong to: their roles, stages and purposes, and with `people` the
    randomised contrast. `people` are the log's customers as they were at its start. `span` is the time
    that was observed (naive UTC), by default midnight before the first event to the last one.
    `circumstances` are those of the log: its season is taken out of the rates, launches and cohorts hold
    in the simulated contrast, and limits, which do not, are warned of.

    Raises BadInput for a log without events or with other customers, RunCancelled when asked to stop.
    """
    from journeyboard.journey.graph import Journey
    from journeyboard.journey.samples import find_brand

    together = (journeys,) if isinstance(journeys, Journey) else tuple(journeys)
    owner = brand or (find_brand(together[0]) if together else None)
    steps = _Steps(progress, cancel)
    keys = people.frame["profile_key"].tolist() if people is not None else None
    around = circumstances or Circumstances()
    evidence = read_evidence(log, audience=keys, span=span, seasons=around.seasons)
    steps()
    findings = Findings()
    _tell(around, findings)
    traits = _traits(evidence, people, owner, findings)
    messages = read_messages(evidence, together)
    steps()
    _fit_world(evidence, messages, traits, findings, steps)
    desk = _desk(evidence, messages, traits, findings)
    fits = _fit_responses(desk, findings)
    steps()
    if together and people is not None and owner is not None:
        world = World(together, people, owner, *_flight_of(evidence), _flown(around, together))
        fit_effect(log, world, findings, steps.ask)
    else:
        missing = "the journey" if not together else "the customers' file"
        findings.keep(f"the contrast cannot be simulated without {missing}", EFFECT, *OTHERS)
    steps()
    return _answer(log, evidence, messages, desk, fits, findings)


class _Steps:
    """Tells how far it is, and asks whether to go on."""

    def __init__(self, progress: Progress | None, cancel: Cancel | None) -> None:
        self.done, self.progress, self.ask = 0, progress, asked(cancel)

    def __call__(self) -> None:
        self.ask()
        self.done += 1
        if self.progress is not None:
            self.progress(min(self.done, STEPS), STEPS)


def _tell(around: Circumstances, findings: Findings) -> None:
    if around.seasons:
        findings.notes.append(f"Rates of visits and own orders are those of a usual day, without the season ({', '.join(around.seasons)}).")  # fmt: skip
    if around.limits:
        findings.warnings.append("The sender's limits delayed or skipped messages of this log; the simulated contrast knows no limits, so that what a click adds may come out too low.")  # fmt: skip


def _flown(around: Circumstances, journeys: Sequence[Journey]) -> Circumstances:
    """The circumstances as far as these journeys meet them in a simulated contrast."""
    ids = [journey.id for journey in journeys]
    launches = {name: day for name, day in around.launches.items() if name in ids}
    return replace(around, limits=Limits(), launches=launches)


def _fit_responses(desk: Desk, findings: Findings) -> list[Fitted]:
    clicks, opt_outs = fit_clicks(desk, findings), fit_opt_outs(desk, findings)
    if clicks is not None:
        refit_latency(desk, clicks, findings)
    return [fitted for fitted in (clicks, opt_outs) if fitted is not None]


def _traits(evidence: Evidence, people: Audience | None, brand: Brand | None, findings: Findings) -> Traits:  # fmt: skip
    if len(evidence.keys) < evidence.of:
        findings.notes.append(
            f"Of {evidence.of:,} customers a random {len(evidence.keys):,} are read; the contrast takes all."
        )
    if people is None:
        findings.notes.append("Nothing is known of the customers, so everybody counts as average.")
        return average_traits(len(evidence.keys))
    from journeyboard.journey.brand import Brand

    return traits_of(evidence, people, brand or Brand(id="none", name="None"))


def _fit_world(evidence: Evidence, messages: Messages, traits: Traits, findings: Findings, steps: _Steps) -> None:  # fmt: skip
    fit_delivery(evidence, messages, traits, findings)
    fit_looks(evidence, messages, findings)
    fit_answers(evidence, messages, findings)
    steps()
    pages = checkout_steps(evidence)
    fit_checkout(evidence, pages, findings)
    fit_visits(evidence, traits, findings)
    steps()
    fit_orders(evidence, traits, pages, findings)
    steps()
    fit_parcels(evidence, messages, findings)
    steps()
    findings.keep("an event log does not say what lies in a basket", "basket.two", "basket.three", "basket.favourite")  # fmt: skip
    findings.keep("it is a rule of the model, not a rate", "stage.cart_days", "stage.lapse_days", "baseline.satisfied_days")  # fmt: skip


def _desk(evidence: Evidence, messages: Messages, traits: Traits, findings: Findings) -> Desk:
    behaviour = findings.behaviour()
    states = States(evidence, messages, traits.fatigue, behaviour["stage.cart_days"] * 86_400)
    return Desk(evidence, messages, states, traits, behaviour)


def _flight_of(evidence: Evidence) -> tuple[int, str]:
    """(days, first day) of a flight over the observed time."""
    start = evidence.start.replace(hour=0, minute=0, second=0, microsecond=0)
    end = evidence.start + timedelta(seconds=evidence.end)
    days = -(-int((end - start).total_seconds()) // 86_400)
    return min(max(days, 1), LONGEST_DAYS), start.date().isoformat()


def _answer(log: EventLog, evidence: Evidence, messages: Messages, desk: Desk, fits: Sequence[Fitted], findings: Findings) -> Calibration:  # fmt: skip
    if messages.unknown:
        findings.notes.append(
            f"{messages.unknown:,} messages belong to no journey given; they count as marketing of the plain role."
        )  # fmt: skip
    reports = [fit_rows(desk, fitted) for fitted in fits]
    rows = tuple(row for found, _ in reports for row in found)
    goodness = tuple(one for _, one in reports)
    estimates = findings.listed()
    return Calibration(
        estimates, findings.kept(), rows, goodness,
        (*findings.warnings, *warnings_of(estimates, rows, goodness)),
        tuple(findings.notes), log.name, len(evidence.keys), len(evidence.events),
    )  # fmt: skip
