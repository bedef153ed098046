"""Who is at the browser: told by the canvas, or by its cookies, and never trusted as it comes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.ui import person
from journeyboard.ui.person import Person, introduce, me, person_from


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A session of its own, and the cookies its browser sends."""
    sent: dict[str, str] = {}
    monkeypatch.setattr(person.st, "session_state", {})
    monkeypatch.setattr(person, "_cookie", lambda name: sent.get(name, ""))
    return sent


def test_the_cookies_say_who_comes_back(cookies: dict[str, str]) -> None:
    cookies |= {person.BROWSER: "b1", person.NAME: "Ana Lima"}
    assert me() == Person("b1", "Ana Lima")


def test_what_the_canvas_says_goes_before_the_cookies(cookies: dict[str, str]) -> None:
    cookies |= {person.BROWSER: "b1", person.NAME: "Ana"}
    assert introduce({"browser": "b2", "name": "Ben"}) == me() == Person("b2", "Ben")


@pytest.mark.parametrize("said", [{}, {"browser": "", "name": ""}, None, 3, {"browser": "<b>"}])
def test_nothing_said_changes_nothing(cookies: dict[str, str], said: Any) -> None:
    cookies |= {person.BROWSER: "b1", person.NAME: "Ana"}
    assert introduce(said) == Person("b1", "Ana")


def test_a_name_is_one_short_line() -> None:
    assert person_from("b", " Ana\n\tLima \x00").name == "Ana Lima"
    assert len(person_from("b", "x" * 999).name) == person.LONGEST


@given(st.text() | st.none() | st.integers(), st.text() | st.none() | st.lists(st.text()))
def test_whatever_is_said_makes_a_person_that_can_be_kept(browser: Any, name: Any) -> None:
    found = person_from(browser, name)
    assert len(found.browser) <= 64
    assert found.name.isprintable()
    found.name.encode()
