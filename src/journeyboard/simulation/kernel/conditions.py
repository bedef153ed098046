"""Conditions in flight: short stack programs over what is known of the customer at this moment."""

from __future__ import annotations

from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.inner import apart, inner

ORDER_PLACED, ORDER_REFUNDED = mem.EVENT["order.placed"], mem.EVENT["order.refunded"]


@inner
def compare(left, op, right):
    """One of eq, ne, lt, lte, gt, gte by its number."""
    if op == 0:
        return left == right
    if op == 1:
        return left != right
    if op == 2:
        return left < right
    if op == 3:
        return left <= right
    if op == 4:
        return left > right
    return left >= right


@inner
def consent_state(s, channel, purpose):
    """0 never subscribed, 1 subscribed, 2 unsubscribed; MMS goes by the consent for SMS."""
    place = 0 if channel == 4 else channel
    return (s.consent >> (2 * (2 * place + purpose))) & 3


@inner
def count_events(g, c, s, rows, j, kind, within, same_cart):
    """How often something happened: since entering (-1), ever (-2), or in the last seconds."""
    first, since = s.first_row, mem.NEVER
    if within == -1:
        first = s.token[j, mem.T_ROW]
        since = s.token[j, mem.T_ENTERED]
    elif within >= 0:
        since = s.now - within
    found = 0
    for r in range(first, s.rows):
        row = rows[r]
        if row.type == kind and row.at >= since and (not same_cart or is_same_cart(s, j, row.cart)):
            found += 1
    if same_cart or within == -1:
        return found
    begin, end = 0, 0
    if kind == ORDER_PLACED:
        begin, end = c.history, c.history_end
    elif kind == ORDER_REFUNDED:
        begin, end = c.history_end, c.refunds_end
    for h in range(begin, end):
        if g.history[h] >= since:
            found += 1
    return found


@inner
def is_same_cart(s, j, cart):
    """Whether it is the cart that the customer entered with; who entered with none has none."""
    return s.token[j, mem.T_CART] >= 0 and s.token[j, mem.T_CART] == cart


@inner
def engaged(s, rows, n, kind):
    """Whether an event of this kind belongs to a node's message in this life."""
    for r in range(s.first_row, s.rows):
        if rows[r].type == kind and rows[r].node == n:
            return True
    return False


@inner
def recency(s):
    """Seconds since the last order, more than any number when there is none."""
    return s.now - s.last_order if s.last_order > mem.NEVER else mem.FOREVER


@inner
def leaf(g, c, s, rows, i, j, at):
    """The truth of one code that looks at the customer."""
    code, a, b = g.p[at], g.p[at + 1], g.p[at + 2]
    if code == mem.C_BIT:
        return g.bits[i, a] != 0
    if code == mem.C_CONSENT:
        return consent_state(s, a // 2, a % 2) == b
    if code == mem.C_COUNT:
        same_cart, op = g.p[at + 4] // 8, g.p[at + 4] % 8
        return compare(count_events(g, c, s, rows, j, a, b, same_cart), op, g.p[at + 3])
    if code == mem.C_ENGAGED:
        return engaged(s, rows, a, b) == (g.p[at + 3] != 0)
    if code == mem.C_SLOT:
        return g.p[g.p[mem.H_TRUTHS] + b + s.slot[a]] != 0
    if code == mem.C_TRIGGER:
        return compare(s.token[j, mem.T_VALUE], b, g.p[at + 3])
    if code == mem.C_ORDERS:
        return compare((c.orders + s.orders) * 1000, b, g.p[at + 3])
    if code == mem.C_RECENCY:
        return compare(recency(s), b, g.p[at + 3])
    return compare(s.stage, b, g.p[at + 3])


@apart
def holds(g, c, s, rows, i, j, condition):
    """Whether a condition holds now for this customer in this journey; -1 always does."""
    if condition < 0:
        return True
    entry = g.p[mem.H_CONDITIONS] + 2 * condition
    first = g.p[mem.H_CODES] + mem.CODE_WIDTH * g.p[entry]
    top = 0
    for k in range(g.p[entry + 1]):
        at = first + mem.CODE_WIDTH * k
        code = g.p[at]
        if code == mem.C_NOT:
            s.stack[top - 1] = 1 - s.stack[top - 1]
        elif code == mem.C_ALL or code == mem.C_ANY:
            parts = g.p[at + 1]
            total = 0
            for _ in range(parts):
                top -= 1
                total += s.stack[top]
            s.stack[top] = 1 if (total == parts if code == mem.C_ALL else total > 0) else 0
            top += 1
        else:
            s.stack[top] = 1 if leaf(g, c, s, rows, i, j, at) else 0
            top += 1
    return s.stack[0] != 0
