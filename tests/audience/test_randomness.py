from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.audience import randomness as dice

SEEDS = st.integers(-(2**63), 2**63 - 1)


@given(SEEDS, st.integers(0, 10**12), st.integers(1, 50), st.integers(0, 49))
def test_a_customers_dice_do_not_depend_on_the_size_of_the_audience(seed, first, count, offset):
    whole = dice.customer_keys(seed, first, count + offset)
    np.testing.assert_array_equal(whole[offset:], dice.customer_keys(seed, first + offset, count))


@given(SEEDS, st.text(max_size=20))
def test_uniform_numbers_lie_strictly_between_0_and_1(seed, purpose):
    levels = dice.uniforms(dice.customer_keys(seed, 0, 100), purpose)
    assert levels.min() > 0
    assert levels.max() < 1


@pytest.mark.parametrize(
    ("sample", "mean", "variance"),
    [
        (lambda keys: dice.uniforms(keys, "a"), 1 / 2, 1 / 12),
        (lambda keys: dice.normals(keys, "a"), 0, 1),
        (lambda keys: dice.exponentials(keys, "a"), 1, 1),
        (lambda keys: dice.gammas(keys, "a", 1.5), 1.5, 1.5),
    ],
)
def test_samplers_keep_their_stated_mean_and_variance(sample, mean, variance):
    numbers = sample(dice.customer_keys(3, 0, 200_000))
    assert numbers.mean() == pytest.approx(mean, abs=0.01)
    assert numbers.var() == pytest.approx(variance, rel=0.02)


def test_purposes_draws_seeds_and_neighbours_are_uncorrelated():
    keys = dice.customer_keys(1, 0, 200_000)
    first = dice.uniforms(keys, "a")
    others = [
        dice.uniforms(keys, "b"),
        dice.uniforms(keys, "a", 1),
        dice.uniforms(dice.customer_keys(2, 0, 200_000), "a"),
        np.roll(first, 1),
    ]
    assert all(abs(np.corrcoef(first, other)[0, 1]) < 0.01 for other in others)


def test_picks_follow_their_weights():
    found = dice.picks(dice.customer_keys(1, 0, 100_000), "a", [1, 0, 3])
    np.testing.assert_allclose(
        np.bincount(found, minlength=3) / 100_000, [0.25, 0, 0.75], atol=0.01
    )


def test_the_same_text_has_the_same_dice_in_any_company():
    np.testing.assert_array_equal(
        dice.text_keys(1, ["anna", "bert"])[1:], dice.text_keys(1, ["bert"])
    )


@given(st.floats(-1e9, 1e9).filter(lambda x: x == 0 or abs(x) > 1e-9))
def test_settling_a_number_twice_changes_nothing_more(number):
    once = dice.settled(np.array([number]))
    assert once[0] == pytest.approx(number, rel=1e-5)
    np.testing.assert_allclose(dice.settled(once), once, rtol=1e-15)
