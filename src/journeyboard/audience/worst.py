"""The worst case: customers made up of an audience's longest names, missing values and odd characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from journeyboard.audience.people import CONSENTS, Audience
from journeyboard.audience.shelf import shelf
from journeyboard.records import Consent, Customer

if TYPE_CHECKING:
    import pandas as pd

    from journeyboard.audience.shelf import BrandLike

KEY: Final = "worst_case"
LONGEST, MISSING, EMOJI, ALL = WORST = (
    "longest names",
    "missing values",
    "emoji in the name",
    "all at once",
)
"""The worst cases by what is wrong with them."""
PLAIN: Final = 40
"""Names up to so many characters count as real; longer ones are what somebody typed by mistake."""
STAR, ACCENT = "✨", "ł"
"""An emoji and a letter that GSM-7 does not have: each alone turns a text into UCS-2."""


def worst_case(
    people: Audience, brand: BrandLike | None = None, *, like: str | None = None
) -> dict[str, Customer]:
    """Four customers by what is wrong with them: `longest names`, `missing values`,
    `emoji in the name`, `all at once`.

    They live where `like` (a key; else the first whom every channel reaches) lives and have bought
    what they bought, but have the longest names and product that occur, and agreed to everything,
    so that every message shows. All have the key `worst_case`: the dice fall alike for them. In
    `all at once` the first name is long and odd and everything else that may be missing is.

    Raises BadInput when `like` is not among the people.
    """
    usual = _agreeing(people.customer(like or _usual(people.frame)))
    first, last = (_longest(people.frame[name]) for name in ("first_name", "last_name"))
    long = replace(usual, first_name=first, last_name=last, attributes=_with_goods(usual, brand))
    odd = replace(usual, first_name=f"{usual.first_name or 'Mia'}{ACCENT} {STAR}")
    missing = _without(usual)
    return {
        LONGEST: long,
        MISSING: missing,
        EMOJI: odd,
        ALL: replace(missing, first_name=f"{first}{ACCENT} {STAR}"),
    }


def _usual(frame: pd.DataFrame) -> str:
    """The first buyer whom texts, e-mails and pushes reach, else the first of all."""
    agreed = [frame[f"consent_{c}_marketing"] == "subscribed" for c in ("sms", "email", "push")]
    fit = agreed[0] & agreed[1] & (frame["orders"] > 0) & frame["phone"].notna()
    best = fit & agreed[2] if (fit & agreed[2]).any() else fit
    keys = frame.loc[best, "profile_key"] if best.any() else frame["profile_key"]
    return str(keys.iloc[0])


def _agreeing(customer: Customer) -> Customer:
    """The customer under the key of the worst case, reachable, with consent to everything."""
    at, source = customer.created_at, "checkout"
    agreed = tuple(
        Consent(channel, purpose, "subscribed", at, source, double_opt_in=channel == "sms")
        for channel, purpose in CONSENTS
    )
    return replace(
        customer,
        profile_key=KEY,
        consents=agreed,
        email=customer.email or f"{KEY}@mail.example",
        phone=customer.phone or "+15555550100",
        traits=dict(customer.traits) | {"reachable": 1.0},
    )


def _longest(names: pd.Series[Any]) -> str:
    """The longest name that somebody could really have; of equals the first."""
    known = [str(name) for name in names.dropna().unique()]
    real = [name for name in known if len(name) <= PLAIN] or known or ["Maximiliana"]
    return max(real, key=len)


def _with_goods(customer: Customer, brand: BrandLike | None) -> dict[str, Any]:
    """The customer's attributes, the favourite product being the one with the longest name."""
    longest = max(_goods(brand), key=lambda product: len(product[1]))
    return dict(customer.attributes) | {"favourite_product": longest[0]}


def _goods(brand: BrandLike | None) -> Sequence[tuple[str, str]]:
    """(id, name) of every product; ids serve as names where the brand says none."""
    if brand is None or not brand.products:
        return [(str(product), str(product)) for product in shelf(brand).ids]
    return [(product.id, getattr(product, "name", product.id)) for product in brand.products]


def _without(customer: Customer) -> Customer:
    """The customer without anything that need not be known: names, birthday, source, own attributes.

    The favourite product is one that no brand has, because an unknown one would be drawn; scores
    stay, since a customer without one is in no journey that asks for it.
    """
    kept = {k: v for k, v in customer.attributes.items() if k.startswith("score_")}
    gone = dict.fromkeys(customer.attributes) | kept | {"favourite_product": ""}
    return replace(customer, first_name=None, last_name=None, attributes=gone)
