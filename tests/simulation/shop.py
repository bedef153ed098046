"""The shop that random flights are flown for: its brand, a lively world and busy customers."""

from __future__ import annotations

from functools import cache

from journeyboard.audience.customers import customers
from journeyboard.audience.people import Audience
from journeyboard.journey.brand import Brand
from journeyboard.simulation.behaviour import Behaviour

BRAND = Brand.model_validate(
    {
        "id": "test", "name": "Test", "timezone": "America/New_York", "shipping_cost": 6.5,
        "products": [
            {"id": "facial_serum", "name": "Serum", "price": 48, "margin": 0.7, "share": 0.5},
            {"id": "cleanser", "name": "Gentle Cleanser", "price": 24.99, "margin": 0.333, "share": 0.3},
            {"id": "spf", "name": "SPF", "price": 10.01, "margin": 0.6, "share": 0.2},
        ],
        "segments": {
            "regulars": {"all": [{"profile": {"attribute": "orders", "op": "gte", "value": 2}},
                                 {"segment": {"id": "inactive", "member": False}}]},
        },
    }
)  # fmt: skip
LIVELY = Behaviour(
    {
        "visits.rate": 2.0, "checkout.shipping": 0.7, "return.abandoned": 0.3, "parcel.refund": 0.3,
        "parcel.support": 0.3, "parcel.referral": 0.3, "parcel.late": 0.3, "review.alone": 0.3,
        "parcel.no_scan": 0.2, "review.asked": 0.9, "click.sms": 0.6, "click.email": 0.6,
        "click.push": 0.6, "order.after_click": 1.5, "opt_out.sms": 0.15, "opt_out.email": 0.15,
        "opt_out.push": 0.15, "opt_out.transactional": 0.6, "reply.sms": 0.2, "reply.tip": 0.4,
        "complaint.email": 0.2, "ads.click": 0.3, "ads.order": 0.05, "notice.email": 0.8,
        "delivery.sms": 0.8, "stage.cart_days": 2.0, "stage.lapse_days": 12.0,
    }
)  # fmt: skip


@cache
def audience(count: int = 16) -> Audience:
    """Busy customers from many zones, with a score and an attribute that updates may write."""
    people = customers(count, seed=5)
    frame = people.frame.copy()
    frame["trait_order_rate"] = (frame["trait_order_rate"] * 8).clip(upper=0.3)
    frame["trait_session_rate"] = frame["trait_session_rate"].clip(lower=0.25)
    frame["score_propensity"] = [(k * 37 % 100) / 100 for k in range(count)]
    frame["tier"] = [("gold", "silver", None)[k % 3] for k in range(count)]
    return Audience(frame, people.orders, people.start)
