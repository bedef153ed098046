"""Texts of a flight: what a template may say about a customer, and how many parts a text takes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience.columns import Columns, listed, numbered
from journeyboard.journey.nodes import Sms
from journeyboard.message.sms import smart_encode, sms
from journeyboard.message.template import check, render, variables
from journeyboard.simulation.dice import salt
from journeyboard.simulation.remembered import once

if TYPE_CHECKING:
    from journeyboard.journey.brand import Brand
    from journeyboard.simulation.flight import Flight
    from journeyboard.simulation.settings import Setting

USUAL: Final = {"cart_value": "64.00", "order_value": "64.00", "order_id": "c00000000-1"}
"""What is only known in a flight, as long as it usually is."""
SHORT = "abcdefghijkmnpqrstuvwxyz23456789"


def short_link(url: str, node: str, customer: str) -> str:
    """The tracked link as it stands in the text: the address without its parameters, and five letters
    for this customer."""
    number = salt(node, customer)
    letters = "".join(SHORT[(number >> 5 * k) & 31] for k in range(5))
    place = re.split(r"[?#]", url, maxsplit=1)[0]
    return f"{place.rstrip('/')}/{letters}"


def facts(setting: Setting, brand: Brand, sent: datetime, **known: Any) -> dict[str, Any]:
    """What holds for one message: brand, link, offer; `known` adds what the customer has done."""
    node = setting.node
    values: dict[str, Any] = {"brand": brand.name}
    if node.link:
        values["link"] = short_link(node.link.url, node.id, str(known.get("profile_key", "")))
    if node.offer and node.offer.code:
        values["code"] = node.offer.code
    days = node.offer.valid_for if node.offer and node.offer.valid_for else 2
    values["code_expires"] = (sent + timedelta(days=days)).date()
    return values | known


def product_name(brand: Brand, product_id: object) -> str | None:
    """The name of a product of the brand, None when it has no such product."""
    return next((p.name for p in brand.products if p.id == product_id), None)


def full_text(setting: Setting, brand: Brand, body: str) -> str:
    """An SMS as it goes out: with the opt-out line, and smart encoding where it is on."""
    node = setting.node
    if not isinstance(node, Sms):
        return body
    text = f"{body.rstrip()} {brand.opt_out_text}" if node.opt_out and brand.opt_out_text else body
    return smart_encode(text) if node.smart_encoding else text


class KindText(NamedTuple):
    """The text as one kind of customer gets it, as it goes out, and the values it lacks."""

    text: str
    missing: tuple[str, ...]


def texts_by_customer(
    setting: Setting, flight: Flight
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """(SMS parts, whether a value is missing) for each customer; anything but an SMS is one part."""
    told = setting.channel, setting.node.model_dump_json(), _speaker(flight.brand), flight.start
    return once(flight.people, "texts", told, lambda: _counted(setting, flight))


def _speaker(brand: Brand) -> tuple[Any, ...]:
    """What of a brand can stand in a text."""
    return brand.name, brand.opt_out_text, tuple((p.id, p.name) for p in brand.products)


@lru_cache(1 << 15)
def _parts(text: str) -> int:
    return min(sms(text).parts, 255)


def _counted(setting: Setting, flight: Flight) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    count, node = len(flight.people), setting.node
    check(node.body)
    if setting.channel != "sms" and node.missing != "skip":
        return np.ones(count, np.uint8), np.zeros(count, bool)
    number, kinds = texts_by_kind(setting, flight)
    long = setting.channel == "sms"
    parts = np.array([_parts(one.text) if long else 1 for one in kinds], np.uint8)
    return parts[number], np.array([bool(one.missing) for one in kinds], bool)[number]


def texts_by_kind(
    setting: Setting, flight: Flight
) -> tuple[NDArray[np.int64], tuple[KindText, ...]]:
    """(the kind of each customer, each kind's text); customers who look the same to it are one kind.

    What is not known before the flight (order number, cart value) stands there with its usual length.
    """
    about = _looked_at(setting.node.body, flight)
    usual = facts(setting, flight.brand, flight.start, **USUAL)
    if not about:
        return np.zeros(len(flight.people), np.int64), (_told(setting, flight, usual),)
    number, kinds = once(
        flight.people, "kinds", tuple(about), lambda: _kinds(flight.people.columns, about)
    )
    return number, tuple(
        _told(setting, flight, usual | personal(one, flight.brand)) for one in kinds
    )


def _looked_at(body: str, flight: Flight) -> list[str]:
    """The customers' attributes that a text looks at."""
    used = set(variables(body))
    used |= {"favourite_product"} if "product" in used else set()
    return sorted(used & set(flight.people.columns))


def _kinds(columns: Columns, about: list[str]) -> tuple[NDArray[np.int64], list[dict[str, Any]]]:
    """(the kind of each customer, the values of each kind), in the order of first appearance."""
    each = zip(*(listed(columns[name]) for name in about), strict=True)
    number, kinds = numbered(each)
    return number, [dict(zip(about, kind, strict=True)) for kind in kinds]


def _told(setting: Setting, flight: Flight, known: dict[str, Any]) -> KindText:
    """The text for one kind of customer, of whom this is known."""
    rendered = render(setting.node.body, known, missing="blank")
    return KindText(full_text(setting, flight.brand, rendered.text), rendered.missing)


def personal(values: dict[str, Any], brand: Brand) -> dict[str, Any]:
    """A customer's attributes for a template: missing ones left out, products by their name."""
    known = {name: value for name, value in values.items() if value is not None and value == value}
    name = product_name(brand, known.get("favourite_product"))
    if name:
        known |= {"favourite_product": name, "product": known.get("product", name)}
    else:
        known.pop("favourite_product", None)
    return known
