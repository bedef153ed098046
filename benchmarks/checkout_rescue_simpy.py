"""Checkout rescue written plainly in SimPy: the journey's steps, and shopping, parcels and reviews around it."""

from __future__ import annotations

import math
import random
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

import simpy

HOUR, DAY = 3600.0, 86400.0
OPENS, CLOSES = 8, 21
Steps = Generator[simpy.Event, Any, None]
Numbers = dict[str, float]


@dataclass
class Shopper:
    """One customer: who they are, what they allow, and what has happened to them so far."""

    key: str
    orders_a_day: float
    visits_a_day: float
    alive: bool
    offset: float
    sms: bool
    email: bool
    push: bool
    affinity: float
    price_sensitivity: float
    cart_at: float = -math.inf
    bought_at: float = -math.inf
    entered_at: float = -math.inf
    inside: bool = False
    in_control: bool | None = None
    delivered_at: list[float] = field(default_factory=list)


@dataclass
class Flight:
    """A world to fly in: SimPy's clock, the behaviour numbers, the dice and the log."""

    env: simpy.Environment
    numbers: Numbers
    dice: random.Random
    log: list[tuple[float, str, str, str]] = field(default_factory=list)

    def note(self, who: Shopper, what: str, node: str = "") -> None:
        """One row of the log."""
        self.log.append((self.env.now, who.key, what, node))

    def happens(self, share: float) -> bool:
        """Whether something of this probability happens now."""
        return self.dice.random() < share

    def wait(self, name: str, unit: float = 1.0) -> float:
        """A lognormal waiting time in seconds."""
        n = self.numbers
        return unit * n[f"{name}_median"] * math.exp(self.dice.gauss(0, n[f"{name}_sigma"]))


def fly(people: Any, numbers: Numbers, days: int, seed: int) -> list[tuple[float, str, str, str]]:
    """The log of a flight of an `Audience` with a `Behaviour`'s numbers: (second, customer, event, node)."""
    flight = Flight(simpy.Environment(), numbers, random.Random(seed))
    for who in shoppers(people):
        flight.env.process(visits(flight, who))
        flight.env.process(direct_orders(flight, who))
    flight.env.run(until=days * DAY)
    return flight.log


def shoppers(people: Any) -> Iterator[Shopper]:
    """The customers of an audience, as this program needs them."""
    hours = {"America/New_York": -5, "America/Chicago": -6, "America/Denver": -7}
    for row in people.frame.itertuples():
        yield Shopper(
            key=row.profile_key,
            orders_a_day=row.trait_order_rate,
            visits_a_day=row.trait_session_rate,
            alive=row.trait_alive > 0,
            offset=hours.get(row.zone, -8) * HOUR,
            sms=row.consent_sms_marketing == "subscribed" and bool(row.sms_double_opt_in),
            email=row.consent_email_marketing == "subscribed",
            push=row.consent_push_marketing == "subscribed",
            affinity=row.trait_affinity_sms,
            price_sensitivity=row.trait_price_sensitivity,
        )


def visits(flight: Flight, who: Shopper) -> Steps:
    """Visits to the site at random; some of them fill a cart."""
    n = flight.numbers
    activity = 1.0 if who.alive else n["baseline.lapsed"]
    rate = who.visits_a_day * activity / DAY
    carts = who.orders_a_day / who.visits_a_day
    likely = min(carts * n["checkout.per_order"] / n["checkout.cart_to_start"], 0.7)
    while rate > 0:
        yield flight.env.timeout(flight.dice.expovariate(rate))
        flight.note(who, "session.started")
        flight.note(who, "product.viewed")
        needs_nothing = flight.env.now < who.bought_at + n["baseline.satisfied_days"] * DAY
        if not needs_nothing and flight.happens(likely):
            flight.env.process(shopping(flight, who))


def shopping(flight: Flight, who: Shopper) -> Steps:
    """Cart, checkout and its pages; most leave at the shipping page, and some come back."""
    n = flight.numbers
    yield flight.env.timeout(flight.wait("checkout.step"))
    flight.note(who, "cart.updated")
    if not flight.happens(n["checkout.cart_to_start"]):
        return
    yield flight.env.timeout(flight.wait("checkout.step"))
    flight.note(who, "checkout.started")
    who.cart_at = started = flight.env.now
    value = flight.dice.choices((28, 56, 84), (70, 22, 8))[0] * flight.dice.uniform(0.7, 1.3)
    enter(flight, who, value)
    for page in ("contact", "shipping", "payment"):
        yield flight.env.timeout(flight.wait("checkout.step"))
        if not flight.happens(n[f"checkout.{page}"]):
            break
        flight.note(who, "checkout.progressed", page)
    else:
        order(flight, who)
        return
    if flight.happens(n["return.abandoned"]):
        yield flight.env.timeout(return_after(flight))
        if who.bought_at < started:
            order(flight, who)


def return_after(flight: Flight) -> float:
    """When those come back who finish an abandoned cart by themselves."""
    first, second = flight.numbers["return.first_hours"], flight.numbers["return.two_days"]
    draw = flight.dice.random()
    if draw < first:
        return flight.dice.uniform(0, 6 * HOUR)
    return (
        flight.dice.uniform(6, 48) * HOUR
        if draw < first + second
        else flight.dice.uniform(2, 7) * DAY
    )


