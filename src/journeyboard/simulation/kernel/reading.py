"""What a delivered message does: looked at or not, clicked, answered, ordered after, or opted out of."""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.dice import bits, quantile, uniform
from journeyboard.simulation.kernel import deciding as why
from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.conditions import consent_state
from journeyboard.simulation.kernel.ground import (
    Q_LOOK,
    REVIEW_REQUEST,
    STATUS,
    TIP,
    W_AD_CLICK,
    W_AD_ORDER,
    W_AFTER_CLICK,
    W_AFTER_LOOK,
    W_CLICK,
    W_CLICK_CART,
    W_COMPLAINT,
    W_FATIGUE,
    W_HOUR_NEAR,
    W_NOTICE,
    W_OPT,
    W_OPT_DISTANCE,
    W_OPT_FIRST,
    W_OPT_TRANSACTIONAL,
    W_ORDER_CART,
    W_ORDER_SECONDS,
    W_PRESSURE,
    W_PROXY,
    W_PULL,
    W_REPLY,
    W_REPLY_TIP,
    W_REVIEW_ASKED,
    W_REVIEW_EARLY,
    W_ROLE_CLICK,
    W_ROLE_ORDER,
    W_SERVE,
    W_STAGE_NEAR,
    node,
    offset_at,
    setting,
)
from journeyboard.simulation.kernel.hazard import boost
from journeyboard.simulation.kernel.inner import apart, inner
from journeyboard.simulation.kernel.pending import push
from journeyboard.simulation.kernel.rows import log, tally
from journeyboard.simulation.kernel.world import cart_open

ARRIVED, FAILED, OPENED, CLICKED, REPLIED, COMPLAINED = (
    mem.EVENT[f"message.{k}"]
    for k in ("delivered", "failed", "opened", "clicked", "replied", "complained")
)
UNSUBSCRIBED, PAGE = mem.EVENT["consent.unsubscribed"], mem.EVENT["page.viewed"]
SHOWN, AD_CLICKED = mem.EVENT["ad.impression"], mem.EVENT["ad.clicked"]
UNREACHABLE, PROXY = mem.REASON["unreachable"], mem.REASON["privacy_proxy"]
MONTH = 30 * mem.DAY
FREE = 2
"""Messages in 30 days that tire nobody."""


@inner
def note(g, s, rows, counts, kind, j, n, row, reason):
    """A row about a message."""
    log(g, s, rows, counts, kind, j, node(g, n, mem.N_OWNER), setting(g, row, mem.R_CHANNEL), setting(g, row, mem.R_VARIANT), reason, 0, 0, -1, -1)  # fmt: skip


@inner
def fail(g, s, rows, counts, j, n, row):
    """It did not arrive."""
    note(g, s, rows, counts, FAILED, j, n, row, UNREACHABLE)


@apart
def deliver(g, c, s, rows, counts, j, n, row, number):
    """It arrived: perhaps a machine opens it, perhaps the customer will look at it."""
    channel = setting(g, row, mem.R_CHANNEL)
    base = mem.CH_SMS if channel == mem.CH_MMS else channel
    note(g, s, rows, counts, ARRIVED, j, n, row, 0)
    tally(s, mem.DELIVERED, 1)
    if setting(g, row, mem.R_PURPOSE) == 0 and s.delivered < mem.MAX_SENDS:
        s.pressure_at[s.delivered] = s.now
        s.delivered += 1
    salt = g.salts[node(g, n, mem.N_SALT)]
    if base == mem.CH_EMAIL and why.happens(g, s, why.MACHINE_OPENS, n, number, uniform(c.key, salt, number, 3), g.w[W_PROXY]):  # fmt: skip
        note(g, s, rows, counts, OPENED, j, n, row, PROXY)
    if why.happens(
        g, s, why.LOOKS, n, number, uniform(c.key, salt, number, 4), g.w[W_NOTICE + base]
    ):
        seconds = 1 + quantile(g.q, Q_LOOK + base, bits(c.key, salt, number, 5))
        push(s, s.now + seconds, mem.RANK_WORLD, mem.READ, j, n, row, number, 0)


@inner
def pressure(c, s):
    """Marketing messages of the last 30 days beyond the free ones, weighed by how easily this one tires."""
    found = 0
    for k in range(s.delivered - 1, -1, -1):
        if s.pressure_at[k] <= s.now - MONTH:
            break
        found += 1
    return min(31, np.int64(max(0, found - FREE) * c.fatigue))


@inner
def hour_factor(g, c, s):
    """How near the local hour is to the customer's best one."""
    hour = (s.now + offset_at(g, c.zone, s.now)) // 3600 % 24
    apart = abs(hour - c.attention_hour)
    return g.w[W_HOUR_NEAR + min(apart, 24 - apart)]


