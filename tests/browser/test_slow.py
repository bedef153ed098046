"""A server that answers two seconds late: nothing is lost, nothing flickers back, the view stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Go, drawn
from .hand import Hand, centre
from .shelf import long_journey, open_text
from .watching import Watch, came_back

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
LONG = "Your cart is saved until tomorrow night, and shipping is on us. " * 3 + "{{ link }}"
TITLE = "Written while Python slept"


@pytest.fixture(scope="module")
def app_url(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The app on a server that takes every drawing two seconds late."""
    folder = tmp_path_factory.mktemp("slow")
    shutil.copytree(ROOT / "static", folder / "static")  # served from beside the script
    return serve(Path(shutil.copy(Path(__file__).with_name("slow_app.py"), folder)))


@pytest.fixture
def board(go: Go) -> Hand:
    """A journey of four steps, seen as a whole."""
    page: Page = go(
        "/design?live=off"
    )  # taller cards would be dragged at the edge, where the board pans
    page.set_viewport_size({"width": 1680, "height": 1500})
    long_journey(page, steps=4)
    hand = Hand(page)
    hand.kept()
    return hand


def test_typing_dragging_adding_and_undoing_while_python_is_late_loses_nothing(
    board: Hand,
) -> None:
    page, watch = board.page, Watch(board.page)
    board.select("n0")
    page.locator(".side").get_by_label("Title", exact=True).fill(TITLE)
    text = page.locator(".side").get_by_label("Text", exact=True).first
    text.fill("")
    watch.since()
    text.press_sequentially(LONG, delay=8)
    for node in ("n1", "n2", "n3"):
        x, y = centre(board.card(node).locator(".title"))
        board.drag((x, y), (x - 120, y + 40))
    board.drop("Exit", board.spot("n3"))
    board.drop("Note", (850, 1300))
    written = watch.since()
    board.focus()
    board.press("Control+z", "Control+z", "Control+Shift+z")
    page.wait_for_timeout(2500)  # the answers to all this come in
    board.kept()
    undone = watch.since()
    assert came_back(written) == {}
    assert all(LONG.startswith(shown) for shown in written["text n0"][1:])
    assert (len(written["view"]), len(undone["view"])) == (1, 1)
    cards = [len(cards.split()) for cards in undone["cards"]]
    assert (cards[0], cards[-1]) == (7, 6)
    whole = iter([7, 6, 5, 6])  # a busy machine may draw two steps in one frame, but in this order
    assert all(shown in whole for shown in cards)
    assert all(len(values) == 1 for name, values in undone.items() if name != "cards")
    file = open_text(page)
    assert LONG.strip() in " ".join(file.split())
    assert TITLE in file
    assert file.count("position:") == 3
    assert "exit_1" in file
    assert "note_1" not in file


def test_an_edit_that_python_has_not_confirmed_is_still_there_after_a_reload(board: Hand) -> None:
    page, watch = board.page, Watch(board.page)
    board.select("n0")
    page.locator(".side").get_by_label("Title", exact=True).fill(TITLE)
    board.select("n2")
    page.locator(".side").get_by_label("Title", exact=True).press_sequentially("Last words")
    page.reload()
    drawn(page)
    hand = Hand(page)
    expect(hand.card("n0").locator(".title")).to_have_text(TITLE)
    expect(hand.card("n2").locator(".title")).to_have_text("Last words")
    hand.kept()
    seen = watch.since()
    assert (seen["title n0"], seen["title n2"]) == ([TITLE], ["Last words"])
    file = open_text(page)
    assert TITLE in file
    assert "Last words" in file


def test_saving_at_once_after_typing_saves_what_was_typed(board: Hand) -> None:
    page = board.page
    board.select("n0")
    page.locator(".side").get_by_label("Title", exact=True).press_sequentially(TITLE)
    board.focus()
    board.press("Control+s")
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Saved · revision 2")).to_be_visible()
    assert TITLE in open_text(page)
