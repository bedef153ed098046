"""The world around: visits, carts, checkouts, orders, parcels, reviews and refunds, with or without messages."""

from __future__ import annotations

import numpy as np

from journeyboard.simulation.kernel import deciding as why
from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.ground import (
    Q_FULFIL,
    Q_STEP,
    S_BASKET,
    S_CART,
    S_FULFIL,
    S_REDEEM,
    S_STEP,
    S_VISIT,
    W_CART_SECONDS,
    W_CART_TO_START,
    W_FAVOURITE,
    W_LAPSE,
    W_REDEEM,
    W_RETURN,
    W_RETURN_FIRST,
    W_RETURN_SECOND,
    W_SATISFIED,
    W_THREE,
    W_TWO,
    chance,
    unit_wait,
    wait,
)
from journeyboard.simulation.kernel.hazard import boost, settle
from journeyboard.simulation.kernel.inner import inner
from journeyboard.simulation.kernel.pending import push
from journeyboard.simulation.kernel.rows import ATTRIBUTION, log_world, move_stage, tally

SESSION, PRODUCT_VIEWED = mem.EVENT["session.started"], mem.EVENT["product.viewed"]
CART, STARTED, PROGRESSED = (mem.EVENT[k] for k in ("cart.updated", "checkout.started", "checkout.progressed"))  # fmt: skip
PLACED = mem.EVENT["order.placed"]
BY_CHECKOUT, BY_RETURN, DIRECT = (
    mem.REASON["checkout"],
    mem.REASON["returned"],
    mem.REASON["direct"],
)
FIRST_PAGE = mem.REASON["contact"]
AWARENESS, CONSIDERATION, PURCHASE, LOYALTY, ADVOCACY = range(5)
OFFER_PERCENT, OFFER_AMOUNT = 1, 2
PRODUCT_WIDTH = 4


@inner
def plan_visit(g, c, s):
    """Put the next visit on the list; their times are the same in every life of a customer."""
    if c.visit_gap > 0.0:
        gap = np.int64(unit_wait(g, c, S_VISIT, s.site_visits, 0) * c.visit_gap) + 60
        at = in_season(g, s.now, gap) if g.p[mem.H_SEASON] else s.now + gap
        push(s, at, mem.RANK_WORLD, mem.VISIT, s.site_visits, 0, 0, 0, 0)
        s.site_visits += 1


