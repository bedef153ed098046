"""What messages do to orders, from the randomised contrast alone: as assigned, never as clicked.

Who clicks was going to order anyway more often than who does not, so clickers say nothing here. The
effect is the value at which the simulated contrast of treated and control customers equals the
observed one; every customer lives in both arms on the same luck, so the simulated contrast has
little noise, and what it has widens the interval. The interval is what a test at 5 % does not reject.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from journeyboard.errors import RunCancelled
from journeyboard.simulation.calibration.answer import Findings
from journeyboard.simulation.calibration.fit import DEVIANCE, Floats
from journeyboard.simulation.kernel.ground import ROLES
from journeyboard.simulation.kernel.layout import ORDERS

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.measurement.log import EventLog
    from journeyboard.simulation.behaviour import Behaviour
    from journeyboard.simulation.circumstances import Circumstances
    from journeyboard.simulation.flight import Program

KEY = "order.after_click"
GRID = (0.0, 0.35, 1.0, 2.2, 4.5)
"""Multiples of the model's own value at which the contrast is simulated; straight lines between."""
FLOWN = 20_000
"""Customers flown at each of them at most."""
METHOD = "randomised contrast as assigned, matched by simulation on common random numbers"
NOTE = "What a look without a click adds keeps its default: one contrast gives one number."
OTHERS = (
    "order.after_look", "order.open_cart", "order.hours", "offer.pull", "offer.redeem",
    *(f"order.role_{role}" for role in ROLES),
)  # fmt: skip


@dataclass(frozen=True)
class Contrast:
    """One treated arm against control: the difference in customers who ordered within the window."""

    experiment: str
    arm: str
    difference: float
    error: float
    n: int
    converted: int


@dataclass(frozen=True)
class World:
    """In what the contrast is simulated; limits of the circumstances are not settled there."""

    journeys: Sequence[Journey]
    people: Audience
    brand: Brand
    days: int
    start: str
    circumstances: Circumstances | None = None
    seed: int = 20_260_401


def fit_effect(log: EventLog, world: World, findings: Findings, step: Callable[[], None]) -> None:
    """The order hazard a click adds, from every experiment with a control group."""
    findings.keep("one contrast gives one number, and that is what a click adds", *OTHERS)
    programs = [_program(world, findings.behaviour(), multiple) for multiple in GRID]
    contrasts = _observed(log, programs[0], findings)
    if not contrasts:
        findings.keep("no control group in the log: clickers differ from others in more than the click", KEY)  # fmt: skip
        return
    step()
    curves = np.stack([_simulated(program, contrasts, step) for program in programs])
    multiples, chi2 = _profile(contrasts, curves)
    best = int(np.argmin(chi2))
    inside = multiples[chi2 <= chi2[best] + DEVIANCE]
    default = findings.behaviour()[KEY]
    note = NOTE
    if inside[-1] >= GRID[-1]:
        note += " The interval is open above: the log bears even stronger effects."
    interval = multiples[best] * default, inside[0] * default, inside[-1] * default
    findings.add(KEY, interval, sum(c.n for c in contrasts), sum(c.converted for c in contrasts), METHOD, note)  # fmt: skip


def _program(world: World, behaviour: Behaviour, multiple: float) -> Program:
    from journeyboard.simulation.program import compile_flight
    from journeyboard.simulation.run import flight_of

    changed = behaviour.with_values(**{KEY.replace(".", "__"): behaviour[KEY] * multiple})
    people = world.people
    if len(people) > FLOWN:
        chosen = np.zeros(len(people), np.bool_)
        chosen[np.random.default_rng(1).choice(len(people), FLOWN, replace=False)] = True
        people = people.where(chosen)
    program = compile_flight(
        flight_of(
            world.journeys, people, brand=world.brand, seed=world.seed, days=world.days,
            start=world.start, behaviour=changed, circumstances=world.circumstances,
        )
    )  # fmt: skip
    lives = [k for k, name in enumerate(program.names.lives) if name[0] in ("designed", "arm")]
    names = replace(program.names, lives=tuple(program.names.lives[k] for k in lives))
    return replace(program, lives=program.lives[lives], names=names)


def _observed(log: EventLog, program: Program, findings: Findings) -> list[Contrast]:
    from journeyboard.measurement.assigned import lift_from_assignments

    found = []
    for assignment in program.names.assignments:
        if assignment.control is None:
            continue
        lifts = [
            lift
            for one in lift_from_assignments(log, outcomes=("converted",), window=assignment.window)
            if one.name == assignment.id
            for lift in one.lifts
        ]
        unknown = [lift.arm for lift in lifts if lift.arm not in assignment.arms]
        if unknown:
            findings.notes.append(f"Arms of “{assignment.id}” that the journey does not have are left out of the contrast: {', '.join(unknown)}.")  # fmt: skip
        for lift in lifts:
            if lift.arm in unknown:
                continue
            if lift.difference is None or lift.low is None or lift.high is None:
                continue
            error = (lift.high - lift.low) / 2 / 1.959964
            bought = (lift.mean_treated or 0) * lift.n_treated + (lift.mean_control or 0) * lift.n_control  # fmt: skip
            found.append(
                Contrast(assignment.id, lift.arm, lift.difference, error, lift.n_treated + lift.n_control, round(bought))
            )  # fmt: skip
    return found


def _simulated(program: Program, contrasts: Sequence[Contrast], step: Callable[[], None]) -> Floats:
    """(difference, its Monte Carlo error) of each contrast, shape [contrasts, 2]."""
    from journeyboard.simulation.part import fly_range
    from journeyboard.simulation.run import CHUNK

    flown, _ = fly_range(program, 0, program.size, CHUNK, step)
    place = {program.names.lives[k]: row for row, k in enumerate(program.arm_lives)}
    found = []
    for contrast in contrasts:
        a, one = next((k, x) for k, x in enumerate(program.names.assignments) if x.id == contrast.experiment)  # fmt: skip
        assigned = flown.marks[:, a, 0] >= 0
        arms = [contrast.arm, one.arms[one.control or 0]]
        treated, control = (flown.arms[assigned, place["arm", one.id, arm], ORDERS] > 0 for arm in arms)  # fmt: skip
        paired = treated.astype(float) - control
        found.append((paired.mean(), paired.std() / np.sqrt(max(len(paired), 1))))
    return np.array(found)


def _profile(contrasts: Sequence[Contrast], curves: Floats) -> tuple[Floats, Floats]:
    """(multiples, the squared distance of simulated from observed contrasts at each)."""
    multiples = np.linspace(GRID[0], GRID[-1], 1_801)
    total = np.zeros(len(multiples))
    for k, contrast in enumerate(contrasts):
        means = np.interp(multiples, GRID, curves[:, k, 0])
        noise = np.interp(multiples, GRID, curves[:, k, 1])
        total += (contrast.difference - means) ** 2 / (contrast.error**2 + noise**2)
    return multiples, total


def asked(cancel: Callable[[], bool] | None) -> Callable[[], None]:
    """A step of the work: raises RunCancelled when nobody wants the rest."""

    def step() -> None:
        if cancel is not None and cancel():
            raise RunCancelled("The calibration was cancelled.")

    return step
