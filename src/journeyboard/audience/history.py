"""The order history of generated customers, order by order, and what it leaves at the start."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience import randomness as dice
from journeyboard.audience.habits import Habits, dropouts, order_rates
from journeyboard.audience.shelf import Shelf

DAY = 86_400
SPAN_DAYS = 1_095
"""Profiles were created in the three years before the start, more of them lately."""

HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 9, 11, 12, 12, 13, 12, 11, 11, 12, 13, 15, 18, 19, 16, 10, 5)
"""When people order, by local hour (assumption: evenings and lunch)."""

FAVOURITE, ADD_ON, REFUNDED, DISCOUNTED, DISCOUNT_PERCENT = 0.65, 0.35, 0.04, 0.20, 15
"""Shares of later orders that hold the favourite, of all with a second product, refunded, discounted."""


class Orders(NamedTuple):
    """Orders as columns, by customer and time; `at` in UTC seconds before the start (negative)."""

    customer: NDArray[np.int64]
    number: NDArray[np.int64]
    at: NDArray[np.int64]
    product: NDArray[np.int64]
    value: NDArray[np.int64]
    margin: NDArray[np.int64]
    refunded: NDArray[np.bool_]


class Lives(NamedTuple):
    """What the past leaves at the start: when created, who is alive, orders per day from now on
    (`rate`) and once they are buyers (`pace`)."""

    created: NDArray[np.int64]
    alive: NDArray[np.bool_]
    rate: NDArray[np.float64]
    pace: NDArray[np.float64]
    favourite: NDArray[np.int64]
    orders: Orders


def lives(keys: dice.Words, offset: NDArray[np.int64], habits: Habits, goods: Shelf) -> Lives:
    """The past of each customer in a zone with this offset (seconds, standard time)."""
    age = 1 + np.floor(SPAN_DAYS * dice.uniforms(keys, "age") ** 1.25).astype(np.int64)
    created = np.minimum(_clock(keys, "created", -age, offset), -3_600)
    rate, dropout = order_rates(keys, habits), dropouts(keys, habits)
    at_once = dice.uniforms(keys, "buys at once") < habits.buys_at_once
    interested = at_once | (dice.uniforms(keys, "interested") < habits.interested)
    first = _first_order(keys, created, rate * habits.slowness, at_once, interested, offset)
    customer, number, at, alive = _placed(keys, first, rate, dropout, offset)
    alive &= interested
    favourite = dice.picks(keys, "favourite", goods.share)
    orders = _basket(keys, customer, number, at, favourite, goods)
    bought = np.bincount(customer, minlength=len(keys)) > 0
    now = dice.settled(np.where(bought, rate, rate * habits.slowness))
    return Lives(created, alive, now, rate, favourite, orders)


def _first_order(
    keys: dice.Words,
    created: NDArray[np.int64],
    rate: dice.Floats,
    at_once: NDArray[np.bool_],
    interested: NDArray[np.bool_],
    offset: NDArray[np.int64],
) -> NDArray[np.int64]:
    minutes = 60 + (dice.uniforms(keys, "first minutes") * 1_500).astype(np.int64)
    wait = np.minimum(np.ceil(dice.exponentials(keys, "first wait") / rate), 4_000).astype(np.int64)
    later = _clock(keys, "first hour", (created + offset) // DAY + wait, offset)
    return np.where(at_once, created + minutes, np.where(interested, later, DAY))


def _placed(
    keys: dice.Words,
    first: NDArray[np.int64],
    rate: dice.Floats,
    dropout: dice.Floats,
    offset: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Who orders the how-manieth time when, and who is still alive at the start."""
    alive, at, number = np.ones(len(keys), dtype=np.bool_), first.copy(), 1
    rounds: list[tuple[NDArray[np.int64], ...]] = []
    active = np.flatnonzero(at < 0)
    while active.size:
        rounds.append((active, np.full(active.size, number), at[active]))
        leaves = dice.uniforms(keys[active], "leaves", number) < dropout[active]
        alive[active[leaves]] = False
        active = active[~leaves]
        days = np.ceil(dice.exponentials(keys[active], "gap", number) / rate[active])
        day = (at[active] + offset[active]) // DAY + np.clip(days, 1, 4_000).astype(np.int64)
        at[active] = _clock(keys[active], "order hour", day, offset[active], number)
        active, number = active[at[active] < 0], number + 1
    return *_by_customer(rounds), alive


def _by_customer(
    rounds: list[tuple[NDArray[np.int64], ...]],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    none = np.zeros(0, dtype=np.int64)
    columns = [np.concatenate(column) for column in zip(*rounds, strict=True)] or [none] * 3
    customer, number, at = columns
    order = np.lexsort((number, customer))
    return customer[order], number[order], at[order]


def _clock(
    keys: dice.Words,
    purpose: str,
    day: NDArray[np.int64],
    offset: NDArray[np.int64],
    draw: int = 0,
) -> NDArray[np.int64]:
    """A moment on that local day, in UTC seconds from the start (summer time is passed over)."""
    level = dice.uniforms(keys, purpose, draw)
    hour = dice.picked(level, HOURS)
    second = (dice.uniforms(keys, f"{purpose}, second", draw) * 3_600).astype(np.int64)
    return np.asarray(day * DAY + hour * 3_600 + second - offset, dtype=np.int64)


def _basket(
    keys: dice.Words,
    customer: NDArray[np.int64],
    number: NDArray[np.int64],
    at: NDArray[np.int64],
    favourite: NDArray[np.int64],
    goods: Shelf,
) -> Orders:
    """What is in each order: the favourite first, later perhaps another; perhaps a second product."""
    owner = keys[customer]
    usual = (number == 1) | (dice.uniforms(owner, "usual", number) < FAVOURITE)
    other = dice.picks(owner, "product", goods.share, number)
    product = np.where(usual, favourite[customer], other)
    extra = dice.picks(owner, "extra product", goods.share, number)
    added = dice.uniforms(owner, "add on", number) < ADD_ON
    value = goods.price[product] + added * goods.price[extra]
    margin = goods.margin[product] + added * goods.margin[extra]
    reduced = dice.uniforms(owner, "discounted", number) < DISCOUNTED
    discount = reduced * (value * DISCOUNT_PERCENT // 100)
    refunded = dice.uniforms(owner, "refunded", number) < REFUNDED
    return Orders(customer, number, at, product, value - discount, margin - discount, refunded)


class Totals(NamedTuple):
    """Per customer: orders placed, revenue net of refunds, first and last order, refunds."""

    orders: NDArray[np.int64]
    revenue: NDArray[np.float64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    refunds: NDArray[np.int64]


NEVER = np.iinfo(np.int64).min
"""The number of “no time” (NaT) among integer times."""


def totals(
    customer: NDArray[np.int64],
    at: NDArray[np.int64],
    value: NDArray[Any],
    refunded: NDArray[np.bool_],
    customers: int,
) -> Totals:
    """Sums over orders that are sorted by customer and time (`at` in any integer unit)."""
    count = np.bincount(customer, minlength=customers)
    spent = np.bincount(customer, np.where(refunded, 0, value), minlength=customers)
    back = np.bincount(customer, refunded, minlength=customers).astype(np.int64)
    ends = np.cumsum(count)
    first, last = np.full(customers, NEVER), np.full(customers, NEVER)
    bought = count > 0
    first[bought], last[bought] = at[(ends - count)[bought]], at[ends[bought] - 1]
    return Totals(count, np.asarray(spent, dtype=np.float64), first, last, back)