@inner
def in_season(g, at, gap):
    """When as much has passed as `gap` usual seconds, on a clock that runs faster in high season."""
    left = gap * mem.USUAL
    while at < g.p[mem.H_HORIZON]:
        speed = g.p[g.p[mem.H_SEASON] + at // mem.DAY]
        today = mem.DAY - at % mem.DAY
        if left <= today * speed:
            return at + (left + speed - 1) // speed
        left -= today * speed
        at += today
    return at


@inner
def visit(g, c, s, rows, counts, number):
    """A visit to the site, which may fill a cart."""
    log_world(g, s, rows, counts, SESSION, 0, 0, -1, -1)
    log_world(g, s, rows, counts, PRODUCT_VIEWED, 0, 0, -1, -1)
    if s.stage == AWARENESS:
        move_stage(g, s, rows, counts, CONSIDERATION)
    calm = s.shopping < 0 and s.now >= s.satisfied_until
    if calm and why.happens(g, s, why.FILLS_CART, why.NOBODY, number, chance(g, c, S_CART, number, 0), c.cart_chance):  # fmt: skip
        fill_cart(g, c, s, number)
        push(s, s.now + 1 + wait(g, c, Q_STEP, S_STEP, number, 0), mem.RANK_WORLD, mem.SHOPPING, number, 0, 0, 0, 0)  # fmt: skip
    plan_visit(g, c, s)


@inner
def fill_cart(g, c, s, number):
    """Choose what goes into the cart; the same for every life of a customer."""
    s.shopping = number
    s.shopping_cart = number
    s.shopping_product = choose_product(g, c, number)
    s.shopping_value = basket_value(g, c, s.shopping_product, number)


@inner
def choose_product(g, c, number):
    """The favourite product, or another by its share of sales."""
    if chance(g, c, S_BASKET, number, 0) < g.w[W_FAVOURITE]:
        return c.product
    point = np.int64(chance(g, c, S_BASKET, number, 1) * 1000000.0)
    base = g.p[mem.H_PRODUCTS]
    for k in range(g.p[mem.H_N_PRODUCTS]):
        if point < g.p[base + PRODUCT_WIDTH * k + 2]:
            return k
    return g.p[mem.H_N_PRODUCTS] - 1


@inner
def basket_value(g, c, product, number):
    """Cents of one, two or three pieces."""
    draw = chance(g, c, S_BASKET, number, 2)
    pieces = 1
    if draw < g.w[W_THREE]:
        pieces = 3
    elif draw < g.w[W_THREE] + g.w[W_TWO]:
        pieces = 2
    return g.p[g.p[mem.H_PRODUCTS] + PRODUCT_WIDTH * product] * pieces


@inner
def shopping_step(g, c, s, rows, counts, number, step):
    """One page further: cart, checkout started, contact, shipping, payment, order."""
    if step == 0:
        log_world(g, s, rows, counts, CART, 0, s.shopping_value, -1, number)
    elif step == 1:
        start_checkout(g, s, rows, counts, number)
    elif step < 5:
        log_world(
            g, s, rows, counts, PROGRESSED, FIRST_PAGE + step - 2, s.shopping_value, -1, number
        )
    else:
        s.shopping = -1
        place_order(g, c, s, rows, counts, BY_CHECKOUT)
        return
    if step == 1 or why.happens(g, s, why.GOES_ON, why.NOBODY, step, chance(g, c, S_STEP, number, 100 + step), continue_chance(g, step)):  # fmt: skip
        at = s.now + 1 + wait(g, c, Q_STEP, S_STEP, number, step + 1)
        push(s, at, mem.RANK_WORLD, mem.SHOPPING, number, step + 1, 0, 0, 0)
    else:
        abandon(g, s, step)


@inner
def continue_chance(g, step):
    """The chance to go on from a page: cart, contact, shipping, payment."""
    return g.w[W_CART_TO_START] if step == 0 else g.w[W_CART_TO_START + step - 1]


@inner
def start_checkout(g, s, rows, counts, number):
    """From here on the cart stands open and can be come back to."""
    s.cart, s.cart_value, s.cart_product = number, s.shopping_value, s.shopping_product
    s.cart_at = s.now
    log_world(g, s, rows, counts, STARTED, 0, s.cart_value, -1, number)
    if s.stage < PURCHASE:
        move_stage(g, s, rows, counts, PURCHASE)
    push(
        s,
        s.now + np.int64(g.w[W_CART_SECONDS]),
        mem.RANK_WORLD,
        mem.STAGE_CHECK,
        PURCHASE,
        number,
        0,
        0,
        0,
    )


@inner
def abandon(g, s, step):
    """Left: whoever had started the checkout may come back by themselves for a week."""
    s.shopping = -1
    if step == 0:
        return
    total = g.w[W_RETURN]
    boost(g, s, why.NOBODY, total * g.w[W_RETURN_FIRST], mem.DAY // 4)
    boost(g, s, why.NOBODY, total * g.w[W_RETURN_SECOND], 2 * mem.DAY)
    last = total * (1.0 - g.w[W_RETURN_FIRST] - g.w[W_RETURN_SECOND])
    boost(g, s, why.NOBODY, last, 7 * mem.DAY)


@inner
def cart_open(g, s):
    """Whether an abandoned cart still stands."""
    return s.cart >= 0 and s.now < s.cart_at + np.int64(g.w[W_CART_SECONDS])


@inner
def discount_of(g, c, s, value):
    """Cents off by a code the customer holds and uses."""
    if s.offer == 0 or s.now >= s.offer_until:
        return 0
    if not why.happens(g, s, why.REDEEMS, why.NOBODY, s.orders, chance(g, c, S_REDEEM, s.orders, 0), g.w[W_REDEEM]):  # fmt: skip
        return 0
    kind, amount = s.offer, s.offer_value
    s.offer = 0
    if kind == OFFER_PERCENT:
        return value * amount // 10000
    if kind == OFFER_AMOUNT:
        return min(amount, value)
    return min(g.p[mem.H_SHIPPING], value)


@inner
def place_order(g, c, s, rows, counts, reason):
    """An order: of the open cart where one stands, otherwise of a new basket."""
    cart, product, value = -1, 0, 0
    if cart_open(g, s):
        cart, product, value = s.cart, s.cart_product, s.cart_value
    else:
        number = 1000000 + s.orders
        product = choose_product(g, c, number)
        value = basket_value(g, c, product, number)
    off = discount_of(g, c, s, value)
    count_order(g, s, product, value, off)
    settle(g, s)
    order = s.orders
    s.orders += 1
    s.last_order = s.now
    s.satisfied_until = s.now + np.int64(g.w[W_SATISFIED])
    why.decide(g, s, why.SATISFIED, why.NOBODY, s.satisfied_until, 0.0, 0.0)
    s.boosts = 0
    s.cart, s.shopping = -1, -1
    s.reviewed = 0
    log_world(g, s, rows, counts, PLACED, reason, value - off, order, cart)
    credit_click(s, counts)
    if s.stage < PURCHASE:
        move_stage(g, s, rows, counts, PURCHASE)
    push(s, s.now + 600 + wait(g, c, Q_FULFIL, S_FULFIL, order, 0), mem.RANK_WORLD, mem.FULFIL, order, value - off, 0, 0, 0)  # fmt: skip
    push(
        s, s.now + np.int64(g.w[W_LAPSE]), mem.RANK_WORLD, mem.STAGE_CHECK, LOYALTY, order, 0, 0, 0
    )


@inner
def count_order(g, s, product, value, off):
    """Orders, revenue, discount and margin (after discount, before message cost), in cents."""
    margin = g.p[g.p[mem.H_PRODUCTS] + PRODUCT_WIDTH * product + 1]
    tally(s, mem.ORDERS, 1)
    tally(s, mem.REVENUE, value - off)
    tally(s, mem.DISCOUNT, off)
    tally(s, mem.MARGIN, value * margin // 10000 - off * s.offer_margin // 1000)


@inner
def credit_click(s, counts):
    """In the node counters an order belongs to the last message clicked within five days."""
    if s.counting and s.last_click_node >= 0 and s.now < s.last_click_at + ATTRIBUTION:
        counts[s.last_click_node, PLACED] += 1
