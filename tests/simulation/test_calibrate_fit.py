"""The estimators of a calibration against other people's, and against worlds drawn with known numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from journeyboard.simulation.calibration.fit import (
    additive_rates,
    lognormal_wait,
    poisson_rate,
    share_seen,
    wilson,
)


@given(st.integers(1, 400), st.data())
def test_a_share_has_scipys_score_interval(n: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, n))
    value, low, high = wilson(events, n)
    theirs = binomtest(events, n).proportion_ci(method="wilson")
    assert (value, low, high) == pytest.approx((events / n, theirs.low, theirs.high), abs=1e-6)


@given(st.integers(1, 300), st.floats(0.5, 1e6))
def test_a_rate_scales_with_its_exposure_and_lies_inside(events: int, exposure: float) -> None:
    value, low, high = poisson_rate(events, exposure)
    assert low < value < high
    once = poisson_rate(events, 1.0)
    assert (value * exposure, low * exposure, high * exposure) == pytest.approx(once)


@settings(max_examples=20)
@given(st.floats(0.05, 0.6), st.integers(0, 10_000))
def test_what_has_had_no_time_yet_does_not_lower_a_share(p: float, seed: int) -> None:
    dice = np.random.default_rng(seed)
    exposure = dice.random(3_000)
    happened = dice.random(3_000) < p * exposure
    value, low, high = share_seen(happened, exposure)
    assert low <= value <= high
    assert abs(value - p) < 5 * (high - low) / 3.92
    assert high > happened.mean()


@settings(max_examples=15)
@given(st.floats(5, 5_000), st.floats(0.4, 2.0), st.integers(0, 10_000))
def test_a_wait_cut_off_by_the_end_is_recovered(median: float, sigma: float, seed: int) -> None:
    dice = np.random.default_rng(seed)
    waits = np.rint(median * np.exp(sigma * dice.normal(size=3_000)))
    limits = median * np.exp(sigma * dice.uniform(-0.5, 3, 3_000))
    seen = waits <= limits
    fitted = lognormal_wait(waits[seen], limits[seen])
    assert fitted is not None
    for (value, low, high), truth in zip(fitted, (median, sigma), strict=True):
        assert abs(np.log(value / truth)) < 5 * np.log(high / low) / 3.92
    naive = float(np.median(waits[seen]))
    assert naive < fitted[0][0] * 1.05


def test_parts_of_a_hazard_are_told_apart() -> None:
    dice = np.random.default_rng(3)
    own = dice.gamma(1.0, 1.0, 8_000)
    carts = dice.random(8_000) < 0.4
    truth = np.array([0.1, 0.3])
    hazard = truth[0] * own + truth[1] * carts
    waits = dice.exponential(1 / np.maximum(hazard, 1e-9))
    until = np.minimum(waits, 1.0)
    parts = np.stack([own, carts.astype(float)], 1)
    fitted = additive_rates(parts[waits < 1], (parts * until[:, None]).sum(0))
    assert fitted is not None
    assert (np.abs(fitted[0] - truth) < 4 * np.sqrt(np.diag(fitted[1]))).all()
