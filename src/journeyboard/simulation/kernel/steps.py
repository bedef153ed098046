"""One function for each node kind: what happens when a customer stands on it; a new kind goes here."""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.dice import uniform
from journeyboard.simulation.kernel import deciding as why
from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.conditions import consent_state, holds
from journeyboard.simulation.kernel.ground import at_local, journey, node, offset_at, setting
from journeyboard.simulation.kernel.inner import inner
from journeyboard.simulation.kernel.reading import plan_impression
from journeyboard.simulation.kernel.rows import log_step
from journeyboard.simulation.kernel.sending import (
    CONTROL,
    HELD,
    NO_CONSENT,
    OPTED_OUT,
    TURN,
    choose_row,
    level_row,
    send,
    skip,
)
from journeyboard.simulation.kernel.tokens import (
    END_OF_PATH,
    assign,
    go_to,
    leave,
    wake,
)

STEP = mem.EVENT["journey.step_entered"]
UPDATED, CALLED, REACHED = (
    mem.EVENT[k] for k in ("profile.updated", "webhook.called", "journey.goal_reached")
)
SKIPPED = mem.EVENT["message.skipped"]
VISIT_CAP = mem.REASON["visit_cap"]
NOWHERE = -2
ARM_WIDTH = 3


@inner
def port(g, n, k):
    """Where port `k` of a node leads; -1 is out."""
    return g.p[g.p[mem.H_PORTS] + node(g, n, mem.N_PORTS) + k]


@inner
def advance(g, c, s, rows, counts, visits, i, j):
    """Walk on from where the customer stands until they must wait or are out."""
    while s.now < g.p[mem.H_HORIZON] and not s.stopped:
        n = s.token[j, mem.T_NODE]
        if n < 0:
            leave(g, s, rows, counts, j, END_OF_PATH)
            return
        if s.token[j, mem.T_HELD] == 0 and not arrive(g, s, rows, counts, visits, j, n):
            return
        onward = step(g, c, s, rows, counts, visits, i, j, n)
        if onward == NOWHERE or not go_to(g, s, rows, counts, j, onward):
            return


@inner
def arrive(g, s, rows, counts, visits, j, n):
    """Count and log the arrival on a node.

    Who walks too far in one second, or for ever, is taken out, and never enters again.
    """
    if s.visits_at != s.now:
        s.visits, s.visits_at = 0, s.now
    s.visits += 1
    full = s.rows - s.first_row > mem.ROWS_PER_LIFE - mem.ROWS_FOR_THE_WORLD
    if s.visits > mem.MAX_VISITS or full:
        leave(g, s, rows, counts, j, VISIT_CAP)
        s.journeys_off |= 1 << j
        return False
    if node(g, n, mem.N_OWNER) == n:
        visits[n, 0] += 1
        log_step(g, s, rows, counts, STEP, j, n, 0)
    return True


@inner
def step(g, c, s, rows, counts, visits, i, j, n):
    """Do what the node does; where to go next, -1 for out, NOWHERE to stay or when already out."""
    op = node(g, n, mem.N_OP)
    if op == mem.OP_MESSAGE:
        return message(g, c, s, rows, counts, visits, i, j, n)
    if op == mem.OP_DELAY:
        return delay(g, c, s, rows, j, n, visits)
    if op == mem.OP_SPLIT:
        return split(g, c, s, rows, i, j, n)
    if op == mem.OP_RANDOM:
        return random_split(g, c, s, rows, counts, j, n)
    if op == mem.OP_WAIT:
        return wait_until(g, s, j, n)
    if op == mem.OP_ADS:
        return ads(g, c, s, rows, counts, j, n)
    if op == mem.OP_UPDATE:
        return update(g, s, rows, counts, j, n)
    if op == mem.OP_JUMP:
        return jump(g, s, visits, j, n)
    if op == mem.OP_EXIT:
        leave(g, s, rows, counts, j, node(g, n, mem.N_A))
        return NOWHERE
    if op == mem.OP_WEBHOOK:
        log_step(g, s, rows, counts, CALLED, j, n, 0)
    if op == mem.OP_GOAL:
        log_step(g, s, rows, counts, REACHED, j, n, 0)
    return port(g, n, 0)


@inner
def message(g, c, s, rows, counts, visits, i, j, n):
    """A message is due; those without consent may get the fallback instead."""
    owner = node(g, n, mem.N_OWNER)
    before = s.rows
    outcome = send(g, c, s, rows, counts, i, j, n, visits[owner, 0])
    if outcome == TURN:
        s.token[j, mem.T_HELD] = 0
        return node(g, n, mem.N_FALLBACK)
    if outcome == HELD:
        return NOWHERE
    skipped = s.rows > before and rows[s.rows - 1].type == SKIPPED
    if skipped and node(g, n, mem.N_SKIP) >= 0:
        return node(g, n, mem.N_SKIP)
    return port(g, n, 0)


@inner
def ads(g, c, s, rows, counts, j, n):
    """Open a retargeting window, which runs beside while the customer walks on."""
    row = choose_row(g, c, s, n)
    if s.channels_off & (1 << mem.CH_ADS):
        return port(g, n, 0)
    state = consent_state(s, mem.CH_ADS, 0)
    if s.token[j, mem.T_CONTROL]:
        skip(g, s, rows, counts, j, n, row, CONTROL)
    elif state != 1:
        skip(g, s, rows, counts, j, n, row, OPTED_OUT if state == 2 else NO_CONSENT)
    elif n != s.left_out:
        plan_impression(g, c, s, j, n, row, s.now, 0)
    return port(g, n, 0)


