"""Customers compiled: the audience's tables as the records that the kernel reads."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience.columns import Column, Columns
from journeyboard.audience.people import ASKED_FOR_LESS, CONSENTS
from journeyboard.records import CONSENT_STATES, STAGES
from journeyboard.simulation.dice import customer_keys
from journeyboard.simulation.kernel.layout import (
    CHANNEL_NAMES,
    CHOICES,
    CUSTOMER,
    DAY,
    HAZARD,
    LESS,
    NEVER,
)
from journeyboard.simulation.remembered import once

if TYPE_CHECKING:
    from journeyboard.journey.brand import Brand
    from journeyboard.simulation.clocks import Clocks
    from journeyboard.simulation.flight import Flight

BIG_AMOUNT = 1_000_000


def passengers(flight: Flight, clocks: Clocks) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """(records of dtype CUSTOMER, order times before the start in seconds, end to end); not to be changed."""
    world = (tuple(flight.behaviour.to_dict().items()), flight.seed, flight.force_at)
    return once(
        flight.people,
        "passengers",
        (*_basis(flight), world),
        lambda: _in_this_world(flight, clocks),
        kept=2,
    )


def _basis(flight: Flight) -> tuple[Hashable, ...]:
    """What the records depend on, besides the customers, the model and the dice."""
    brand = flight.brand
    products = tuple(product.id for product in brand.products)
    return flight.start, brand.timezone, products, tuple(brand.prices.sms_part.items())


def _in_this_world(flight: Flight, clocks: Clocks) -> tuple[NDArray[Any], NDArray[np.int64]]:
    known, history = once(
        flight.people, "records", _basis(flight), lambda: _known(flight, clocks), kept=2
    )
    who = known.copy()
    who["key"] = once(
        flight.people,
        "dice",
        flight.seed,
        lambda: customer_keys(flight.people.columns["profile_key"].tolist(), flight.seed),
    )
    add_habits(who, flight)
    who["force_at"] = NEVER if flight.force_at is None else flight.force_at
    return who, history


def _known(flight: Flight, clocks: Clocks) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The records as far as neither the model nor the dice matter, and the order times."""
    frame = flight.people.columns
    who = np.zeros(len(flight.people), CUSTOMER)
    who["zone"], who["place"] = clocks.zone_of, clocks.place_of
    who["consent"] = consents(frame)
    who["stage"] = places_in(STAGES, frame["stage"])
    who["attention_hour"] = frame["trait_attention_hour"]
    who["price_sensitivity"] = frame["trait_price_sensitivity"]
    who["fatigue"], who["reachable"] = frame["trait_fatigue"], frame["trait_reachable"]
    for channel in ("sms", "email", "push", "ads"):
        who["affinity"][:, CHANNEL_NAMES.index(channel)] = frame[f"trait_affinity_{channel}"]
    who["product"] = product_numbers(frame, flight.brand)
    who["sms_price"] = sms_prices(frame, flight.brand)
    who["orders"] = frame["orders"]
    who["last_order"] = seconds_of(frame["last_order_at"], flight)
    return who, add_history(who, flight)


def consents(frame: Columns) -> NDArray[np.int64]:
    """Two bits for each channel and purpose; push messages of both purposes go by one consent."""
    packed = np.zeros(len(frame["profile_key"]), np.int64)
    for channel, purpose in CONSENTS:
        state = places_in(CONSENT_STATES, frame[f"consent_{channel}_{purpose}"])
        number = CHANNEL_NAMES.index(channel)
        packed |= state << (2 * (2 * number + (purpose == "transactional")))
        if channel == "push":
            packed |= state << (2 * (2 * number + 1))
    if ASKED_FOR_LESS in frame:
        packed |= np.where(frame[ASKED_FOR_LESS] == True, LESS, 0)  # noqa: E712
    return packed


def reply_rows(flight: Flight) -> NDArray[np.int64]:
    """(customer, second, choice) of every reply, by customer and time; those of nobody are left out."""
    if not flight.replies:
        return np.zeros((0, 3), np.int64)
    place = {key: k for k, key in enumerate(flight.people.columns["profile_key"].tolist())}
    rows = [
        (place[reply.profile_key], reply.second, CHOICES.index(reply.choice))
        for reply in flight.replies
        if reply.profile_key in place
    ]
    ordered = sorted(rows, key=lambda row: row[:2])
    return np.array(ordered, np.int64).reshape(-1, 3)


