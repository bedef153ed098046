"""What an edit costs: a move runs the fragment around the board and never the page, looking about runs nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Go
from .hand import Hand, centre
from .shelf import long_journey
from .watching import reruns

pytestmark = pytest.mark.browser
QUIET = 500  # ms in which whatever an edit asks for is asked for


def test_a_drag_sends_nothing_until_it_ends_and_never_runs_the_whole_page(
    go: Go, page: Page
) -> None:
    asked = reruns(page)
    go("/design")
    long_journey(page, steps=4)
    hand = Hand(page)
    hand.kept()
    asked.clear()
    x, y = centre(hand.card("n1").locator(".title"))
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 31):
        page.mouse.move(x + 6 * step, y + step)
        page.wait_for_timeout(16)
    page.wait_for_timeout(QUIET)
    assert asked == []
    page.mouse.up()
    page.wait_for_timeout(QUIET)
    hand.kept()
    assert 1 <= len(asked) <= 2
    assert all(rerun.fragment for rerun in asked)


def test_selecting_walking_and_looking_about_ask_python_for_nothing(go: Go, page: Page) -> None:
    asked = reruns(page)
    go("/design")
    last = long_journey(page, steps=6)
    hand = Hand(page)
    hand.kept()
    asked.clear()
    hand.select("n0")
    hand.focus()
    hand.press("ArrowDown", "ArrowDown", "f", "Control+=", "l", "l", "m", "m", "e", "e")
    page.mouse.move(*centre(hand.board))
    page.mouse.wheel(0, 200)
    hand.press("/")
    page.keyboard.type(last)
    hand.press("Enter")
    expect(hand.card(last)).to_be_focused()
    page.wait_for_timeout(QUIET)
    assert asked == []
