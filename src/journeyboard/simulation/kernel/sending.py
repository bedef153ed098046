"""Sending: consent, windows, caps and missing values, in this order, each time a message is due."""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.dice import uniform
from journeyboard.simulation.kernel import deciding as why
from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.conditions import consent_state
from journeyboard.simulation.kernel.ground import journey, next_open, node, setting
from journeyboard.simulation.kernel.handover import depart, dispatch, is_spent, tell, units
from journeyboard.simulation.kernel.inner import inner
from journeyboard.simulation.kernel.rows import log
from journeyboard.simulation.kernel.tokens import wake

QUEUED, SKIPPED = mem.EVENT["message.queued"], mem.EVENT["message.skipped"]
NO_CONSENT, OPTED_OUT, CONTROL, CAP, SMART, QUIET, STALE, MISSING, NEVER_OPEN = (
    mem.REASON[k] for k in (
        "no_consent", "opted_out", "control_group", "frequency_cap", "smart_sending", "quiet_hours",
        "stale", "missing_value", "never_open",
    )
)  # fmt: skip
BUDGET, OUTSIDE = mem.REASON["budget"], mem.REASON["outside_window"]
GO_ON, HELD, TURN = 0, 1, 2
HOLD, SKIP, IGNORE = 0, 1, 2
SUBSCRIBED, UNSUBSCRIBED = 1, 2
MARKETING, TRANSACTIONAL = 0, 1
CAP_WIDTH = 5


@inner
def level_row(g, s, n):
    """The first setting row of a node for the customer's levels of its factors."""
    combination = 0
    if node(g, n, mem.N_FACTOR) >= 0:
        combination = max(s.arm[node(g, n, mem.N_FACTOR)], 0)
    if node(g, n, mem.N_FACTOR_2) >= 0:
        level = max(s.arm[node(g, n, mem.N_FACTOR_2)], 0)
        combination = combination * node(g, n, mem.N_LEVELS) + level
    return node(g, n, mem.N_ROW) + combination * node(g, n, mem.N_VARIANTS)


@inner
def choose_row(g, c, s, n):
    """The setting row of this customer: factor levels first, then the variant by weight."""
    row = level_row(g, s, n)
    variants = node(g, n, mem.N_VARIANTS)
    if variants == 1:
        return row
    draw = np.int64(uniform(c.key, g.salts[node(g, n, mem.N_SALT)], 0, 7) * 1000000000.0)
    last = row + variants - 1
    while row < last and setting(g, row, mem.R_WEIGHT) <= draw:
        row += 1
    why.decide(g, s, why.VARIANT, n, setting(g, row, mem.R_VARIANT), draw / 1e9, setting(g, row, mem.R_WEIGHT) / 1e9)  # fmt: skip
    return row


@inner
def skip(g, s, rows, counts, j, n, row, reason):
    """Say why somebody gets nothing here."""
    channel = setting(g, row, mem.R_CHANNEL)
    log(g, s, rows, counts, SKIPPED, j, node(g, n, mem.N_OWNER), channel, setting(g, row, mem.R_VARIANT), reason, 0, 0, -1, -1)  # fmt: skip


@inner
def send(g, c, s, rows, counts, i, j, n, number):
    """Try to send a message: GO_ON when sent or skipped, HELD until later, or TURN to the fallback."""
    row = choose_row(g, c, s, n)
    channel, purpose = setting(g, row, mem.R_CHANNEL), setting(g, row, mem.R_PURPOSE)
    if s.channels_off & (1 << channel):
        return GO_ON
    if s.token[j, mem.T_CONTROL]:
        skip(g, s, rows, counts, j, n, row, CONTROL)
        return GO_ON
    state = consent_state(s, channel, purpose)
    if state != SUBSCRIBED:
        why.decide(g, s, why.CONSENT, n, state, np.float64(channel), np.float64(purpose))
        if node(g, n, mem.N_FALLBACK) >= 0:
            return TURN
        skip(g, s, rows, counts, j, n, row, OPTED_OUT if state == UNSUBSCRIBED else NO_CONSENT)
        return GO_ON
    reason = refusal(g, s, i, j, row, channel, purpose)
    at = s.now if reason != 0 else opening(g, c, j, n, channel, purpose, s.now)
    if at > s.now:
        return hold(g, s, rows, counts, j, n, row, at)
    if reason != 0:
        skip(g, s, rows, counts, j, n, row, reason)
        return GO_ON
    if g.p[mem.H_BUDGET] and is_spent(g, c, s, i, n, row, channel, number):
        tell(g, s, rows, counts, SKIPPED, j, n, row, BUDGET, units(g, i, row, channel), 0)
        return GO_ON
    dispatch(g, c, s, rows, counts, i, j, n, row, number)
    return GO_ON


