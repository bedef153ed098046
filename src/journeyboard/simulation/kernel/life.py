"""The loop: one life of one customer at a time, then the other lives, for a range of customers."""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.arrivals import force, plan_entries, try_enter
from journeyboard.simulation.kernel.ground import W_LAPSE
from journeyboard.simulation.kernel.handover import SENT, THROUGHPUT
from journeyboard.simulation.kernel.hazard import next_threshold, order_due, order_now
from journeyboard.simulation.kernel.inner import inlined, inner
from journeyboard.simulation.kernel.parcels import (
    CONTACTED,
    REFERRED,
    REVIEWED,
    check_stage,
    fulfil,
    parcel,
    refund,
    review,
)
from journeyboard.simulation.kernel.pending import drop, push, soonest
from journeyboard.simulation.kernel.reading import SHOWN, deliver, fail, impression, read
from journeyboard.simulation.kernel.reference import refer
from journeyboard.simulation.kernel.replies import first_reply, plan_reply, reply
from journeyboard.simulation.kernel.rows import log_world
from journeyboard.simulation.kernel.sending import leave_queue
from journeyboard.simulation.kernel.steps import advance
from journeyboard.simulation.kernel.tokens import hear
from journeyboard.simulation.kernel.world import (
    BY_RETURN,
    DIRECT,
    LOYALTY,
    cart_open,
    place_order,
    plan_visit,
    shopping_step,
    visit,
)

ASSIGNMENT_WIDTH = 4
LIVED, OWN_ARM, NOT_ASSIGNED = range(3)
"""How a life of an arm came about: lived, as the logged one with this very arm, or without any."""


@inner
def begin(g, c, s, i):
    """A customer as they are at the start of the run."""
    s.now, s.pending, s.seq, s.overflow, s.stopped, s.told = 0, 0, 0, 0, 0, 0
    s.visits, s.visits_at = 0, -1
    s.first_row = s.rows
    s.horizon = g.p[mem.H_HORIZON]
    s.stage, s.consent = c.stage, c.consent
    s.hazard, s.hazard_at, s.threshold, s.hazard_orders, s.boosts = 0, 0, 0, 0, 0
    s.own_hazard, s.low_hazard, s.due = c.own_hazard, c.low_hazard, mem.NEVER
    s.orders, s.carts, s.site_visits = 0, 0, 0
    s.last_order = c.last_order
    s.satisfied_until = 0
    s.cart, s.cart_value, s.cart_product, s.cart_at = -1, 0, 0, 0
    s.shopping, s.offer, s.offer_until, s.offer_margin = -1, 0, 0, 1000
    s.tip_read, s.status_read, s.reviewed = 0, 0, 0
    s.last_click_node, s.last_click_at = -1, mem.NEVER
    s.sends, s.delivered, s.entered, s.first_assignment = 0, 0, 0, -1
    for k in range(mem.N_OUTCOMES):
        s.total[k] = 0
    for a in range(g.p[mem.H_N_ASSIGNMENTS]):
        s.clock[a] = g.p[g.p[mem.H_ASSIGNMENTS] + ASSIGNMENT_WIDTH * a]
        s.assigned_at[a], s.arm[a] = -1, -1
        for k in range(mem.N_OUTCOMES):
            s.window[a, k] = 0
    if g.p[mem.H_N_ASSIGNMENTS] < s.clock.shape[0]:
        s.clock[g.p[mem.H_N_ASSIGNMENTS]] = -1
    for j in range(g.p[mem.H_N_JOURNEYS]):
        for k in range(16):
            s.token[j, k] = 0
        s.token[j, mem.T_ASSIGNMENT], s.token[j, mem.T_ARM] = -1, -1
        s.token[j, mem.T_ROW] = s.rows
    for k in range(g.slots.shape[1]):
        s.slot[k] = g.slots[i, k]
    next_threshold(g, c, s)
    if s.stage >= LOYALTY and s.last_order > mem.NEVER:
        lapse = max(0, s.last_order + np.int64(g.w[W_LAPSE]))
        push(s, lapse, mem.RANK_WORLD, mem.STAGE_CHECK, LOYALTY, -1, 0, 0, 0)


