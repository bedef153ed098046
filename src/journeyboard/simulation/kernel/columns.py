"""Rows as columns: numbers for names, and the bytes of keys, order ids and lists side by side.

Columns are laid out as Arrow wants them: values, which of them are there (a bit each, the lowest
first), and for texts and lists where each one starts.
"""

from __future__ import annotations

from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.inner import inner
from journeyboard.simulation.kernel.machine import kept

SOURCES = ("type", "channel", "journey", "node", "message", "variant", "assignment", "arm", "stage", "reason")  # fmt: skip
"""What of a row a column of names tells."""
NEAR = 256
"""Rows that are looked at together, so that the columns are written each in one go; whole bytes of bits."""
CENT, SECOND = 10_000, 1_000_000
"""Millionths in a cent, microseconds in a second."""


@kept
def name_rows(rows, sources, names, codes, there, missing, told):
    """For each column and row the number of a name, -1 for none: shape [columns, rows].

    `sources` [columns] are places in SOURCES, `names` [columns, values + 1] the number of the name of
    each value from -1 on; `there` [columns, bytes] gets a bit for each row, `missing` [columns] how
    many have none; `told` [sources, NEAR] is room for the values of a few rows.
    """
    missing[:] = 0
    for first in range(0, rows.shape[0], NEAR):
        count = min(NEAR, rows.shape[0] - first)
        for k in range(count):
            tell(rows[first + k], told, k)
        for c in range(sources.shape[0]):
            source = sources[c]
            for k in range(count):
                codes[c, first + k] = names[c, told[source, k] + 1]
            missing[c] += mark(codes[c], there[c], first, count)


@inner
def tell(row, told, k):
    """What the columns look at, -1 for none."""
    told[0, k], told[1, k], told[2, k], told[3, k] = row.type, row.channel, row.journey, row.node
    told[4, k] = row.node if row.channel >= 0 else -1
    told[5, k] = row.variant if row.variant > 0 else -1
    told[6, k] = row.assignment
    told[7, k] = row.assignment * mem.MAX_ASSIGNMENTS + row.arm if row.assignment >= 0 else -1
    told[8, k], told[9, k] = row.stage, row.reason if row.reason > 0 else -1


@inner
def mark(codes, there, first, count):
    """The bits of some rows, the first of which starts a byte; how many have no name."""
    missing = 0
    for start in range(first, first + count, 8):
        bits = 0
        for k in range(min(8, first + count - start)):
            bits |= (1 if codes[start + k] >= 0 else 0) << k
            missing += 1 if codes[start + k] < 0 else 0
        there[start >> 3] = bits
    return missing


@kept
def number_rows(rows, begin, told, customer, number):
    """The customer, time, place among the customer's rows, order, value and cost of each row.

    Times are microseconds from `begin` on, money is in millionths. The row before was `customer`'s,
    with this `number`; both are returned for the last one.
    """
    for r in range(rows.shape[0]):
        row = rows[r]
        number = number + 1 if row.customer == customer else 0
        customer = row.customer
        told.customers[r], told.seq[r], told.orders[r] = customer, number, row.order
        told.times[r] = begin + row.at * SECOND
        told.values[r], told.costs[r] = row.value * CENT, row.cost
    return customer, number


@kept
def put_keys(customers, letters, firsts, starts, page):
    """The profile key of each customer: their bytes, and where each starts [customers + 1]."""
    to = 0
    for k in range(customers.shape[0]):
        starts[k] = to
        to = put_key(customers[k], letters, firsts, page, to)
    starts[customers.shape[0]] = to


@kept
def put_orders(customers, orders, letters, firsts, starts, page):
    """The id of each order, the key and its number from 1 on; nothing where there is none."""
    to = 0
    for k in range(customers.shape[0]):
        starts[k] = to
        if orders[k] < 0:
            continue
        to = put_key(customers[k], letters, firsts, page, to)
        page[to] = ord("-")
        number, unit = orders[k] + 1, 1
        while unit * 10 <= number:
            unit *= 10
        while unit > 0:
            to += 1
            page[to] = ord("0") + number // unit % 10
            unit //= 10
        to += 1
    starts[customers.shape[0]] = to


@inner
def put_key(customer, letters, firsts, page, to):
    """One key; where the next text starts."""
    for letter in range(firsts[customer], firsts[customer + 1]):
        page[to] = letters[letter]
        to += 1
    return to


@kept
def put_lists(groups, firsts, places, starts, page):
    """What is in the list of each group: numbers of names, and where each list starts [groups + 1]."""
    to = 0
    for k in range(groups.shape[0]):
        starts[k] = to
        for place in range(firsts[groups[k]], firsts[groups[k] + 1]):
            page[to] = places[place]
            to += 1
    starts[groups.shape[0]] = to
