"""The Design page's files, text and history: new, copied, renamed, opened, exported, deleted, compared."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.journey.samples import case_journeys, template_journeys
from journeyboard.storage.drafts import find_draft
from journeyboard.storage.journeys import delete_journey, find_journey, list_journeys, open_journey
from journeyboard.storage.store import Store
from journeyboard.workflows.library import open_stored, save_text

from .board import RESCUE, click, longer, pause, said, stored_pause, told
from .conftest import Open
from .words import words_on


def filing(app: AppTest) -> AppTest:
    """With the File box open."""
    app.session_state["file-box"] = True
    return app.run()


def test_a_blank_journey_is_opened_at_once(design: AppTest) -> None:
    click(filing(design), "new", "blank")
    data = told(design)
    assert (data["docId"], data["journey"]["nodes"]) == ("new_journey", [])


@pytest.mark.parametrize("name", [*template_journeys(), *case_journeys()])
def test_every_template_and_case_of_the_gallery_becomes_a_journey_of_its_own(
    design: AppTest, store: Store, name: str
) -> None:
    before = {journey.id for journey in list_journeys(store)}
    click(filing(design), "new", f"use-{name}")
    data = told(design)
    assert data["docId"] not in before
    assert data["journey"]["nodes"]
    assert find_journey(store, data["docId"])


def test_a_copy_holds_the_edit_in_hand_and_the_comments(design: AppTest, store: Store) -> None:
    click(filing(longer(design)), "copy")
    data = told(design)
    assert data["journey"]["settings"]["name"] == "Checkout rescue (copy)"
    assert pause(design) == "2 hours"
    assert "# Practice case 2" in open_journey(store, data["docId"]).text
    assert stored_pause(store) == "1 hour"


def test_a_new_name_counts_at_once_and_the_edit_goes_on(design: AppTest, store: Store) -> None:
    filing(longer(design)).text_input(key="new-name").input("Cart <b>rescue</b>")
    click(design, "rename")
    journey = find_journey(store, RESCUE)
    assert journey
    assert (journey.name, journey.revision) == ("Cart <b>rescue</b>", 2)
    assert pause(design) == "2 hours"
    assert stored_pause(store) == "1 hour"
    assert "Draft since revision 2" in words_on(design)


def test_renaming_what_somebody_else_saved_meanwhile_asks_first(
    design: AppTest, store: Store
) -> None:
    filing(longer(design)).text_input(key="new-name").input("Mine")
    text = open_journey(store, RESCUE).text
    save_text(store, RESCUE, text.replace("for: 1 hour", "for: 3 hours"), based_on=1)
    click(design, "rename")
    assert "Somebody else saved this journey" in words_on(design)
    assert open_stored(store, RESCUE).journey.name == "Checkout rescue"


def test_a_deleted_journey_comes_back_with_undo_and_with_its_draft(
    design: AppTest,
) -> None:
    click(filing(longer(design)), "delete")
    assert told(design)["docId"] != RESCUE
    assert "is put away" in words_on(design)
    click(design, "undelete")
    assert told(design)["docId"] == RESCUE
    assert pause(design) == "2 hours"


def test_a_journey_deleted_long_ago_is_brought_back_from_the_gallery(
    design: AppTest, store: Store
) -> None:
    delete_journey(store, "win_back")
    click(filing(design), "new", "back-win_back")
    assert told(design)["docId"] == "win_back"


def opened(app: AppTest, raw: bytes, name: str) -> AppTest:
    """The page after a file was chosen in the File box."""
    filing(app).file_uploader(key="file").set_value((name, raw, "text/plain")).run()
    assert not app.exception
    return app


def test_an_opened_file_is_on_the_board(design: AppTest) -> None:
    opened(design, b"id: mine\nname: Mine\nnodes: {a: {kind: exit}}\n", "mine.journey.yaml")
    assert told(design)["docId"] == "mine"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"name: [oh\n", "cannot be read"),
        (b"id: x\nname: X\nstart: nowhere\nnodes: {}\n", "nowhere"),
        (b"products: []\ncurrency: USD\n", "brand file"),
        (b"schema_version: 9\nid: x\nname: X\n", "version 9"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_changes_nothing(
    design: AppTest, store: Store, raw: bytes, words: str
) -> None:
    before = {journey.id for journey in list_journeys(store)}
    opened(design, raw, "bad.yaml")
    assert words in said(design).replace("\\", "")
    assert {journey.id for journey in list_journeys(store)} == before


def test_the_text_is_typed_and_the_board_follows(open_page: Open, store: Store) -> None:
    app = open_page("design", journey=RESCUE, view="text")
    text = app.text_area(key=f"text:{RESCUE}").value
    app.text_area(key=f"text:{RESCUE}").input(text.replace("for: 1 hour", "for: 2 hours")).run()
    app.session_state["view"] = "board"
    assert pause(app.run()) == "2 hours"
    assert find_draft(store, RESCUE)


def _leave_the_text_late() -> None:
    """A message of the text field arrives after the board has gone on."""
    import streamlit as st

    from journeyboard.journey.edits import SetField
    from journeyboard.ui import state
    from journeyboard.ui.design import desk, text

    before = state.desk("checkout_rescue")
    longer = SetField(node="first_hour", path="for", value="2 hours")
    state.put(desk.edited(before, longer))
    st.session_state["text:checkout_rescue"] = st.session_state["text:checkout_rescue@"] = (
        before.text
    )
    text._type("checkout_rescue", "text:checkout_rescue")
    st.text(state.desk("checkout_rescue").journey.node("first_hour").for_)


def test_a_late_message_of_the_text_takes_no_edit_back(store: Store) -> None:
    assert store
    app = AppTest.from_function(_leave_the_text_late, default_timeout=30).run()
    assert not app.exception
    assert app.text[0].value == "7200"


def test_the_text_follows_the_board(design: AppTest) -> None:
    longer(design).session_state["view"] = "text"
    assert "for: 2 hours" in design.run().text_area(key=f"text:{RESCUE}").value


def test_an_unreadable_text_is_one_sentence_stays_and_stops_the_board(
    open_page: Open, store: Store
) -> None:
    app = open_page("design", journey=RESCUE, view="text")
    app.text_area(key=f"text:{RESCUE}").input("name: [oh\n").run()
    assert len(app.error) == 1
    assert "line" in app.error[0].value
    assert find_draft(store, RESCUE)
    again = open_page("design", journey=RESCUE, view="text")
    assert again.text_area(key=f"text:{RESCUE}").value == "name: [oh\n"
    again.session_state["view"] = "board"
    assert told(again.run())["readOnly"]
    assert told(longer(again))["refused"]["words"].startswith("the text of this journey")
    click(again, "drop-text", "drop-text-sure")
    assert not told(again)["readOnly"]
    assert pause(longer(again)) == "2 hours"


@pytest.fixture
def history(open_page: Open, store: Store) -> AppTest:
    """Three revisions: the sample, a longer pause by Ana, and one without the proof's title by Ben."""
    text = open_journey(store, RESCUE).text
    longer_text = text.replace("for: 1 hour", "for: 2 hours")
    save_text(store, RESCUE, longer_text, based_on=1, author="Ana", message="*More* time")
    renamed = longer_text.replace("name: Checkout rescue", "name: Rescue")
    save_text(store, RESCUE, renamed, based_on=2, author="Ben", message="Shorter")
    return open_page("design", journey=RESCUE, view="history")


