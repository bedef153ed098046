"""The address bar: links are heeded, and late messages of the page before are not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from journeyboard.ui import address
from journeyboard.ui.address import PATIENCE, answered, asked

OPTIONS = ("board", "map", "text")


class Page:
    """One input named `view`, with the address and the clock a test gives it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.session: dict[str, Any] = {}
        self.address: dict[str, str] = {}
        self.clock = 100.0
        both = SimpleNamespace(session_state=self.session, query_params=self.address)
        monkeypatch.setattr(address, "st", both)
        monkeypatch.setattr(address, "monotonic", lambda: self.clock)

    def run(self, said: str | None = None, chosen: str | None = None) -> str:
        """One run with what the browser's address says, and perhaps a new choice."""
        if said is not None:
            self.address["view"] = said
        if chosen:
            self.session["view"] = chosen
        asked("view", OPTIONS, "board")
        answered("view", self.session["view"])
        return str(self.session["view"])


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    return Page(monkeypatch)


def test_a_link_is_heeded(page: Page) -> None:
    assert page.run("map") == "map"


def test_a_choice_stands_in_the_address(page: Page) -> None:
    page.run()
    assert page.run(chosen="text") == "text"
    assert page.address["view"] == "text"


def test_a_message_sent_before_the_new_address_was_known_turns_nothing_back(page: Page) -> None:
    page.run("board")
    page.run("board", chosen="text")
    page.clock += PATIENCE / 2
    assert page.run("board") == "text"
    assert page.address["view"] == "text"


def test_going_back_later_is_heeded(page: Page) -> None:
    page.run("board")
    page.run("board", chosen="text")
    page.clock += PATIENCE + 1
    assert page.run("board") == "board"


def test_another_link_is_heeded_at_once(page: Page) -> None:
    page.run("board")
    page.run("board", chosen="text")
    assert page.run("map") == "map"


def test_what_does_not_exist_is_said_to_be_refused(page: Page) -> None:
    assert page.run("nothing") == "board"
    assert page.session["view?"] == "nothing"