@inner
def live(g, c, s, rows, counts, visits, i):
    """One life, from the start of the run to its end."""
    if s.entered:  # nobody else has left anything in them
        for n in range(g.p[mem.H_N_NODES]):
            visits[n, 0], visits[n, 1], visits[n, 2] = 0, 0, 0
    begin(g, c, s, i)
    plan_entries(g, c, s, i)
    plan_reply(g, s, i, first_reply(g, i))
    if not s.quiet_world:
        plan_visit(g, c, s)
    horizon = s.horizon
    while not s.stopped:
        e = soonest(s)
        until = min(s.q_at[e], horizon) if e >= 0 else horizon
        if not s.quiet_world and order_due(g, s) <= until:
            if s.due >= horizon:
                break
            order_now(g, c, s)
            place_order(g, c, s, rows, counts, BY_RETURN if cart_open(g, s) else DIRECT)
            continue
        if until >= horizon:
            break
        s.now = until
        happen(g, c, s, rows, counts, visits, i, e)


@inner
def happen(g, c, s, rows, counts, visits, i, e):
    """Take the next entry off the list and let it happen."""
    kind, a, b = s.q[e, 0], s.q[e, 1], s.q[e, 2]
    d, f, v = s.q[e, 3], s.q[e, 4], s.q[e, 5]
    drop(s, e)
    if kind == mem.NOTIFY:
        hear(g, c, s, rows, counts, i, a, b, d, f, v)
    elif kind == mem.WAKE:
        if s.token[a, mem.T_ACTIVE] and s.token[a, mem.T_GENERATION] == b:
            advance(g, c, s, rows, counts, visits, i, a)
    elif kind == mem.DELIVER:
        deliver(g, c, s, rows, counts, a, b, d, f)
    elif kind == mem.READ:
        read(g, c, s, rows, counts, a, b, d, f)
    elif kind == mem.LEAVE:
        leave_queue(g, c, s, rows, counts, i, a, b, d, f)
    elif kind == mem.FAIL:
        fail(g, s, rows, counts, a, b, d)
    elif kind == mem.IMPRESSION:
        impression(g, c, s, rows, counts, a, b, d, f, v)
    elif kind == mem.ENTER:
        try_enter(g, c, s, rows, counts, i, a, b)
    elif kind == mem.FORCE:
        force(g, c, s, rows, counts, i, a)
    elif kind == mem.REPLY:
        reply(g, s, rows, counts, i, a, b)
    else:
        world_goes_on(g, c, s, rows, counts, kind, a, b, d)


@inner
def world_goes_on(g, c, s, rows, counts, kind, a, b, d):
    """The events of the world around."""
    if kind == mem.VISIT:
        visit(g, c, s, rows, counts, a)
    elif kind == mem.SHOPPING:
        if s.shopping == a and not s.quiet_world:
            shopping_step(g, c, s, rows, counts, a, b)
    elif kind == mem.FULFIL:
        fulfil(g, c, s, rows, counts, a, b)
    elif kind == mem.PARCEL:
        parcel(g, c, s, rows, counts, a, b, d)
    elif kind == mem.REFUND:
        refund(g, c, s, rows, counts, a, b)
    elif kind == mem.REVIEW:
        review(g, s, rows, counts, REVIEWED, a)
    elif kind == mem.REFERRAL:
        review(g, s, rows, counts, REFERRED, a)
    elif kind == mem.SUPPORT:
        log_world(g, s, rows, counts, CONTACTED, 0, 0, a, -1)
    elif kind == mem.STAGE_CHECK:
        check_stage(g, s, rows, counts, a, b)


@inner
def fly(
    ground, people, lives, state, rows, counts, visits, totals, windows, arms, marks, first, last
):
    """Fly customers `first` to `last`; returns (next customer, rows written, overflows).

    `lives` [L, 6] holds (journeys off, channels off, forced assignment, forced arm, assignment it
    belongs to, message left out). Life 0 is the one that is logged. For each customer, counted from
    `first`, `totals` [n, L, O] are the outcomes of the whole run, `windows` [n, A, O] those of the
    logged life inside each assignment's window, `arms` [n, K, O] those of each life that belongs to an
    arm inside the window of its own assignment, and `marks` [n, A + 1, 2] when and into which arm the logged life was
    assigned, then its last stage and whether it entered anything.
    Stops early when `rows` could overflow, to be called again.
    """
    g, written, counted, visited = refer(ground), refer(rows), refer(counts), refer(visits)
    s = state[0]
    s.rows = 0
    overflow = 0
    i = first
    while i < last and s.rows + 2 * mem.ROWS_PER_LIFE <= rows.shape[0]:
        overflow += fly_one(g, people[i], lives, s, written, counted, visited, totals, windows, arms, marks, i, i - first)  # fmt: skip
        i += 1
    return i, s.rows, overflow


