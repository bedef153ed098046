"""Edits and revisions in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from journeyboard.journey.edits import MoveNode, RemoveNode, SetField
from journeyboard.storage.journeys import Revision
from journeyboard.ui.design.desk import Desk, edited, laid_out, typed
from journeyboard.ui.design.words import LONGEST, suggestion, who_and_why
from journeyboard.workflows.library import open_library, open_stored


@pytest.fixture
def desk() -> Desk:
    return laid_out(open_stored(open_library(), "checkout_rescue"))


def test_one_change_is_suggested_as_it_is(desk: Desk) -> None:
    assert suggestion(edited(desk, RemoveNode(id="proof"))).startswith("Removed ")


def test_many_changes_are_the_first_and_how_many_others(desk: Desk) -> None:
    for name in ("title", "notes"):
        for node in ("first_hour", "reminder"):
            desk = edited(desk, SetField(node=node, path=name, value="long " * 12))
    words = suggestion(desk)
    assert words.endswith("And 3 other changes.")
    assert len(words) <= LONGEST + 30


def test_a_long_change_is_cut(desk: Desk) -> None:
    words = suggestion(edited(desk, SetField(path="description", value="x" * 500)))
    assert len(words) <= LONGEST


def test_moves_alone_are_said_to_be_moves(desk: Desk) -> None:
    words = suggestion(edited(desk, MoveNode(id="proof", x=1, y=2)))
    assert words == "Moved steps on the board."


def test_comments_alone_are_said_to_be_comments(desk: Desk) -> None:
    assert suggestion(typed(desk, desk.text + "# later\n")) == "Comments and layout of the file."


@pytest.mark.parametrize(
    ("author", "message", "words"),
    [
        ("Ana", "Shorter", "Ana, just now: Shorter"),
        ("Ana", "", "Ana, just now"),
        ("", "Shorter", "just now: Shorter"),
    ],
)
def test_a_revision_says_who_when_and_why(author: str, message: str, words: str) -> None:
    made = Revision("j", 2, 1, "", "", author, message, datetime.now(UTC))
    assert who_and_why(made) == words
