"""Orders without any message: the customers' own rate, checkouts started, and carts come back to.

Everybody counts until the first message or ad is sent to them, the control group to the end. The hazard
of an order that is no finished checkout is the kernel's own sum (`kernel/hazard.py`, `world.abandon`):
the customer's rate, less just after an order, and three returns spread over 6 hours, 2 and 7 days
after a checkout was left. Its parts are fitted together by maximum likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.calibration.answer import FEW, Findings
from journeyboard.simulation.calibration.fit import Floats, Interval, Z, additive_rates, around
from journeyboard.simulation.calibration.read import LANE, Evidence, Ints, line
from journeyboard.simulation.calibration.site import abandoned
from journeyboard.simulation.calibration.state import last
from journeyboard.simulation.calibration.traits import Traits
from journeyboard.simulation.kernel.layout import DAY

if TYPE_CHECKING:
    import pandas as pd

BANDS = (DAY / 4, 2.0 * DAY, 7.0 * DAY)
MOST_CARTS = 0.7
"""Share of visits that fill a cart at most (`passengers.add_habits`)."""
RATES = ("baseline.rate", "baseline.after_order", "checkout.per_order")
RETURNS = ("return.abandoned", "return.first_hours", "return.two_days")
METHOD = "additive hazard by maximum likelihood, on the time before the first message and the control group's"


@dataclass(frozen=True, eq=False)
class Time:
    """The time at risk: until when each customer is untouched, and everybody's orders and returns."""

    evidence: Evidence
    rate: Floats
    until: Floats
    orders: Floats  # on the line, sorted
    left: Floats  # abandoned checkouts on the line, sorted
    satisfied: float


def fit_orders(evidence: Evidence, traits: Traits, steps: pd.DataFrame, findings: Findings) -> None:
    """The factor on the customers' own rates, checkouts for each order, and returns to carts."""
    findings.keep("the own rates of those who never bought are guesses; the factor on all rates is fitted", "baseline.first_order")  # fmt: skip
    findings.keep("who has silently left is never seen", "baseline.lapsed", "response.lapsed")
    if not traits.known:
        findings.keep("the customers' own order rates are unknown without their file", *RATES, *RETURNS)  # fmt: skip
        return
    if not evidence.has("order.placed"):
        findings.keep("no orders in the log", *RATES, *RETURNS)
        return
    b = findings.behaviour()
    time = _time(evidence, traits, steps, b)
    own = steps[steps["step"] == 9]
    own = own[own["at"] <= time.until[own["who"]]]
    if len(own) < FEW:
        findings.keep(f"too few orders before any message ({len(own):,})", *RATES, *RETURNS)
        return
    parts = _at_orders(time, own["who"].to_numpy(np.int64), own["at"].to_numpy(float))
    settled = additive_rates(parts, _exposure(time))
    if settled is None:
        findings.keep("the fit did not settle", *RATES, *RETURNS)
        return
    _tell_returns(settled, int((parts[:, 4] > 0).sum()), findings)
    _tell_rates(settled, time, traits, steps, len(own), findings)


def _time(evidence: Evidence, traits: Traits, steps: pd.DataFrame, b: Behaviour) -> Time:
    rate = traits.order_rate * np.where(traits.alive, 1.0, b["baseline.lapsed"])
    rate = rate * np.where(traits.buyer, 1.0, b["baseline.first_order"])
    until = np.full(len(evidence.keys), evidence.end)
    touched = evidence.kind("message.sent", "message.delivered", "ad.impression")
    first = touched.groupby("who")["at"].min()
    until[first.index] = first.to_numpy()
    orders, left = evidence.kind("order.placed"), abandoned(evidence, steps)
    return Time(
        evidence, rate, until, line(orders["who"], orders["at"]),
        np.sort(line(left["who"], left["at"])), b["baseline.satisfied_days"] * DAY,
    )  # fmt: skip


def _at_orders(time: Time, who: Ints, at: Floats) -> Floats:
    """The parts of the hazard at each order [orders, 5]: own rate, own rate just after one, returns."""
    place = line(who, at) - 0.5
    before = last(time.orders, place, who)
    calm = place - before >= time.satisfied
    own = time.rate[who] * time.evidence.pace(at)
    found = [np.where(calm, own, 0.0), np.where(calm, 0.0, own)]
    for length in BANDS:
        since = np.maximum(np.maximum(place - length, before), who * LANE - 0.5)
        active = np.searchsorted(time.left, place, "right") - np.searchsorted(time.left, since, "right")  # fmt: skip
        found.append(active / length)
    return np.stack(found, 1)