@inlined
def fly_one(g, c, lives, s, rows, counts, visits, totals, windows, arms, marks, i, k):
    """All lives of one customer; only the first leaves rows behind.

    A life that cannot differ from the first is not lived again. There is one call of `live`, because
    the compiler would put a second copy of everything behind a second one.
    """
    overflow, kept, entered, first_row, arm = 0, 0, 0, s.rows, -1
    for life in range(lives.shape[0]):
        a = lives[life, mem.L_ASSIGNMENT]
        arm += 1 if a >= 0 else 0
        if life > 0 and (not entered or (a >= 0 and marks[k, a, 0] < 0)):
            copy_first(totals, k, life)
            keep_arm(s, windows, arms, k, arm, a, NOT_ASSIGNED)
            continue
        if life > 0 and a >= 0 and marks[k, a, 1] == lives[life, mem.L_FORCED_ARM]:
            copy_first(totals, k, life)
            keep_arm(s, windows, arms, k, arm, a, OWN_ARM)
            continue
        left_out = lives[life, mem.L_LEFT_OUT]
        if life > 0 and left_out >= 0 and not got(rows, first_row, kept, left_out):
            copy_first(totals, k, life)
            continue
        set_life(s, lives, life)
        s.counting = 1 if life == 0 else 0
        live(g, c, s, rows, counts, visits, i)
        overflow += s.overflow
        if life == 0:
            for r in range(s.first_row, s.rows):
                rows[r].customer = i
            kept, entered = s.rows, s.entered
            keep_first(g, s, totals, windows, marks, k)
        else:
            for f in range(mem.N_OUTCOMES):
                totals[k, life, f] = s.total[f]
            keep_arm(s, windows, arms, k, arm, a, LIVED)
        s.rows = kept
    if not s.keeping:
        s.rows = first_row
    return overflow


@inner
def keep_arm(s, windows, arms, k, arm, a, how):
    """The outcomes of a life that belongs to an arm, inside the window of its assignment."""
    if a < 0:
        return
    for f in range(mem.N_OUTCOMES):
        if how == LIVED:
            arms[k, arm, f] = s.window[a, f]
        else:
            arms[k, arm, f] = windows[k, a, f] if how == OWN_ARM else 0


@inner
def set_life(s, lives, life):
    """What is different in this life."""
    s.journeys_off, s.channels_off = (
        lives[life, mem.L_JOURNEYS_OFF],
        lives[life, mem.L_CHANNELS_OFF],
    )
    s.forced, s.forced_arm = lives[life, mem.L_FORCED], lives[life, mem.L_FORCED_ARM]
    s.left_out = lives[life, mem.L_LEFT_OUT]


@inner
def got(rows, first, last, owner):
    """Whether a message was handed over or sent, or an ad of it shown, in the rows of the logged life."""
    for r in range(first, last):
        kind, reason = rows[r].type, rows[r].reason
        if rows[r].node == owner and (kind in (SENT, SHOWN) or reason == THROUGHPUT):
            return True
    return False


@inner
def keep_first(g, s, totals, windows, marks, k):
    """The outcomes of the logged life, and how it was assigned."""
    count = g.p[mem.H_N_ASSIGNMENTS]
    for f in range(mem.N_OUTCOMES):
        totals[k, 0, f] = s.total[f]
        for a in range(count):
            windows[k, a, f] = s.window[a, f]
    for a in range(count):
        marks[k, a, 0] = s.assigned_at[a]
        marks[k, a, 1] = s.arm[a]
    marks[k, count, 0] = s.stage
    marks[k, count, 1] = s.entered


@inner
def copy_first(totals, k, life):
    """A life that cannot differ from the logged one is not lived again."""
    for f in range(mem.N_OUTCOMES):
        totals[k, life, f] = totals[k, 0, f]