@inner
def last_time(s, rows, j, kind):
    """When something last happened since entering, -1 when it has not."""
    for r in range(s.rows - 1, s.token[j, mem.T_ROW] - 1, -1):
        if rows[r].type == kind and rows[r].at >= s.token[j, mem.T_ENTERED]:
            return rows[r].at
    return -1


@inner
def delay(g, c, s, rows, j, n, visits):
    """Wait: a while, until a local time, weekday or date, counted from now or from an event."""
    if s.token[j, mem.T_HELD] == 2:
        return port(g, n, 0)
    row = level_row(g, s, n)
    base = s.now
    anchor = setting(g, row, mem.D_ANCHOR)
    if anchor >= 0:
        base = last_time(s, rows, j, anchor)
        if base < 0:
            return wait_for_anchor(g, s, j, n, row)
    jitter = setting(g, row, mem.D_JITTER)
    if jitter > 0:
        draw = uniform(c.key, g.salts[node(g, n, mem.N_SALT)], visits[n, 0], 15)
        base += np.int64(draw * (jitter + 1))
    at = max(s.now, local_target(g, c, j, row, base + setting(g, row, mem.D_FOR)))
    if at == s.now:
        return port(g, n, 0)
    why.decide(g, s, why.WAITS, n, at, 0.0, 0.0)
    s.token[j, mem.T_HELD] = 2
    s.token[j, mem.T_WAITING] = 0
    wake(g, s, j, at)
    return NOWHERE


@inner
def wait_for_anchor(g, s, j, n, row):
    """The event has not happened yet: wait for it, at most so long."""
    if s.token[j, mem.T_HELD] == 1:
        return port(g, n, 0)
    s.token[j, mem.T_HELD] = 1
    s.token[j, mem.T_WAITING] = 1
    s.token[j, mem.T_DUE] = row
    if setting(g, row, mem.D_AT_MOST) >= 0:
        wake(g, s, j, s.now + setting(g, row, mem.D_AT_MOST))
    return NOWHERE


@inner
def local_target(g, c, j, row, at):
    """The first moment from `at` on with the wanted date, weekday and local time."""
    zone = journey(g, j, mem.J_ZONE) if journey(g, j, mem.J_ZONE) >= 0 else c.zone
    date = setting(g, row, mem.D_DATE)
    if date >= 0:
        at = max(at, at_local(g, zone, date))
    clock, days = setting(g, row, mem.D_TIME), setting(g, row, mem.D_WEEKDAYS)
    if clock < 0 and days == 127:
        return at
    local = at + offset_at(g, zone, at)
    midnight = local - local % mem.DAY
    for d in range(9):
        if not days & (1 << ((midnight // mem.DAY + g.p[mem.H_WEEKDAY] + d) % 7)):
            continue
        if clock < 0:
            found = max(at, at_local(g, zone, midnight + d * mem.DAY)) if d > 0 else at
        else:
            found = at_local(g, zone, midnight + d * mem.DAY + clock)
        if found >= at:
            return found
    return at


@inner
def wait_until(g, s, j, n):
    """Wait for one of several events, or the timeout."""
    if s.token[j, mem.T_HELD] == 1:
        why.decide(g, s, why.BRANCH, n, node(g, n, mem.N_B), 0.0, 0.0)
        return port(g, n, node(g, n, mem.N_B))
    why.decide(g, s, why.WAITS, n, s.now + node(g, n, mem.N_C), 0.0, 0.0)
    s.token[j, mem.T_HELD] = 1
    s.token[j, mem.T_WAITING] = 1
    wake(g, s, j, s.now + node(g, n, mem.N_C))
    return NOWHERE


@inner
def split(g, c, s, rows, i, j, n):
    """The first branch whose condition holds, else everyone else's."""
    for k in range(node(g, n, mem.N_B)):
        if holds(g, c, s, rows, i, j, node(g, n, mem.N_A) + k):
            why.decide(g, s, why.BRANCH, n, k, 0.0, 0.0)
            return port(g, n, k)
    why.decide(g, s, why.BRANCH, n, node(g, n, mem.N_B), 0.0, 0.0)
    return port(g, n, node(g, n, mem.N_B))


@inner
def random_split(g, c, s, rows, counts, j, n):
    """An arm by weight, once a customer."""
    count = node(g, n, mem.N_B)
    if count == 0:
        return -1
    draw = np.int64(uniform(c.key, g.salts[node(g, n, mem.N_SALT)], 0, 0) * 1000000000.0)
    arm = 0
    while arm < count - 1 and g.p[g.p[mem.H_ARMS] + node(g, n, mem.N_A) + arm] <= draw:
        arm += 1
    why.decide(
        g, s, why.ARM, n, arm, draw / 1e9, g.p[g.p[mem.H_ARMS] + node(g, n, mem.N_A) + arm] / 1e9
    )
    return port(g, n, assign(g, s, rows, counts, j, n, node(g, n, mem.N_C), arm))


@inner
def update(g, s, rows, counts, j, n):
    """Set attribute slots."""
    for k in range(node(g, n, mem.N_A), node(g, n, mem.N_A) + node(g, n, mem.N_B)):
        s.slot[g.p[g.p[mem.H_SETS] + 2 * k]] = g.p[g.p[mem.H_SETS] + 2 * k + 1]
    log_step(g, s, rows, counts, UPDATED, j, n, 0)
    return port(g, n, 0)


@inner
def jump(g, s, visits, j, n):
    """Back, at most so many times since entering; then on."""
    if visits[n, 2] != s.token[j, mem.T_COUNT]:
        visits[n, 1], visits[n, 2] = 0, s.token[j, mem.T_COUNT]
    if visits[n, 1] < node(g, n, mem.N_A):
        visits[n, 1] += 1
        return port(g, n, 0)
    return port(g, n, 1)
