"""What the lives of each customer add to the sums of a part: one pass over their outcomes."""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.inner import inner
from journeyboard.simulation.kernel.machine import kept

LIMB = 31
PAIRS = ((mem.MARGIN, mem.COST), (mem.MARGIN, mem.LOST_VALUE), (mem.COST, mem.LOST_VALUE))
"""The outcomes whose products are summed as well."""

SUM = np.dtype(
    [
        ("n", "i8"),
        ("bought", "i8"),
        ("persuaded", "i8"),
        ("lost", "i8"),
        ("with_", "i8", (mem.N_OUTCOMES,)),
        ("added", "i8", (mem.N_OUTCOMES,)),
        ("squares", "i8", (mem.N_OUTCOMES, 3)),  # in limbs of 31 bits, the lowest first
        ("products", "i8", (len(PAIRS), 3)),
        ("converted", "i8", (2,)),  # an overlap's sum and squares
    ],
    align=True,
)


@kept
def add_up(totals, arms, marks, groups, places, of_arms, weights, sums, change, n):
    """Add `n` customers to `sums` (dtype SUM), of which those before `places[0]` are the designed life's
    by group.

    `totals`, `arms` and `marks` are those of `life.fly`; `groups` [n] the audiences of each customer.
    `places` [L, 2] holds where the sums of a life stand, -1 for none, and 1 if they are kept by group.
    `of_arms` [K, 3] holds for each life of an arm its assignment, the number of the control arm's life
    among the arms, and where its sums stand. `weights` [kinds, L + 1] are, for each overlap, how often
    each life counts, then where its sums stand. `change` [O] is room to work in.
    """
    last = marks.shape[1] - 1
    for k in range(n):
        add_outcomes(sums[groups[k]], totals, k, 0)
        if not marks[k, last, 1]:  # whoever enters nothing has but one life
            continue
        bought = totals[k, 0, mem.ORDERS] > 0
        for life in range(1, places.shape[0]):
            if places[life, 0] >= 0 and subtract(change, totals, k, 0, life):
                place = places[life, 0] + places[life, 1] * groups[k]
                add_change(sums[place], change, bought, totals[k, life, mem.ORDERS] > 0)
        for arm in range(of_arms.shape[0]):
            if marks[k, of_arms[arm, 0], 0] >= 0:
                add_arm(sums[of_arms[arm, 2]], change, arms, k, arm, of_arms[arm, 1])
        for kind in range(weights.shape[0]):
            add_overlap(sums[weights[kind, -1]], change, totals, weights, k, kind)


@inner
def add_outcomes(total, outcomes, k, life):
    """One customer more, and what a life of theirs brought."""
    total.n += 1
    total.bought += 1 if outcomes[k, life, mem.ORDERS] > 0 else 0
    for f in range(mem.N_OUTCOMES):
        total.with_[f] += outcomes[k, life, f]


@inner
def add_arm(total, change, arms, k, arm, control):
    """One customer assigned: what an arm brought, and what it changed."""
    add_outcomes(total, arms, k, arm)
    if subtract(change, arms, k, arm, control):
        add_change(total, change, arms[k, arm, mem.ORDERS] > 0, arms[k, control, mem.ORDERS] > 0)


@inner
def add_overlap(total, change, totals, weights, k, kind):
    """What all added less what is gone with each one left out."""
    converted = 0
    for f in range(mem.N_OUTCOMES):
        change[f] = 0
    for life in range(totals.shape[1]):
        often = weights[kind, life]
        if often:
            converted += often if totals[k, life, mem.ORDERS] > 0 else 0
            for f in range(mem.N_OUTCOMES):
                change[f] += often * totals[k, life, f]
    add_moments(total, change)
    total.converted[0] += converted
    total.converted[1] += converted * converted


@inner
def subtract(change, outcomes, k, with_, without):
    """What one life brought more than another; whether that is anything."""
    different = 0
    for f in range(mem.N_OUTCOMES):
        change[f] = outcomes[k, with_, f] - outcomes[k, without, f]
        different |= change[f]
    return different != 0


@inner
def add_change(total, change, bought, anyway):
    """What one customer's lives differ by."""
    total.persuaded += 1 if bought and not anyway else 0
    total.lost += 1 if anyway and not bought else 0
    add_moments(total, change)


@inner
def add_moments(total, change):
    """The sums, squares and products of a change."""
    for f in range(mem.N_OUTCOMES):
        if change[f]:
            total.added[f] += change[f]
            add_product(total.squares, f, change[f], change[f])
    margin, cost, lost = change[mem.MARGIN], change[mem.COST], change[mem.LOST_VALUE]
    add_product(total.products, 0, margin, cost)
    add_product(total.products, 1, margin, lost)
    add_product(total.products, 2, cost, lost)


@inner
def add_product(limbs, place, a, b):
    """Add a product exactly: a square of millionths of the currency soon needs more than 64 bits.

    Holds for 32,768 products of numbers below 2^55 either way.
    """
    if a == 0 or b == 0:
        return
    mask = (1 << LIMB) - 1
    a_low, a_high, b_low, b_high = a & mask, a >> LIMB, b & mask, b >> LIMB
    low = limbs[place, 0] + a_low * b_low
    middle = limbs[place, 1] + (low >> LIMB) + a_high * b_low
    high = limbs[place, 2] + (middle >> LIMB) + a_high * b_high
    middle = (middle & mask) + a_low * b_high
    limbs[place, 0] = low & mask
    limbs[place, 1] = middle & mask
    limbs[place, 2] = high + (middle >> LIMB)
