"""Journeys as they travel to the browser and back: nothing lost, nothing raised but a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import JourneyError
from journeyboard.journey.file import load
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Unsupported
from journeyboard.journey.samples import sample_journeys, template_journeys
from journeyboard.ui.canvas.wire import journey_of, wire_of

from ..journey.conftest import journeys

RESCUE = load(sample_journeys()["checkout_rescue"])


@given(journeys())
def test_a_journey_survives_the_way_there_and_back(journey: Journey) -> None:
    travelled = json.loads(json.dumps(wire_of(journey)))
    assert journey_of(travelled) == journey


@pytest.mark.parametrize("path", [*sample_journeys().values(), *template_journeys().values()])
def test_every_bundled_journey_travels(path: Any) -> None:
    assert journey_of(wire_of(load(path))) == load(path)


def test_nodes_travel_with_id_and_kind_in_the_words_of_their_file() -> None:
    shape = wire_of(RESCUE)
    first = next(node for node in shape["nodes"] if node["id"] == "first_hour")
    assert (first["kind"], first["for"], "jitter" in first) == ("delay", "1 hour", False)
    assert shape["start"] == RESCUE.start
    assert {"nodes", "start"} & shape["settings"].keys() == set()


FOREIGN = {"kind": "quantum", "title": "Odd", "next": None, "spin": {"kind": "up", "id": 3}}


def test_a_foreign_step_travels_as_an_unsupported_one_with_all_it_came_with() -> None:
    journey = journey_from({"id": "j", "name": "J", "nodes": {"odd": FOREIGN}})
    node = wire_of(journey)["nodes"][0]
    assert (node["kind"], node["source_kind"], node["title"]) == ("unsupported", "quantum", "Odd")
    assert node["source"]["spin"] == FOREIGN["spin"]
    assert journey_of(wire_of(journey)) == journey


def test_a_kind_that_only_the_browser_knows_is_kept() -> None:
    pasted = {
        "settings": {"id": "j", "name": "J"},
        "start": None,
        "nodes": [{"id": "odd", **FOREIGN}],
    }
    odd = journey_of(pasted).node("odd")
    assert isinstance(odd, Unsupported)
    assert odd.source["spin"] == FOREIGN["spin"]


def shape(*nodes: Any, **other: Any) -> dict[str, Any]:
    return {"settings": {"id": "j", "name": "J"}, "start": None, "nodes": list(nodes), **other}


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (shape({"id": "a", "kind": "delay", "for": "soon"}), "soon"),
        (shape({"id": "a", "kind": "sms"}, {"id": "a", "kind": "exit"}), "used 2 times"),
        (shape({"id": "no id!", "kind": "sms"}), "no id!"),
        (shape({"id": "a", "kind": "sms", "next": "nowhere"}), "nowhere"),
        (shape(start="nowhere"), "nowhere"),
        (shape({"kind": "sms"}), "cannot be read"),
        (shape(settings=None), "cannot be read"),
        (shape(settings={"name": "J"}), "id"),
    ],
)
def test_what_is_unfit_gets_one_sentence(sent: dict[str, Any], words: str) -> None:
    with pytest.raises(JourneyError, match=words) as caught:
        journey_of(sent)
    assert "\n" not in str(caught.value)


def test_half_a_character_becomes_a_mark_that_a_file_can_hold() -> None:
    body = journey_of(shape({"id": "a", "kind": "sms", "body": "Hot \ud83d offer"})).node("a").body
    assert body == "Hot \ufffd offer"


def test_markup_in_a_title_stays_text() -> None:
    title = "<script>alert(1)</script>"
    sent = shape({"id": "a", "kind": "sms", "title": title})
    assert wire_of(journey_of(sent))["nodes"][0]["title"] == title


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=10,
)
FIELDS = st.sampled_from(
    ["id", "kind", "body", "for", "next", "branches", "arms", "offer", "position"]
)
KINDS = st.sampled_from(["sms", "delay", "split", "random_split", "unsupported", "x"])
NODE = st.dictionaries(FIELDS, JSON) | st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b"]), "kind": KINDS},
    optional=dict.fromkeys(("body", "for", "branches", "arms", "source", "by", "title"), JSON),
)
SETTINGS = st.dictionaries(st.sampled_from(["id", "name", "entry", "goal", "nodes", "caps"]), JSON)


@given(
    JSON
    | st.fixed_dictionaries(
        {"settings": SETTINGS | JSON, "nodes": st.lists(NODE) | JSON, "start": JSON}
    )
)
def test_whatever_is_sent_becomes_a_journey_or_one_sentence(sent: Any) -> None:
    try:
        journey = journey_of(sent)
    except JourneyError:
        return
    assert journey_of(wire_of(journey)) == journey


def test_quiet_hours_that_are_off_stay_off_on_the_way() -> None:
    silent = RESCUE.model_copy(update={"quiet_hours": None})
    shape = wire_of(silent)
    assert shape["settings"]["quiet_hours"] is False  # the browser drops what is null
    assert journey_of(shape).quiet_hours is None


def test_a_text_that_no_file_may_hold_is_refused_with_its_step() -> None:
    shape = wire_of(RESCUE)
    next(node for node in shape["nodes"] if node["id"] == "reminder")["body"] = "x" * 50_001
    with pytest.raises(JourneyError, match=r"50,001 characters") as refused:
        journey_of(shape)
    assert refused.value.place.node == "reminder"
