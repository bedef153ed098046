"""The Design page's board: drawings that come and go, findings, figures, questions, and who is drawing."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Delay
from journeyboard.storage.comments import list_comments
from journeyboard.storage.drafts import find_draft
from journeyboard.storage.runs import StoredRun
from journeyboard.storage.store import Store
from journeyboard.ui import person
from journeyboard.ui.design.overlay import MOST
from journeyboard.workflows.library import add_journey

from .board import RESCUE, ask, drawn, longer, node, pause, said, send, stored_pause, told
from .conftest import Open
from .words import words_on


@pytest.fixture
def design(open_page: Open, store: Store) -> AppTest:
    assert store
    return open_page("design", journey=RESCUE)


def test_the_address_says_which_journey_is_open(design: AppTest) -> None:
    assert design.session_state["journey"] == RESCUE
    assert told(design)["docId"] == RESCUE


@pytest.mark.parametrize("view", ["board", "map"])
def test_the_address_says_which_view_is_open(open_page: Open, store: Store, view: str) -> None:
    assert store
    assert told(open_page("design", journey=RESCUE, view=view))["view"] == view


@pytest.mark.parametrize("journey", ["post_purchase", "win_back", "bad_example", "fatigue_weekly"])
def test_every_sample_is_told_to_the_board(open_page: Open, store: Store, journey: str) -> None:
    assert store
    data = told(open_page("design", journey=journey))
    ids = {one["id"] for one in data["journey"]["nodes"]}
    assert ids | {"entry"} == set(data["overlay"]["says"])
    assert {found["node"] for found in data["overlay"]["findings"]} <= ids | {None, "entry"}
    assert not data["readOnly"]


def test_a_drawing_is_kept_as_a_draft_and_acknowledged(design: AppTest, store: Store) -> None:
    longer(design)
    assert told(design)["ack"] == {"clientId": "tab", "seq": 1}
    assert told(design)["rev"] == 0
    assert find_draft(store, RESCUE)
    assert stored_pause(store) == "1 hour"
    assert "Draft since revision 1" in words_on(design)


def test_a_drawing_is_on_the_board_again_after_a_reload(design: AppTest, open_page: Open) -> None:
    longer(design)
    assert pause(open_page("design", journey=RESCUE)) == "2 hours"


def test_a_drawing_that_is_no_journey_is_refused_in_words_and_the_last_good_one_kept(
    design: AppTest, store: Store
) -> None:
    longer(longer(design), "soon")
    data = told(design)
    assert data["ack"]["seq"] == 2
    assert data["refused"]["seq"] == 2
    assert "soon" in data["refused"]["words"]
    assert pause(design) == "2 hours"
    assert "2 hours" in find_draft(store, RESCUE).text  # type: ignore[union-attr]


@pytest.mark.parametrize("broken", [3, {"doc": 3}, {"doc": {"seq": 1}}, {"asks": []}, {"who": [1]}])
def test_nonsense_from_a_browser_changes_nothing(design: AppTest, broken: Any) -> None:
    before = told(design)
    design.session_state[f"canvas:{RESCUE}"] = broken
    design.run()
    assert not design.exception
    assert told(design) == before


def test_a_foreign_step_is_kept_and_shown_as_unsupported(design: AppTest) -> None:
    journey = drawn(design)
    journey["nodes"].append({"id": "odd", "kind": "quantum", "spin": "up"})
    send(design, journey)
    assert told(design)["refused"] is None
    assert "quantum" in told(design)["overlay"]["says"]["odd"]


def test_findings_follow_the_drawing(design: AppTest) -> None:
    journey = drawn(design)
    node(journey, "reminder")["body"] = ""
    send(design, journey)
    found = told(design)["overlay"]["findings"]
    assert any(one["node"] == "reminder" and one["level"] == "error" for one in found)


def test_of_thousands_of_findings_the_first_are_sent_with_a_word_about_the_rest(
    open_page: Open, store: Store
) -> None:
    loose = tuple(Delay(id=f"n{number}") for number in range(MOST))
    add_journey(store, Journey(id="loose", name="Loose", nodes=loose))
    found = told(open_page("design", journey="loose"))["overlay"]["findings"]
    assert len(found) == MOST + 1
    assert "more findings" in found[-1]["message"]


def test_figures_are_those_of_the_last_run_until_an_edit_makes_them_old(
    open_page: Open, run: StoredRun
) -> None:
    app = open_page("design", journey=RESCUE)
    figures = told(app)["overlay"]["figures"]
    assert (figures["run"], figures["stale"]) == (run.name, False)
    assert figures["nodes"]["entry"]["entered"] == figures["entries"] > 0
    assert any(flow["source"] == "entry" for flow in figures["flows"])
    assert told(longer(app))["overlay"]["figures"]["stale"]


def test_without_a_run_there_are_no_figures(design: AppTest) -> None:
    assert told(design)["overlay"]["figures"] is None


def test_the_board_knows_the_brands_audiences_money_and_an_example(design: AppTest) -> None:
    choices = told(design)["choices"]
    assert {one["id"] for one in choices["segments"]} >= {"serum_buyers", "due_for_refill"}
    assert (choices["currency"], choices["sms_price"]) == ("USD", 0.0125)
    assert choices["example"]["product"] == "Facial Serum 30 ml"


def unwired(app: AppTest) -> AppTest:
    """A finding that can be fixed: one arm's weight makes the sum odd, or a wire is missing."""
    app.query_params["journey"] = "bad_example"
    app.run()
    return app


