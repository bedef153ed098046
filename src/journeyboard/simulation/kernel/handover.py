"""Handing over: budget, the sender's queue, and the moment at which a message leaves.

With a limit of throughput every message waits its turn: the queue of each minute comes as data, so
that a customer's life still depends on nobody else (`simulation.capacity` finds it).
"""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.dice import bits, quantile, uniform
from journeyboard.simulation.kernel import deciding as why
from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.ground import Q_DELIVER, W_DELIVER, node, setting
from journeyboard.simulation.kernel.inner import inner
from journeyboard.simulation.kernel.pending import push
from journeyboard.simulation.kernel.rows import log, tally

SENT, QUEUED, FAILED = (mem.EVENT[f"message.{k}"] for k in ("sent", "queued", "failed"))
THROUGHPUT, QUEUE_FULL = mem.REASON["throughput"], mem.REASON["queue_full"]
MINUTE, BILLION = 60, 1_000_000_000
PLACE_IN_QUEUE, WITHIN_BUDGET = 41, 42
"""Draws of a message: its place among those of the same minute, and whether it is still paid for."""


@inner
def price(g, c, i, row, channel):
    """Millionths of the currency for one message to this customer."""
    if channel == mem.CH_SMS:
        return c.sms_price * g.parts[i, setting(g, row, mem.R_PARTS)]
    if channel == mem.CH_MMS:
        return g.p[mem.H_MMS_PRICE]
    return g.p[mem.H_EMAIL_PRICE] if channel == mem.CH_EMAIL else g.p[mem.H_PUSH_PRICE]


@inner
def units(g, i, row, channel):
    """What a message counts for at the sender: the parts of a text, one for anything else."""
    if channel != mem.CH_SMS:
        return 1
    return np.int64(g.parts[i, setting(g, row, mem.R_PARTS)])


@inner
def is_spent(g, c, s, i, n, row, channel, number):
    """Whether the budget is used up: after its last minute, or in it beyond the share still paid for."""
    if price(g, c, i, row, channel) == 0:
        return False
    cutoff = g.p[mem.H_BUDGET] + 2 * (s.now // mem.DAY)
    minute = s.now // MINUTE
    if minute != g.p[cutoff]:
        return minute > g.p[cutoff]
    salt = g.salts[node(g, n, mem.N_SALT)]
    return np.int64(uniform(c.key, salt, number, WITHIN_BUDGET) * BILLION) >= g.p[cutoff + 1]


@inner
def tell(g, s, rows, counts, kind, j, n, row, reason, value, cost):
    """A row about a message on its way to the sender."""
    log(g, s, rows, counts, kind, j, node(g, n, mem.N_OWNER), setting(g, row, mem.R_CHANNEL), setting(g, row, mem.R_VARIANT), reason, value, cost, -1, -1)  # fmt: skip


@inner
def dispatch(g, c, s, rows, counts, i, j, n, row, number):
    """Hand over to the sender: counted for the caps from now on, sent at once or after a queue.

    Nothing of it happens in the life without this message.
    """
    if node(g, n, mem.N_OWNER) == s.left_out:
        return
    channel, purpose = setting(g, row, mem.R_CHANNEL), setting(g, row, mem.R_PURPOSE)
    if s.sends < mem.MAX_SENDS:
        s.send_at[s.sends] = s.now
        s.send_kind[s.sends] = 2 * channel + purpose
        s.sends += 1
    else:
        s.overflow += 1
    base = mem.CH_SMS if channel == mem.CH_MMS else channel
    if g.p[mem.H_QUEUE + base] == 0:
        depart(g, c, s, rows, counts, i, j, n, row, number, 0)
        return
    tell(g, s, rows, counts, QUEUED, j, n, row, THROUGHPUT, units(g, i, row, channel), 0)
    at = leaving(g, c, s, n, g.p[mem.H_QUEUE + base], number)
    if at < 0:
        tell(g, s, rows, counts, FAILED, j, n, row, QUEUE_FULL, 0, 0)
    elif at == s.now:
        depart(g, c, s, rows, counts, i, j, n, row, number, 0)
    else:
        push(s, at, mem.RANK_WORLD, mem.LEAVE, j, n, row, number, 0)


@inner
def leaving(g, c, s, n, queue, number):
    """When a message handed over now leaves the queue; -1 where it is too long to take it.

    The table says for each minute what was waiting at its start and how much the minute brings, both
    in seconds of the sender's work.
    """
    minute = s.now // MINUTE
    row = queue + 2 * minute
    salt = g.salts[node(g, n, mem.N_SALT)]
    share = np.int64(uniform(c.key, salt, number, PLACE_IN_QUEUE) * BILLION)
    ahead = g.p[row] + g.p[row + 1] * share // BILLION
    if ahead > mem.QUEUE_SECONDS:
        return -1
    return max(s.now, minute * MINUTE + ahead)


@inner
def depart(g, c, s, rows, counts, i, j, n, row, number, reason):
    """Send, pay, and put delivery or failure on the list."""
    channel = setting(g, row, mem.R_CHANNEL)
    cost = price(g, c, i, row, channel)
    tell(g, s, rows, counts, SENT, j, n, row, reason, 0, cost)
    tally(s, mem.COST, cost)
    salt = g.salts[node(g, n, mem.N_SALT)]
    base = mem.CH_SMS if channel == mem.CH_MMS else channel
    arrives = why.happens(g, s, why.ARRIVES, n, number, uniform(c.key, salt, number, 1), g.w[W_DELIVER + base])  # fmt: skip
    if base == mem.CH_SMS and not c.reachable:
        arrives = False
        why.decide(g, s, why.UNREACHABLE, n, 0, 0.0, 0.0)
    seconds = 1 + quantile(g.q, Q_DELIVER, bits(c.key, salt, number, 2))
    kind = mem.DELIVER if arrives else mem.FAIL
    push(s, s.now + seconds, mem.RANK_WORLD, kind, j, n, row, number, 0)
