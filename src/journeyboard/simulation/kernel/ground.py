"""What a flight may look at and never changes: the program, the world's numbers and the customers."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from journeyboard.simulation.dice import bits, exponential, quantile, uniform
from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.inner import inlined, inner

WORLD = (
    "cart_to_start", "contact", "shipping", "payment", "return_hazard", "return_first",
    "return_second", "satisfied", "two", "three", "favourite", "late", "no_scan", "refund",
    "support", "support_late", "referral", "review_alone", "review_asked", "review_early",
    "tip_refund", "status_support", "deliver_sms", "deliver_email", "deliver_push", "notice_sms",
    "notice_email", "notice_push", "proxy", "click_sms", "click_email", "click_push", "click_cart",
    "after_click", "after_look", "order_cart", "order_seconds", "pull", "redeem", "opt_sms",
    "opt_email", "opt_push", "opt_transactional", "opt_first", "opt_distance", "reply", "reply_tip",
    "complaint", "serve", "ad_click", "ad_order", "cart_seconds", "lapse_seconds", "lapsed",
)  # fmt: skip
(W_CART_TO_START, W_CONTACT, W_SHIPPING, W_PAYMENT, W_RETURN, W_RETURN_FIRST, W_RETURN_SECOND,
 W_SATISFIED, W_TWO, W_THREE, W_FAVOURITE, W_LATE, W_NO_SCAN, W_REFUND, W_SUPPORT, W_SUPPORT_LATE,
 W_REFERRAL, W_REVIEW_ALONE, W_REVIEW_ASKED, W_REVIEW_EARLY, W_TIP_REFUND, W_STATUS_SUPPORT,
 W_DELIVER, _DE, _DP, W_NOTICE, _NE, _NP, W_PROXY, W_CLICK, _CE, _CP, W_CLICK_CART, W_AFTER_CLICK,
 W_AFTER_LOOK, W_ORDER_CART, W_ORDER_SECONDS, W_PULL, W_REDEEM, W_OPT, _OE, _OP, W_OPT_TRANSACTIONAL,
 W_OPT_FIRST, W_OPT_DISTANCE, W_REPLY, W_REPLY_TIP, W_COMPLAINT, W_SERVE, W_AD_CLICK, W_AD_ORDER,
 W_CART_SECONDS, W_LAPSE, W_LAPSED) = range(54)  # fmt: skip
W_ROLE_CLICK, W_ROLE_ORDER = 64, 72
W_STAGE_NEAR, W_HOUR_NEAR = 80, 88
W_FATIGUE, W_PRESSURE = 104, 136
WORLD_SIZE = 168
ROLES = ("reminder", "social_proof", "incentive", "urgency", "tip", "review_request", "status", "brand")  # fmt: skip
ROLE_STAGE = (2, 1, 2, 2, 3, 3, 3, 0)
TIP, REVIEW_REQUEST, STATUS = 4, 5, 6

QUANTILE_TABLES = (
    "step", "fulfil", "transit", "deliver", "look_sms", "look_email", "look_push", "refund", "review",
)  # fmt: skip
Q_STEP, Q_FULFIL, Q_TRANSIT, Q_DELIVER, Q_LOOK, _QE, _QP, Q_REFUND, Q_REVIEW = range(9)

SALTS = (
    "visit", "cart", "step", "basket", "threshold", "redeem", "fulfil", "parcel", "refund", "support",
    "referral", "review", "ads",
)  # fmt: skip
(S_VISIT, S_CART, S_STEP, S_BASKET, S_THRESHOLD, S_REDEEM, S_FULFIL, S_PARCEL, S_REFUND, S_SUPPORT,
 S_REFERRAL, S_REVIEW, S_ADS) = range(13)  # fmt: skip


NOTHING_TOLD = np.zeros(0, mem.DECISION).view(np.recarray)


class Ground(NamedTuple):
    """The arrays of a flight: program [int64], world numbers [float64], quantile tables [9, 1025],
    salts [uint64], for each customer bits, SMS parts, attribute slots and dates, all order histories
    end to end, and replies [R, 3] as (customer, second, choice) in this order. `told` (dtype DECISION)
    is no ground: room for the decisions of a life that is followed, none in a run."""

    p: Any
    w: Any
    q: Any
    salts: Any
    bits: Any
    parts: Any
    slots: Any
    dates: Any
    history: Any
    replies: Any
    told: Any = NOTHING_TOLD


@inlined
def node(g, n, field):
    """A field of a node."""
    return g.p[g.p[mem.H_NODES] + n * mem.NODE_WIDTH + field]


@inlined
def setting(g, row, field):
    """A field of a setting row."""
    return g.p[g.p[mem.H_ROWS] + row * mem.ROW_WIDTH + field]


@inlined
def journey(g, j, field):
    """A field of a journey."""
    return g.p[g.p[mem.H_JOURNEYS] + j * mem.JOURNEY_WIDTH + field]


@inner
def chance(g, c, salt, visit, draw):
    """A uniform of this customer."""
    return uniform(c.key, g.salts[salt], visit, draw)


@inner
def wait(g, c, table, salt, visit, draw):
    """Seconds drawn from a quantile table."""
    return quantile(g.q, table, bits(c.key, g.salts[salt], visit, draw))


@inner
def unit_wait(g, c, salt, visit, draw):
    """A unit exponential of this customer."""
    return exponential(c.key, g.salts[salt], visit, draw)


@inner
def offset_at(g, zone, at):
    """Seconds to add to UTC for the local clock of a zone."""
    first = g.p[mem.H_OFFSETS] + 2 * g.p[g.p[mem.H_ZONES] + 2 * zone]
    last = first + 2 * (g.p[g.p[mem.H_ZONES] + 2 * zone + 1] - 1)
    while last > first and g.p[last] > at:
        last -= 2
    return g.p[last + 1]


@inner
def at_local(g, zone, clock):
    """The first moment at which the zone's local clock shows `clock` or more (over a gap: its end)."""
    first = g.p[mem.H_OFFSETS] + 2 * g.p[g.p[mem.H_ZONES] + 2 * zone]
    count = g.p[g.p[mem.H_ZONES] + 2 * zone + 1]
    for k in range(count):
        entry = first + 2 * k
        offset = g.p[entry + 1]
        end = g.p[entry + 2] + offset if k + 1 < count else mem.FOREVER
        if end > clock:
            return max(clock - offset, g.p[entry]) if k > 0 else clock - offset
    return clock


@inner
def next_open(g, j_windows, place, at):
    """The first moment from `at` on inside the send window of a place; mem.FOREVER when there is none."""
    window = g.p[g.p[mem.H_PLACES] + j_windows * g.p[mem.H_N_PLACES] + place]
    if window < 0:
        return at
    low = g.p[g.p[mem.H_WINDOWS] + 2 * window]
    high = low + g.p[g.p[mem.H_WINDOWS] + 2 * window + 1]
    end = high
    base = g.p[mem.H_INTERVALS]
    while low < high:
        middle = (low + high) // 2
        if g.p[base + 2 * middle + 1] > at:
            high = middle
        else:
            low = middle + 1
    if low == end:
        return mem.FOREVER
    return max(at, g.p[base + 2 * low])
