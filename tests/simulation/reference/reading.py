"""What a delivered message does: looked at or not, clicked, answered, ordered after, or opted out of."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from journeyboard.message.timing import local

from . import dice
from .conditions import consent_state
from .content import MessageCopy
from .hazard import boost
from .numbers import DAY, power
from .record import SENDS, WORLD, Life, Place
from .world import cart_open, review

FREE, MONTH = 2, 30 * DAY
"""Messages of the last 30 days that tire nobody."""


def note(
    life: Life, place: Place, message: MessageCopy, type: str, reason: str = "", cost: int = 0,
    value: int = 0,
) -> None:  # fmt: skip
    """A row about a message."""
    life.log(
        type, place=place, node=message.node.id, channel=message.channel, variant=message.variant,
        reason=reason, cost=cost, value=value,
    )  # fmt: skip


def draw(life: Life, message: MessageCopy, number: int, which: int) -> float:
    """A uniform of this customer, message and visit to its node."""
    return dice.uniform(life.customer.key, message.salt, number, which)


def fail(life: Life, place: Place, message: MessageCopy) -> None:
    """It did not arrive."""
    note(life, place, message, "message.failed", "unreachable")


def deliver(life: Life, place: Place, message: MessageCopy, number: int) -> None:
    """It arrived: perhaps a machine opens it, perhaps the customer will look at it."""
    numbers = life.flight.numbers
    note(life, place, message, "message.delivered")
    life.tally("delivered", 1)
    if message.node.purpose == "marketing" and len(life.delivered) < SENDS:
        life.delivered.append(life.now)
    if message.base == "email" and draw(life, message, number, 3) < numbers["open.privacy_proxy"]:
        note(life, place, message, "message.opened", "privacy_proxy")
    if draw(life, message, number, 4) < numbers[f"notice.{message.base}"]:
        random = dice.bits(life.customer.key, message.salt, number, 5)
        at = life.now + 1 + numbers.wait(f"look_{message.base}", random)
        life.later(at, WORLD, partial(read, life, place, message, number))


def pressure(life: Life) -> int:
    """Marketing messages of the last 30 days beyond the free ones, weighed by how easily one tires."""
    lately = sum(at > life.now - MONTH for at in life.delivered)
    return min(31, int(max(0, lately - FREE) * life.customer.trait("fatigue")))


def hours_apart(life: Life) -> int:
    """Hours between now, on the customer's clock, and their best hour."""
    there = local(life.flight.start + timedelta(seconds=life.now), life.customer.zone)
    apart = abs(there.hour - int(life.customer.trait("attention_hour")))
    return min(apart, 24 - apart)


def read(life: Life, place: Place, message: MessageCopy, number: int) -> None:
    """The customer looks at it: every effect of a message follows from here."""
    if message.base != "sms":
        note(life, place, message, "message.opened")
    take_offer(life, message)
    life.tip_read |= message.node.role == "tip"
    life.status_read |= message.node.role == "status"
    pull = effect(life, message)
    if message.has_link and draw(life, message, number, 6) < click_chance(life, message):
        click(life, place, message, number, pull)
    else:
        lasts = life.flight.numbers.effect_lasts
        boost(life, life.flight.numbers["order.after_look"] * pull, lasts)
    answer(life, place, message, number)


def take_offer(life: Life, message: MessageCopy) -> None:
    """The code is known from now until it expires."""
    if message.offer:
        life.offer = message.offer
        life.offer_margin = round(message.offer.margin_cost * 1000)
        life.offer_until = life.now + (message.offer.valid_for or 14) * DAY


def effect(life: Life, message: MessageCopy) -> float:
    """By how much this message moves this customer to order, relative to the plain effect."""
    numbers = life.flight.numbers
    size = numbers[f"order.role_{message.node.role}"] * life.customer.response
    size *= power(numbers["click.stage_distance"], message.distance(life.stage))
    if cart_open(life):
        size *= numbers["order.open_cart"]
    depth = 0.0
    if message.offer:
        percent = message.offer.kind == "percent"
        depth = round(message.offer.value * 100) / 1000.0 if percent else 1.0
    sensitive = numbers["offer.pull"] * life.customer.trait("price_sensitivity")
    return size * (1.0 + sensitive * depth)


def click_chance(life: Life, message: MessageCopy) -> float:
    """Chance of a click, once looked at."""
    numbers = life.flight.numbers
    role, affinity = (
        f"click.role_{message.node.role}",
        life.customer.trait(f"affinity_{message.base}"),
    )
    chance = numbers[f"click.{message.base}"] * numbers[role] * affinity
    near = power(numbers["click.stage_distance"], message.distance(life.stage))
    chance *= near * power(numbers["click.hour_distance"], hours_apart(life))
    if cart_open(life):
        chance *= numbers["click.open_cart"]
    if message.node.purpose == "marketing":
        chance *= power(1.0 - numbers["click.fatigue"], pressure(life))
    return min(chance, 0.95)


