"""The Preview page: why a message is missed, what is no reply, and how the phone looks."""

from __future__ import annotations

from typing import Any

import pytest

from journeyboard.journey.graph import Journey
from journeyboard.simulation.missed import Way, barred_by_opt_out, not_reached
from journeyboard.ui.preview.look import in_variant, variants_of

from .conftest import Open
from .test_preview import BROADCAST, RESCUE, WEEKLY, story_on, texts_of
from .words import words_on


def test_only_a_refused_consent_that_stood_in_the_way_is_the_reason() -> None:
    sms, old = {"consent": {"channel": "sms"}}, {"profile": {"attribute": "orders", "op": "gte", "value": 1}}  # fmt: skip
    cases = [
        (sms, True), ({"all": [old, sms]}, True), ({"any": [old, sms]}, False), (old, False),
        ({"not": sms}, False), ({"consent": {"channel": "sms", "state": "unsubscribed"}}, False),
        ({"consent": {"channel": "email"}}, False),
    ]  # fmt: skip
    refused = {("sms", "marketing")}
    for when, barred in cases:
        journey = gate(when)
        missed = not_reached(journey, Way(True, ["who", "out"], {}, True, "end"), ())[0]
        assert barred_by_opt_out(journey, missed, ["who", "out"], refused) == barred, when
        assert not barred_by_opt_out(journey, missed, ["who", "before"], refused), when
        assert not barred_by_opt_out(journey, missed, ["who", "out"], set()), when


def gate(when: dict[str, Any]) -> Journey:
    """A split whose second branch leads to a text."""
    first = {"profile": {"attribute": "orders", "op": "gte", "value": 9}}
    nodes = [
        {"id": "who", "kind": "split", "everyone_else": "out", "branches": [
            {"name": "first", "when": first, "next": "before"}, {"name": "text", "when": when, "next": "text"}]},
        {"id": "text", "kind": "sms", "body": "Hello"},
        {"id": "before", "kind": "exit"},
        {"id": "out", "kind": "exit"},
    ]  # fmt: skip
    return Journey.model_validate({"id": "gate", "name": "Gate", "start": "who", "nodes": nodes})


@pytest.mark.parametrize(
    "said",
    [
        None,
        {"story": 7},
        {"story": "another", "replies": [{"at": 1, "text": "STOP"}]},
        {"replies": "STOP"},
        {"replies": [{"at": "soon", "text": "STOP"}, {"at": True, "text": "STOP"}, 3, {"at": 5}]},
        {"replies": [{"at": 0, "text": "STOP"}, {"at": 10**15, "text": "STOP"}]},
    ],
)
def test_what_is_no_reply_is_passed_over(open_page: Open, said: Any) -> None:
    app = open_page("preview", journey=RESCUE, clock="12:00")
    told = story_on(app)
    if isinstance(said, dict):
        said = {"story": told["story"]["id"]} | said
    app.session_state["phone"] = {"said": said}
    app.run()
    assert not app.exception
    assert story_on(app)["messages"] == told["messages"]


def test_the_address_says_how_the_phone_looks(open_page: Open) -> None:
    told = story_on(open_page("preview", journey=RESCUE, skin="android", mode="dark"))
    assert (told["skin"], told["mode"]) == ("android", "dark")
    assert story_on(open_page("preview", journey=RESCUE, skin="nokia"))["skin"] == "ios"


def test_the_control_arm_gets_nothing_and_says_why(open_page: Open) -> None:
    app = open_page("preview", journey="win_back", arm="arms.none")
    assert texts_of(app) == []
    assert "is in the control group" in words_on(app)


def test_one_variant_can_be_shown_for_all(open_page: Open) -> None:
    shown = {
        name: texts_of(open_page("preview", journey=BROADCAST, variant=name, clock="12:00"))
        for name in variants_of(WEEKLY)
    }
    assert len(shown) >= 2
    assert all(shown.values())
    assert len({str(texts) for texts in shown.values()}) == len(shown)


def test_a_message_without_that_variant_stays_as_it_is() -> None:
    assert in_variant(WEEKLY, "no such variant") == WEEKLY
    assert in_variant(WEEKLY, None) is WEEKLY
