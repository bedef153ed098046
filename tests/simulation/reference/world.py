"""The world around: visits, carts, checkouts, orders, parcels, reviews and refunds."""

from __future__ import annotations

from functools import partial

from journeyboard.records import STAGES

from . import dice
from .hazard import boost
from .numbers import DAY, HOUR
from .record import CLICK_CLAIMS, WORLD, Cart, Life

PAGES = ("contact", "shipping", "payment")
FORCED_CART = 900_000
BASKET = 1_000_000
"""Baskets of orders without a cart are numbered from here."""


def draw(life: Life, purpose: str, number: int, which: int = 0) -> float:
    """A uniform of this customer for a purpose of the world."""
    return dice.uniform(life.customer.key, dice.salt("world", purpose), number, which)


def wait(life: Life, table: str, purpose: str, number: int, which: int = 0) -> int:
    """Seconds of a wait of this customer."""
    random = dice.bits(life.customer.key, dice.salt("world", purpose), number, which)
    return life.flight.numbers.wait(table, random)


def before(life: Life, stage: str) -> bool:
    """Whether the customer has not come to this stage yet."""
    return STAGES.index(life.stage) < STAGES.index(stage)


def plan_visit(life: Life) -> None:
    """The next visit; visits come at the same times in every life."""
    if life.customer.visit_gap > 0:
        number = life.site_visits
        unit = dice.exponential(life.customer.key, dice.salt("world", "visit"), number, 0)
        gap = int(unit * life.customer.visit_gap) + 60
        life.later(in_season(life, gap), WORLD, partial(visit, life, number))
        life.site_visits += 1


