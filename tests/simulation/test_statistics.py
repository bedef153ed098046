"""What chance may do to an experiment and what it may not: coverage, false alarms, bias, and losers."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, norm

from journeyboard.measurement.estimate import Sums
from journeyboard.measurement.lift import Lift, lift
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.dice import customer_keys
from journeyboard.simulation.flight import Flight, Program
from journeyboard.simulation.kernel.layout import NEVER, ORDERS
from journeyboard.simulation.part import fly_range
from journeyboard.simulation.program import compile_flight
from journeyboard.simulation.run import flight_of, simulate
from journeyboard.simulation.trial import Field

from .flights import brand, journey, people, shoppers
from .flown import flown
from .strategies import flights

SEEDS = range(1, 401)
BAND = 0.999
PATIENT = dict.fromkeys(
    ("click.fatigue", "opt_out.pressure", "opt_out.sms", "opt_out.email", "opt_out.push"), 0.0
)
ORDER_EFFECTS = ("order.after_click", "order.after_look", "ads.order")
WEARING = Behaviour({"opt_out.sms": 0.5, "opt_out.first": 1.0, "order.after_click": 2.5, "click.sms": 0.7})  # fmt: skip


class Answer(NamedTuple):
    """What the control group of one run says, and what is true of everybody assigned in it."""

    found: Lift
    truth: float

    def covers(self, value: float) -> bool:
        assert self.found.low is not None
        assert self.found.high is not None
        return self.found.low <= value <= self.found.high

    @property
    def error(self) -> float:
        assert self.found.difference is not None
        return self.found.difference - self.truth


@cache
def rescue(silent: bool = False) -> Program:
    """The checkout rescue with its control group, ready to be flown on any seed."""
    behaviour = Behaviour().without_effects() if silent else Behaviour()
    crowd = shoppers(2_500)
    return compile_flight(
        flight_of(journey("checkout_rescue"), crowd, brand=brand(), days=60, behaviour=behaviour)
    )


def on_seed(program: Program, seed: int) -> Program:
    """The same flight on another seed, which changes nothing but the customers' own keys."""
    who = program.people.copy()
    who["key"] = customer_keys(program.flight.people.frame["profile_key"].tolist(), seed)
    return Program(program.ground, who, program.lives, program.names, program.flight)


def answer(silent: bool, seed: int) -> Answer:
    """One run: the lift in conversion against control, and the truth of the same customers."""
    program = on_seed(rescue(silent), seed)
    chunk, _ = fly_range(program, 0, program.size, program.size, lambda: None)
    arm = {program.names.lives[life][2]: k for k, life in enumerate(program.arm_lives)}
    assigned, given_arm = chunk.marks[:, 0, 0] >= 0, chunk.marks[:, 0, 1]
    converted = (chunk.windows[:, 0, ORDERS] > 0).astype(int)
    found = lift(
        Sums.of(converted[assigned & (given_arm == 0)]),
        Sums.of(converted[assigned & (given_arm == 1)]),
    )
    lived = chunk.arms[assigned][:, [arm["rescue"], arm["control"]], ORDERS] > 0
    return Answer(found, float(lived[:, 0].mean() - lived[:, 1].mean()))


@cache
def answers(silent: bool) -> tuple[Answer, ...]:
    return tuple(answer(silent, seed) for seed in SEEDS)


def band(runs: int, share: float) -> tuple[int, int]:
    """Between which counts a share of runs lies with probability 0.999."""
    low, high = binom.interval(BAND, runs, share)
    return int(low), int(high)


def test_a_seed_changes_nothing_but_keys() -> None:
    flight = rescue().flight
    compiled = compile_flight(Flight(**vars(flight) | {"seed": 11}))
    assert on_seed(rescue(), 11).digest == compiled.digest


def test_the_interval_covers_the_runs_own_truth_as_often_as_it_says() -> None:
    assert band(len(SEEDS), 0.95) == (364, 393)
    assert 364 <= sum(one.covers(one.truth) for one in answers(False)) <= 393


def test_without_effects_one_run_in_twenty_is_significant() -> None:
    """An A/A test: nothing is there to be found, and five in a hundred find something."""
    assert all(one.truth == 0.0 for one in answers(True))
    low, high = band(len(SEEDS), 0.05)
    assert low <= sum(one.found.verdict != "no clear difference" for one in answers(True)) <= high


def test_the_truth_of_the_twins_is_what_the_control_group_tends_to() -> None:
    """A million customers in 400 runs: no bias beyond its own error, and much smaller than the effect."""
    errors = np.array([one.error for one in answers(False)])
    standard_error = errors.std(ddof=1) / np.sqrt(len(errors))
    assert abs(errors.mean()) < norm.ppf(0.5 + BAND / 2) * standard_error
    assert standard_error < np.mean([one.truth for one in answers(False)]) / 10


def first_orders(flight: Flight, behaviour: Behaviour) -> list[int]:
    """The second of each customer's first order; the end of time for those who never order."""
    rows = flown(Flight(**vars(flight) | {"behaviour": behaviour})).rows
    never = -NEVER
    return [next((row.at for row in mine if row.type == "order.placed"), never) for mine in rows]


@settings(max_examples=40)
@given(flights(), st.floats(1.0, 5.0), st.sampled_from(ORDER_EFFECTS))
def test_a_stronger_order_effect_delays_nobodys_first_order(
    flight: Flight, factor: float, effect: str
) -> None:
    calm = Behaviour({**flight.behaviour.changed, **PATIENT})
    strong = Behaviour({**calm.changed, effect: calm[effect] * factor})
    pairs = zip(first_orders(flight, calm), first_orders(flight, strong), strict=True)
    assert all(later <= before for before, later in pairs)


def test_a_stronger_order_effect_brings_somebodys_first_order_forward() -> None:
    flight = flight_of(journey("checkout_rescue"), shoppers(600), brand=brand(), days=60)
    before = first_orders(flight, Behaviour(PATIENT))
    after = first_orders(flight, Behaviour({**PATIENT, "order.after_click": 2.0}))
    assert sum(b > a for b, a in zip(before, after, strict=True)) > 5


def test_who_is_lost_through_opt_outs_is_counted_and_told() -> None:
    """The frequent journey silences customers whom the other one would have won."""
    together = [journey("fatigue_frequent"), journey("win_back")]
    settled = {"brand": brand(), "days": 90, "behaviour": WEARING}
    life = f"without_journey/{together[0].id}"
    trial = Field(people(3_000), **settled).fly(together, lives=("designed", life))
    bought, anyway = (trial.outcome("converted", name) for name in ("designed", life))
    lost = int(((bought == 0) & (anyway == 1)).sum())
    told = simulate(together, people(3_000), **settled).truth().journeys[together[0].id]
    assert lost > 0
    assert told["lost"] == lost
