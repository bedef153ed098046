from __future__ import annotations

import numpy as np
import pytest

from journeyboard.audience.customers import Audience, customers
from journeyboard.audience.defaults import completed
from journeyboard.audience.habits import Habits, alive_probability


@pytest.fixture(scope="module")
def people() -> Audience:
    return customers(40_000, seed=21)


def test_the_probability_to_be_alive_is_calibrated_on_generated_customers(people):
    buyers = people.frame.query("orders > 0")
    repeats = buyers["orders"].to_numpy(float) - 1
    last = (buyers["last_order_at"] - buyers["first_order_at"]).dt.total_seconds() / 86_400
    age = (np.datetime64(people.start) - buyers["first_order_at"]).dt.total_seconds() / 86_400
    habits = Habits().paced(71.4)
    chance = alive_probability(repeats, last.to_numpy(), age.to_numpy(), habits)
    for low in np.arange(0, 0.8, 0.2):
        band = (chance >= low) & (chance < low + 0.2)
        assert buyers["trait_alive"][band].mean() == pytest.approx(chance[band].mean(), abs=0.04)


def test_traits_derived_from_a_real_history_resemble_those_behind_it(people):
    frame = people.frame.drop(columns=[c for c in people.frame if c.startswith("trait_")])
    derived = completed(frame.to_dict("records"), people.start, people.orders).frame
    for bought in (True, False):
        chosen = (people.frame["orders"] > 0) == bought
        truth, found = people.frame[chosen], derived[chosen]
        assert found["trait_alive"].mean() == pytest.approx(truth["trait_alive"].mean(), abs=0.03)
        alive_truth = truth.query("trait_alive == 1")["trait_order_rate"].mean()
        alive_found = found.query("trait_alive == 1")["trait_order_rate"].mean()
        assert alive_found == pytest.approx(alive_truth, rel=0.1)


def test_the_traits_promise_the_return_that_the_history_shows(people):
    start, day = np.datetime64(people.start), np.timedelta64(1, "D")
    at = people.orders["at"]
    earlier = people.orders[at < start - 90 * day].groupby("profile_key")["at"].max()
    lapsed = earlier.index[earlier < start - 270 * day]
    came_back = people.orders.loc[at >= start - 90 * day, "profile_key"]
    shown = lapsed.isin(came_back).mean()
    now = people.frame[people.frame["last_order_at"] < start - 180 * day]
    promised = now["trait_alive"] * (1 - np.exp(-90 * now["trait_order_rate"]))
    assert promised.mean() == pytest.approx(shown, abs=0.006)


def test_a_long_silence_lowers_and_many_orders_raise_the_chance_to_be_alive():
    habits = Habits()
    silence = alive_probability(np.zeros(3), np.zeros(3), np.array([10.0, 200.0, 900.0]), habits)
    assert (np.diff(silence) < 0).all()
    faithful = alive_probability(np.array([1.0, 8.0]), np.full(2, 300.0), np.full(2, 310.0), habits)
    assert faithful[1] > faithful[0]
