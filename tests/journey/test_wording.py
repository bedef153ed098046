"""What people read: conditions, entries, drawings and differences in words."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from journeyboard.audience.conditions import Condition
from journeyboard.journey.diff import differences
from journeyboard.journey.drawing import badges_by_node, excerpts
from journeyboard.journey.edits import (
    AddNode,
    AnyEdit,
    Connect,
    MoveNode,
    RemoveNode,
    SetField,
    apply,
)
from journeyboard.journey.file import load
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import ControlGroup
from journeyboard.journey.nodes import NODE_KINDS
from journeyboard.journey.samples import sample_journeys
from journeyboard.journey.wording import condition_words, entry_title, entry_words

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
RESCUE = load(sample_journeys()["checkout_rescue"])


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"consent": {"channel": "sms"}}, "consented to SMS"),
        ({"consent": {"channel": "sms", "purpose": "transactional"}}, "consented to SMS about orders"),
        ({"consent": {"channel": "email", "state": "unsubscribed"}}, "opted out of e-mail"),
        ({"profile": {"attribute": "revenue", "op": "gte", "value": 80}}, "spent ≥ 80"),
        ({"profile": {"attribute": "region", "op": "in", "value": ["US-CA", "US-NY"]}}, "region is one of US-CA, US-NY"),
        ({"profile": {"attribute": "sms_double_opt_in", "value": True}}, "double opt-in to SMS"),
        ({"profile": {"attribute": "vip", "value": False}}, "no vip"),
        ({"profile": {"attribute": "birthday", "op": "is_set"}}, "birthday known"),
        ({"profile": {"attribute": "email", "op": "contains", "value": "@"}}, "email contains @"),
        ({"event": {"type": "order.placed", "op": "eq", "count": 0, "within": "180 days"}}, "no order placed within 180 days"),
        ({"event": {"type": "order.placed", "op": "gte", "count": 2, "within": "all_time"}}, "order placed ≥ 2× ever"),
        ({"event": {"type": "cart.updated", "key": "cart_id"}}, "cart updated of this cart"),
        ({"segment": {"id": "vip", "member": False}}, "not in segment vip"),
        ({"engaged": {"node": "text", "done": False}}, "not clicked “text”"),
        ({"trigger": {"op": "lt", "value": 59.5}}, "cart < 59.5"),
        ({"score": {"value": 0.6}}, "propensity ≥ 0.6"),
        ({"sample": 20}, "a random 20 %"),
        ({"not": {"sample": 20}}, "not (a random 20 %)"),
        (
            {"all": [{"consent": {"channel": "sms"}}, {"any": [{"sample": 5}, {"segment": {"id": "vip"}}]}]},
            "consented to SMS and (a random 5 % or in segment vip)",
        ),
    ],
)  # fmt: skip
def test_conditions_read_like_phrases(condition: Any, words: str) -> None:
    assert condition_words(CONDITION.validate_python(condition)) == words


@pytest.mark.parametrize(
    ("entry", "title", "words"),
    [
        ({"kind": "event", "event": "checkout.started"}, "Checkout started", ""),
        ({"kind": "event", "event": "order.placed", "where": {"trigger": {"value": 80}}}, "Order placed", "cart ≥ 80"),
        ({"kind": "audience", "condition": {"segment": {"id": "vip"}}, "when": "daily"}, "Audience, daily", "in segment vip"),
        ({"kind": "date", "at": "2026-03-05T12:00", "repeat_every": "7 days", "times": 8}, "On a date", "05 Mar 2026, 12:00 · every 7 days, 8 times"),
        ({"kind": "date", "attribute": "birthday"}, "On birthday", "10:00"),
        ({"kind": "score", "threshold": 0.7}, "propensity goes above 0.7", ""),
    ],
)  # fmt: skip
def test_entries_say_who_comes_in_and_when(entry: Any, title: str, words: str) -> None:
    made = journey_from({"id": "x", "name": "X", "entry": entry}).entry
    assert (entry_title(made), entry_words(made, None)) == (title, words)


def test_every_card_says_in_a_line_what_happens_there() -> None:
    said, badges = excerpts(RESCUE), badges_by_node(RESCUE)
    assert said["entry"] == "consented to SMS or consented to e-mail"
    assert said["may_text"] == "text: consented to SMS and double opt-in to SMS"
    assert said["holdout"] == "rescue 80 % · control 20 %"
    assert badges["holdout"] == ["control group"]
    assert badges["free_shipping"] == ["free shipping"]
    assert "first_hour" not in badges


def test_the_entry_says_how_many_are_held_out() -> None:
    held = RESCUE.model_copy(update={"control_group": ControlGroup(share=0.1)})
    assert badges_by_node(held)["entry"] == ["control group 10 %"]


def test_every_kind_has_a_label_an_icon_a_family_and_a_docstring() -> None:
    labels = [kind.label for kind in NODE_KINDS]
    assert len(set(labels)) == len(labels)
    assert all(kind.icon and kind.family and kind.__doc__ for kind in NODE_KINDS)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (SetField(node="first_hour", path="for", value="2 hours"), ["“One hour to finish alone”: for is “2 hours” instead of “1 hour”."]),
        (SetField(path="quiet_hours", value=None), ["quiet hours is now off."]),
        (SetField(path="north_star", value=""), ["north star is no longer “Incremental margin per abandoned checkout, treated minus control”."]),
        (SetField(node="holdout", path="arms.0.weight", value=90), ["“Hold out 20 %”: arms › rescue › weight is 90 instead of 80."]),
        (SetField(node="reminder", path="opt_out", value=False), ["“Your cart is saved”: opt out is no longer yes."]),
        (Connect(source="proof", port="next", target="measured"), ["“What others say”: next leads to “End” instead of “Before the second day ends”."]),
        (AddNode.model_validate({"node": {"id": "n", "kind": "note"}}), ["Added Note “n”."]),
        (RemoveNode(id="second_day"), ["Removed Delay “Before the second day ends”.", "“What others say”: next leads to “Has the app?” instead of “Before the second day ends”.", "“Shipping is on us”: next leads to “Has the app?” instead of “Before the second day ends”."]),
        (MoveNode(id="proof", x=1, y=2), []),
    ],
)  # fmt: skip
def test_differences_are_told_in_words(edit: AnyEdit, words: list[str]) -> None:
    assert [difference.text for difference in differences(RESCUE, apply(RESCUE, edit))] == words
