"""Who is where in which journey: entering, leaving, and what an event means to those inside."""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.dice import uniform
from journeyboard.simulation.kernel import deciding as why
from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.conditions import holds, is_same_cart
from journeyboard.simulation.kernel.ground import journey, node
from journeyboard.simulation.kernel.inner import inner
from journeyboard.simulation.kernel.pending import push
from journeyboard.simulation.kernel.rows import log_step

ENTERED, ASSIGNED, EXITED, GOAL = (
    mem.EVENT[f"journey.{k}"] for k in ("entered", "assigned", "exited", "goal_reached")
)
END_OF_PATH, EXIT_RULE = mem.REASON["end_of_path"], mem.REASON["exit_rule"]
FACTOR_WIDTH = 4
EXIT_WIDTH = 5
BRANCH_WIDTH = 5


@inner
def wake(g, s, j, at):
    """Let the customer go on in a journey at a moment."""
    push(
        s,
        at,
        mem.RANK_TOKEN + journey(g, j, mem.J_RANK),
        mem.WAKE,
        j,
        s.token[j, mem.T_GENERATION],
        0,
        0,
        0,
    )


@inner
def go_to(g, s, rows, counts, j, n):
    """Put the customer on a node, or out of the journey where the way is open; True while inside."""
    s.token[j, mem.T_NODE] = n
    s.token[j, mem.T_HELD] = 0
    s.token[j, mem.T_WAITING] = 0
    if n >= 0:
        return True
    leave(g, s, rows, counts, j, END_OF_PATH)
    return False


@inner
def leave(g, s, rows, counts, j, reason):
    """Out of the journey; whatever it had put on the list finds nobody there."""
    log_step(g, s, rows, counts, EXITED, j, s.token[j, mem.T_NODE], reason)
    s.token[j, mem.T_ACTIVE] = 0
    s.token[j, mem.T_GENERATION] += 1
    s.token[j, mem.T_WAITING] = 0


@inner
def may_enter(g, s, j):
    """The launch, the re-entry rule, and nobody is in one journey twice at a time."""
    if s.token[j, mem.T_ACTIVE] or s.journeys_off & (1 << j) or s.now < journey(g, j, mem.J_OPENS):
        return False
    rule = journey(g, j, mem.J_REENTRY)
    if s.token[j, mem.T_COUNT] == 0:
        return True
    if rule == mem.REENTRY_AFTER:
        return s.now >= s.token[j, mem.T_ENTERED] + journey(g, j, mem.J_AFTER)
    return rule != mem.REENTRY_NEVER


@inner
def enter(g, c, s, rows, counts, i, j, where, cart, value):
    """Into the journey, if the rules let this customer in."""
    if not may_enter(g, s, j):
        if not s.journeys_off & (1 << j):
            again = why.INSIDE if s.token[j, mem.T_ACTIVE] else why.TOO_SOON
            reason = why.NOT_LAUNCHED if s.now < journey(g, j, mem.J_OPENS) else again
            why.decide(g, s, why.ENTRY_REFUSED, j, reason, 0.0, 0.0)
        return
    before = (
        s.token[j, mem.T_CART],
        s.token[j, mem.T_VALUE],
        s.token[j, mem.T_ENTERED],
        s.token[j, mem.T_ROW],
    )
    s.token[j, mem.T_CART] = cart
    s.token[j, mem.T_VALUE] = value
    s.token[j, mem.T_ENTERED] = s.now
    s.token[j, mem.T_ROW] = s.rows
    if not (holds(g, c, s, rows, i, j, where) and holds(g, c, s, rows, i, j, journey(g, j, mem.J_FILTER))):  # fmt: skip
        (
            s.token[j, mem.T_CART],
            s.token[j, mem.T_VALUE],
            s.token[j, mem.T_ENTERED],
            s.token[j, mem.T_ROW],
        ) = before
        why.decide(g, s, why.ENTRY_REFUSED, j, why.FILTERED, 0.0, 0.0)
        return
    s.token[j, mem.T_ACTIVE] = 1
    s.token[j, mem.T_COUNT] += 1
    s.entered = 1
    log_step(g, s, rows, counts, ENTERED, j, -1, 0)
    assign_at_entry(g, c, s, rows, counts, j)
    s.token[j, mem.T_NODE] = journey(g, j, mem.J_START)
    s.token[j, mem.T_HELD] = 0
    s.token[j, mem.T_WAITING] = 0
    wake(g, s, j, s.now)


