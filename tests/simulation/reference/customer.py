"""Who flies: one customer's facts, read from the audience's two tables, the brand and the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from journeyboard.message.rules import jurisdiction_of
from journeyboard.message.zones import resolve_zone
from journeyboard.simulation.flight import Flight

from . import dice
from .numbers import DAY

HAZARD = 2**40
"""Hazards are whole numbers of this part of one order per second."""
CONSENTS = (
    ("sms", "marketing"),
    ("sms", "transactional"),
    ("email", "marketing"),
    ("email", "transactional"),
    ("push", "marketing"),
    ("ads", "marketing"),
)


@dataclass(frozen=True)
class Customer:
    """One customer at the start of the run."""

    place: int
    profile: Mapping[str, Any]
    key: int
    zones: tuple[str, ...]
    jurisdiction: str
    consent: Mapping[tuple[str, str], str]
    hazard: int
    hazard_after_order: int
    visit_gap: float
    cart_chance: float
    response: float
    product: int
    sms_price: int
    last_order: int | None
    history: tuple[int, ...]
    refunded: tuple[int, ...]
    replies: tuple[tuple[int, str], ...]

    @property
    def zone(self) -> str:
        """The zone whose clock the customer lives by."""
        return self.zones[0]

    def trait(self, name: str) -> float:
        """A trait of the behaviour model."""
        return float(self.profile[f"trait_{name}"])


def customer(flight: Flight, place: int) -> Customer:
    """The customer at this place of the audience."""
    row = flight.people.frame.iloc[place]
    profile = {str(name): value for name, value in row.items()}
    country, region = profile["country"], profile["region"]
    zone = profile["zone"] if isinstance(profile["zone"], str) else None
    return Customer(
        place=place,
        profile=profile,
        key=dice.customer_key(profile["profile_key"], flight.seed),
        zones=resolve_zone(zone, country, region, flight.brand.timezone).names,
        jurisdiction=jurisdiction_of(country or "US", (region or "").partition("-")[2] or None),
        consent=consents(profile),
        product=favourite(profile, flight),
        sms_price=sms_price(country, flight),
        last_order=second(profile["last_order_at"], flight),
        history=history(profile["profile_key"], flight, ("placed", "refunded")),
        refunded=history(profile["profile_key"], flight, ("refunded",)),
        replies=replies(profile["profile_key"], flight),
        **habits(profile, flight),
    )


def replies(profile_key: str, flight: Flight) -> tuple[tuple[int, str], ...]:
    """(second, choice) of what this customer writes, by time; at one second in the order given."""
    mine = [(r.second, r.choice) for r in flight.replies if r.profile_key == profile_key]
    return tuple(sorted(mine, key=lambda reply: reply[0]))


def consents(profile: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Consent by channel and purpose; push messages of both purposes go by one consent."""
    known = {pair: profile["consent_{}_{}".format(*pair)] for pair in CONSENTS}
    return known | {("push", "transactional"): known["push", "marketing"]}


def habits(profile: Mapping[str, Any], flight: Flight) -> dict[str, Any]:
    """How often they visit and order by themselves.

    Orders come in three ways: checkouts completed, abandoned carts come back to, and directly.
    """
    b, alive = flight.behaviour, profile["trait_alive"] > 0
    left = 1.0 if alive else b["baseline.lapsed"]
    orders = profile["trait_order_rate"] * b["baseline.rate"] * left
    orders *= 1.0 if profile["orders"] > 0 else b["baseline.first_order"]
    visits = max(profile["trait_session_rate"] * b["visits.rate"] * left, 1e-9)
    done = b["checkout.contact"] * b["checkout.shipping"] * b["checkout.payment"]
    covered = b["checkout.per_order"] * (done + (1 - done) * b["return.abandoned"])
    direct = orders * max(1.0 - covered, 0.05)
    carts = orders * b["checkout.per_order"] / b["checkout.cart_to_start"] / visits
    return {
        "hazard": round(direct / DAY * HAZARD),
        "hazard_after_order": round(direct * b["baseline.after_order"] / DAY * HAZARD),
        "visit_gap": DAY / visits if visits > 1e-6 else 0.0,
        "cart_chance": min(carts, 0.7),
        "response": 1.0 if alive else b["response.lapsed"],
    }


def favourite(profile: Mapping[str, Any], flight: Flight) -> int:
    """The place of the favourite product in the brand's list, the first where it is unknown."""
    known = [product.id for product in flight.brand.products]
    wanted = profile["favourite_product"]
    return known.index(wanted) if wanted in known else 0


def sms_price(country: str, flight: Flight) -> int:
    """What one SMS part to this country costs."""
    prices = flight.brand.prices.sms_part
    other = prices.get("default", max(prices.values(), default=0))
    return round(prices.get(country, other) * 1_000_000)


def second(moment: Any, flight: Flight) -> int | None:
    """A naive UTC time as a second of the run."""
    return int((moment - flight.start).total_seconds()) if moment == moment else None


def history(profile_key: str, flight: Flight, status: tuple[str, ...]) -> tuple[int, ...]:
    """When this customer placed orders before the start that have such a status now."""
    orders = flight.people.orders
    chosen = (orders["profile_key"] == profile_key) & orders["status"].isin(status)
    times = sorted(int((at - flight.start).total_seconds()) for at in orders["at"][chosen])
    return tuple(at for at in times if at < 0)
