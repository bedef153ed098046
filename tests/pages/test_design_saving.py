"""Saving on the Design page: revisions, edits thrown away and brought back, and two people at one journey."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.storage.drafts import find_draft
from journeyboard.storage.journeys import open_journey, revisions
from journeyboard.storage.store import Store
from journeyboard.workflows.library import save_text

from .board import RESCUE, click, drawn, longer, node, pause, said, send, stored_pause, told
from .conftest import Open
from .words import words_on


def saving(app: AppTest) -> AppTest:
    """With the Save box open."""
    app.session_state["saving"] = True
    return app.run()


def save(app: AppTest, message: str = "More time") -> AppTest:
    saving(app).text_input(key="why").input(message)
    return click(app, "save")


def test_saving_makes_a_revision_with_who_and_why(design: AppTest, store: Store) -> None:
    saving(longer(design)).text_input(key="my-name").input("Ana")
    save(design)
    revision = open_journey(store, RESCUE)
    assert (revision.number, revision.message, revision.author) == (2, "More time", "Ana")
    assert "# Practice case 2" in revision.text
    assert find_draft(store, RESCUE) is None
    assert "Saved · revision 2" in words_on(design)
    assert told(design)["rev"] == 0


def test_the_name_is_asked_once(design: AppTest) -> None:
    saving(longer(design)).text_input(key="my-name").input("Ana")
    save(design)
    assert told(design)["name"] == "Ana"
    assert not any(box.key == "my-name" for box in saving(longer(design)).text_input)


def test_the_message_is_suggested_from_what_changed(design: AppTest) -> None:
    words = saving(longer(design)).text_input(key="why").value
    assert words == "“One hour to finish alone”: for is “2 hours” instead of “1 hour”."


def test_a_drawing_that_comes_with_the_click_on_save_is_saved(
    design: AppTest, store: Store
) -> None:
    data = told(saving(longer(design)))
    journey = drawn(design)
    node(journey, "first_hour")["for"] = "9 hours"
    document = {name: data[name] for name in ("docId", "epoch")}
    document |= {"clientId": "tab", "seq": 2, "baseRev": 0, "journey": journey}
    design.session_state[f"canvas:{RESCUE}"] = {"doc": document}
    click(design, "save")
    assert stored_pause(store) == "9 hours"


def test_a_thrown_away_edit_asks_twice_and_can_be_brought_back(
    design: AppTest, store: Store
) -> None:
    click(saving(longer(design)), "drop")
    assert pause(design) == "2 hours"
    click(design, "drop-sure")
    assert (pause(design), told(design)["rev"]) == ("1 hour", 1)
    assert find_draft(store, RESCUE) is None
    click(design, "bring-back")
    assert (pause(design), told(design)["rev"]) == ("2 hours", 2)
    assert find_draft(store, RESCUE)


def test_not_throwing_away_after_all_changes_nothing(design: AppTest) -> None:
    click(saving(longer(design)), "drop", "drop-not")
    assert pause(design) == "2 hours"


def test_an_edit_put_aside_can_be_let_go(design: AppTest) -> None:
    click(saving(longer(design)), "drop", "drop-sure", "let-go")
    assert not any(button.key == "bring-back" for button in design.button)


def ben_saves(store: Store, old: str, new: str, message: str = "Ben's idea") -> None:
    """Somebody else saves first."""
    newest = open_journey(store, RESCUE)
    assert old in newest.text
    text, based_on = newest.text.replace(old, new), newest.number
    save_text(store, RESCUE, text, based_on=based_on, author="Ben", message=message)


@pytest.fixture
def elsewhere(design: AppTest, store: Store) -> AppTest:
    """I made the first pause longer, Ben renamed the journey and saved; then I saved."""
    longer(design)
    ben_saves(store, "name: Checkout rescue", "name: Rescue")
    return save(design)


@pytest.fixture
def clash(design: AppTest, store: Store) -> AppTest:
    """Both changed the first pause; Ben saved, then I did."""
    longer(design)
    ben_saves(store, "for: 1 hour", "for: 3 hours")
    return save(design)


def test_a_second_save_neither_wins_nor_is_lost(clash: AppTest, store: Store) -> None:
    assert stored_pause(store) == "3 hours"
    assert pause(clash) == "2 hours"
    words = words_on(clash)
    assert "Somebody else saved this journey" in words
    assert "Ben" in words
    assert "is “3 hours” instead of “1 hour”" in words
    assert "is “2 hours” instead of “1 hour”" in words


def test_what_both_did_elsewhere_is_combined_and_saved(elsewhere: AppTest, store: Store) -> None:
    assert "You both changed different things" in words_on(elsewhere)
    click(elsewhere, "combine")
    newest = open_journey(store, RESCUE)
    assert (newest.number, newest.message) == (3, "More time")
    assert "name: Rescue" in newest.text
    assert stored_pause(store) == "2 hours"
    assert told(elsewhere)["rev"] == 1


@pytest.mark.parametrize(("side", "words"), [("mine", "2 hours"), ("theirs", "3 hours")])
def test_where_both_changed_the_same_the_user_says_whose_counts(
    clash: AppTest, store: Store, side: str, words: str
) -> None:
    clash.session_state["whose-word"] = side
    click(clash.run(), "combine")
    assert pause(clash) == stored_pause(store) == words


def test_mine_can_be_kept_over_theirs_which_stay_in_the_history(
    clash: AppTest, store: Store
) -> None:
    click(clash, "keep-mine")
    assert (stored_pause(store), stored_pause(store, 2)) == ("2 hours", "3 hours")
    assert told(clash)["rev"] == 0


def test_theirs_can_be_taken_and_mine_brought_back(clash: AppTest, store: Store) -> None:
    click(clash, "take-theirs")
    assert (pause(clash), told(clash)["rev"]) == ("3 hours", 1)
    assert find_draft(store, RESCUE) is None
    click(clash, "bring-back")
    assert pause(clash) == "2 hours"
    assert stored_pause(store) == "3 hours"


def test_both_can_be_looked_at_side_by_side(clash: AppTest) -> None:
    click(clash, "beside")
    left, right = told(clash, 0), told(clash, 1)
    assert (left["docId"], right["docId"]) == (f"{RESCUE}@2", f"{RESCUE}@draft")
    assert left["readOnly"]
    assert right["readOnly"]
    assert right["overlay"]["marks"] == {"first_hour": "changed"}
    assert any(button.key == "combine" for button in clash.button)


def test_the_choice_can_wait(clash: AppTest, store: Store) -> None:
    click(clash, "later")
    assert "was saved meanwhile · Ben" in words_on(clash).replace("\\", "")
    assert (pause(clash), stored_pause(store)) == ("2 hours", "3 hours")
    click(clash, "look")
    assert "What they changed" in words_on(clash)


def test_looking_first_and_combining_makes_a_draft_to_be_saved(
    design: AppTest, store: Store
) -> None:
    longer(design)
    ben_saves(store, "name: Checkout rescue", "name: Rescue")
    click(design.run(), "look", "combine")
    assert open_journey(store, RESCUE).number == 2
    assert told(design)["journey"]["settings"]["name"] == "Rescue"
    assert "Draft since revision 2" in words_on(design)


def test_who_only_looks_on_is_told_and_can_see_it(design: AppTest, store: Store) -> None:
    ben_saves(store, "for: 1 hour", "for: 3 hours", "Patience")
    assert "Ben" in words_on(design.run())
    click(design, "take-theirs")
    assert (pause(design), told(design)["rev"]) == ("3 hours", 1)
    assert "Saved · revision 2" in words_on(design)


def test_a_draft_found_after_somebody_else_saved_does_not_win_silently(
    design: AppTest, open_page: Open, store: Store
) -> None:
    longer(design)
    ben_saves(store, "for: 1 hour", "for: 3 hours")
    again = save(open_page("design", journey=RESCUE))
    assert stored_pause(store) == "3 hours"
    assert "Somebody else saved this journey" in words_on(again)


def test_an_edit_goes_on_while_the_choice_waits(clash: AppTest, store: Store) -> None:
    journey = drawn(clash)
    node(journey, "reminder")["title"] = "Hello"
    click(send(clash, journey), "keep-mine")
    assert "title: Hello" in open_journey(store, RESCUE).text
    assert len(revisions(store, RESCUE)) == 3


def test_a_third_save_meanwhile_asks_again(clash: AppTest, store: Store) -> None:
    ben_saves(store, "for: 3 hours", "for: 5 hours", "Again")
    click(clash, "combine")
    assert stored_pause(store) in ("2 hours", "5 hours")
    assert len(revisions(store, RESCUE)) == 4
    assert "Saved" in said(clash)