def test_the_history_says_who_when_and_why(history: AppTest) -> None:
    words = words_on(history)
    assert "Revision 2" in words
    assert "Ana, just now: *More* time" in words
    raw = "\n".join(one.value for kind in ("caption", "markdown") for one in history.get(kind))
    assert r"\*More\* time" in raw
    assert "UTC" in words


def test_an_old_revision_is_opened_to_look_at(history: AppTest) -> None:
    click(history, "open-1")
    data = told(history)
    assert (data["docId"], data["readOnly"]) == (f"{RESCUE}@1", True)
    assert history.query_params["revision"] == "1"
    click(history, "all-revisions")
    assert any(button.key == "open-2" for button in history.button)


def test_a_link_shows_the_same_comparison(open_page: Open, history: AppTest) -> None:
    assert history
    app = open_page("design", journey=RESCUE, view="history", revision="1", against="3")
    left, right = told(app, 0), told(app, 1)
    assert (left["docId"], right["docId"]) == (f"{RESCUE}@1", f"{RESCUE}@3")
    marks = {"first_hour": "changed", "entry": "changed"}
    assert left["overlay"]["marks"] == right["overlay"]["marks"] == marks
    assert "for is “2 hours” instead of “1 hour”" in words_on(app)


@pytest.mark.parametrize("revision", ["99", "x", "-1", "9" * 40])
def test_a_link_to_no_revision_shows_the_list(
    open_page: Open, history: AppTest, revision: str
) -> None:
    assert history
    app = open_page("design", journey=RESCUE, view="history", revision=revision)
    assert any(button.key == "open-1" for button in app.button)


def test_another_journeys_history_begins_with_its_list(history: AppTest) -> None:
    click(history, "open-1")
    history.selectbox(key="journey").select("win_back").run()
    assert not history.get("bidi_component")
    assert any(button.key == "open-1" for button in history.button)


def test_revisions_are_compared_with_the_board_or_any_other(history: AppTest) -> None:
    click(history, "compare-2")
    assert told(history, 1)["docId"] == f"{RESCUE}@draft"
    history.selectbox(key="compared-with").select("1").run()
    assert (told(history, 0)["docId"], told(history, 1)["docId"]) == (f"{RESCUE}@1", f"{RESCUE}@2")


def test_a_restored_revision_is_a_draft_the_browser_can_undo(
    history: AppTest, store: Store
) -> None:
    told_before = history.session_state["view"]
    click(history, "restore-1")
    assert (told_before, history.session_state["view"]) == ("history", "board")
    assert (pause(history), told(history)["rev"]) == ("1 hour", 1)
    assert find_draft(store, RESCUE)
    assert stored_pause(store) == "2 hours"