def test_a_fix_is_made_by_python_and_is_a_new_revision_for_the_browser(design: AppTest) -> None:
    app = unwired(design)
    finding = next(one for one in told(app)["overlay"]["findings"] if one["fixable"])
    asked = {name: finding[name] for name in ("code", "node", "message")}
    ask(app, ask="fix", **asked)
    data = told(app)
    assert data["rev"] == 1
    assert finding not in data["overlay"]["findings"]
    assert data["heard"] == {"clientId": "tab", "n": 1}
    ask(app, ask="fix", **asked)
    assert told(app)["rev"] == 1
    assert "not there any more" in said(app)


def test_a_renamed_node_takes_its_comments_along_and_is_selected(
    design: AppTest, store: Store
) -> None:
    ask(design, ask="comment", id="c1", node="reminder", text="Too pushy?")
    ask(design, ask="rename", node="reminder", to="first_text")
    data = told(design)
    assert data["overlay"]["comments"][0]["node"] == "first_text"
    assert data["shown"] == {"turn": 1, "ids": ["first_text"]}
    assert "first_text" in {one["id"] for one in data["journey"]["nodes"]}
    assert list_comments(store, RESCUE)[0].node_id == "first_text"


@pytest.mark.parametrize(("to", "words"), [("proof", "is taken"), ("no id!", "letters, digits")])
def test_an_id_that_cannot_be_had_gets_one_sentence(design: AppTest, to: str, words: str) -> None:
    ask(design, ask="rename", node="reminder", to=to)
    assert words in said(design)
    assert told(design)["rev"] == 0


def test_a_comment_is_kept_settled_and_taken_up_again(design: AppTest) -> None:
    who = {"browser": "b1", "name": "Ana"}
    send(design, who=who)
    ask(design, ask="comment", id="c1", node="entry", text="Who is <b>this</b> for?")
    comment = told(design)["overlay"]["comments"][0]
    assert (comment["author"], comment["node"]) == ("Ana", "entry")
    assert comment["text"] == "Who is <b>this</b> for?"
    ask(design, ask="resolve", id="c1", resolved=True)
    assert told(design)["overlay"]["comments"][0]["resolved"]
    ask(design, ask="resolve", id="c1", resolved=False)
    assert not told(design)["overlay"]["comments"][0]["resolved"]


def test_an_empty_comment_gets_one_sentence(design: AppTest) -> None:
    ask(design, ask="comment", id="c1", node="reminder", text="  ")
    assert "empty" in said(design)


def test_saving_from_the_board_saves_the_drawing_that_came_with_it(
    design: AppTest, store: Store
) -> None:
    journey = drawn(design)
    node(journey, "first_hour")["for"] = "3 hours"
    ask(design, journey, ask="save", message="Longer")
    assert stored_pause(store) == "3 hours"
    assert told(design)["rev"] == 0


def test_a_save_waits_for_the_drawing_that_is_yet_to_be_merged(
    design: AppTest, store: Store
) -> None:
    stale = drawn(design)
    data = told(design)
    ask(design, ask="rename", node="reminder", to="first_text")
    document = {"docId": RESCUE, "epoch": data["epoch"], "clientId": "tab", "seq": 1}
    asks = {"docId": RESCUE, "clientId": "tab", "items": [{"n": 2, "ask": "save", "message": ""}]}
    before = {**document, "baseRev": 0, "journey": stale}
    design.session_state[f"canvas:{RESCUE}"] = {"doc": before, "asks": asks}
    design.run()
    assert told(design)["heard"]["n"] == 1
    merged = drawn(design)
    node(merged, "first_hour")["for"] = "4 hours"
    send(design, merged, asks=asks)
    assert told(design)["heard"]["n"] == 2
    assert stored_pause(store) == "4 hours"


def test_drafts_belong_to_a_browser(
    open_page: Open, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person, "_cookie", {person.BROWSER: "ana", person.NAME: "Ana"}.get)
    longer(open_page("design", journey=RESCUE))
    monkeypatch.setattr(person, "_cookie", {person.BROWSER: "ben", person.NAME: "Ben"}.get)
    assert pause(open_page("design", journey=RESCUE)) == "1 hour"
    assert find_draft(store, RESCUE, author="ana")
    assert find_draft(store, RESCUE, author="ben") is None


def test_a_browser_that_says_who_it_is_finds_its_draft_or_takes_it_along(
    open_page: Open, store: Store
) -> None:
    first = send(open_page("design", journey=RESCUE), who={"browser": "b1", "name": ""})
    longer(first)
    assert find_draft(store, RESCUE, author="b1")
    second = longer(open_page("design", journey=RESCUE), "5 hours")
    send(second, who={"browser": "b2", "name": ""})
    assert find_draft(store, RESCUE, author="b2")
    assert find_draft(store, RESCUE) is None
    third = send(open_page("design", journey=RESCUE), who={"browser": "b1", "name": ""})
    assert (pause(third), told(third)["rev"]) == ("2 hours", 1)


def test_without_a_journey_the_page_says_what_to_do(open_page: Open, bare: Store) -> None:
    assert bare
    app = open_page("design")
    assert "No journey yet" in words_on(app)
    app.button(key="new").click().run()
    app.button(key="blank").click().run()
    assert told(app)["journey"]["settings"]["name"] == "New journey"
