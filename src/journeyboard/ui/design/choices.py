"""What the board cannot know by itself: the brand's audiences and money, and an example customer."""

from __future__ import annotations

from journeyboard.journey.brand import Brand
from journeyboard.journey.wording import condition_words
from journeyboard.ui.canvas import Choices
from journeyboard.ui.canvas.wire import SegmentShape

PERSON = {
    "first_name": "Maya",
    "last_name": "Okafor",
    "email": "maya@example.com",
    "phone": "+15555550142",
    "country": "US",
    "region": "US-OR",
    "zone": "America/Los_Angeles",
    "language": "en",
    "stage": "loyalty",
    "orders": "3",
    "refunds": "0",
    "birthday": "1991-05-14",
}
"""The example customer; the Preview page has thousands of others."""


def choices_of(brand: Brand) -> Choices:
    """What may be chosen in a journey of this brand, and what the mini phone fills in."""
    return Choices(
        segments=[
            SegmentShape(id=name, label=name.replace("_", " "), help=condition_words(condition))
            for name, condition in brand.segments.items()
        ],
        currency=brand.currency,
        brand=brand.name,
        sender=brand.senders.sms or brand.name,
        opt_out_text=brand.opt_out_text,
        sms_price=_price(brand),
        example=example_of(brand),
    )


def _price(brand: Brand) -> float:
    """What a part of an SMS costs where most customers of the brand live."""
    prices = brand.prices.sms_part
    home = next(iter(brand.jurisdictions), "").partition("-")[0]
    return prices.get(home, prices.get("default", 0.0))


def example_of(brand: Brand) -> dict[str, str]:
    """A value for everything that a text of this brand may say."""
    favourite = brand.products[0] if brand.products else None
    price = f"{favourite.price:.2f}" if favourite else "64.00"
    product = favourite.name if favourite else "Linen Shirt"
    home = next(iter(brand.links.values()), f"https://{brand.id.replace('_', '')}.example")
    return {
        **PERSON,
        "brand": brand.name,
        "product": product,
        "favourite_product": product,
        "link": f"{home.rstrip('/')}/k7mqx",
        "code": "WELCOME10",
        "code_expires": "Jun 30",
        "cart_value": price,
        "order_id": "10482",
        "order_value": price,
        "revenue": "164.00",
    }
