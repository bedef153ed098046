"""A small month in the air: a few busy customers of several places, flown once for the tests of this folder."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from journeyboard.audience.customers import customers
from journeyboard.audience.people import Audience
from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load, load_brand
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import sample_brands, sample_journeys
from journeyboard.simulation.run import simulate
from journeyboard.workflows.calendar import LEAD
from journeyboard.workflows.timing import Timing, timing_of
from journeyboard.workflows.together import WARM_UP, Together, month_of

MARCH = month_of(date(2026, 3, 8))
MAY = month_of(date(2026, 5, 1))
NIGHT_OWL: dict[str, Any] = {
    "id": "night_owl", "name": "Night owl", "brand": "lumen", "start": "text",
    "entry": {"kind": "event", "event": "session.started"}, "reentry": {"allow": "always"},
    "nodes": [
        {"id": "text", "kind": "sms", "body": "Still up?", "stale_after": "10 hours", "next": "mail"},
        {"id": "mail", "kind": "email", "subject": "Hello", "body": "Hi", "next": "wait"},
        {"id": "wait", "kind": "delay", "for": "30 hours", "next": "again"},
        {"id": "again", "kind": "sms", "body": "Again", "quiet_hours": "skip", "next": "later"},
        {"id": "later", "kind": "sms", "body": "Good morning"},
    ],
}  # fmt: skip


def sample(name: str) -> Journey:
    """A sample journey."""
    return load(sample_journeys()[name])


@cache
def brand() -> Brand:
    """The sample brand without its caps, so that much is sent."""
    return load_brand(sample_brands()["lumen"]).model_copy(
        update={"caps": (), "smart_sending": None}
    )


@cache
def people(count: int = 400, country: str | None = None) -> Audience:
    """Sample customers who often visit; all of them of one country where it is named."""
    frame = customers(count, brand=brand()).frame.copy()
    frame["trait_session_rate"] = frame["trait_session_rate"].clip(lower=0.1)
    frame["consent_sms_marketing"] = "subscribed"
    if country:
        frame["country"] = frame["region"] = country
        frame["zone"] = {"FR": "Europe/Paris", "GB": "Europe/London"}[country]
    return Audience(frame, customers(count, brand=brand()).orders)


@cache
def timing(month: Any = MARCH, lead: int = LEAD, country: str | None = None) -> Timing:
    """Three journeys flown together, read for a month."""
    journeys = (
        Journey.model_validate(NIGHT_OWL),
        sample("checkout_rescue"),
        sample("fatigue_weekly"),
    )
    crowd = people(country=country)
    days = WARM_UP + len(month.days) + 1
    run = simulate(journeys, crowd, brand=brand(), start=f"{month.flown_from}", days=days)
    return timing_of(Together(month, brand(), journeys, crowd, run), lead)
