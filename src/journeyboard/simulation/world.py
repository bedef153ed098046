"""The behaviour model as the kernel reads it: an array of numbers and a table of waiting times."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.dice import QUANTILES, salt
from journeyboard.simulation.kernel import ground
from journeyboard.simulation.kernel.layout import DAY

HOUR, MINUTE = 3_600, 60

SHARES = {
    "cart_to_start": "checkout.cart_to_start", "contact": "checkout.contact",
    "shipping": "checkout.shipping", "payment": "checkout.payment",
    "return_first": "return.first_hours", "return_second": "return.two_days", "two": "basket.two",
    "three": "basket.three", "favourite": "basket.favourite", "late": "parcel.late",
    "no_scan": "parcel.no_scan", "refund": "parcel.refund", "support": "parcel.support",
    "support_late": "parcel.support_late", "referral": "parcel.referral",
    "review_alone": "review.alone", "review_asked": "review.asked",
    "review_early": "review.asked_early", "tip_refund": "tip.refund_factor",
    "status_support": "status.support_factor", "deliver_sms": "delivery.sms",
    "deliver_email": "delivery.email", "deliver_push": "delivery.push", "notice_sms": "notice.sms",
    "notice_email": "notice.email", "notice_push": "notice.push", "proxy": "open.privacy_proxy",
    "click_sms": "click.sms", "click_email": "click.email", "click_push": "click.push",
    "click_cart": "click.open_cart", "after_click": "order.after_click",
    "after_look": "order.after_look", "order_cart": "order.open_cart", "pull": "offer.pull",
    "redeem": "offer.redeem", "opt_sms": "opt_out.sms", "opt_email": "opt_out.email",
    "opt_push": "opt_out.push", "opt_transactional": "opt_out.transactional",
    "opt_first": "opt_out.first", "opt_distance": "opt_out.distance", "reply": "reply.sms",
    "reply_tip": "reply.tip", "complaint": "complaint.email", "serve": "ads.serve",
    "ad_click": "ads.click", "ad_order": "ads.order", "lapsed": "baseline.lapsed",
}  # fmt: skip

SECONDS = {
    "satisfied": ("baseline.satisfied_days", DAY),
    "order_seconds": ("order.hours", HOUR),
    "cart_seconds": ("stage.cart_days", DAY),
    "lapse_seconds": ("stage.lapse_days", DAY),
}

WAITS = (
    ("checkout.step_median", "checkout.step_sigma", 1),
    ("parcel.fulfil_median", "parcel.fulfil_sigma", HOUR),
    ("parcel.transit_median", "parcel.transit_sigma", HOUR),
    ("delivery.seconds_median", "delivery.seconds_sigma", 1),
    ("latency.sms_median", "latency.sms_sigma", MINUTE),
    ("latency.email_median", "latency.email_sigma", MINUTE),
    ("latency.push_median", "latency.push_sigma", MINUTE),
)
AFTERWARDS = ((9.0, 0.6), (12.0, 0.5))
"""Median days and spread from parcel to refund, and from parcel to a review or referral (assumption)."""


def world_numbers(behaviour: Behaviour) -> NDArray[np.float64]:
    """The model's numbers in the kernel's order, shape [168]."""
    w = np.zeros(ground.WORLD_SIZE)
    place = {name: index for index, name in enumerate(ground.WORLD)}
    for name, key in SHARES.items():
        w[place[name]] = behaviour[key]
    for name, (key, unit) in SECONDS.items():
        w[place[name]] = max(round(behaviour[key] * unit), 1)
    w[place["return_hazard"]] = -np.log1p(-min(behaviour["return.abandoned"], 0.99))
    for k, role in enumerate(ground.ROLES):
        w[ground.W_ROLE_CLICK + k] = behaviour[f"click.role_{role}"]
        w[ground.W_ROLE_ORDER + k] = behaviour[f"order.role_{role}"]
    _powers(w, ground.W_STAGE_NEAR, 5, behaviour["click.stage_distance"])
    _powers(w, ground.W_HOUR_NEAR, 13, behaviour["click.hour_distance"])
    _powers(w, ground.W_FATIGUE, 32, 1.0 - behaviour["click.fatigue"])
    _powers(w, ground.W_PRESSURE, 32, float(np.exp(behaviour["opt_out.pressure"])))
    return w


def _powers(w: NDArray[np.float64], at: int, count: int, factor: float) -> None:
    for k in range(count):
        w[at + k] = 1.0 if k == 0 else w[at + k - 1] * factor


def waiting_times(behaviour: Behaviour) -> NDArray[np.int64]:
    """Quantile tables of lognormal waits in whole seconds, shape [9, 1025]."""
    waits = [(behaviour[median] * unit, behaviour[sigma]) for median, sigma, unit in WAITS]
    waits += [(days * DAY, sigma) for days, sigma in AFTERWARDS]
    return np.stack([_lognormal(median, sigma) for median, sigma in waits])


@lru_cache(256)
def _lognormal(median: float, sigma: float) -> NDArray[np.int64]:
    """Quantiles at 0, 1/1024 ... 1; the open ends are taken at half a step."""
    from statistics import NormalDist

    steps = [min(max(k, 0.5), QUANTILES - 0.5) / QUANTILES for k in range(QUANTILES + 1)]
    normal = NormalDist()
    values = [median * np.exp(sigma * normal.inv_cdf(step)) for step in steps]
    return np.rint(np.minimum(values, 365 * DAY)).astype(np.int64)


def world_salts() -> list[int]:
    """The salts of the world's own purposes, in the kernel's order."""
    return [salt("world", name) for name in ground.SALTS]
