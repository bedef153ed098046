"""Why something happened: what was decided, the number drawn and its limit, kept only for a life that is followed.

In a run `g.told` is empty, so each decision costs one comparison; no event, count or digest depends
on what is kept here.
"""

from __future__ import annotations

from journeyboard.simulation.kernel.inner import inlined, inner

DECISIONS = (
    "arrives", "machine_opens", "looks", "clicks", "reviews_asked", "replies", "complains", "opts_out",
    "fills_cart", "goes_on", "redeems", "is_served", "clicks_ad", "is_late", "reviews", "refers",
    "asks_support", "refunds", "control", "factor", "arm", "variant", "factor_of_chance", "threshold",
    "wish", "satisfied", "cap", "smart_sending", "window", "consent", "unreachable", "entry_refused",
    "branch", "waits",
)  # fmt: skip
(ARRIVES, MACHINE_OPENS, LOOKS, CLICKS, REVIEWS_ASKED, REPLIES, COMPLAINS, OPTS_OUT, FILLS_CART,
 GOES_ON, REDEEMS, IS_SERVED, CLICKS_AD, IS_LATE, REVIEWS, REFERS, ASKS_SUPPORT, REFUNDS, CONTROL,
 FACTOR, ARM, VARIANT, FACTOR_OF_CHANCE, THRESHOLD, WISH, SATISFIED, CAP, SMART_SENDING, WINDOW,
 CONSENT, UNREACHABLE, ENTRY_REFUSED, BRANCH, WAITS) = range(34)  # fmt: skip

FACTORS = (
    "base", "role", "affinity", "stage", "hour", "open_cart", "tired", "pressure", "fatigue",
    "first_contact", "transactional",
)  # fmt: skip
(F_BASE, F_ROLE, F_AFFINITY, F_STAGE, F_HOUR, F_CART, F_TIRED, F_PRESSURE, F_FATIGUE, F_FIRST,
 F_TRANSACTIONAL) = range(11)  # fmt: skip

NOBODY = -1
"""The node of a decision that no message or step stands behind."""
INSIDE, TOO_SOON, FILTERED, NOT_LAUNCHED = range(4)
"""Why somebody was not let into a journey: still inside, re-entry, its filter, before its launch."""


@inlined
def decide(g, s, what, n, number, drawn, limit):
    """Keep a decision at node `n` about a `number`, if this life is followed."""
    if s.told < g.told.shape[0]:
        keep(g, s, what, n, number, drawn, limit)


@inlined
def happens(g, s, what, n, number, drawn, limit):
    """Whether a chance comes true: the number drawn is below its limit."""
    decide(g, s, what, n, number, drawn, limit)
    return drawn < limit


@inlined
def because(g, s, factor, size):
    """A factor of the chance that is decided next: its size, as it is."""
    decide(g, s, FACTOR_OF_CHANCE, NOBODY, factor, size, 0.0)
    return size


@inner
def keep(g, s, what, n, number, drawn, limit):
    """Write the decision down; `row` is the event it stands before."""
    row = g.told[s.told]
    row.at = s.now
    row.row = s.rows
    row.what = what
    row.node = n
    row.number = number
    row.drawn = drawn
    row.limit = limit
    s.told += 1
