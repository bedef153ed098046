"""Entries that do not wait for an event: cohorts, daily looks, dates, and the moment of a preview."""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.dice import uniform
from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.ground import journey
from journeyboard.simulation.kernel.inner import apart, inner
from journeyboard.simulation.kernel.pending import push
from journeyboard.simulation.kernel.rows import log_world
from journeyboard.simulation.kernel.tokens import enter
from journeyboard.simulation.kernel.world import (
    DIRECT,
    PLACED,
    STARTED,
    fill_cart,
    place_order,
    shopping_step,
)

FORCED_CART = 900_000
COHORT = 40
"""The draw that puts a customer into a cohort."""


@inner
def plan_entries(g, c, s, i):
    """Entries that are known from the start: cohorts, daily looks, dates, a preview's moment."""
    for j in range(g.p[mem.H_N_JOURNEYS]):
        if s.journeys_off & (1 << j):
            continue
        rank = mem.RANK_TOKEN + journey(g, j, mem.J_RANK)
        if c.force_at >= 0:
            push(s, c.force_at, mem.RANK_WORLD, mem.FORCE, j, 0, 0, 0, 0)
        elif journey(g, j, mem.J_ENTRY) == mem.ENTRY_AUDIENCE:
            push(s, first_look(g, c, j), rank, mem.ENTER, j, -1, 0, 0, 0)
        elif journey(g, j, mem.J_ENTRY) == mem.ENTRY_DATE:
            plan_date(g, c, s, i, j, 0)


@inner
def first_look(g, c, j):
    """When a cohort is looked at: from the launch on, spread over so many days by the customer's dice."""
    spread = journey(g, j, mem.J_COHORT)
    day = np.int64(uniform(c.key, g.salts[journey(g, j, mem.J_SALT)], 0, COHORT) * spread)
    return journey(g, j, mem.J_OPENS) + day * mem.DAY


@inner
def plan_date(g, c, s, i, j, k):
    """The next date of a journey, from the k-th on: of this customer's zone, or of the customer alone."""
    dates, count = journey(g, j, mem.J_DATES), journey(g, j, mem.J_N_DATES)
    zone = journey(g, j, mem.J_ZONE) if journey(g, j, mem.J_ZONE) >= 0 else c.zone
    while k < count:
        at = (
            g.dates[i, -1 - dates]
            if dates < 0
            else g.p[g.p[mem.H_DATES] + dates + zone * count + k]
        )
        if at >= 0:
            push(s, at, mem.RANK_TOKEN + journey(g, j, mem.J_RANK), mem.ENTER, j, k, 0, 0, 0)
            return
        k += 1


@inner
def try_enter(g, c, s, rows, counts, i, j, k):
    """A planned entry is due; the next one of its kind is planned."""
    enter(g, c, s, rows, counts, i, j, journey(g, j, mem.J_CONDITION), -1, 0)
    if k >= 0:
        plan_date(g, c, s, i, j, k + 1)
    elif journey(g, j, mem.J_WHEN) == 1:
        push(
            s,
            s.now + mem.DAY,
            mem.RANK_TOKEN + journey(g, j, mem.J_RANK),
            mem.ENTER,
            j,
            -1,
            0,
            0,
            0,
        )


@apart
def force(g, c, s, rows, counts, i, j):
    """A preview: let happen what makes customers enter, or put this one in."""
    kind = journey(g, j, mem.J_TYPE)
    if journey(g, j, mem.J_ENTRY) == mem.ENTRY_EVENT and kind == STARTED:
        fill_cart(g, c, s, FORCED_CART)
        shopping_step(g, c, s, rows, counts, FORCED_CART, 1)
    elif journey(g, j, mem.J_ENTRY) == mem.ENTRY_EVENT and kind == PLACED:
        place_order(g, c, s, rows, counts, DIRECT)
    elif journey(g, j, mem.J_ENTRY) == mem.ENTRY_EVENT:
        log_world(g, s, rows, counts, kind, 0, 0, -1, -1)
    else:
        enter(g, c, s, rows, counts, i, j, -1, -1, 0)