def direct_orders(flight: Flight, who: Shopper) -> Steps:
    """Orders without any cart left behind."""
    n = flight.numbers
    done = n["checkout.contact"] * n["checkout.shipping"] * n["checkout.payment"]
    covered = n["checkout.per_order"] * (done + (1 - done) * n["return.abandoned"])
    activity = 1.0 if who.alive else n["baseline.lapsed"]
    rate = who.orders_a_day * activity * max(1 - covered, 0.05) / DAY
    while rate > 0:
        yield flight.env.timeout(flight.dice.expovariate(rate))
        if flight.env.now > who.bought_at + n["baseline.satisfied_days"] * DAY:
            order(flight, who)


def order(flight: Flight, who: Shopper) -> None:
    """An order ends the journey and sends a parcel on its way."""
    flight.note(who, "order.placed")
    who.bought_at, who.cart_at = flight.env.now, -math.inf
    if who.inside:
        who.inside = False
        flight.note(who, "journey.exited")
    flight.env.process(parcel(flight, who))


def parcel(flight: Flight, who: Shopper) -> Steps:
    """What follows an order: shipping, delivery, perhaps a review, a question or a refund."""
    n = flight.numbers
    yield flight.env.timeout(flight.wait("parcel.fulfil", HOUR))
    flight.note(who, "order.fulfilled")
    late = flight.happens(n["parcel.late"])
    yield flight.env.timeout(flight.wait("parcel.transit", HOUR) * (1 + late))
    flight.note(who, "order.delivered")
    if flight.happens(n["parcel.support_late"] if late else n["parcel.support"]):
        flight.note(who, "support.contacted")
    yield flight.env.timeout(DAY + flight.dice.lognormvariate(math.log(9 * DAY), 0.6))
    if flight.happens(n["review.alone"]):
        flight.note(who, "review.submitted")
    if flight.happens(n["parcel.refund"]):
        flight.note(who, "order.refunded")


def enter(flight: Flight, who: Shopper, value: float) -> None:
    """Into the journey, at most once in fourteen days and only with consent."""
    rested = flight.env.now >= who.entered_at + 14 * DAY
    if (who.sms or who.email) and rested and not who.inside:
        who.inside, who.entered_at = True, flight.env.now
        flight.note(who, "journey.entered")
        flight.env.process(journey(flight, who, value))


def journey(flight: Flight, who: Shopper, value: float) -> Steps:
    """Checkout rescue, step by step; an order or an opt-out takes the customer out of it."""
    entered = who.entered_at
    yield flight.env.timeout(HOUR)
    if gone(flight, who, entered, "first_hour"):
        return
    if who.in_control is None:
        who.in_control = flight.happens(0.2)
        flight.note(who, "journey.assigned", "holdout")
    if not who.in_control:
        yield from send(flight, who, "sms" if who.sms else "email", "reminder")
        yield flight.env.timeout(23 * HOUR)
        if gone(flight, who, entered, "next_day"):
            return
        offered = 30 <= value < 60
        yield from send(flight, who, "email", "free_shipping" if offered else "proof", offered)
        yield flight.env.timeout(22 * HOUR)
        if gone(flight, who, entered, "second_day"):
            return
        yield from send(flight, who, "push" if who.push else "email", "deadline")
    if who.inside and who.entered_at == entered:
        who.inside = False
        flight.note(who, "journey.exited", "measured")


def gone(flight: Flight, who: Shopper, entered: float, node: str) -> bool:
    """Whether the customer has left meanwhile; otherwise the step is noted."""
    if not who.inside or who.entered_at != entered:
        return True
    flight.note(who, "journey.step_entered", node)
    return False


def send(flight: Flight, who: Shopper, channel: str, node: str, offer: bool = False) -> Steps:
    """One message: consent, quiet hours, delivery; its effects follow in their own time."""
    if not getattr(who, channel):
        flight.note(who, "message.skipped", node)
        return
    hour = (flight.env.now + who.offset) / HOUR % 24
    if channel != "email" and not OPENS <= hour < CLOSES:
        flight.note(who, "message.queued", node)
        yield flight.env.timeout((OPENS - hour) % 24 * HOUR)
        if not who.inside:
            return
    flight.note(who, "message.sent", node)
    flight.env.process(received(flight, who, channel, node, offer))


def received(flight: Flight, who: Shopper, channel: str, node: str, offer: bool) -> Steps:
    """Delivery, a look, a click, perhaps an order or an opt-out."""
    n = flight.numbers
    yield flight.env.timeout(flight.wait("delivery.seconds"))
    if not flight.happens(n[f"delivery.{channel}"]):
        flight.note(who, "message.failed", node)
        return
    flight.note(who, "message.delivered", node)
    who.delivered_at.append(flight.env.now)
    if not flight.happens(n[f"notice.{channel}"]):
        return
    yield flight.env.timeout(flight.wait(f"latency.{channel}", 60.0))
    lately = sum(at > flight.env.now - 30 * DAY for at in who.delivered_at)
    tired = (1 - n["click.fatigue"]) ** max(0, lately - 2)
    clicks = flight.happens(
        min(n[f"click.{channel}"] * n["click.open_cart"] * who.affinity * tired, 0.95)
    )
    if clicks:
        flight.note(who, "message.clicked", node)
        flight.note(who, "page.viewed", node)
    if flight.happens(
        n[f"opt_out.{channel}"] * math.exp(n["opt_out.pressure"] * max(0, lately - 2))
    ):
        flight.note(who, "consent.unsubscribed", node)
        setattr(who, channel, False)
        who.inside = False
    pull = n["order.after_click"] if clicks else n["order.after_look"]
    pull *= n["order.open_cart"] * (1 + n["offer.pull"] * who.price_sensitivity * offer)
    if flight.happens(1 - math.exp(-pull)):
        yield flight.env.timeout(flight.dice.uniform(0, n["order.hours"] * HOUR))
        if who.cart_at > -math.inf:
            order(flight, who)
