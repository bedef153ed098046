"""When an order falls due: a unit exponential threshold on cumulative hazard, in whole numbers.

A customer's k-th order of this kind comes when the sum of their own hazard and of what messages
added reaches the sum of their first k exponentials (time change of a Poisson process). So treated
and untouched lives of one customer differ only by what the messages added.
"""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.kernel import deciding as why
from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.ground import S_THRESHOLD, unit_wait
from journeyboard.simulation.kernel.inner import inner


@inner
def next_threshold(g, c, s):
    """Raise the threshold by the next exponential."""
    more = unit_wait(g, c, S_THRESHOLD, s.hazard_orders, 0)
    s.threshold += np.int64(more * mem.HAZARD)
    s.hazard_orders += 1
    why.decide(g, s, why.THRESHOLD, why.NOBODY, s.threshold, more, 0.0)


@inner
def boost(g, s, n, amount, seconds):
    """Add `amount` of cumulative hazard, spread evenly over the coming seconds; node `n` is its cause."""
    rate = np.int64(amount * mem.HAZARD / seconds)
    if rate <= 0:
        return
    settle(g, s)
    if s.boosts >= mem.MAX_BOOSTS:
        s.overflow += 1
        return
    s.boost_end[s.boosts] = s.now + seconds
    s.boost_rate[s.boosts] = rate
    s.boosts += 1
    why.decide(g, s, why.WISH, n, rate, amount, np.float64(seconds))


@inner
def rate_at(g, s, at):
    """The hazard per second from a moment on, and the moment until which it stays (mem.FOREVER: always)."""
    rate, end = s.own_hazard, mem.FOREVER
    if at < s.satisfied_until:
        rate, end = s.low_hazard, s.satisfied_until
    if g.p[mem.H_SEASON]:
        day = at // mem.DAY
        rate = rate * g.p[g.p[mem.H_SEASON] + day] // mem.USUAL
        end = min(end, (day + 1) * mem.DAY)
    for i in range(s.boosts):
        if s.boost_end[i] > at:
            rate += s.boost_rate[i]
            end = min(end, s.boost_end[i])
    return rate, end


@inner
def settle(g, s):
    """Let hazard run up to now, because what adds to it is about to change."""
    s.due = mem.NEVER
    while s.hazard_at < s.now:
        rate, end = rate_at(g, s, s.hazard_at)
        end = min(end, s.now)
        s.hazard += rate * (end - s.hazard_at)
        forget(s, s.hazard_at)
        s.hazard_at = end


@inner
def forget(s, at):
    """Drop what adds nothing any more at a moment."""
    kept = 0
    for i in range(s.boosts):
        if s.boost_end[i] > at:
            s.boost_end[kept] = s.boost_end[i]
            s.boost_rate[kept] = s.boost_rate[i]
            kept += 1
    s.boosts = kept


@inner
def order_due(g, s):
    """The moment an order falls due if nothing changes; mem.FOREVER beyond the end of the run.

    It is worked out anew only when something has changed: whole numbers add up to the same
    however the time between is cut.
    """
    if s.due > mem.NEVER:
        return s.due
    s.due = mem.FOREVER
    at, need = s.hazard_at, s.threshold - s.hazard
    while at < s.horizon:
        rate, end = rate_at(g, s, at)
        end = min(end, s.horizon)
        coming = rate * (end - at)
        if rate > 0 and need <= coming:
            s.due = at + max((need + rate - 1) // rate, 1)
            break
        need -= coming
        at = end
    return s.due


@inner
def order_now(g, c, s):
    """An order falls due: hazard has reached the threshold, and the next one is drawn."""
    s.now = s.due
    s.hazard_at, s.hazard = s.now, s.threshold
    s.due = mem.NEVER
    next_threshold(g, c, s)