@inner
def assign_at_entry(g, c, s, rows, counts, j):
    """The journey's control group and the levels of its factors, decided once a customer."""
    control = journey(g, j, mem.J_CONTROL_ASSIGNMENT)
    if control >= 0:
        share = journey(g, j, mem.J_CONTROL)
        draw = np.int64(uniform(c.key, g.salts[journey(g, j, mem.J_SALT)], 0, 0) * 1000000000.0)
        why.decide(g, s, why.CONTROL, j, draw < share, draw / 1e9, share / 1e9)
        s.token[j, mem.T_CONTROL] = assign(
            g, s, rows, counts, j, -1, control, 1 if draw < share else 0
        )
    first = journey(g, j, mem.J_FACTORS)
    for f in range(first, first + journey(g, j, mem.J_N_FACTORS)):
        base = g.p[mem.H_FACTORS] + FACTOR_WIDTH * f
        draw = np.int64(uniform(c.key, g.salts[g.p[base]], 0, 0) * 1000000000.0)
        level = 0
        while g.p[g.p[mem.H_ARMS] + g.p[base + 2] + level] <= draw:
            level += 1
        why.decide(g, s, why.FACTOR, j, level, draw / 1e9, g.p[g.p[mem.H_ARMS] + g.p[base + 2] + level] / 1e9)  # fmt: skip
        assign(g, s, rows, counts, j, -1, g.p[base + 1], level)


@inner
def assign(g, s, rows, counts, j, n, a, arm):
    """The customer's arm of an experiment: the one already given, the one a life demands, or this."""
    if s.assigned_at[a] >= 0:
        return s.arm[a]
    if s.forced == a:
        arm = s.forced_arm
    s.assigned_at[a] = s.now
    s.arm[a] = arm
    if s.token[j, mem.T_ASSIGNMENT] < 0:
        s.token[j, mem.T_ASSIGNMENT] = a
        s.token[j, mem.T_ARM] = arm
    if s.first_assignment < 0:
        s.first_assignment = a
    kept = s.token[j, mem.T_ASSIGNMENT]
    s.token[j, mem.T_ASSIGNMENT] = a
    log_step(g, s, rows, counts, ASSIGNED, j, n, 0)
    s.token[j, mem.T_ASSIGNMENT] = kept
    return arm


@inner
def hear(g, c, s, rows, counts, i, kind, cart, channel, n, value):
    """An event has happened: exits first, then those waiting for it, then who enters by it."""
    for j in range(g.p[mem.H_N_JOURNEYS]):
        hear_exits(g, s, rows, counts, j, kind, cart, channel)
        if s.token[j, mem.T_ACTIVE] and s.token[j, mem.T_WAITING]:
            hear_waiting(g, s, rows, counts, j, kind, cart, n)
        if journey(g, j, mem.J_ENTRY) == mem.ENTRY_EVENT and journey(g, j, mem.J_TYPE) == kind:
            key = cart if journey(g, j, mem.J_KEY) else -1
            enter(g, c, s, rows, counts, i, j, journey(g, j, mem.J_WHERE), key, value)


@inner
def hear_exits(g, s, rows, counts, j, kind, cart, channel):
    """The exit rules of one journey; they also end its ads."""
    for e in range(g.p[mem.H_N_EXITS]):
        base = g.p[mem.H_EXITS] + EXIT_WIDTH * e
        if g.p[base] != j or g.p[base + 1] != kind:
            continue
        if g.p[base + 2] and not is_same_cart(s, j, cart):
            continue
        if g.p[base + 3] >= 0 and g.p[base + 3] != channel:
            continue
        s.token[j, mem.T_ADS] += 1
        if s.token[j, mem.T_ACTIVE]:
            if g.p[base + 4]:
                log_step(g, s, rows, counts, GOAL, j, s.token[j, mem.T_NODE], 0)
            leave(g, s, rows, counts, j, EXIT_RULE)


@inner
def hear_waiting(g, s, rows, counts, j, kind, cart, n):
    """Somebody waits on a node: does this event let them go on?"""
    at = s.token[j, mem.T_NODE]
    if node(g, at, mem.N_OP) == mem.OP_DELAY:
        row = g.p[mem.H_ROWS] + mem.ROW_WIDTH * s.token[j, mem.T_DUE]
        if g.p[row + mem.D_ANCHOR] == kind:
            s.token[j, mem.T_GENERATION] += 1
            wake(g, s, j, s.now)
        return
    if node(g, at, mem.N_OP) != mem.OP_WAIT:
        return
    for b in range(node(g, at, mem.N_A), node(g, at, mem.N_A) + node(g, at, mem.N_B)):
        base = g.p[mem.H_BRANCHES] + BRANCH_WIDTH * b
        if g.p[base] != kind or (g.p[base + 1] and not is_same_cart(s, j, cart)):
            continue
        if g.p[base + 2] >= 0 and g.p[base + 2] != n:
            continue
        s.token[j, mem.T_GENERATION] += 1
        why.decide(g, s, why.BRANCH, at, b - node(g, at, mem.N_A), 0.0, 0.0)
        if go_to(g, s, rows, counts, j, g.p[base + 3]):
            wake(g, s, j, s.now)
        return
