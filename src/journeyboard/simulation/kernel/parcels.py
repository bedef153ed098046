"""After an order: parcels, refunds, reviews, referrals, questions, and the stage they leave a customer in."""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.kernel import deciding as why
from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.ground import (
    Q_FULFIL,
    Q_REFUND,
    Q_REVIEW,
    Q_TRANSIT,
    S_PARCEL,
    S_REFERRAL,
    S_REFUND,
    S_REVIEW,
    S_SUPPORT,
    W_LAPSE,
    W_LATE,
    W_NO_SCAN,
    W_REFERRAL,
    W_REFUND,
    W_REVIEW_ALONE,
    W_STATUS_SUPPORT,
    W_SUPPORT,
    W_SUPPORT_LATE,
    W_TIP_REFUND,
    chance,
    wait,
)
from journeyboard.simulation.kernel.inner import apart
from journeyboard.simulation.kernel.pending import push
from journeyboard.simulation.kernel.rows import log_world, move_stage
from journeyboard.simulation.kernel.world import ADVOCACY, CONSIDERATION, LOYALTY, PURCHASE

FULFILLED, DELIVERED, REFUNDED = (
    mem.EVENT[f"order.{name}"] for name in ("fulfilled", "delivered", "refunded")
)
REVIEWED, REFERRED, CONTACTED = (
    mem.EVENT[name] for name in ("review.submitted", "referral.made", "support.contacted")
)


@apart
def fulfil(g, c, s, rows, counts, order, value):
    """The parcel leaves; how long it will take is decided now."""
    log_world(g, s, rows, counts, FULFILLED, 0, 0, order, -1)
    seconds = wait(g, c, Q_TRANSIT, S_PARCEL, order, 0)
    late = 1 if why.happens(g, s, why.IS_LATE, why.NOBODY, order, chance(g, c, S_PARCEL, order, 1), g.w[W_LATE]) else 0  # fmt: skip
    push(
        s, s.now + 3600 + seconds * (1 + late), mem.RANK_WORLD, mem.PARCEL, order, value, late, 0, 0
    )


@apart
def parcel(g, c, s, rows, counts, order, value, late):
    """The parcel arrives; what may follow is put on the list."""
    if chance(g, c, S_PARCEL, order, 2) >= g.w[W_NO_SCAN]:
        log_world(g, s, rows, counts, DELIVERED, 0, 0, order, -1)
    if s.stage < LOYALTY:
        move_stage(g, s, rows, counts, LOYALTY)
    push(s, s.now + mem.DAY + wait(g, c, Q_REFUND, S_REFUND, order, 0), mem.RANK_WORLD, mem.REFUND, order, value, 0, 0, 0)  # fmt: skip
    if why.happens(g, s, why.REVIEWS, why.NOBODY, order, chance(g, c, S_REVIEW, order, 0), g.w[W_REVIEW_ALONE]):  # fmt: skip
        push(s, s.now + mem.DAY + wait(g, c, Q_REVIEW, S_REVIEW, order, 1), mem.RANK_WORLD, mem.REVIEW, order, 0, 0, 0, 0)  # fmt: skip
    if why.happens(g, s, why.REFERS, why.NOBODY, order, chance(g, c, S_REFERRAL, order, 0), g.w[W_REFERRAL]):  # fmt: skip
        push(s, s.now + mem.DAY + wait(g, c, Q_REVIEW, S_REFERRAL, order, 1), mem.RANK_WORLD, mem.REFERRAL, order, 0, 0, 0, 0)  # fmt: skip
    ask = g.w[W_SUPPORT_LATE] if late else g.w[W_SUPPORT]
    if s.status_read:
        ask *= g.w[W_STATUS_SUPPORT]
    if why.happens(
        g, s, why.ASKS_SUPPORT, why.NOBODY, order, chance(g, c, S_SUPPORT, order, 0), ask
    ):
        push(s, s.now + wait(g, c, Q_FULFIL, S_SUPPORT, order, 1), mem.RANK_WORLD, mem.SUPPORT, order, 0, 0, 0, 0)  # fmt: skip


@apart
def refund(g, c, s, rows, counts, order, value):
    """The moment to send it back, which a usage tip may have made less likely."""
    likely = g.w[W_REFUND] * (g.w[W_TIP_REFUND] if s.tip_read else 1.0)
    if why.happens(g, s, why.REFUNDS, why.NOBODY, order, chance(g, c, S_REFUND, order, 1), likely):
        log_world(g, s, rows, counts, REFUNDED, 0, value, order, -1)


@apart
def review(g, s, rows, counts, kind, order):
    """A review (once an order), or a friend told."""
    if kind == REVIEWED:
        if s.reviewed:
            return
        s.reviewed = 1
    log_world(g, s, rows, counts, kind, 0, 0, order, -1)
    move_stage(g, s, rows, counts, ADVOCACY)


@apart
def check_stage(g, s, rows, counts, stage, number):
    """Nothing came of it: back from purchase without an order, or from loyalty after a long silence."""
    if stage == PURCHASE:
        if s.stage == PURCHASE and s.cart == number:
            move_stage(g, s, rows, counts, CONSIDERATION)
    elif s.stage >= LOYALTY and s.now >= s.last_order + np.int64(g.w[W_LAPSE]):
        move_stage(g, s, rows, counts, CONSIDERATION)