@apart
def read(g, c, s, rows, counts, j, n, row, number):
    """The customer looks at it: every effect of a message follows from here."""
    channel = setting(g, row, mem.R_CHANNEL)
    base = mem.CH_SMS if channel == mem.CH_MMS else channel
    salt = g.salts[node(g, n, mem.N_SALT)]
    if base != mem.CH_SMS:
        note(g, s, rows, counts, OPENED, j, n, row, 0)
    take_offer(g, s, row)
    role = setting(g, row, mem.R_ROLE)
    if role == TIP:
        s.tip_read = 1
    if role == STATUS:
        s.status_read = 1
    pull = effect(g, c, s, row)
    if setting(g, row, mem.R_LINK) and why.happens(g, s, why.CLICKS, n, number, uniform(c.key, salt, number, 6), click_chance(g, c, s, row, base)):  # fmt: skip
        click(g, c, s, rows, counts, j, n, row, number, pull)
    else:
        boost(g, s, n, g.w[W_AFTER_LOOK] * pull, np.int64(g.w[W_ORDER_SECONDS]))
    answer(g, c, s, rows, counts, j, n, row, number, base, role)


@inner
def take_offer(g, s, row):
    """The code is known from now until it expires."""
    if setting(g, row, mem.R_OFFER) > 0:
        s.offer = setting(g, row, mem.R_OFFER)
        s.offer_value = setting(g, row, mem.R_OFFER_VALUE)
        s.offer_margin = setting(g, row, mem.R_OFFER_MARGIN)
        s.offer_until = s.now + setting(g, row, mem.R_OFFER_VALID)


@inner
def effect(g, c, s, row):
    """By how much this message moves this customer to order, relative to the plain effect."""
    size = g.w[W_ROLE_ORDER + setting(g, row, mem.R_ROLE)] * c.response
    size *= g.w[W_STAGE_NEAR + abs(setting(g, row, mem.R_SPARE) - s.stage)]
    if cart_open(g, s):
        size *= g.w[W_ORDER_CART]
    depth = setting(g, row, mem.R_OFFER_VALUE) if setting(g, row, mem.R_OFFER) > 0 else 0
    if setting(g, row, mem.R_OFFER) > 1:
        depth = 1000
    return size * (1.0 + g.w[W_PULL] * c.price_sensitivity * (depth / 1000.0))


@inner
def click_chance(g, c, s, row, base):
    """Chance of a click, once looked at."""
    chance = (
        why.because(g, s, why.F_BASE, g.w[W_CLICK + base])
        * why.because(g, s, why.F_ROLE, g.w[W_ROLE_CLICK + setting(g, row, mem.R_ROLE)])
        * why.because(g, s, why.F_AFFINITY, c.affinity[base])
    )
    apart = abs(setting(g, row, mem.R_SPARE) - s.stage)
    near = why.because(g, s, why.F_STAGE, g.w[W_STAGE_NEAR + apart])
    chance *= near * why.because(g, s, why.F_HOUR, hour_factor(g, c, s))
    if cart_open(g, s):
        chance *= why.because(g, s, why.F_CART, g.w[W_CLICK_CART])
    if setting(g, row, mem.R_PURPOSE) == 0:
        chance *= why.because(g, s, why.F_TIRED, g.w[W_FATIGUE + pressure(c, s)])
    return min(chance, 0.95)


@inner
def click(g, c, s, rows, counts, j, n, row, number, pull):
    """A click, the page behind it, and the wish to order that it leaves."""
    note(g, s, rows, counts, CLICKED, j, n, row, 0)
    note(g, s, rows, counts, PAGE, j, n, row, 0)
    tally(s, mem.CLICKS, 1)
    s.last_click_node, s.last_click_at = node(g, n, mem.N_OWNER), s.now
    boost(g, s, n, g.w[W_AFTER_CLICK] * pull, np.int64(g.w[W_ORDER_SECONDS]))
    if setting(g, row, mem.R_ROLE) == REVIEW_REQUEST and s.orders > 0 and not s.reviewed:
        days = (s.now - s.last_order) // mem.DAY
        likely = g.w[W_REVIEW_ASKED] if 10 <= days <= 28 else g.w[W_REVIEW_EARLY]
        drawn = uniform(c.key, g.salts[node(g, n, mem.N_SALT)], number, 8)
        if why.happens(g, s, why.REVIEWS_ASKED, n, number, drawn, likely):
            push(s, s.now + 600, mem.RANK_WORLD, mem.REVIEW, s.orders - 1, 0, 0, 0, 0)


@inner
def answer(g, c, s, rows, counts, j, n, row, number, base, role):
    """A reply, a complaint, or an opt-out."""
    salt = g.salts[node(g, n, mem.N_SALT)]
    if base == mem.CH_SMS:
        likely = g.w[W_REPLY_TIP] if role == TIP else g.w[W_REPLY]
        if why.happens(g, s, why.REPLIES, n, number, uniform(c.key, salt, number, 9), likely):
            note(g, s, rows, counts, REPLIED, j, n, row, 0)
    if base == mem.CH_EMAIL and why.happens(g, s, why.COMPLAINS, n, number, uniform(c.key, salt, number, 10), g.w[W_COMPLAINT]):  # fmt: skip
        note(g, s, rows, counts, COMPLAINED, j, n, row, 0)
    likely = opt_out_chance(g, c, s, row, base)
    if why.happens(g, s, why.OPTS_OUT, n, number, uniform(c.key, salt, number, 11), likely):
        opt_out(g, s, rows, counts, j, n, row, base)