def places_in(names: Sequence[str], column: Column) -> NDArray[np.int64]:
    """For each value its place in a list of names."""
    place = {name: k for k, name in enumerate(names)}
    return np.array([place[name] for name in column.tolist()], np.int64)


def add_habits(who: NDArray[Any], flight: Flight) -> None:
    """How often somebody visits and orders without any message; hazards are per second.

    The customer's own order rate is met in three ways: checkouts completed in a visit, abandoned
    carts come back to, and the hazard of ordering directly, which is what is left of it.
    """
    b, frame = flight.behaviour, flight.people.columns
    alive = frame["trait_alive"].astype(float) > 0
    own = frame["trait_order_rate"].astype(float) * b["baseline.rate"]
    rate = own * np.where(alive, 1.0, b["baseline.lapsed"])
    rate = rate * np.where(frame["orders"] > 0, 1.0, b["baseline.first_order"])
    visits = frame["trait_session_rate"].astype(float) * b["visits.rate"]
    visits = np.maximum(visits * np.where(alive, 1.0, b["baseline.lapsed"]), 1e-9)
    done = b["checkout.contact"] * b["checkout.shipping"] * b["checkout.payment"]
    covered = b["checkout.per_order"] * (done + (1 - done) * b["return.abandoned"])
    who["visit_gap"] = np.where(visits > 1e-6, DAY / visits, 0.0)
    carts = rate * b["checkout.per_order"] / b["checkout.cart_to_start"] / visits
    who["cart_chance"] = np.minimum(carts, 0.7)
    direct = rate * max(1.0 - covered, 0.05)
    who["own_hazard"] = np.rint(direct / DAY * HAZARD).astype(np.int64)
    who["low_hazard"] = np.rint(direct * b["baseline.after_order"] / DAY * HAZARD).astype(np.int64)
    who["response"] = np.where(alive, 1.0, b["response.lapsed"])


def product_numbers(frame: Columns, brand: Brand) -> NDArray[np.int64]:
    """The favourite product's place in the brand's list; the first where it is unknown."""
    number = {product.id: k for k, product in enumerate(brand.products)}
    return np.array([number.get(one, 0) for one in frame["favourite_product"].tolist()], np.int64)


def sms_prices(frame: Columns, brand: Brand) -> NDArray[np.int64]:
    """Millionths of the currency for one SMS part to the customer's country."""
    prices = {c: round(p * BIG_AMOUNT) for c, p in brand.prices.sms_part.items()}
    other = prices.get("default", max(prices.values(), default=0))
    return np.array([prices.get(one, other) for one in frame["country"].tolist()], np.int64)


def seconds_of(times: Column, flight: Flight) -> NDArray[np.int64]:
    """Naive UTC times as seconds of the run; NEVER where there is none."""
    since = (times - np.datetime64(flight.start, "us")) / np.timedelta64(1, "s")
    return np.where(np.isnat(times), NEVER, np.nan_to_num(since)).astype(np.int64)


def add_history(who: NDArray[Any], flight: Flight) -> NDArray[np.int64]:
    """Each customer's orders before the start, then the refunded ones among them, end to end."""
    orders, owner = flight.people.order_columns, flight.people.buyers
    times = seconds_of(orders["at"], flight)
    known = (owner >= 0) & (times < 0)
    back = known & (orders["status"] == "refunded")
    owners = np.concatenate([owner[known], owner[back]])
    refunded = np.repeat([0, 1], [int(known.sum()), int(back.sum())])
    moments = np.concatenate([times[known], times[back]])
    order = np.lexsort((moments, refunded, owners))
    sorted_by = 2 * owners[order] + refunded[order]
    each = 2 * np.arange(len(who))
    who["history"] = np.searchsorted(sorted_by, each, "left")
    who["history_end"] = np.searchsorted(sorted_by, each, "right")
    who["refunds_end"] = np.searchsorted(sorted_by, each + 1, "right")
    return np.ascontiguousarray(moments[order]) if len(order) else np.zeros(1, np.int64)
