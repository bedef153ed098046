"""Every message of a journey is told once in a preview: sent, skipped, or not reached with the reason."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings

from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Ads, MessageBase
from journeyboard.simulation.missed import Way, not_reached
from journeyboard.simulation.preview import Preview, preview

from .flights import brand, every_kind, journey, people, shoppers
from .shop import BRAND, audience
from .strategies import journeys

ENTRY = datetime(2026, 3, 3, 15, tzinfo=UTC)


def reasons(seen: Preview) -> dict[str, str]:
    return {missed.node_id: missed.why for missed in seen.not_reached}


def tree(**more: Any) -> Journey:
    """A split, a random split with a control arm, and what lies behind them."""
    orders = {"profile": {"attribute": "orders", "op": "gte", "value": 1}}
    nodes = [
        {"id": "who", "kind": "split", "title": "Bought before?", "everyone_else": "new",
         "branches": [{"name": "yes", "when": orders, "next": "old"}]},
        {"id": "old", "kind": "email", "body": "Again?", "next": "pause"},
        {"id": "new", "kind": "email", "body": "First?", "next": "first"},
        {"id": "first", "kind": "email", "body": "Still?"},
        {"id": "pause", "kind": "delay", "for": "3 days", "next": "test"},
        {"id": "test", "kind": "random_split", "title": "A test", "arms": [
            {"name": "a", "weight": 1, "next": "arm_a"}, {"name": "b", "weight": 1, "next": "arm_b"},
            {"name": "none", "weight": 1, "control": True}]},
        {"id": "arm_a", "kind": "email", "body": "A"},
        {"id": "arm_b", "kind": "email", "body": "B"},
        {"id": "island", "kind": "email", "body": "Nobody comes here."},
    ]  # fmt: skip
    made = {"id": "tree", "name": "Tree", "start": "who", "entry": {"kind": "audience"}, "nodes": nodes}  # fmt: skip
    return Journey.model_validate(made | more)


def shown(arm: str | None = None, *, buyer: bool = True, **more: Any) -> Preview:
    crowd = people(300).frame
    agrees = crowd["consent_email_marketing"] == "subscribed"
    key = crowd.loc[agrees & ((crowd["orders"] > 0) == buyer), "profile_key"].iloc[0]
    given = more.pop("journey", None) or tree()
    into = ("tree/test", arm) if arm else None
    return preview(given, key, brand=brand(), people=people(300), entered_at=ENTRY, arm=into, **more)  # fmt: skip


def test_each_way_of_missing_a_message_has_its_words() -> None:
    assert reasons(shown("a")) == {
        "new": "a condition was met at “Bought before?”",
        "first": "a condition was met at “Bought before?”",
        "arm_b": "is in another arm of “A test”",
        "island": "nothing leads there",
    }
    assert reasons(shown("none"))["arm_a"] == "is in the control group"
    assert reasons(shown(buyer=False)) == {
        "old": "condition not met at “Bought before?”",
        "arm_a": "condition not met at “Bought before?”",
        "arm_b": "condition not met at “Bought before?”",
        "island": "nothing leads there",
    }


def test_who_orders_is_out_and_the_rest_is_told_so() -> None:
    leaving = tree(exit_rules=[{"event": "message.opened"}])
    way = Way(True, ["who", "old", "pause"], {}, True, "order.placed")
    told = {m.node_id: (m.reason, m.why) for m in not_reached(leaving, way, {"old"})}
    assert (
        told["arm_a"] == told["arm_b"] == ("left_before", "left the journey before: order placed")
    )
    assert told["new"][0] == "condition_met"


def test_the_days_may_run_out_and_some_never_enter() -> None:
    assert reasons(shown("a", days=3))["arm_a"] == "the days run out before"
    narrow = tree(entry_filter={"profile": {"attribute": "country", "op": "eq", "value": "XX"}})
    out = shown(journey=narrow)
    assert set(reasons(out).values()) == {"never entered"}
    assert len(out.not_reached) == 6


def test_a_message_held_when_the_customer_leaves_says_so() -> None:
    way = Way(True, ["who", "old"], {}, True, "order.placed")
    held = {m.node_id: m.why for m in not_reached(tree(), way, set())}
    assert held["old"] == "left the journey before: order placed"


@settings(max_examples=30)
@given(journeys())
def test_every_message_is_told_or_missed_and_none_is_both(random: Journey) -> None:
    messages = {node.id for node in random.nodes if isinstance(node, MessageBase)}
    ads = {node.id for node in random.nodes if isinstance(node, Ads)}
    for key in audience().frame["profile_key"][:3]:
        seen = preview(random, key, brand=BRAND, people=audience(), entered_at=ENTRY, days=40)
        got = {message.node_id for message in seen.messages}
        missed = [one.node_id for one in seen.not_reached]
        assert len(missed) == len(set(missed))
        assert not got & set(missed)
        assert messages - ads <= got | set(missed) <= messages
        assert all(one.why and one.reason for one in seen.not_reached)


def test_the_samples_show_many_reasons() -> None:
    seen: Counter[str] = Counter()
    for made in (every_kind(), journey("checkout_rescue")):
        for key in shoppers(60).frame["profile_key"]:
            found = preview(made, key, people=shoppers(60), brand=brand(), days=45)
            seen.update(one.reason for one in found.not_reached)
    assert {"never_entered", "condition_not_met", "other_arm", "control_group", "left_before"} <= set(seen)  # fmt: skip
