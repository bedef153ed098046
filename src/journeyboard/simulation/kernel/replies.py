"""What a customer writes back by their own decision: said once, and heard from then on."""

from __future__ import annotations

from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.inner import apart, inner
from journeyboard.simulation.kernel.pending import push
from journeyboard.simulation.kernel.reading import (
    ARRIVED,
    REPLIED,
    UNSUBSCRIBED,
    count_opt_out,
    silence,
)
from journeyboard.simulation.kernel.rows import log

SUBSCRIBED, UPDATED = mem.EVENT["consent.subscribed"], mem.EVENT["consent.updated"]


@inner
def first_reply(g, i):
    """The number of a customer's first reply, or of the next customer's who has one."""
    low, high = 0, g.replies.shape[0]
    while low < high:
        middle = (low + high) // 2
        if g.replies[middle, 0] < i:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def plan_reply(g, s, i, number):
    """Put a reply on the list, if it is this customer's; the one after it follows when it has come."""
    if number < g.replies.shape[0] and g.replies[number, 0] == i:
        at, choice = g.replies[number, 1], g.replies[number, 2]
        push(s, at, mem.RANK_WORLD, mem.REPLY, number, choice, 0, 0, 0)


@apart
def reply(g, s, rows, counts, i, number, choice):
    """A text from the customer: an answer to the last text that arrived, which may change consent."""
    last = last_text(s, rows)
    log_reply(g, s, rows, counts, REPLIED, last)
    if choice == mem.CHOICE_STOP:
        if silence(s, mem.CH_SMS):
            log_reply(g, s, rows, counts, UNSUBSCRIBED, last)
            count_opt_out(g, s, mem.CH_SMS)
    elif choice == mem.CHOICE_START:
        if heard_again(s):
            log_reply(g, s, rows, counts, SUBSCRIBED, last)
    elif choice == mem.CHOICE_LESS and not s.consent & mem.LESS:
        s.consent |= mem.LESS
        log_reply(g, s, rows, counts, UPDATED, last)
    plan_reply(g, s, i, number + 1)


@inner
def heard_again(s):
    """Take back a STOP and a LESS; whether there was either. Who never agreed has not agreed now."""
    before = s.consent
    s.consent &= ~mem.LESS
    for purpose in range(2):
        place = 2 * (2 * mem.CH_SMS + purpose)
        if (s.consent >> place) & 3 == 2:
            s.consent = (s.consent & ~(3 << place)) | (1 << place)
    return s.consent != before


@inner
def last_text(s, rows):
    """The row of the last text or picture message that arrived in this life, -1 when none has."""
    for r in range(s.rows - 1, s.first_row - 1, -1):
        channel = rows[r].channel
        if rows[r].type == ARRIVED and (channel == mem.CH_SMS or channel == mem.CH_MMS):
            return r
    return -1


@inner
def log_reply(g, s, rows, counts, kind, last):
    """A row about a reply, under the message it answers."""
    j, n, variant = -1, -1, -1
    if last >= 0:
        j, n, variant = rows[last].journey, rows[last].node, rows[last].variant
    log(g, s, rows, counts, kind, j, n, mem.CH_SMS, variant, 0, 0, 0, -1, -1)