@inner
def opt_out_chance(g, c, s, row, base):
    """Opt-out hazard of one look: pressure, first contact and distance from the customer's stage."""
    chance = why.because(g, s, why.F_BASE, g.w[W_OPT + base])
    if setting(g, row, mem.R_PURPOSE) == 1:
        return chance * why.because(g, s, why.F_TRANSACTIONAL, g.w[W_OPT_TRANSACTIONAL])
    pressed = why.because(g, s, why.F_PRESSURE, g.w[W_PRESSURE + pressure(c, s)])
    chance *= pressed * why.because(g, s, why.F_FATIGUE, c.fatigue)
    if s.delivered == 1:
        chance *= why.because(g, s, why.F_FIRST, g.w[W_OPT_FIRST])
    for _ in range(abs(setting(g, row, mem.R_SPARE) - s.stage)):
        chance *= why.because(g, s, why.F_STAGE, g.w[W_OPT_DISTANCE])
    return min(chance, 0.5)


@inner
def opt_out(g, s, rows, counts, j, n, row, base):
    """Silent from now on: all of it for texts (carriers block the sender) and pushes, else marketing."""
    if silence(s, base):
        owner, variant = node(g, n, mem.N_OWNER), setting(g, row, mem.R_VARIANT)
        log(g, s, rows, counts, UNSUBSCRIBED, j, owner, base, variant, 0, 0, 0, -1, -1)
        count_opt_out(g, s, base)


@inner
def count_opt_out(g, s, base):
    """One subscriber less on a channel, and what the brand expected to earn from them there."""
    tally(s, mem.OPT_OUTS, 1)
    tally(s, mem.LOST_VALUE, g.p[mem.H_VALUE + base])


@inner
def silence(s, base):
    """Take the consents of a channel back; whether there was any."""
    silenced = False
    for purpose in range(1 if base == mem.CH_EMAIL else 2):
        place = 2 * (2 * base + purpose)
        if (s.consent >> place) & 3 == 1:
            silenced = True
        s.consent = (s.consent & ~(3 << place)) | (2 << place)
    return silenced


@inner
def plan_impression(g, c, s, j, n, row, opened, slot):
    """The next ad slot of a window: `daily` of them a day, one at a random moment of each."""
    length = mem.DAY // setting(g, row, mem.R_DAILY)
    start = setting(g, row, mem.R_START)
    if start + (slot + 1) * length > setting(g, row, mem.R_END):
        return
    at = opened + start + slot * length + moment_of(g, c, n, slot, length)
    push(s, at, mem.RANK_WORLD, mem.IMPRESSION, j, n, row, slot, s.token[j, mem.T_ADS])


@inner
def moment_of(g, c, n, slot, length):
    """How far into its slot an ad is shown, in seconds."""
    salt = g.salts[node(g, n, mem.N_SALT)]
    return np.int64(uniform(c.key, salt, slot, 12) * length)


@apart
def impression(g, c, s, rows, counts, j, n, row, slot, generation):
    """One ad slot: served or not, clicked or not; over when the customer has left by a rule."""
    if generation != s.token[j, mem.T_ADS] or consent_state(s, mem.CH_ADS, 0) != 1:
        return
    salt = g.salts[node(g, n, mem.N_SALT)]
    if why.happens(g, s, why.IS_SERVED, n, slot, uniform(c.key, salt, slot, 13), g.w[W_SERVE]):
        show(g, c, s, rows, counts, j, n, row, slot, salt)
    length = mem.DAY // setting(g, row, mem.R_DAILY)
    opened = s.now - setting(g, row, mem.R_START) - slot * length - moment_of(g, c, n, slot, length)
    plan_impression(g, c, s, j, n, row, opened, slot + 1)


@inner
def show(g, c, s, rows, counts, j, n, row, slot, salt):
    """An ad is seen: it costs, it moves a little, and few click."""
    owner, variant = node(g, n, mem.N_OWNER), setting(g, row, mem.R_VARIANT)
    cost = g.p[mem.H_AD_PRICE]
    log(g, s, rows, counts, SHOWN, j, owner, mem.CH_ADS, variant, 0, 0, cost, -1, -1)
    tally(s, mem.COST, cost)
    pull = effect(g, c, s, row)
    boost(g, s, n, g.w[W_AD_ORDER] * pull, mem.DAY)
    likely = g.w[W_AD_CLICK] * c.affinity[mem.CH_ADS]
    if why.happens(g, s, why.CLICKS_AD, n, slot, uniform(c.key, salt, slot, 14), likely):
        take_offer(g, s, row)
        note(g, s, rows, counts, AD_CLICKED, j, n, row, 0)
        note(g, s, rows, counts, PAGE, j, n, row, 0)
        tally(s, mem.CLICKS, 1)
        boost(g, s, n, g.w[W_AFTER_CLICK] * pull, np.int64(g.w[W_ORDER_SECONDS]))
