"""The desk: every edit reaches the text, every readable text reaches the drawing, nothing typed is lost."""

from __future__ import annotations

import pytest

from journeyboard.errors import JourneyError
from journeyboard.journey.edits import RemoveNode, SetField
from journeyboard.journey.file import loads
from journeyboard.storage.drafts import save_draft
from journeyboard.storage.store import Store
from journeyboard.ui.design.desk import (
    Desk,
    edited,
    kept,
    laid_out,
    stepped_back,
    stepped_forward,
    typed,
)
from journeyboard.workflows.library import open_library, open_stored, save_text

BROKEN = "name: [unclosed\n"


@pytest.fixture
def store() -> Store:
    return open_library()


@pytest.fixture
def desk(store: Store) -> Desk:
    return laid_out(open_stored(store, "checkout_rescue"))


def test_an_opened_journey_is_saved(desk: Desk) -> None:
    assert not desk.unsaved
    assert not desk.problem


def test_an_edit_reaches_the_text_and_keeps_the_comments(desk: Desk) -> None:
    after = edited(desk, SetField(node="first_hour", path="for", value="2 hours"))
    assert "for: 2 hours" in after.text
    assert "# Practice case 2" in after.text
    assert loads(after.text) == after.journey


def test_undo_and_redo_lead_back_and_forth_to_the_same_text(desk: Desk) -> None:
    after = edited(desk, RemoveNode(id="reminder"))
    assert stepped_back(after).journey == desk.journey
    assert stepped_forward(stepped_back(after)).journey == after.journey


def test_a_readable_text_becomes_the_drawing(desk: Desk) -> None:
    after = typed(desk, desk.text.replace("name: Checkout rescue", "name: Rescue"))
    assert after.journey.name == "Rescue"
    assert stepped_back(after).journey == desk.journey


def test_an_unreadable_text_is_kept_with_one_sentence_and_its_line(desk: Desk) -> None:
    after = typed(desk, BROKEN)
    assert after.text == BROKEN
    assert "line" in after.problem
    assert "\n" not in after.problem
    assert after.journey == desk.journey


def test_no_edit_overwrites_an_unreadable_text(desk: Desk) -> None:
    with pytest.raises(JourneyError, match="Mend it"):
        edited(typed(desk, BROKEN), RemoveNode(id="reminder"))


def test_undo_gives_up_an_unreadable_text_first(desk: Desk) -> None:
    assert stepped_back(typed(desk, BROKEN)) == desk


def test_a_draft_is_on_the_desk_again(store: Store) -> None:
    save_draft(store, "checkout_rescue", BROKEN, based_on=1)
    again = laid_out(open_stored(store, "checkout_rescue"))
    assert again.text == BROKEN
    assert again.unsaved


def test_undo_after_a_reload_leads_from_an_unreadable_draft_to_the_last_readable_one(
    store: Store, desk: Desk
) -> None:
    good = typed(desk, desk.text.replace("name: Checkout rescue", "name: Rescue  # shorter"))
    broken = typed(good, BROKEN)
    assert broken.readable == good.text
    save_draft(store, "checkout_rescue", BROKEN, based_on=1)
    again = laid_out(open_stored(store, "checkout_rescue"), broken.readable)
    assert again.problem
    assert stepped_back(again).text == good.text
    assert stepped_back(stepped_back(again)).journey == desk.journey


def test_saving_keeps_the_undo_list(store: Store, desk: Desk) -> None:
    after = edited(desk, SetField(path="name", value="Rescue"))
    saved = kept(after, save_text(store, "checkout_rescue", after.text, based_on=1))
    assert not saved.unsaved
    assert saved.revision.number == 2
    assert stepped_back(saved).journey.name == "Checkout rescue"