def _exposure(time: Time) -> Floats:
    """The parts' integrals over all time at risk."""
    calm, after = _calm_time(time, time.until)
    who = (time.left // LANE).astype(np.int64)
    at = time.left - who * LANE
    ends = np.minimum(_next(time.orders, time.left, who), time.until[who])
    spans = [np.clip(np.minimum(ends, at + length) - at, 0, None).sum() / length for length in BANDS]  # fmt: skip
    return np.array([(time.rate * calm).sum(), (time.rate * after).sum(), *spans])


def _calm_time(time: Time, until: Floats) -> tuple[Floats, Floats]:
    """(usual seconds in which an order may come at the full rate, those just after one), by customer."""
    who = (time.orders // LANE).astype(np.int64)
    at = time.orders - who * LANE
    ends = np.minimum(np.minimum(_next(time.orders, time.orders, who), at + time.satisfied), until[who])  # fmt: skip
    usual = time.evidence.usual
    spans = np.clip(usual(ends) - usual(at), 0, None)
    after = np.bincount(who, spans, len(until)).astype(np.float64)
    return usual(until) - after, after


def _next(moments: Floats, place: Floats, who: Ints) -> Floats:
    """Seconds at which the customer's next of these moments is; far away where there is none."""
    found = np.searchsorted(moments, place, "right")
    value = np.append(moments, np.inf)[found]
    return np.where(value < (who + 1) * LANE, value - who * LANE, np.inf)


def _tell_returns(settled: tuple[Floats, Floats], events: int, findings: Findings) -> None:
    b, covariance = settled[0][2:], settled[1][2:, 2:]
    if events < FEW:
        findings.keep(f"too few orders after a checkout that was left ({events:,})", *RETURNS)
        return
    total, one = b.sum(), np.ones(3)
    error = float(np.sqrt(one @ covariance @ one))
    low, high = (1 - np.exp(-max(total + side * Z * error, 0.0)) for side in (-1, 1))
    findings.add(RETURNS[0], (1 - np.exp(-total), low, high), events, events, METHOD)
    for k, key in enumerate(RETURNS[1:]):
        slope = (np.eye(3)[k] - b[k] / total) / total
        half = Z * float(np.sqrt(slope @ covariance @ slope))
        share = b[k] / total
        ends = max(share - half, 0.0), min(share + half, 1.0)
        findings.add(key, (share, *ends), events, events, METHOD)


def _tell_rates(settled: tuple[Floats, Floats], time: Time, traits: Traits, steps: pd.DataFrame, n: int, findings: Findings) -> None:  # fmt: skip
    """The model's own rate is met by checkouts, returns and direct orders (`passengers.add_habits`).

    With direct orders d, checkouts c and orders g that each checkout brings, all as multiples of the
    own rate: rate = d + c g and checkouts per order = c / rate; intervals by the delta method.
    """
    b = findings.behaviour()
    starts = int((steps["step"] == 1).sum())
    if starts < FEW:
        findings.keep(f"too few checkouts in the log ({starts:,})", *RATES)
        return
    c = _checkouts(time, traits, b, starts)
    pages = [b[f"checkout.{page}"] for page in ("contact", "shipping", "payment")]
    done, back = float(np.prod(pages)), b["return.abandoned"]
    g = done + (1 - done) * back
    rate = float(settled[0][0]) + c * g
    by_hazard = np.array([1.0, 0.0, *[c * (1 - done) * (1 - back)] * 3])
    if "return.abandoned" not in findings.estimates:
        by_hazard[2:] = 0.0
    passed = sum((_error(findings, f"checkout.{page}") / value) ** 2 for page, value in zip(("contact", "shipping", "payment"), pages, strict=True))  # fmt: skip
    shared = float(by_hazard @ settled[1] @ by_hazard) + (c * (1 - back) * done) ** 2 * passed
    error = np.sqrt(shared + g**2 * c**2 / starts) / rate
    method = METHOD + ", and all checkouts started"
    findings.add(RATES[0], around(float(np.log(rate)), float(error)), len(time.until), n + starts, method)  # fmt: skip
    error = np.sqrt(shared / rate**2 + (1 - c * g / rate) ** 2 / starts)
    findings.add(RATES[2], around(float(np.log(c / rate)), float(error)), len(time.until), starts, method)  # fmt: skip
    _tell_after(settled, findings, n)


def _error(findings: Findings, key: str) -> float:
    """The standard error of an estimate, nothing for what was kept."""
    one = findings.estimates.get(key)
    return (one.high - one.low) / 2 / Z if one else 0.0


def _checkouts(time: Time, traits: Traits, b: Behaviour, starts: int) -> float:
    """Checkouts a customer starts at their own rate, as a multiple of the orders of that rate."""
    from scipy.optimize import brentq

    calm = _calm_time(time, np.full(len(time.until), time.evidence.end))[0]
    visits = traits.visit_rate * b["visits.rate"] * np.where(traits.alive, 1.0, b["baseline.lapsed"])  # fmt: skip
    share, visits = b["checkout.cart_to_start"], np.maximum(visits, 1e-15)

    def beyond(multiple: float) -> float:
        carts = np.minimum(multiple * time.rate / share / visits, MOST_CARTS)
        return float((carts * visits * share * calm).sum()) - starts

    return float(brentq(beyond, 0.0, 200.0)) if beyond(200.0) > 0 else 200.0


def _tell_after(settled: tuple[Floats, Floats], findings: Findings, n: int) -> None:
    (direct, after), covariance = settled[0][:2], settled[1][:2, :2]
    if direct <= 0:
        findings.keep("no direct orders before any message", RATES[1])
        return
    value = after / direct
    slope = np.array([-value, 1.0]) / direct
    half = Z * float(np.sqrt(slope @ covariance @ slope))
    interval: Interval = (value, max(value - half, 0.0), value + half)
    findings.add(RATES[1], interval, n, n, METHOD)
