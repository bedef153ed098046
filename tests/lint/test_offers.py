"""Offers: what they cost, how a flight's numbers are told, and which words press."""

from __future__ import annotations

from typing import Any

import pytest

from journeyboard.journey.brand import Brand
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.lint.check import check
from journeyboard.lint.evidence import Evidence, OfferTaken
from journeyboard.lint.offers_given import last_words, names_an_end, percents, promised, urgent


def one_text(body: str = "Use {{ code }}", **offer: Any) -> Journey:
    nodes = {"a": {"kind": "sms", "body": body, "offer": {"code": "X", **offer}}}
    return journey_from({"id": "j", "name": "J", "start": "a", "nodes": nodes})


def told(code: str, journey: Journey, brand: Brand | None = None, **more: Any) -> list[str]:
    return [f.message for f in check(journey, brand, **more) if f.code == code]


@pytest.mark.parametrize(
    ("offer", "product", "loss"),
    [
        # 40 % of 50 is 20, and 30 % of 50 is earned: 15.
        ({"kind": "percent", "value": 40}, {"price": 50, "margin": 0.3}, "5.00"),
        ({"kind": "percent", "value": 30}, {"price": 50, "margin": 0.3}, None),
        ({"kind": "percent", "value": 40, "margin_cost": 0.5}, {"price": 50, "margin": 0.3}, None),
        # Nobody gets more off than the price.
        ({"kind": "amount", "value": 30}, {"price": 20, "margin": 0.25}, "15.00"),
        ({"kind": "free_shipping"}, {"price": 10, "margin": 0.4}, "2.00"),
        # From 60 shipping is free anyway.
        ({"kind": "free_shipping"}, {"price": 60, "margin": 0.01}, None),
    ],
)
def test_an_order_loses_what_the_offer_costs_beyond_the_margin(
    offer: dict[str, Any], product: dict[str, Any], loss: str | None
) -> None:
    products = [{"id": "p", "name": "Tea", **product}]
    brand = Brand.model_validate({"id": "b", "name": "B", "currency": "EUR", "products": products})
    found = told("JB409", one_text(**offer), brand)
    assert [f"loses EUR {loss};" in message for message in found] == ([True] if loss else [])


def test_a_flight_says_how_many_come_anyway_and_what_it_cost() -> None:
    taken = OfferTaken(bought=1_200, anyway=540, discount=3_888.4, currency="USD")
    evidence = Evidence("First flight", {"a": taken})
    (message,) = told("JB403", one_text(kind="percent", value=15), evidence=evidence)
    assert "In “First flight” 540 of 1,200 buyers" in message
    assert "(45%)" in message
    assert "USD 3,888 for nothing" in message


@pytest.mark.parametrize("text", ["LAST CHANCE!!!", "final notice", "Letzte Chance", "Dernière chance"])  # fmt: skip
def test_last_words_are_known_in_several_languages_and_press(text: str) -> None:
    assert last_words(text)
    assert urgent(text)


@pytest.mark.parametrize("text", ["The last of us", "at last, chance", "finally noticed", "a hurried note"])  # fmt: skip
def test_words_that_only_look_urgent_are_left_alone(text: str) -> None:
    assert not last_words(text)
    assert not urgent(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("ends tonight", True),
        ("until Friday", True),
        ("by 24/12", True),
        ("{{ code_expires | date: '%b %d' }}", True),
        ("until it is gone", True),
        ("ends soon", False),
        ("hurry, it may go", False),
        ("buy one", False),
    ],
)
def test_an_end_is_a_day_a_date_or_the_codes_own(text: str, ends: bool) -> None:
    assert names_an_end(text) is ends


def test_percentages_and_promises_are_found_where_they_stand() -> None:
    assert percents("15% off, 12,5 % more, 3 percent") == ((15, (0, 3)), (12.5, (9, 15)), (3, (22, 31)))  # fmt: skip
    assert promised("Take $10 off now") == ("$10 off", (5, 12))
    assert promised("100% wool for $10") is None
