"""What the tests of the engine fly: the sample brand, its journeys, and one journey with every node kind."""

from __future__ import annotations

from functools import cache
from typing import Any

from journeyboard.audience.customers import customers
from journeyboard.audience.people import Audience
from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load, load_brand
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import sample_brands, sample_journeys

EVERY_KIND: dict[str, Any] = {
    "id": "every_kind",
    "name": "Every kind of node",
    "entry": {"kind": "event", "event": "checkout.started", "key": "cart_id"},
    "reentry": {"allow": "after", "after": "3 days"},
    "exit_rules": [{"event": "order.refunded"}],
    "control_group": {"share": 0.1},
    "experiments": {"pace": {"slow": 50, "quick": 50}},
    "caps": [{"max": 3, "per": "7 days"}],
    "smart_sending": "2 hours",
    "start": "pause",
    "nodes": [
        {"id": "pause", "kind": "delay", "for": "40 minutes", "jitter": "20 minutes",
         "by": {"pace": {"quick": {"for": "5 minutes"}}}, "next": "arms"},
        {"id": "arms", "kind": "random_split", "arms": [
            {"name": "text", "weight": 60, "next": "who"},
            {"name": "mail", "weight": 30, "next": "email"},
            {"name": "nothing", "weight": 10, "control": True, "next": "done"}]},
        {"id": "who", "kind": "split", "branches": [
            {"name": "buyers", "when": {"profile": {"attribute": "orders", "op": "gte", "value": 1}}, "next": "sms"},
            {"name": "big cart", "when": {"trigger": {"field": "value", "op": "gte", "value": 60}}, "next": "mms"}],
         "everyone_else": "push"},
        {"id": "sms", "kind": "sms", "role": "reminder", "opt_out": True, "link": {"url": "https://lumen.example/c"},
         "body": "Lumen: {{ first_name | default: 'hi' }}, {{ product }} waits: {{ link }}",
         "variants": [{"name": "a", "weight": 1}, {"name": "b", "weight": 1, "role": "incentive",
                       "offer": {"kind": "percent", "value": 10, "code": "TEN"}, "body": "Lumen: 10% with {{ code }}: {{ link }}"}],
         "fallback": {"channel": "email", "subject": "Your cart", "body": "It waits: {{ link }}"}, "next": "answer"},
        {"id": "mms", "kind": "sms", "media": "cart.png", "body": "Lumen: your cart", "missing": "skip", "next": "answer", "on_skip": "push"},
        {"id": "push", "kind": "push", "heading": "Lumen", "body": "{{ first_name }}, your cart", "missing": "skip",
         "quiet_hours": "skip", "on_skip": "hook", "next": "answer"},
        {"id": "answer", "kind": "wait_until", "timeout": "2 days", "on_timeout": "email", "branches": [
            {"name": "clicked", "event": "message.clicked", "node": "sms", "next": "mark"},
            {"name": "bought", "event": "order.placed", "key": "cart_id", "next": "reached"}]},
        {"id": "mark", "kind": "update", "set": {"warm": True, "tier": "gold"}, "add_to": ["vip"], "next": "warm"},
        {"id": "warm", "kind": "split", "branches": [
            {"name": "warm", "when": {"profile": {"attribute": "warm", "op": "eq", "value": True}}, "next": "ads"}],
         "everyone_else": "email"},
        {"id": "ads", "kind": "ads", "start": "1 hour", "end": "3 days", "daily_cap": 3, "heading": "Lumen", "next": "parcel"},
        {"id": "parcel", "kind": "delay", "anchor": "order.delivered", "for": "1 day", "at_most": "6 days",
         "until_time": "10:30", "weekdays": ["monday", "wednesday", "friday"], "next": "email"},
        {"id": "email", "kind": "email", "role": "social_proof", "subject": "Hello {{ first_name | default: 'you' }}",
         "body": "Read: {{ link }}", "link": {"url": "https://lumen.example/r"}, "stale_after": "12 hours", "next": "again"},
        {"id": "again", "kind": "jump", "to": "answer", "max_passes": 2, "next": "hook"},
        {"id": "hook", "kind": "webhook", "url": "https://lumen.example/hook", "next": "foreign"},
        {"id": "foreign", "kind": "unsupported", "source_kind": "code", "next": "done"},
        {"id": "reached", "kind": "goal", "next": "done"},
        {"id": "done", "kind": "exit", "reason": "sequence finished"},
        {"id": "remark", "kind": "note", "text": "for the eyes only"},
    ],
}  # fmt: skip


@cache
def brand() -> Brand:
    """The sample brand."""
    return load_brand(sample_brands()["lumen"])


@cache
def journey(name: str) -> Journey:
    """A sample journey."""
    return load(sample_journeys()[name])


def every_kind() -> Journey:
    """A journey in which every node kind is passed by somebody."""
    return Journey.model_validate(EVERY_KIND)


@cache
def people(count: int, seed: int = 1) -> Audience:
    """Sample customers."""
    return customers(count, seed=seed, brand=brand())


@cache
def shoppers(count: int) -> Audience:
    """Sample customers who still shop, so that few are needed for many checkouts."""
    crowd = people(8 * count)
    busy = crowd.frame["trait_alive"].eq(1) & crowd.frame["trait_order_rate"].gt(0.004)
    busy &= busy.cumsum().le(count)
    return crowd.where(busy.to_numpy())
