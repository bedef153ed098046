"""The desk: every edit reaches the text, every readable text reaches the drawing, nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from journeyboard.errors import JourneyError
from journeyboard.journey.edits import RemoveNode, SetField
from journeyboard.journey.file import loads
from journeyboard.storage.store import Store
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.desk import Desk, edited, laid_out, typed
from journeyboard.ui.design.draft import packed, unpacked
from journeyboard.workflows.library import open_library, open_stored, save_text

BROKEN = "name: [unclosed\n"
LONGER = SetField(node="first_hour", path="for", value="2 hours")


@pytest.fixture
def store() -> Store:
    return open_library()


@pytest.fixture
def desk(store: Store) -> Desk:
    return laid_out(open_stored(store, "checkout_rescue"))


def renamed(desk: Desk) -> Desk:
    return typed(desk, desk.text.replace("name: Checkout rescue", "name: Rescue  # shorter"))


def test_an_opened_journey_is_saved(desk: Desk) -> None:
    assert not desk.unsaved
    assert not desk.problem


def test_an_edit_reaches_the_text_and_keeps_the_comments(desk: Desk) -> None:
    after = edited(desk, LONGER)
    assert after.unsaved
    assert "for: 2 hours" in after.text
    assert "# Practice case 2" in after.text
    assert loads(after.text) == after.journey


def test_the_text_is_written_only_when_asked_for_and_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Any] = []
    monkeypatch.setattr(desks, "update_text", lambda *said: written.append(said) or "text")
    after = edited(desk, LONGER)
    assert after.unsaved
    assert written == []
    assert (after.text, after.text, len(written)) == ("text", "text", 1)


def test_an_edit_taken_back_by_hand_leaves_nothing_to_save(desk: Desk) -> None:
    back = edited(edited(desk, LONGER), SetField(node="first_hour", path="for", value="1 hour"))
    assert not back.unsaved
    assert back.text == desk.text


def test_a_readable_text_becomes_the_drawing(desk: Desk) -> None:
    after = renamed(desk)
    assert after.journey.name == "Rescue"
    assert after.unsaved


def test_a_typed_comment_alone_is_something_to_save(desk: Desk) -> None:
    assert typed(desk, desk.text + "# a thought\n").unsaved


def test_an_edit_after_typing_keeps_what_was_typed(desk: Desk) -> None:
    assert "# shorter" in edited(renamed(desk), LONGER).text


def test_an_unreadable_text_is_kept_with_one_sentence_and_its_line(desk: Desk) -> None:
    after = typed(desk, BROKEN)
    assert after.text == BROKEN
    assert after.unsaved
    assert "line" in after.problem
    assert "\n" not in after.problem
    assert after.journey == desk.journey


def test_no_edit_overwrites_an_unreadable_text(desk: Desk) -> None:
    with pytest.raises(JourneyError, match="Mend it"):
        edited(typed(desk, BROKEN), RemoveNode(id="reminder"))


def test_thrown_away_an_unreadable_text_leaves_the_edit_before_it(desk: Desk) -> None:
    before = edited(renamed(desk), LONGER)
    assert desks.without_scrap(typed(before, BROKEN)) == before


def test_thrown_away_an_edit_leaves_the_revision(desk: Desk) -> None:
    assert desks.thrown_away(typed(edited(renamed(desk), LONGER), BROKEN)) == desk


@pytest.mark.parametrize("typed_before", [False, True])
def test_an_edit_moves_on_to_another_revision_with_all_it_has(
    store: Store, desk: Desk, typed_before: bool
) -> None:
    theirs = save_text(store, "checkout_rescue", desk.text + "# theirs\n", based_on=1)
    mine = edited(renamed(desk) if typed_before else desk, LONGER)
    after = desks.moved_on(mine, theirs)
    assert after.revision.number == 2
    assert after.journey == loads(after.text) == mine.journey
    assert ("# shorter" if typed_before else "# theirs") in after.text


DESKS = {
    "edited": lambda desk: edited(desk, LONGER),
    "typed": renamed,
    "typed and edited": lambda desk: edited(renamed(desk), LONGER),
    "unreadable": lambda desk: typed(edited(renamed(desk), LONGER), BROKEN),
}


@pytest.mark.parametrize("made", DESKS.values(), ids=DESKS)
def test_a_draft_brings_everything_back(desk: Desk, made: Any) -> None:
    before = made(desk)
    after = unpacked(desk, packed(before))
    assert (after.text, after.journey, after.problem) == (
        before.text,
        before.journey,
        before.problem,
    )


def test_a_draft_is_kept_without_writing_the_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(desks, "update_text")
    assert unpacked(desk, packed(edited(desk, LONGER))).journey == edited(desk, LONGER).journey


@pytest.mark.parametrize("text", [BROKEN, '{"draft": 3}', '{"draft": {"journey": {}}}', "[1]", "3"])
def test_a_draft_that_was_not_packed_here_counts_as_a_typed_text(desk: Desk, text: str) -> None:
    assert unpacked(desk, text).scrap == text


def test_a_draft_of_a_journey_that_does_not_fit_any_more_is_kept_as_a_text(desk: Desk) -> None:
    text = packed(edited(desk, LONGER)).replace('"sms"', '"sms", "from_the_future": 1', 1)
    after = unpacked(desk, text)
    assert (after.scrap, after.journey) == (text, desk.journey)
    assert after == replace(desk, scrap=text, problem=after.problem)
