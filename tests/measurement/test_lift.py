"""Lift: swapping the arms flips it, scaling scales it, intervals cover, and nothing is never zero."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from journeyboard.measurement.estimate import Sums, mean, rate
from journeyboard.measurement.lift import lift

spends = st.lists(st.integers(0, 50_000), min_size=2, max_size=40).filter(
    lambda values: len(set(values)) > 1
)


def shares(n: int, hits: int) -> Sums:
    return Sums(n, hits, hits)


@given(treated=spends, control=spends)
def test_swapping_the_arms_flips_the_lift(treated: list[int], control: list[int]) -> None:
    there = lift(Sums.of(treated), Sums.of(control))
    back = lift(Sums.of(control), Sums.of(treated))
    assert there.difference == pytest.approx(-back.difference)  # type: ignore[operator]
    assert there.low == pytest.approx(-back.high)  # type: ignore[operator]
    assert there.p_value == pytest.approx(back.p_value)
    if there.relative is not None and back.relative is not None:
        assert (1 + there.relative) * (1 + back.relative) == pytest.approx(1)
        assert (1 + there.relative_low) * (1 + back.relative_high) == pytest.approx(1)  # type: ignore[operator]


@given(treated=spends, control=spends, factor=st.sampled_from([0.01, 0.5, 3, 1000]))
def test_scaling_revenue_scales_the_lift_and_leaves_the_verdict(
    treated: list[int], control: list[int], factor: float
) -> None:
    small, large = (
        lift(Sums.of(np.array(treated) * by), Sums.of(np.array(control) * by)) for by in (1, factor)
    )
    for name in ("difference", "low", "high"):
        assert getattr(large, name) == pytest.approx(
            getattr(small, name) * factor, rel=1e-9, abs=1e-9 * factor
        )
    assert large.relative == pytest.approx(small.relative)
    assert large.p_value == pytest.approx(small.p_value)


@given(treated=spends, control=spends)
def test_the_absolute_test_is_welchs(treated: list[int], control: list[int]) -> None:
    found = lift(Sums.of(treated), Sums.of(control))
    welch = stats.ttest_ind(treated, control, equal_var=False)
    interval = welch.confidence_interval(0.95)
    assert found.p_value == pytest.approx(welch.pvalue, abs=1e-12)
    assert (found.low, found.high) == (pytest.approx(interval.low), pytest.approx(interval.high))


@given(values=spends, cut=st.integers(0, 40))
def test_sums_of_parts_add_up_to_the_sums_of_the_whole(values: list[int], cut: int) -> None:
    parts = Sums.of(values[:cut]) + Sums.of(values[cut:])
    assert parts == Sums.of(values)
    assert parts.variance == pytest.approx(np.var(values, ddof=1))


def test_integer_sums_beyond_64_bits_keep_their_variance() -> None:
    values = [10**15, 10**15 + 1, 10**15 + 2]
    sums = Sums(3, sum(values), sum(value * value for value in values))
    assert sums.variance == 1.0


@pytest.mark.parametrize(
    ("treated", "control", "words"),
    [
        (Sums(0, 0, 0), shares(100, 5), "“treated” has no customers"),
        (shares(100, 5), Sums(0, 0, 0), "“control” has no customers"),
        (shares(1, 1), shares(100, 5), "1 customer"),
        (shares(100, 0), shares(100, 0), "nothing varies"),
    ],
)
def test_what_cannot_be_computed_is_none_with_a_reason(
    treated: Sums, control: Sums, words: str
) -> None:
    found = lift(treated, control, control_arm="control")
    assert found.verdict == "cannot be computed"
    assert words in (found.reason or "")
    assert found.difference is found.relative is found.p_value is None


def test_a_control_without_orders_has_an_absolute_lift_and_no_relative_one() -> None:
    found = lift(shares(1000, 50), shares(1000, 0))
    assert found.difference == pytest.approx(0.05)
    assert found.relative is None
    assert "relative" in (found.reason or "")


def test_few_conversions_are_called_rough() -> None:
    assert "rough" in (lift(shares(500, 3), shares(500, 9)).note or "")
    assert lift(shares(500, 30), shares(500, 90)).note is None


def test_the_verdict_comes_from_the_absolute_test_alone() -> None:
    assert lift(shares(5000, 600), shares(5000, 400)).verdict == "higher"
    assert lift(shares(5000, 400), shares(5000, 600)).verdict == "lower"
    assert lift(shares(5000, 410), shares(5000, 400)).verdict == "no clear difference"


def test_a_lift_is_plain_json() -> None:
    document = json.dumps(lift(shares(1000, 50), shares(1000, 0)).to_dict(), allow_nan=False)
    assert json.loads(document)["n_treated"] == 1000


@pytest.mark.parametrize("kind", ["share", "revenue"])
def test_the_interval_covers_the_truth_as_often_as_it_says(kind: str) -> None:
    dice = np.random.default_rng(11)
    rounds, covered = 400, 0
    for _ in range(rounds):
        treated, control = (_sample(dice, kind, 0.10 + gain) for gain in (0.03, 0.0))
        found = lift(treated, control)
        truth = 0.03 * (1 if kind == "share" else 40)
        covered += found.low <= truth <= found.high  # type: ignore[operator]
    assert 0.917 < covered / rounds < 0.983


def _sample(dice: np.random.Generator, kind: str, chance: float) -> Sums:
    orders = dice.random(1500) < chance
    if kind == "share":
        return shares(1500, int(orders.sum()))
    return Sums.of(orders * dice.gamma(2.0, 20.0, 1500))


@settings(max_examples=60)
@given(n=st.integers(1, 5000), data=st.data())
def test_wilsons_interval_is_scipys_and_holds_the_rate(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    found = rate(hits, n)
    known = stats.binomtest(hits, n).proportion_ci(method="wilson")
    assert found.low == pytest.approx(known.low, abs=1e-12)
    assert found.high == pytest.approx(known.high, abs=1e-12)
    assert found.low <= found.value <= found.high  # type: ignore[operator]


def test_a_share_of_nothing_or_above_one_is_refused_with_a_reason() -> None:
    assert rate(0, 0).value is None
    assert "not a share" in (rate(5, 3).reason or "")


def test_a_mean_has_students_interval() -> None:
    values = [3.0, 5.0, 9.0, 1.0]
    found = mean(Sums.of(values))
    low, high = stats.t.interval(0.95, 3, loc=np.mean(values), scale=stats.sem(values))
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert mean(Sums.of([4.0])).low is None
    assert replace(found).value == 4.5
    assert not math.isnan(found.value or 0)