def in_season(life: Life, gap: int) -> int:
    """When so many usual seconds have passed since now; in high season they pass faster."""
    at, left = life.now, gap * 1000
    for day in range(at // DAY, len(life.flight.flight.season)):
        speed, rest = life.flight.flight.season[day], (day + 1) * DAY - at
        if left <= rest * speed:
            return at + -(-left // speed)
        at, left = at + rest, left - rest * speed
    return at if life.flight.flight.season else at + gap


def visit(life: Life, number: int) -> None:
    """A visit to the site, which may fill a cart."""
    life.log("session.started")
    life.log("product.viewed")
    if life.stage == "awareness":
        life.move_stage("consideration")
    calm = life.shopping is None and life.now >= life.satisfied_until
    if calm and draw(life, "cart", number) < life.customer.cart_chance:
        life.shopping = fill_cart(life, number)
        shop_on(life, number, 0)
    plan_visit(life)


def fill_cart(life: Life, number: int) -> Cart:
    """What goes into the cart of a visit."""
    product = choose_product(life, number)
    return Cart(number, product, basket_value(life, product, number))


def choose_product(life: Life, number: int) -> int:
    """The favourite product, or any by its share of sales."""
    if draw(life, "basket", number, 0) < life.flight.numbers["basket.favourite"]:
        return life.customer.product
    point = int(draw(life, "basket", number, 1) * 1_000_000.0)
    total, upto = sum(p.share for p in life.flight.brand.products) or 1.0, 0.0
    for k, product in enumerate(life.flight.brand.products):
        upto += product.share / total
        if point < round(upto * 1_000_000):
            return k
    return len(life.flight.brand.products) - 1


def basket_value(life: Life, product: int, number: int) -> int:
    """Cents of one, two or three pieces."""
    number_of_pieces = draw(life, "basket", number, 2)
    three = life.flight.numbers["basket.three"]
    two = three + life.flight.numbers["basket.two"]
    pieces = 3 if number_of_pieces < three else 2 if number_of_pieces < two else 1
    return round(life.flight.brand.products[product].price * 100) * pieces


def shop_on(life: Life, number: int, step: int) -> None:
    """The next page comes after a moment."""
    at = life.now + 1 + wait(life, "step", "step", number, step)
    life.later(at, WORLD, partial(shopping_goes_on, life, number, step))


def shopping_goes_on(life: Life, number: int, step: int) -> None:
    """The customer is still in this checkout, unless something has ended it."""
    if life.shopping and life.shopping.number == number and not life.flight.quiet_world:
        shopping_step(life, number, step)


def shopping_step(life: Life, number: int, step: int) -> None:
    """Cart, checkout started, contact, shipping, payment, order: on from each page, or away."""
    assert life.shopping
    if step == 5:
        life.shopping = None
        place_order(life, "checkout")
        return
    if step == 0:
        life.log("cart.updated", value=life.shopping.value, cart=number)
    elif step == 1:
        start_checkout(life)
    else:
        page = PAGES[step - 2]
        life.log("checkout.progressed", reason=page, value=life.shopping.value, cart=number)
    stay = (
        life.flight.numbers[f"checkout.{('cart_to_start', '', *PAGES)[step]}"] if step != 1 else 1
    )
    if draw(life, "step", number, 100 + step) < stay:
        shop_on(life, number, step + 1)
    else:
        abandon(life, step)


def start_checkout(life: Life) -> None:
    """From here on the cart stands open and can be come back to."""
    assert life.shopping
    life.cart = life.shopping
    life.cart.since = life.now
    number = life.cart.number
    life.log("checkout.started", value=life.cart.value, cart=number)
    if before(life, "purchase"):
        life.move_stage("purchase")
    at = life.now + life.flight.numbers.cart_lasts
    life.later(at, WORLD, partial(forget_cart, life, number))


def forget_cart(life: Life, number: int) -> None:
    """Nothing came of this cart."""
    if life.stage == "purchase" and life.cart and life.cart.number == number:
        life.move_stage("consideration")


def abandon(life: Life, step: int) -> None:
    """Left: whoever had started the checkout may come back by themselves for a week."""
    life.shopping = None
    if step == 0:
        return
    numbers = life.flight.numbers
    total, first, second = (
        numbers.return_hazard,
        numbers["return.first_hours"],
        numbers["return.two_days"],
    )
    boost(life, total * first, 6 * HOUR)
    boost(life, total * second, 2 * DAY)
    boost(life, total * (1.0 - first - second), 7 * DAY)


def cart_open(life: Life) -> bool:
    """Whether an abandoned cart still stands."""
    return life.cart is not None and life.now < life.cart.since + life.flight.numbers.cart_lasts


def discount(life: Life, value: int) -> int:
    """Cents off by a code the customer holds and uses, once."""
    offer = life.offer
    if offer is None or life.now >= life.offer_until:
        return 0
    if draw(life, "redeem", life.orders) >= life.flight.numbers["offer.redeem"]:
        return 0
    life.offer = None
    if offer.kind == "percent":
        return value * round(offer.value * 100) // 10_000
    amount = offer.value if offer.kind == "amount" else life.flight.brand.shipping_cost
    return min(round(amount * 100), value)


def place_order(life: Life, reason: str) -> None:
    """An order: of the open cart where one stands, otherwise of a new basket."""
    waiting = life.cart if cart_open(life) else None
    cart = waiting or fill_cart(life, BASKET + life.orders)
    number = waiting.number if waiting else None
    off = discount(life, cart.value)
    count_order(life, cart, off)
    order, paid = life.orders, cart.value - off
    life.orders += 1
    life.last_order = life.now
    life.satisfied_until = life.now + life.flight.numbers.satisfied
    life.boosts, life.cart, life.shopping, life.reviewed = [], None, None, False
    life.log("order.placed", reason=reason, value=paid, order=order, cart=number)
    credit_click(life)
    if before(life, "purchase"):
        life.move_stage("purchase")
    ships = life.now + 600 + wait(life, "fulfil", "fulfil", order)
    life.later(ships, WORLD, partial(fulfil, life, order, paid))
    life.later(life.now + life.flight.numbers.lapse_after, WORLD, partial(lapse, life))


def count_order(life: Life, cart: Cart, off: int) -> None:
    """Orders, revenue, discount and margin (after discount, before message cost)."""
    margin = round(life.flight.brand.products[cart.product].margin * 10_000)
    life.tally("orders", 1)
    life.tally("revenue", cart.value - off)
    life.tally("discount", off)
    life.tally("margin", cart.value * margin // 10_000 - off * life.offer_margin // 1000)


def credit_click(life: Life) -> None:
    """In the node counters an order belongs to the last message clicked within five days."""
    if life.clicked and life.now < life.clicked[2] + CLICK_CLAIMS:
        life.counts[(*life.clicked[:2], "order.placed")] += 1


def fulfil(life: Life, order: int, paid: int) -> None:
    """The parcel leaves; some take twice as long."""
    life.log("order.fulfilled", order=order)
    late = draw(life, "parcel", order, 1) < life.flight.numbers["parcel.late"]
    on_the_way = wait(life, "transit", "parcel", order) * (2 if late else 1)
    life.later(life.now + HOUR + on_the_way, WORLD, partial(arrive, life, order, paid, late))


def arrive(life: Life, order: int, paid: int, late: bool) -> None:
    """The parcel arrives, mostly with a scan; refund, review, referral and questions may follow."""
    if draw(life, "parcel", order, 2) >= life.flight.numbers["parcel.no_scan"]:
        life.log("order.delivered", order=order)
    if before(life, "loyalty"):
        life.move_stage("loyalty")
    tomorrow = life.now + DAY
    at = tomorrow + wait(life, "refund", "refund", order)
    life.later(at, WORLD, partial(refund, life, order, paid))
    if draw(life, "review", order) < life.flight.numbers["review.alone"]:
        at = tomorrow + wait(life, "review", "review", order, 1)
        life.later(at, WORLD, partial(review, life, order))
    if draw(life, "referral", order) < life.flight.numbers["parcel.referral"]:
        at = tomorrow + wait(life, "review", "referral", order, 1)
        life.later(at, WORLD, partial(refer, life, order))
    if draw(life, "support", order) < question_chance(life, late):
        at = life.now + wait(life, "fulfil", "support", order, 1)
        life.later(at, WORLD, partial(life.log, "support.contacted", order=order))


def question_chance(life: Life, late: bool) -> float:
    """The chance of a question to support, less after a status message was read."""
    asked = life.flight.numbers["parcel.support_late" if late else "parcel.support"]
    return asked * (life.flight.numbers["status.support_factor"] if life.status_read else 1.0)


def refund(life: Life, order: int, paid: int) -> None:
    """The moment to send it back, less likely after a usage tip was read."""
    likely = life.flight.numbers["parcel.refund"]
    likely *= life.flight.numbers["tip.refund_factor"] if life.tip_read else 1.0
    if draw(life, "refund", order, 1) < likely:
        life.log("order.refunded", value=paid, order=order)


def review(life: Life, order: int) -> None:
    """A review, once an order."""
    if not life.reviewed:
        life.reviewed = True
        life.log("review.submitted", order=order)
        life.move_stage("advocacy")


def refer(life: Life, order: int) -> None:
    """A friend is told."""
    life.log("referral.made", order=order)
    life.move_stage("advocacy")


def lapse(life: Life) -> None:
    """Back from loyalty after a long silence."""
    silent_since = life.now - life.flight.numbers.lapse_after
    assert life.last_order is not None
    if not before(life, "loyalty") and silent_since >= life.last_order:
        life.move_stage("consideration")
