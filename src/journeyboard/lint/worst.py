"""How a text comes out for customers of several kinds: usual, with the longest values, with an odd name.

The longest values are plausible ones, up to about twenty characters, not the longest possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from journeyboard.errors import BadInput
from journeyboard.journey.nodes import MessageBase, Sms
from journeyboard.lint.subject import Subject
from journeyboard.message.facts import FACTS
from journeyboard.message.quick import Choice, Insertion, pieces
from journeyboard.message.sms import SmsCount, sms
from journeyboard.message.template import render, variables

if TYPE_CHECKING:
    from journeyboard.journey.brand import Brand

NAMES: Final = ("first_name", "last_name")
ODD_NAME: Final = "Zoë"
"""A short first name with a letter that GSM-7 does not have."""
SUFFIX: Final = "/x7k2q"
"""What stands behind a link when each customer gets their own: a stroke and five letters."""
_USUAL: Final[dict[str, str | date]] = {
    "first_name": "Sophie",
    "last_name": "Johnson",
    "email": "sophie.johnson@mail.example",
    "phone": "+12015550123",
    "country": "US",
    "region": "US-CA",
    "zone": "America/New_York",
    "language": "en",
    "favourite_product": "Gentle Cleanser",
    "product": "Gentle Cleanser",
    "order_id": "c00000000-1",
    "order_value": "64.00",
    "cart_value": "64.00",
    "orders": "3",
    "revenue": "192.00",
    "code_expires": date(2026, 3, 25),
    "now": date(2026, 3, 25),
}
_LONGEST: Final[dict[str, str | date]] = _USUAL | {
    "first_name": "Alexandrina-Isabella",
    "last_name": "Featherstonehaugh",
    "email": "alexandrina.featherstonehaugh@mail.example",
    "zone": "America/Argentina/Buenos_Aires",
    "favourite_product": "Three-Step Evening Routine",
    "product": "Three-Step Evening Routine",
    "order_id": "c00000000-12",
    "order_value": "1,250.00",
    "cart_value": "1,250.00",
    "orders": "24",
    "revenue": "12,500.00",
    "code_expires": date(2026, 9, 30),
    "now": date(2026, 9, 30),
}
OWN, OWN_LONG = "something", "something much longer"
"""The value of an attribute that only the user's own file has."""


class Facts(NamedTuple):
    """What a brand and a message put into every text; `goods` are product names, shortest first."""

    brand: str
    goods: tuple[str, ...]
    link: str
    code: str


class Renderings(NamedTuple):
    """An SMS counted as it goes out, for most customers, the longest values and an odd first name."""

    usual: SmsCount
    longest: SmsCount
    odd: SmsCount


def facts_of(node: MessageBase, brand: Brand | None) -> Facts:
    """What holds for a message whoever gets it."""
    goods = sorted((product.name for product in brand.products), key=len) if brand else []
    link = f"{node.link.url.rstrip('/')}{SUFFIX}" if node.link and node.link.url else ""
    offers = [node.offer, *(variant.offer for variant in node.variants)]
    code = next((offer.code for offer in offers if offer and offer.code), "")
    return Facts(brand.name if brand else "", tuple(goods), link, code)


def facts_by_node(subject: Subject) -> dict[str, Facts]:
    """What holds for each message of a journey, by its id."""
    return {node.id: facts_of(node, subject.brand) for node in subject.messages}


@lru_cache(maxsize=4096)
def usual_text(source: str, facts: Facts) -> str | None:
    """The text for most customers; None when it cannot be rendered."""
    return _rendered(source, _values(_USUAL, facts, OWN, source))


@lru_cache(maxsize=4096)
def longest_text(source: str, facts: Facts) -> str | None:
    """The text with the longest plausible values; None when it cannot be rendered."""
    return _rendered(source, _values(_LONGEST, facts, OWN_LONG, source))


@lru_cache(maxsize=4096)
def empty_text(source: str, facts: Facts) -> str | None:
    """The text for a customer of whom nothing is known; None when it cannot be rendered."""
    return _rendered(source, _filled({}, facts))


@lru_cache(maxsize=4096)
def renderings(source: str, facts: Facts, smart_encoding: bool = True) -> Renderings | None:
    """The counts of an SMS, its opt-out line included in `source`; None when it cannot be rendered.

    >>> facts = Facts("Lumen", (), "https://lumen.example/c/x7k2q", "")
    >>> found = renderings("Hi {{ first_name | default: 'there' }}: {{ link }}", facts)
    >>> (found.usual.units, found.longest.units, found.odd.encoding)
    (40, 54, 'UCS-2')
    """
    usual = usual_text(source, facts)
    if usual is None:
        return None
    count = sms(usual, smart_encoding)
    if "{" not in source:
        return Renderings(count, count, count)
    # A fallback may be longer than any value.
    long = [sms(text, smart_encoding) for text in _long_texts(source, facts) if text]
    longest = max([count, *long], key=lambda one: (one.parts, one.units))
    return Renderings(count, longest, _odd(source, facts, smart_encoding) or count)


def smart(node: MessageBase, path: str) -> bool:
    """Whether a text of the message goes out with smart encoding; a fallback to SMS always does."""
    return not isinstance(node, Sms) or path.startswith("fallback") or node.smart_encoding


def _names(source: str) -> set[str]:
    found = pieces(source)
    if found is None:
        return _asked_of_liquid(source)
    flat = [
        part
        for piece in found
        for part in ((piece, *piece.yes, *piece.no) if isinstance(piece, Choice) else (piece,))
    ]
    return {part.name for part in flat if isinstance(part, Insertion | Choice)}


def _asked_of_liquid(source: str) -> set[str]:
    try:
        return set(variables(source))
    except BadInput:
        return set()


def _long_texts(source: str, facts: Facts) -> tuple[str | None, ...]:
    return longest_text(source, facts), empty_text(source, facts)


def _odd(source: str, facts: Facts, smart_encoding: bool) -> SmsCount | None:
    if not _names(source) & set(NAMES):
        return None
    named = _values(_USUAL, facts, OWN, source) | dict.fromkeys(NAMES, ODD_NAME)
    text = _rendered(source, named)
    return None if text is None else sms(text, smart_encoding)


def _values(known: Mapping[str, object], facts: Facts, own: str, source: str) -> dict[str, object]:
    goods = facts.goods and facts.goods[-1 if own == OWN_LONG else len(facts.goods) // 2]
    bought = {"product": goods, "favourite_product": goods} if goods else {}
    others = dict.fromkeys(_names(source) - set(FACTS), own)
    return _filled({**others, **known, **bought}, facts)


def _filled(known: Mapping[str, object], facts: Facts) -> dict[str, object]:
    constant = {"brand": facts.brand, "link": facts.link, "code": facts.code}
    expires = {"code_expires": known.get("code_expires", _USUAL["code_expires"])}
    return {**known, **expires, **{name: value for name, value in constant.items() if value}}


def _rendered(source: str, values: Mapping[str, object]) -> str | None:
    try:
        return render(source, values, "blank").text
    except BadInput:
        return None
