"""The truth of a run against its own control group, and against a world in which messages do nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from journeyboard.measurement.estimate import Sums
from journeyboard.measurement.lift import lift
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.kernel.layout import ORDERS
from journeyboard.simulation.part import Chunk, fly_range
from journeyboard.simulation.program import compile_flight
from journeyboard.simulation.run import flight_of, simulate

from .flights import brand, journey, shoppers

RUNS = 200
BAND = 0.999
SILENT = Behaviour().without_effects()


def flown(seed: int, behaviour: Behaviour) -> tuple[Chunk, tuple[Any, ...]]:
    """A flight of the checkout rescue in memory, and the names of its lives."""
    crowd = shoppers(2_500)
    flight = flight_of(
        journey("checkout_rescue"), crowd, brand=brand(), seed=seed, days=60, behaviour=behaviour
    )
    program = compile_flight(flight)
    return fly_range(program, 0, program.size, program.size, lambda: None)[0], program.names.lives


def estimate_and_truth(seed: int, behaviour: Behaviour) -> tuple[Any, float]:
    """The lift in conversion against the control arm, and what it is for everybody assigned."""
    chunk, lives = flown(seed, behaviour)
    arm = {life[2]: k for k, life in enumerate(lives) if life[0] == "arm"}
    assigned, given = chunk.marks[:, 0, 0] >= 0, chunk.marks[:, 0, 1]
    converted = (chunk.windows[:, 0, ORDERS] > 0).astype(int)
    found = lift(
        Sums.of(converted[assigned & (given == 0)]), Sums.of(converted[assigned & (given == 1)])
    )
    truth = chunk.arms[assigned][:, [arm["rescue"], arm["control"]], ORDERS] > 0
    return found, float(truth[:, 0].mean() - truth[:, 1].mean())


def band(runs: int, share: float) -> tuple[int, int]:
    """Between which counts a share of runs lies with probability 0.999."""
    low, high = binom.interval(BAND, runs, share)
    return int(low), int(high)


def covers(found: Any, value: float) -> bool:
    return bool(found.low <= value <= found.high)


def test_the_interval_covers_the_runs_own_truth_as_often_as_it_says() -> None:
    hits = sum(covers(*estimate_and_truth(seed, Behaviour())) for seed in range(1, RUNS + 1))
    assert 179 <= hits <= 198


def test_without_effects_the_truth_is_zero_and_arms_differ_by_chance_alone() -> None:
    runs = 60
    found = [estimate_and_truth(seed, SILENT) for seed in range(1, runs + 1)]
    assert all(truth == 0.0 for _, truth in found)
    low, high = band(runs, 0.95)
    assert low <= sum(covers(estimate, 0.0) for estimate, _ in found) <= high


@pytest.mark.parametrize("name", ["checkout_rescue", "post_purchase", "win_back", "fatigue_weekly"])
def test_without_effects_every_life_of_a_customer_has_the_same_outcomes(name: str) -> None:
    run = simulate(journey(name), shoppers(400), brand=brand(), days=90, behaviour=SILENT)
    truth = run.truth().to_dict()
    told = [
        truth["programme"],
        *truth["channels"].values(),
        *(a for e in truth["experiments"] for a in e["arms"]),
    ]
    for life in told:
        free = {
            key: life[f"incremental_{key}"]
            for key in ("orders", "revenue", "margin", "opt_outs", "clicks")
        }
        assert free == dict.fromkeys(free, 0)


def test_persuaded_and_the_other_fates_add_up_to_everybody() -> None:
    run = simulate(journey("checkout_rescue"), shoppers(2_000), brand=brand(), days=60)
    truth = run.truth().to_dict()
    for life in (truth["programme"], *truth["experiments"][0]["arms"]):
        fates = [life[fate] for fate in ("persuaded", "sure_things", "lost_causes", "lost")]
        assert sum(fates) == life["n"]
        assert life["converted"] - life["converted_without"] == life["persuaded"] - life["lost"]


def test_the_outcome_of_an_assigned_customer_is_that_of_their_arm() -> None:
    chunk, lives = flown(11, Behaviour())
    arms = [k for k, life in enumerate(lives) if life[0] == "arm"]
    assigned = np.flatnonzero(chunk.marks[:, 0, 0] >= 0)
    given = chunk.marks[assigned, 0, 1]
    own = chunk.arms[assigned, np.array(arms)[given]]
    assert (own == chunk.windows[assigned, 0]).all()


def test_common_dice_make_two_designs_comparable() -> None:
    one, other = (
        journey("checkout_rescue"),
        journey("checkout_rescue").model_copy(update={"priority": 3}),
    )
    same = [simulate(j, shoppers(300), brand=brand(), days=30).outcomes for j in (one, other)]
    assert same[0].equals(same[1])
