"""Customers compiled: the audience's tables as the records that the kernel reads."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

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
    import pandas as pd

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
        lambda: customer_keys(flight.people.frame["profile_key"].tolist(), flight.seed),
    )
    add_habits(who, flight)
    who["force_at"] = NEVER if flight.force_at is None else flight.force_at
    return who, history


def _known(flight: Flight, clocks: Clocks) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The records as far as neither the model nor the dice matter, and the order times."""
    frame = flight.people.frame
    who = np.zeros(len(frame), CUSTOMER)
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


def consents(frame: pd.DataFrame) -> NDArray[np.int64]:
    """Two bits for each channel and purpose; push messages of both purposes go by one consent."""
    packed = np.zeros(len(frame), np.int64)
    for channel, purpose in CONSENTS:
        state = places_in(CONSENT_STATES, frame[f"consent_{channel}_{purpose}"])
        number = CHANNEL_NAMES.index(channel)
        packed |= state << (2 * (2 * number + (purpose == "transactional")))
        if channel == "push":
            packed |= state << (2 * (2 * number + 1))
    if ASKED_FOR_LESS in frame:
        packed |= np.where(frame[ASKED_FOR_LESS].eq(True), LESS, 0)
    return packed


def reply_rows(flight: Flight) -> NDArray[np.int64]:
    """(customer, second, choice) of every reply, by customer and time; those of nobody are left out."""
    if not flight.replies:
        return np.zeros((0, 3), np.int64)
    place = {key: k for k, key in enumerate(flight.people.frame["profile_key"])}
    rows = [
        (place[reply.profile_key], reply.second, CHOICES.index(reply.choice))
        for reply in flight.replies
        if reply.profile_key in place
    ]
    ordered = sorted(rows, key=lambda row: row[:2])
    return np.array(ordered, np.int64).reshape(-1, 3)


def places_in(names: Sequence[str], column: pd.Series[Any]) -> NDArray[np.int64]:
    """For each value its place in a list of names."""
    import pandas as pd

    codes, found = pd.factorize(column)
    places = np.array([names.index(str(name)) for name in found], np.int64)
    return np.asarray(places[codes], np.int64)


def add_habits(who: NDArray[Any], flight: Flight) -> None:
    """How often somebody visits and orders without any message; hazards are per second.

    The customer's own order rate is met in three ways: checkouts completed in a visit, abandoned
    carts come back to, and the hazard of ordering directly, which is what is left of it.
    """
    b, frame = flight.behaviour, flight.people.frame
    alive = frame["trait_alive"].to_numpy(float) > 0
    own = frame["trait_order_rate"].to_numpy(float) * b["baseline.rate"]
    rate = own * np.where(alive, 1.0, b["baseline.lapsed"])
    rate = rate * np.where(frame["orders"].to_numpy() > 0, 1.0, b["baseline.first_order"])
    visits = frame["trait_session_rate"].to_numpy(float) * b["visits.rate"]
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


def product_numbers(frame: pd.DataFrame, brand: Brand) -> NDArray[np.int64]:
    """The favourite product's place in the brand's list; the first where it is unknown."""
    number = {product.id: k for k, product in enumerate(brand.products)}
    return np.asarray(frame["favourite_product"].map(number).fillna(0), np.int64)


def sms_prices(frame: pd.DataFrame, brand: Brand) -> NDArray[np.int64]:
    """Millionths of the currency for one SMS part to the customer's country."""
    prices = {c: round(p * BIG_AMOUNT) for c, p in brand.prices.sms_part.items()}
    other = prices.get("default", max(prices.values(), default=0))
    return np.asarray(frame["country"].map(prices).fillna(other), np.int64)


def seconds_of(times: pd.Series[Any], flight: Flight) -> NDArray[np.int64]:
    """Naive UTC times as seconds of the run; NEVER where there is none."""
    import pandas as pd

    since = (times - pd.Timestamp(flight.start)) / pd.Timedelta(seconds=1)
    return since.fillna(NEVER).to_numpy().astype(np.int64)


def owners_of(keys: pd.Series[Any], customers: pd.Series[Any]) -> NDArray[np.int64]:
    """For each key the place of its customer, -1 for nobody's."""
    import pyarrow as pa
    import pyarrow.compute as pc

    listed = pa.array(customers, pa.string(), from_pandas=True)
    found = pc.index_in(pa.array(keys, pa.string(), from_pandas=True), value_set=listed)
    return np.asarray(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), np.int64)


def add_history(who: NDArray[Any], flight: Flight) -> NDArray[np.int64]:
    """Each customer's orders before the start, then the refunded ones among them, end to end."""
    orders = flight.people.orders
    times = seconds_of(orders["at"], flight)
    owner = owners_of(orders["profile_key"], flight.people.frame["profile_key"])
    known = (owner >= 0) & (times < 0)
    back = known & (orders["status"] == "refunded").to_numpy()
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
