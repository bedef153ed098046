"""What has happened in a life: rows of the event log, and the notices that journeys listen for."""

from __future__ import annotations

from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.inner import inner
from journeyboard.simulation.kernel.pending import push

STAGE_CHANGED = mem.EVENT["stage.changed"]
FROM_STAGE = mem.REASONS.index("from_awareness")
ATTRIBUTION = 5 * mem.DAY
"""How long a click may claim an order in the node counters (Klaviyo's default window)."""


@inner
def log(g, s, rows, counts, kind, j, n, channel, variant, reason, value, cost, order, cart):
    """Write one row and tell the journeys that listen for its kind."""
    if s.rows - s.first_row >= mem.ROWS_PER_LIFE:
        s.overflow += 1
        s.stopped = 1
        return
    row = rows[s.rows]
    row.at = s.now
    row.type = kind
    row.journey = j
    row.node = n
    row.channel = channel
    row.variant = variant
    row.reason = reason
    row.value = value
    row.cost = cost
    row.order = order
    row.cart = cart
    row.stage = s.stage
    a = s.token[j, mem.T_ASSIGNMENT] if j >= 0 else s.first_assignment
    row.assignment = a
    row.arm = s.arm[a] if a >= 0 else -1
    s.rows += 1
    if s.counting and n >= 0:
        counts[n, kind] += 1
    if g.p[g.p[mem.H_LISTENS] + kind]:
        push(s, s.now, mem.RANK_NOTIFY, mem.NOTIFY, kind, cart, channel, n, value)


@inner
def log_world(g, s, rows, counts, kind, reason, value, order, cart):
    """A row about the world around: no journey, no node, no message."""
    log(g, s, rows, counts, kind, -1, -1, -1, -1, reason, value, 0, order, cart)


@inner
def log_step(g, s, rows, counts, kind, j, n, reason):
    """A row about a customer's way through a journey."""
    log(g, s, rows, counts, kind, j, n, -1, -1, reason, 0, 0, -1, s.token[j, mem.T_CART])


@inner
def move_stage(g, s, rows, counts, stage):
    """Put the customer into another stage, if it is another."""
    if stage != s.stage:
        before = s.stage
        s.stage = stage
        log_world(g, s, rows, counts, STAGE_CHANGED, FROM_STAGE + before, 0, -1, -1)


@inner
def tally(s, outcome, amount):
    """Count an outcome for the whole run and inside every assignment's window."""
    s.total[outcome] += amount
    for a in range(s.clock.shape[0]):
        if s.clock[a] < 0:
            break
        if s.assigned_at[a] >= 0 and s.now < s.assigned_at[a] + s.clock[a]:
            s.window[a, outcome] += amount
