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
    if s.boosts >= mem.MAX_BOOSTS:
        s.overflow += 1
        return
    s.boost_end[s.boosts] = s.now + seconds
    s.boost_rate[s.boosts] = rate
    s.boosts += 1
    why.decide(g, s, why.WISH, n, rate, amount, np.float64(seconds))


@inner
def order_due(g, c, s, until):
    """Let hazard run up to `until`; the moment an order falls due before or at it, else -1."""
    if s.quiet_world:
        return -1
    while s.hazard_at < until:
        end = until
        rate = c.own_hazard
        if s.hazard_at < s.satisfied_until:
            rate = c.low_hazard
            end = min(end, s.satisfied_until)
        if g.p[mem.H_SEASON]:
            day = s.hazard_at // mem.DAY
            rate = rate * g.p[g.p[mem.H_SEASON] + day] // mem.USUAL
            end = min(end, (day + 1) * mem.DAY)
        kept = 0
        for i in range(s.boosts):
            if s.boost_end[i] > s.hazard_at:
                rate += s.boost_rate[i]
                end = min(end, s.boost_end[i])
                s.boost_end[kept] = s.boost_end[i]
                s.boost_rate[kept] = s.boost_rate[i]
                kept += 1
        s.boosts = kept
        if rate > 0:
            need = s.threshold - s.hazard
            seconds = (need + rate - 1) // rate
            if seconds <= end - s.hazard_at:
                s.hazard_at += max(seconds, 1)
                s.hazard = s.threshold
                return s.hazard_at
            s.hazard += rate * (end - s.hazard_at)
        s.hazard_at = end
    return -1
