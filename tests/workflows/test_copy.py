"""The Copy view's numbers are those of a slow count, customer by customer."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pandas as pd
import pytest

from journeyboard.audience.customers import customers
from journeyboard.audience.people import Audience
from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load, load_brand
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Message
from journeyboard.journey.samples import sample_brands, sample_journeys
from journeyboard.message.sms import sms
from journeyboard.workflows.copy import lengths, link_of, text_for, unit_price, unsmart, versions
from journeyboard.workflows.copy_flown import flown_costs
from journeyboard.workflows.copy_values import pieces, uses

LEVELS = {
    "id": "levels", "name": "Levels", "brand": "lumen", "start": "text",
    "entry": {"kind": "audience", "when": "start"},
    "experiments": {"tone": {"warm": 1, "dry": 1}, "size": {"long": 1, "short": 1}},
    "nodes": [
        {
            "id": "text", "kind": "sms", "body": "Base", "link": {"url": "https://x.example/c"},
            "by": {"tone": {"warm": {"body": "Dear {{ first_name }}"}}, "size": {"short": {"body": "Hi"}}},
            "variants": [{"name": "a"}, {"name": "b", "body": "Own words ’"}],
            "fallback": {"channel": "email", "subject": "S", "body": "By mail"}, "next": None,
        }
    ],
}  # fmt: skip


@cache
def brand() -> Brand:
    return load_brand(sample_brands()["lumen"])


@cache
def people(count: int = 600) -> Audience:
    return customers(count, brand=brand())


def sample(name: str, node: str) -> tuple[Journey, Message]:
    journey = load(sample_journeys()[name])
    found = journey.node(node)
    assert isinstance(found, Message)
    return journey, found


@pytest.mark.parametrize(("name", "node"), [("checkout_rescue", "reminder"), ("win_back", "all_sms")])  # fmt: skip
def test_lengths_and_prices_are_those_of_every_customers_own_text(name: str, node: str) -> None:
    journey, message = sample(name, node)
    (version,) = versions(journey, message)
    crowd = people(250)
    found = lengths(version, journey, brand(), crowd)
    agreed = crowd.frame["consent_sms_marketing"] == "subscribed"
    parts: Counter[int] = Counter()
    spent: Counter[str] = Counter()
    odd = 0
    for k in agreed[agreed].index:
        told = sms(text_for(version, journey, brand(), crowd.where(crowd.frame.index == k)))
        country = str(crowd.frame["country"].iloc[k])
        parts[told.parts] += 1
        spent[country] += told.parts
        odd += told.encoding == "UCS-2"
    assert found.parts == parts
    assert (found.may_get, found.odd, found.odd_by_values) == (agreed.sum(), odd, odd)
    assert {place.country: place.parts for place in found.places} == spent
    prices = brand().prices.sms_part
    assert found.cost == pytest.approx(sum(n * prices.get(c, prices["default"]) for c, n in spent.items()))  # fmt: skip


def test_a_text_that_forces_unicode_itself_blames_no_name() -> None:
    journey, message = sample("checkout_rescue", "reminder")
    loud = message.model_copy(update={"body": "Hé – ł {{ first_name | default: 'hi' }}"})
    (version,) = versions(journey, loud)
    found = lengths(version, journey, brand(), people())
    assert (found.odd, found.odd_by_values) == (found.may_get, 0)


def test_who_lacks_a_value_the_message_insists_on_does_not_get_it() -> None:
    journey, message = sample("checkout_rescue", "reminder")
    strict = message.model_copy(update={"body": "{{ first_name }}", "missing": "skip"})
    (version,) = versions(journey, strict)
    found = lengths(version, journey, brand(), people())
    agreed = people().frame[people().frame["consent_sms_marketing"] == "subscribed"]
    assert found.unsent == agreed["first_name"].isna().sum() > 0
    assert found.may_get + found.unsent == len(agreed)
    (use,) = uses(version, brand(), people())
    assert (use.lacking, use.of, use.guarded, use.fallback) == (found.unsent, len(agreed), False, None)  # fmt: skip


def test_a_hundred_thousand_customers_with_names_of_their_own_are_all_counted() -> None:
    journey, message = sample("win_back", "all_sms")
    (version,) = versions(journey, message)
    frame = pd.concat([people(2_000).frame] * 50, ignore_index=True)
    frame["first_name"] = [f"{name}{k}" for k, name in enumerate(frame["first_name"].fillna("Zoë"))]
    crowd = Audience(frame, people(2_000).orders)
    found = lengths(version, journey, brand(), crowd)
    assert (found.customers, sum(found.parts.values())) == (100_000, found.may_get)


def test_every_version_is_named_and_its_words_are_found_in_the_file() -> None:
    journey = Journey.model_validate(LEVELS)
    node = journey.node("text")
    assert isinstance(node, Message)
    found = versions(journey, node)
    assert len(found) == len({version.name for version in found}) == 4 * 2 + 1
    assert found[-1].setting.channel == "email"
    from journeyboard.journey.edits import SetField, apply

    for version in found:
        path = version.path(node, "body")
        edited = apply(journey, SetField(node="text", path=path, value="EDITED"))
        changed = next(one for one in versions(edited, edited.node("text")) if one.name == version.name)  # type: ignore[arg-type]  # fmt: skip
        assert changed.setting.node.body == "EDITED", (version.name, path)


def test_smart_encoding_is_taken_off_for_the_comparison_only() -> None:
    journey, message = sample("checkout_rescue", "reminder")
    (version,) = versions(journey, message.model_copy(update={"body": "It’s here – “now”"}))
    alone = people().where(people().frame.index == 3)
    assert sms(text_for(version, journey, brand(), alone)).encoding == "GSM-7"
    assert sms(text_for(unsmart(version), journey, brand(), alone)).encoding == "UCS-2"


def test_pieces_take_what_the_text_loses_without_them() -> None:
    journey, message = sample("checkout_rescue", "reminder")
    (version,) = versions(journey, message)
    link = link_of(version, journey, brand())
    assert link
    text = text_for(version, journey, brand(), people().where(people().frame.index == 3))
    found = {piece.name: piece for piece in pieces(text, version, brand(), link)}
    assert set(found) == {"Brand name", "Link", "Opt-out line"}
    assert found["Opt-out line"].units == len(" Reply STOP to opt out")
    assert found["Link"].units == len(link.short)
    assert link.full == "https://lumenskin.example/cart?utm_source=lumen&utm_medium=sms&utm_campaign=checkout_rescue"  # fmt: skip


def test_fallbacks_and_gaps_are_told_for_each_value() -> None:
    journey, message = sample("win_back", "all_sms")
    (version,) = versions(journey, message)
    found = {use.name: use for use in uses(version, brand(), people())}
    assert found["first_name"].fallback == "hi"
    assert found["code_expires"].fallback == "the end of the month"
    for name in ("first_name", "favourite_product"):
        use = found[name]
        frame = people().frame[people().frame["consent_sms_marketing"] == "subscribed"]
        column = frame[name] if name == "first_name" else frame[name].where(frame[name].isin([p.id for p in brand().products]))  # fmt: skip
        assert (use.lacking, use.of) == (column.isna().sum(), len(frame))


def test_a_run_costs_what_its_own_metrics_say() -> None:
    from journeyboard.simulation.run import simulate

    journey, _ = sample("checkout_rescue", "reminder")
    told = flown_costs(journey, brand(), people())
    events = simulate(journey, people(), brand=brand(), days=told.days).events.to_pylist()
    sent = [one for one in events if one["type"] == "message.sent"]
    assert sum(cell.sent for places in told.by_message.values() for cell in places.values()) == len(sent)  # fmt: skip
    assert sum(cell.cost for places in told.by_message.values() for cell in places.values()) == pytest.approx(float(sum(one["cost"] or 0 for one in sent)))  # fmt: skip
    assert told.reached["reminder"] == len({one["profile_key"] for one in events if one["type"] == "journey.step_entered" and one["node_id"] == "reminder"})  # fmt: skip
    assert told.ordered["reminder"] == _slowly_ordered(events, "reminder", told.window)
    assert 0 < told.ordered["reminder"] <= told.reached["reminder"]


def _slowly_ordered(events: list[dict[str, Any]], node: str, window: int) -> int:
    """Customers who order within the window after they first came to the step, one by one."""
    first: dict[str, datetime] = {}
    for one in events:
        if one["type"] == "journey.step_entered" and one["node_id"] == node:
            key = one["profile_key"]
            first[key] = min(first.get(key, one["at"]), one["at"])
    return len({
        one["profile_key"]
        for one in events
        if one["type"] == "order.placed" and one["profile_key"] in first
        and timedelta(0) <= one["at"] - first[one["profile_key"]] <= timedelta(seconds=window)
    })  # fmt: skip


def test_other_channels_cost_a_message_and_unlisted_countries_the_default() -> None:
    prices = brand().prices
    assert unit_price(brand(), "sms", "ZZ") == prices.sms_part["default"]
    assert unit_price(brand(), "mms", "US") == prices.mms
    assert unit_price(brand(), "email", "US") == prices.email
    assert unit_price(brand(), "ads", "US") == prices.ads_cpm / 1_000
