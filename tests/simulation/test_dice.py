"""The dice: the same compiled and in plain numbers, fair, and stable for ever."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from journeyboard.simulation import dice
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.world import waiting_times

from .reference import dice as plain

WORDS = st.integers(0, 2**64 - 1)
COUNTS = st.integers(0, 2**40)
KEYS = [f"c{number:08d}" for number in range(4_000)]
KNOWN_KEYS = [13463357468915557212, 1235732641335817999, 10323173740100629783]
KNOWN_SALT = 6478106382194184789
KNOWN_BITS = 3546369033501599585
KNOWN_UNIFORM = 0.19224905052788754
KNOWN_EXPONENTIAL = 1.6489636093451845


def word(number: int) -> np.uint64:
    return np.uint64(number)


@given(WORDS, WORDS, COUNTS, COUNTS)
def test_compiled_and_plain_dice_agree_to_the_bit(
    key: int, salt: int, visit: int, draw: int
) -> None:
    place = (word(key), word(salt), visit, draw)
    assert int(dice.bits(*place)) == plain.bits(key, salt, visit, draw)
    assert dice.uniform(*place) == plain.uniform(key, salt, visit, draw)
    assert dice.exponential(*place) == plain.exponential(key, salt, visit, draw)


@given(WORDS)
def test_compiled_and_plain_waits_agree(random: int) -> None:
    table = waiting_times(Behaviour())
    for row in range(len(table)):
        expected = plain.quantile(table[row].tolist(), random)
        assert int(dice.quantile(table, row, word(random))) == expected


@given(st.lists(st.text(min_size=1).filter(lambda key: "\0" not in key), min_size=1, max_size=8),
       st.integers(-(2**63), 2**63 - 1))  # fmt: skip
def test_a_customers_key_depends_on_nobody_else(keys: list[str], seed: int) -> None:
    together = dice.customer_keys(keys, seed).tolist()
    assert together == [plain.customer_key(key, seed) for key in keys]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=3))
def test_a_purpose_is_named_not_numbered(names: list[str]) -> None:
    assert dice.salt(*names) == plain.salt(*names)


@given(st.floats(min_value=2.0**-53, max_value=1.0) | st.floats(min_value=1e-300, max_value=1e300))
def test_the_logarithm_is_right_within_two_units_in_the_last_place(value: float) -> None:
    exact = -math.log(value)
    assert abs(dice.minus_log(value) - exact) <= 2 * math.ulp(exact)
    assert dice.minus_log(value) == plain.minus_log(value)


def test_known_answers_hold_for_ever() -> None:
    """Kept runs, previews and searches rest on these numbers: never change them."""
    assert dice.customer_keys(["c00000000", "ada@example.com", "Ünï"], 7).tolist() == KNOWN_KEYS
    assert dice.salt("world", "visit") == KNOWN_SALT
    place = (word(KNOWN_KEYS[0]), word(KNOWN_SALT), 3, 1)
    assert int(dice.bits(*place)) == KNOWN_BITS
    assert dice.uniform(*place) == KNOWN_UNIFORM
    assert dice.exponential(*place) == KNOWN_EXPONENTIAL


@pytest.mark.parametrize("purpose", ["visit", "cart", "ads"])
def test_every_bit_is_fair_over_customers(purpose: str) -> None:
    salt = dice.salt("world", purpose)
    words = [plain.bits(int(key), salt, 0, 0) for key in dice.customer_keys(KEYS, 7)]
    assert 1e-5 < fairness(words) < 1 - 1e-5


def test_every_bit_is_fair_over_purposes_visits_and_draws() -> None:
    key = int(dice.customer_keys(["c00000000"], 7)[0])
    salts = [dice.salt("journey", f"n{number}", "") for number in range(4_000)]
    assert 1e-5 < fairness([plain.bits(key, salt, 0, 0) for salt in salts]) < 1 - 1e-5
    assert 1e-5 < fairness([plain.bits(key, salts[0], n, 0) for n in range(4_000)]) < 1 - 1e-5
    assert 1e-5 < fairness([plain.bits(key, salts[0], 0, n) for n in range(4_000)]) < 1 - 1e-5


def test_neighbouring_dice_have_nothing_in_common() -> None:
    """Half the bits differ between one seed, customer, visit or draw and the next."""
    keys = [dice.customer_keys(KEYS, seed).tolist() for seed in (7, 8)]
    salt = dice.salt("world", "visit")
    rolled = [[plain.bits(key, salt, 0, 0) for key in row] for row in keys]
    pairs = [a ^ b for a, b in zip(*rolled, strict=True)]
    pairs += [a ^ b for a, b in zip(rolled[0], rolled[0][1:], strict=False)]
    pairs += [a ^ plain.bits(k, salt, 1, 0) for a, k in zip(rolled[0], keys[0], strict=True)]
    pairs += [a ^ plain.bits(k, salt, 0, 1) for a, k in zip(rolled[0], keys[0], strict=True)]
    assert 1e-5 < fairness(pairs) < 1 - 1e-5


def fairness(words: list[int]) -> float:
    """The p-value of the 64 bits' counts against a fair coin's."""
    ones = np.array([[word >> bit & 1 for bit in range(64)] for word in words]).sum(axis=0)
    statistic = ((2 * ones - len(words)) ** 2 / len(words)).sum()
    return float(chi2.sf(statistic, 64))


def test_waits_are_exponential() -> None:
    salt = dice.salt("world", "threshold")
    waits = np.array([plain.exponential(int(k), salt, n, 0) for k in dice.customer_keys(KEYS, 1) for n in range(10)])  # fmt: skip
    n = len(waits)
    assert abs(waits.mean() - 1) < 4 / math.sqrt(n)
    assert abs(waits.var() - 1) < 4 * math.sqrt(8 / n)
    assert waits.min() > 0
    assert abs((waits > 2).mean() - math.exp(-2)) < 4 * math.sqrt(math.exp(-2) / n)


def test_uniforms_fill_their_interval_evenly() -> None:
    salt = dice.salt("world", "cart")
    drawn = [plain.uniform(int(k), salt, n, 0) for k in dice.customer_keys(KEYS, 1) for n in range(10)]  # fmt: skip
    counts = np.histogram(drawn, 100, (0.0, 1.0))[0]
    assert 1e-5 < chi2.sf(((counts - 400) ** 2 / 400).sum(), 99) < 1 - 1e-5


def test_the_smallest_and_largest_draws_stay_finite() -> None:
    assert plain.minus_log(2.0**-53) == pytest.approx(53 * math.log(2), rel=1e-15)
    assert dice.minus_log(1.0) == 0.0