def click(life: Life, place: Place, message: MessageCopy, number: int, pull: float) -> None:
    """A click, the page behind it, the wish to order that it leaves, and perhaps a review."""
    numbers = life.flight.numbers
    note(life, place, message, "message.clicked")
    note(life, place, message, "page.viewed")
    life.tally("clicks", 1)
    life.clicked = place.journey.id, message.node.id, life.now
    boost(life, numbers["order.after_click"] * pull, numbers.effect_lasts)
    if message.node.role == "review_request" and life.orders > 0 and not life.reviewed:
        days = (life.now - (life.last_order or 0)) // DAY
        likely = numbers["review.asked" if 10 <= days <= 28 else "review.asked_early"]
        if draw(life, message, number, 8) < likely:
            life.later(life.now + 600, WORLD, partial(review, life, life.orders - 1))


def answer(life: Life, place: Place, message: MessageCopy, number: int) -> None:
    """A reply, a complaint, or an opt-out."""
    numbers = life.flight.numbers
    if message.base == "sms":
        likely = numbers["reply.tip" if message.node.role == "tip" else "reply.sms"]
        if draw(life, message, number, 9) < likely:
            note(life, place, message, "message.replied")
    if message.base == "email" and draw(life, message, number, 10) < numbers["complaint.email"]:
        note(life, place, message, "message.complained")
    if draw(life, message, number, 11) < opt_out_chance(life, message):
        opt_out(life, place, message)


def opt_out_chance(life: Life, message: MessageCopy) -> float:
    """Chance to opt out at one look: pressure, first contact and distance from the customer's stage."""
    numbers = life.flight.numbers
    chance = numbers[f"opt_out.{message.base}"]
    if message.node.purpose == "transactional":
        return chance * numbers["opt_out.transactional"]
    worn = power(life.flight.pressure_factor, pressure(life))
    chance *= worn * life.customer.trait("fatigue")
    if len(life.delivered) == 1:
        chance *= numbers["opt_out.first"]
    for _ in range(message.distance(life.stage)):
        chance *= numbers["opt_out.distance"]
    return min(chance, 0.5)


def opt_out(life: Life, place: Place, message: MessageCopy) -> None:
    """Silent from now on: all of it for texts (carriers block the sender) and pushes, else marketing."""
    purposes = ("marketing",) if message.base == "email" else ("marketing", "transactional")
    before = [consent_state(life, message.base, purpose) for purpose in purposes]
    life.consent |= {(message.base, purpose): "unsubscribed" for purpose in purposes}
    if "subscribed" in before:
        life.log(
            "consent.unsubscribed", place=place, node=message.node.id, channel=message.base,
            variant=message.variant,
        )  # fmt: skip
        life.count_opt_out(message.base)


def open_ads(life: Life, place: Place, message: MessageCopy) -> None:
    """A retargeting window opens and runs beside while the customer walks on."""
    plan_impression(life, place, message, life.now, 0, place.ads_turn)


def plan_impression(
    life: Life, place: Place, message: MessageCopy, opened: int, slot: int, turn: int
) -> None:
    """The next ad slot of a window: so many a day, an ad at one random moment of each."""
    length = DAY // message.node.daily_cap  # type: ignore[union-attr]
    begins = message.node.start + slot * length  # type: ignore[union-attr]
    if begins + length > message.node.end:  # type: ignore[union-attr]
        return
    at = opened + begins + int(draw(life, message, slot, 12) * length)
    life.later(at, WORLD, partial(impression, life, place, message, opened, slot, turn))


def impression(
    life: Life, place: Place, message: MessageCopy, opened: int, slot: int, turn: int
) -> None:
    """One ad slot, unless an exit rule has ended the ads: served or not, clicked or not."""
    if turn != place.ads_turn or consent_state(life, "ads", "marketing") != "subscribed":
        return
    if draw(life, message, slot, 13) < life.flight.numbers["ads.serve"]:
        show(life, place, message, slot)
    plan_impression(life, place, message, opened, slot + 1, turn)


def show(life: Life, place: Place, message: MessageCopy, slot: int) -> None:
    """An ad is seen: it costs, it moves a little, and few click and keep the code."""
    numbers = life.flight.numbers
    cost = round(life.flight.brand.prices.ads_cpm * 1e3)
    note(life, place, message, "ad.impression", cost=cost)
    life.tally("cost", cost)
    pull = effect(life, message)
    boost(life, numbers["ads.order"] * pull, DAY)
    if draw(life, message, slot, 14) < numbers["ads.click"] * life.customer.trait("affinity_ads"):
        take_offer(life, message)
        note(life, place, message, "ad.clicked")
        note(life, place, message, "page.viewed")
        life.tally("clicks", 1)
        boost(life, numbers["order.after_click"] * pull, numbers.effect_lasts)