@inner
def refusal(g, s, i, j, row, channel, purpose):
    """Why this message may not be sent now: caps, smart sending, missing values; 0 when it may."""
    if capped(g, s, j, channel, purpose):
        return CAP
    if purpose == MARKETING and journey(g, j, mem.J_SMART) > 0 and recently(s, channel, journey(g, j, mem.J_SMART)):  # fmt: skip
        why.decide(g, s, why.SMART_SENDING, -1, journey(g, j, mem.J_SMART), 0.0, 0.0)
        return SMART
    missing = setting(g, row, mem.R_MISSING)
    if missing >= 0 and g.bits[i, missing]:
        return MISSING
    return 0


@inner
def opening(g, c, j, n, channel, purpose, now):
    """When the send window is open: now, later, or never (mem.FOREVER)."""
    quiet = node(g, n, mem.N_QUIET)
    if quiet == IGNORE or purpose == TRANSACTIONAL:
        return now
    if not journey(g, j, mem.J_QUIET_CHANNELS) & (1 << channel):
        return now
    return next_open(g, j, c.place, now)


@inner
def hold(g, s, rows, counts, j, n, row, at):
    """Wait for the window, unless the message would be stale by then or must not wait."""
    why.decide(g, s, why.WINDOW, n, at, 0.0, np.float64(node(g, n, mem.N_STALE)))
    if at == mem.FOREVER:
        skip(g, s, rows, counts, j, n, row, NEVER_OPEN)
        return GO_ON
    if node(g, n, mem.N_QUIET) == SKIP:
        skip(g, s, rows, counts, j, n, row, QUIET)
        return GO_ON
    if not s.token[j, mem.T_HELD]:
        s.token[j, mem.T_HELD] = 1
        s.token[j, mem.T_DUE] = s.now
    stale = node(g, n, mem.N_STALE)
    if stale >= 0 and at - s.token[j, mem.T_DUE] > stale:
        skip(g, s, rows, counts, j, n, row, STALE)
        return GO_ON
    log(g, s, rows, counts, QUEUED, j, node(g, n, mem.N_OWNER), setting(g, row, mem.R_CHANNEL), setting(g, row, mem.R_VARIANT), QUIET, 0, 0, -1, -1)  # fmt: skip
    wake(g, s, j, at)
    return HELD


@inner
def capped(g, s, j, channel, purpose):
    """Whether one more message would break a cap of this journey or of the brand."""
    for k in range(g.p[mem.H_N_CAPS]):
        base = g.p[mem.H_CAPS] + CAP_WIDTH * k
        if g.p[base] >= 0 and g.p[base] != j:
            continue
        if g.p[base] == mem.ONLY_LESS and not s.consent & mem.LESS:
            continue
        if not is_on(g.p[base + 3], channel):
            continue
        if g.p[base + 4] >= 0 and g.p[base + 4] != purpose:
            continue
        found = sent_since(s, s.now - g.p[base + 2], g.p[base + 3], g.p[base + 4])
        if found >= g.p[base + 1]:
            why.decide(g, s, why.CAP, g.p[base], g.p[base + 2], np.float64(found), np.float64(g.p[base + 1]))  # fmt: skip
            return True
    return False


@inner
def sent_since(s, since, channel, purpose):
    """Messages sent after a moment, on one channel or all (-1), of one purpose or both (-1)."""
    found = 0
    for k in range(s.sends - 1, -1, -1):
        if s.send_at[k] <= since:
            break
        kind = s.send_kind[k]
        if is_on(channel, kind // 2) and (purpose < 0 or kind % 2 == purpose):
            found += 1
    return found


@inner
def is_on(wanted, channel):
    """Whether a message counts for a channel: all of them for -1, and an MMS is a text."""
    return wanted < 0 or wanted == channel or (wanted == mem.CH_SMS and channel == mem.CH_MMS)


@inner
def recently(s, channel, within):
    """Whether a marketing message went out on this channel lately (smart sending)."""
    base = mem.CH_SMS if channel == mem.CH_MMS else channel
    return sent_since(s, s.now - within, base, MARKETING) > 0


@inner
def leave_queue(g, c, s, rows, counts, i, j, n, row, number):
    """The sender gets to it: who has opted out meanwhile gets nothing; closed windows stop nothing."""
    channel, purpose = setting(g, row, mem.R_CHANNEL), setting(g, row, mem.R_PURPOSE)
    if consent_state(s, channel, purpose) == UNSUBSCRIBED:
        skip(g, s, rows, counts, j, n, row, OPTED_OUT)
        return
    is_late = opening(g, c, j, n, channel, purpose, s.now) > s.now
    depart(g, c, s, rows, counts, i, j, n, row, number, OUTSIDE if is_late else 0)
