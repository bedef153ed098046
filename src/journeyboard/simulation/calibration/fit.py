"""The estimators of a calibration: shares, shares with known exposure, lognormal waits, additive rates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Interval = tuple[float, float, float]

Z = 1.959964
"""Of a two-sided 95 % interval."""
DEVIANCE = 3.841459
"""The 95 % point of chi-square with one degree of freedom: where a profile interval ends."""
MOST_WAITS = 60_000
"""Waits that are fitted at most; more would only cost time."""
HALF = 0.5
"""Logs hold whole seconds: a wait lies within half a second of what they say."""


def wilson(events: float, n: float) -> Interval:
    """A share with its score interval (Wilson 1927)."""
    share, z2 = events / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return share, max(middle - half, 0.0), min(middle + half, 1.0)


def poisson_rate(events: float, exposure: float) -> Interval:
    """Events per unit of exposure with the exact interval (Garwood 1936)."""
    from scipy.stats import chi2

    low = chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    high = chi2.ppf(0.975, 2 * events + 2) / 2
    return events / exposure, float(low) / exposure, float(high) / exposure


def share_seen(happened: NDArray[np.bool_], exposure: Floats) -> Interval:
    """A share where only a part of it can have been seen by now: each one's chance is p x exposure.

    Maximum likelihood with a profile interval.
    """
    from scipy.optimize import brentq, minimize_scalar

    seen, left = int(happened.sum()), exposure[~happened]

    def loss(p: float) -> float:
        silent = float(np.log1p(-np.minimum(p * left, 1 - 1e-12)).sum())
        return -float(seen * np.log(p)) - silent

    found = minimize_scalar(loss, bounds=(1e-9, 1 - 1e-9), method="bounded", options={"xatol": 1e-9})  # fmt: skip
    best, at = float(found.x), float(found.fun)

    def beyond(p: float) -> float:
        return 2 * (loss(p) - at) - DEVIANCE

    def end(side: float) -> float:
        return float(brentq(beyond, best, side)) if beyond(side) > 0 else side

    return best, end(1e-9), end(1 - 1e-9)


def lognormal_wait(
    waits: Floats, limits: Floats, weights: Floats | None = None
) -> tuple[Interval, Interval] | None:
    """(median, spread of the log) of waits in seconds, each of which could be seen only up to a limit.

    Maximum likelihood of whole-second waits, truncated on the right; None when it does not settle.
    `weights` (mean 1) undo that some waits were more likely to be seen; they widen the intervals by
    Kish's design effect.
    """
    from scipy.special import ndtr

    waits, limits, weights = _some(waits, limits, np.ones(len(waits)) if weights is None else weights)  # fmt: skip
    low, high = np.log(np.maximum(waits - HALF, 1e-3)), np.log(waits + HALF)
    reach = np.log(np.maximum(limits + HALF, waits + HALF))

    def loss(theta: Floats) -> float:
        mu, sigma = theta[0], np.exp(theta[1])
        inside = ndtr((high - mu) / sigma) - ndtr((low - mu) / sigma)
        chance = np.maximum(inside / ndtr((reach - mu) / sigma), 1e-300)
        return -float((weights * np.log(chance)).sum())

    logs = np.log(np.maximum(waits, HALF))
    settled = minimum(loss, np.array([np.median(logs), np.log(max(float(logs.std()), 0.05))]))
    if settled is None:
        return None
    theta, covariance = settled
    errors = np.sqrt(np.diag(covariance) * float((weights**2).mean()))
    return around(theta[0], errors[0]), around(theta[1], errors[1])


def _some(*columns: Floats) -> list[Floats]:
    if len(columns[0]) <= MOST_WAITS:
        return list(columns)
    chosen = np.random.default_rng(1).choice(len(columns[0]), MOST_WAITS, replace=False)
    return [column[chosen] for column in columns]


def around(log_value: float, error: float) -> Interval:
    """A positive number from its logarithm and that one's standard error."""
    value, low, high = np.exp([log_value, log_value - Z * error, log_value + Z * error]).tolist()
    return value, low, high


def minimum(
    loss: Callable[[Floats], float],
    start: Floats,
    slope: Callable[[Floats], Floats] | None = None,
) -> tuple[Floats, Floats] | None:
    """Where a smooth loss is least, and the inverse of its curvature there; None when it has none."""
    from scipy.optimize import minimize

    if slope is None:
        found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-7, "maxiter": 4000})  # fmt: skip
    else:
        found = minimize(loss, start, jac=slope, method="BFGS", options={"gtol": 1e-4})
    theta = np.asarray(found.x, float)
    try:
        covariance = np.asarray(np.linalg.inv(curvature(loss, theta, slope)), float)
    except np.linalg.LinAlgError:
        return None
    good = bool(np.isfinite(covariance).all() and (np.diag(covariance) > 0).all())
    return (theta, covariance) if good else None


def curvature(
    loss: Callable[[Floats], float],
    theta: Floats,
    slope: Callable[[Floats], Floats] | None,
    step: float = 1e-3,
) -> Floats:
    """The matrix of second derivatives by central differences."""
    moves = np.eye(len(theta)) * step
    if slope is not None:
        rows = [(slope(theta + m) - slope(theta - m)) / (2 * step) for m in moves]
        return np.asarray((np.array(rows) + np.array(rows).T) / 2)
    found = np.empty((len(theta), len(theta)))
    for i, a in enumerate(moves):
        for k, b in enumerate(moves):
            corners = loss(theta + a + b) - loss(theta + a - b) - loss(theta - a + b)
            found[i, k] = (corners + loss(theta - a - b)) / (4 * step * step)
    return found


def additive_rates(at_events: Floats, exposure: Floats) -> tuple[Floats, Floats] | None:
    """Coefficients of a hazard that is a sum, with their covariance.

    `at_events` [events, k] are the parts of the hazard at each event, `exposure` [k] their integrals
    over all time at risk: the log likelihood is sum(log(x b)) - exposure b, concave in b >= 0.
    """
    from scipy.optimize import minimize

    scale = np.where(exposure > 0, len(at_events) / np.maximum(exposure, 1e-12), 1.0)
    parts, total = at_events * scale, exposure * scale

    def loss(b: Floats) -> float:
        return -float(np.log(np.maximum(parts @ b, 1e-300)).sum()) + float(total @ b)

    def slope(b: Floats) -> Floats:
        return np.asarray(total - (parts / np.maximum(parts @ b, 1e-300)[:, None]).sum(0))

    start = np.full(len(exposure), 1.0 / len(exposure))
    found = minimize(loss, start, jac=slope, method="L-BFGS-B", bounds=[(0, None)] * len(start))
    weighed = parts / np.maximum(parts @ found.x, 1e-300)[:, None]
    try:
        covariance = np.linalg.inv(weighed.T @ weighed)
    except np.linalg.LinAlgError:
        return None
    return found.x * scale, covariance * np.outer(scale, scale)
