"""Sample customers, plausible and reproducible: each depends only on the seed and its number."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience import randomness as dice
from journeyboard.audience.consents import EMAIL, PHONE, Consents, consents
from journeyboard.audience.habits import Habits
from journeyboard.audience.history import DAY, NEVER, Orders, lives, totals
from journeyboard.audience.names import names
from journeyboard.audience.people import COLUMNS, START, Audience
from journeyboard.audience.places import places
from journeyboard.audience.shelf import BrandLike, Shelf, shelf
from journeyboard.audience.tables import Texts, blanked, texts
from journeyboard.audience.traits import stages, traits
from journeyboard.errors import BadInput

ACQUISITION = (
    ("paid_social", 0.34),
    ("organic_search", 0.20),
    ("paid_search", 0.15),
    ("direct", 0.12),
    ("referral", 0.08),
    ("influencer", 0.07),
    ("marketplace", 0.04),
)
BIRTHDAY_KNOWN = 0.35
HOSTS = texts(["example.com", "example.org", "example.net"])


def customers(
    n: int,
    seed: int = 1,
    brand: BrandLike | None = None,
    start: str | date = START,
    *,
    first: int = 0,
) -> Audience:
    """`n` sample customers of the brand (default: a skincare shop in the US), with their orders.

    Every value of customer number i depends only on (seed, i), so a smaller audience is the head of
    a larger one, and `customers(n, first=k)` is the part from number k on. Histories end before
    `start` (a day, midnight UTC). The population is held to `data/targets.csv` by a test. Raises
    BadInput for fewer than one customer or a day that does not exist.
    """
    if n < 1 or first < 0:
        raise BadInput(f"An audience needs at least one customer, not {n}.")
    day, keys, goods = start_day(start), dice.customer_keys(seed, first, n), shelf(brand)
    where = places(keys, brand.currency if brand else "USD", brand.jurisdictions if brand else ())
    past = lives(keys, where.offset, Habits().paced(goods.replenish_days), goods)
    labels = texts(f"c{number:08d}" for number in range(first, first + n))
    columns = _identity(keys, labels, where, first) | {"profile_key": labels}
    has_phone, has_email = columns["phone"] != None, columns["email"] != None  # noqa: E711
    columns |= traits(keys, past.rate, past.pace, past.alive, has_phone)
    columns |= _purchases(past.orders, n, day, columns["trait_session_rate"])
    bought = columns["orders"] > 0
    given = consents(keys, where.country, has_phone, has_email, bought)
    columns |= _evidence(given, past.created, day)
    columns["favourite_product"] = goods.ids[past.favourite]
    orders = _order_columns(past.orders, labels, goods, day)
    told = {name: columns[name] for name in COLUMNS}
    return Audience.drawn(told, orders, str(day.astype("datetime64[D]")))


def start_day(start: str | date) -> np.datetime64:
    """The day as a naive UTC moment; raises BadInput when there is no such day."""
    try:
        return np.datetime64(date.fromisoformat(str(start)[:10]).isoformat(), "us")
    except ValueError:
        raise BadInput(f"“{start}” is not a day; write it as 2026-03-02.") from None


def _identity(keys: dice.Words, labels: Texts, where: Any, first: int) -> dict[str, Any]:
    who = names(keys, where.naming)
    host = HOSTS[dice.picks(keys, "mail host", (6, 1, 1))]
    numbers = np.arange(first, first + len(labels)).astype(str).astype(object)
    has_email = dice.uniforms(keys, "has email") < EMAIL
    has_phone = dice.uniforms(keys, "has phone") < PHONE
    return {
        "first_name": who.first,
        "last_name": who.last,
        "language": who.language,
        "email": blanked(who.slug + numbers + "@" + host, ~has_email),
        "phone": blanked(where.phone, ~has_phone),
        "country": where.country,
        "region": where.region,
        "zone": where.zone,
        "acquisition_source": _labels(keys, "acquisition", ACQUISITION),
        "birthday": _birthdays(keys),
    }


def _evidence(given: Consents, created: NDArray[np.int64], day: np.datetime64) -> dict[str, Any]:
    asked = np.any([state != "never_subscribed" for state in given.states.values()], axis=0)
    consent_at = _moments(created + given.seconds, day)
    consent_at[~asked] = np.datetime64("NaT")
    return {
        **given.states,
        "sms_double_opt_in": given.double_opt_in,
        "consent_at": consent_at,
        "consent_source": blanked(given.source, ~asked),
        "created_at": _moments(created, day),
    }


def _purchases(
    orders: Orders, n: int, day: np.datetime64, session_rate: dice.Floats
) -> dict[str, Any]:
    sums = totals(orders.customer, orders.at, orders.value, orders.refunded, n)
    days_since = np.where(sums.orders > 0, -sums.last / DAY, np.inf)
    return {
        "orders": sums.orders,
        "revenue": sums.revenue / 100,
        "first_order_at": _moments(sums.first, day),
        "last_order_at": _moments(sums.last, day),
        "refunds": sums.refunds,
        "stage": stages(sums.orders, days_since, session_rate),
    }


def _order_columns(
    orders: Orders, labels: Texts, goods: Shelf, day: np.datetime64
) -> dict[str, NDArray[Any]]:
    key = labels[orders.customer]
    return {
        "profile_key": key,
        "at": _moments(orders.at, day),
        "order_id": key + "-" + orders.number.astype(str).astype(object),
        "value": orders.value / 100,
        "margin": orders.margin / 100,
        "product": goods.ids[orders.product],
        "status": np.where(orders.refunded, "refunded", "placed").astype(object),
    }


def _moments(seconds: NDArray[np.int64], day: np.datetime64) -> NDArray[np.datetime64]:
    never = seconds == NEVER
    moments = day + np.where(never, 0, seconds).astype("timedelta64[s]")
    moments[never] = np.datetime64("NaT")
    return moments.astype("datetime64[us]")


def _labels(keys: dice.Words, purpose: str, shares: tuple[tuple[str, float], ...]) -> Texts:
    labels = texts(name for name, _ in shares)
    return labels[dice.picks(keys, purpose, [share for _, share in shares])]


def _birthdays(keys: dice.Words) -> Texts:
    """Ages of 18 to 75, around 34; None where the customer never told."""
    age = 18 + 57 * dice.uniforms(keys, "age of life") ** 1.9
    born = np.datetime64("2026-01-01", "D") - (age * 365.25).astype("timedelta64[D]")
    known = dice.uniforms(keys, "birthday known") < BIRTHDAY_KNOWN
    return blanked(born.astype(object), ~known)
