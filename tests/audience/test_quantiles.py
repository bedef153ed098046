"""Quantiles against SciPy's, and against the distribution functions that they turn round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from journeyboard.audience.quantiles import ALMOST_ALL, gamma_quantile, normal_quantile
from journeyboard.audience.randomness import settled

EDGES = [2.0**-54, 1e-12, 1e-7, 0.0749, 0.075, 0.5, 0.925, 0.9251, 1 - 1e-6]
SHAPES = [0.3, 1.0, 1.5, 4.0, 30.0]
levels = np.concatenate([EDGES, np.random.default_rng(5).uniform(1e-5, 1 - 1e-5, 50_000)])


def test_normal_quantiles_are_scipys() -> None:
    exact = stats.norm.ppf(levels)
    np.testing.assert_allclose(normal_quantile(levels), exact, rtol=3e-15, atol=1e-16)
    assert normal_quantile(np.array([1 - 2.0**-53]))[0] == pytest.approx(8.2095, abs=1e-4)


@pytest.mark.parametrize("shape", SHAPES)
def test_gamma_quantiles_are_scipys_and_settle_to_the_same_digits(shape: float) -> None:
    found, exact = gamma_quantile(shape, levels), stats.gamma.ppf(levels, shape)
    np.testing.assert_allclose(found, exact, rtol=2e-10)
    np.testing.assert_allclose(np.median(np.abs(found / exact - 1)), 0, atol=1e-14)
    assert (settled(found[9:]) == settled(exact[9:])).all()


@given(st.floats(0.5, 20), st.floats(1e-6, 0.999))
def test_as_much_lies_below_as_was_asked_for(shape: float, level: float) -> None:
    found = gamma_quantile(shape, np.array([level]))[0]
    assert stats.gamma.cdf(found, shape) == pytest.approx(level, rel=1e-10)


def test_nearly_all_is_finite() -> None:
    most = gamma_quantile(1.5, np.array([1 - 2.0**-53, ALMOST_ALL]))
    assert np.isfinite(most).all()
    assert most[0] == most[1]
