"""Numbers as people read them."""

from __future__ import annotations

from journeyboard.ui.wording import money, of, percent, points


def test_a_rate_says_what_it_is_of() -> None:
    assert of({"numerator": 123, "denominator": 1352}) == "123 of 1,352"
    assert percent(0.091) == "9.1 %"


def test_what_cannot_be_computed_is_a_dash_and_never_zero() -> None:
    assert {money(None), percent(None), points(None)} == {"–"}


def test_money_keeps_its_currency() -> None:
    assert money(1234.5, "EUR") == "€1,234"
    assert money(-2.5, "CHF") == "-CHF 2.50"
