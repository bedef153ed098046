"""Replicates: Student's interval by hand, honest errors, and seeds that do not depend on each other."""

from __future__ import annotations

import math
from functools import cache
from statistics import mean, stdev

import pytest
from scipy.stats import t

from journeyboard.errors import BadInput, RunCancelled
from journeyboard.simulation.comparing.measures import MEASURES
from journeyboard.simulation.comparing.replicates import Replicates, replicates

from .flights import brand, journey, people

SEEDS = tuple(range(1, 13))


@cache
def runs() -> Replicates:
    return replicates(
        journey("fatigue_weekly"), lambda seed: people(300, seed), SEEDS, brand=brand(), days=60
    )


@pytest.mark.parametrize("key", MEASURES)
def test_the_interval_is_students(key: str) -> None:
    spread = runs()[key]
    k, middle = len(SEEDS), mean(spread.values)
    half = float(t.ppf(0.975, k - 1)) * stdev(spread.values) / math.sqrt(k)
    assert spread.estimate.value == pytest.approx(middle)
    assert spread.estimate.low == pytest.approx(middle - half)
    assert spread.estimate.high == pytest.approx(middle + half)


def test_a_run_states_about_the_error_that_the_runs_show() -> None:
    spread = runs()["delivered"]
    ratio = (spread.between or 0) / (spread.within or 1)
    # The 99.9 % band of a standard deviation over 12 runs (chi-square with 11 degrees of freedom).
    assert 0.38 < ratio < 1.7


def test_every_seed_is_its_own_run() -> None:
    alone = replicates(
        journey("fatigue_weekly"), lambda seed: people(300, seed), (3, 5), brand=brand(), days=60
    )
    assert alone["orders"].values == tuple(runs()["orders"].values[seed - 1] for seed in (3, 5))


def test_two_designs_are_compared_seed_by_seed() -> None:
    pair = (journey("fatigue_weekly"), journey("fatigue_frequent"))
    found = replicates(pair, lambda seed: people(200, seed), (1, 2, 3), brand=brand(), days=30)
    assert min(found["delivered"].values) > 0
    assert found.what == "Broadcast every other day − Broadcast every week"
    twins = replicates(
        (pair[0], pair[0].model_copy(update={"id": "twin"})),
        lambda seed: people(200, seed),
        (1, 2),
        brand=brand(),
        days=30,
    )
    assert {value for spread in twins.spreads for value in spread.values} == {0.0}


def test_one_seed_is_refused_and_cancel_stops() -> None:
    with pytest.raises(BadInput, match="two different seeds"):
        replicates(journey("fatigue_weekly"), lambda seed: people(50, seed), (4, 4))
    with pytest.raises(RunCancelled):
        replicates(
            journey("fatigue_weekly"), lambda seed: people(50, seed), (4, 5), cancel=lambda: True
        )
