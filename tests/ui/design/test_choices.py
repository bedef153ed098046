"""What the board may choose from, and the example customer that fills its mini phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyboard.journey.brand import Brand, Prices
from journeyboard.journey.file import load
from journeyboard.journey.nodes import MessageBase
from journeyboard.journey.samples import find_brand, sample_journeys, template_journeys
from journeyboard.message.template import variables
from journeyboard.ui.design.choices import choices_of, example_of

MADE_WRONG = "bad_example"
FILES = {**sample_journeys(), **template_journeys()}


@pytest.mark.parametrize("path", [FILES[name] for name in FILES if name != MADE_WRONG])
def test_the_example_customer_has_all_that_the_bundled_texts_say(path: Path) -> None:
    journey = load(path)
    bodies = [getattr(node, "body", "") for node in journey.nodes if isinstance(node, MessageBase)]
    asked = {name for body in bodies for name in variables(body)}
    known = example_of(find_brand(journey))
    assert {name for name in asked if not known.get(name)} == set()


def test_a_brand_without_anything_still_makes_an_example() -> None:
    example = example_of(Brand(id="plain", name="Plain"))
    assert all(example.values())
    assert example["link"] == "https://plain.example/k7mqx"


@pytest.mark.parametrize(
    ("homes", "price"), [(("US",), 0.01), (("US-CA", "GB"), 0.01), (("DE",), 0.05), ((), 0.05)]
)
def test_a_part_costs_what_it_costs_at_the_brands_home(
    homes: tuple[str, ...], price: float
) -> None:
    prices = Prices(sms_part={"US": 0.01, "default": 0.05})
    brand = Brand(id="b", name="B", jurisdictions=homes, prices=prices)
    assert choices_of(brand)["sms_price"] == price


def test_the_brands_own_audiences_are_explained() -> None:
    lumen = find_brand(load(FILES["checkout_rescue"]))
    segments = {one["id"]: one for one in choices_of(lumen)["segments"]}
    assert segments["serum_buyers"]["label"] == "serum buyers"
    assert "orders" in segments["serum_buyers"]["help"]
