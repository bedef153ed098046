"""Everything on the board by the keyboard alone: no test here touches the mouse."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Go, drawn
from .hand import ENTRY, Hand
from .shelf import long_journey, new_blank, open_text
from .watching import reruns

pytestmark = pytest.mark.browser
FOCUSED = """() => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found?.dataset?.id ?? null;
}"""


AS_IT_GOES = """([first, second]) => new Promise(done => {
  const root = document.activeElement.shadowRoot;
  const press = key => (root.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...key }));
  const count = () => root.querySelectorAll('.react-flow__node').length;
  const before = count();
  const watch = new MutationObserver(() => {
    if (count() === before) return;
    watch.disconnect();
    press(second);
    done();
  });
  watch.observe(root, { subtree: true, childList: true });
  press(first);
})"""


@pytest.fixture
def keys(go: Go) -> Hand:
    """An empty board, with the focus at the top of the page."""
    page: Page = go("/design")
    new_blank(page)
    page.evaluate("() => document.activeElement?.blur()")
    return Hand(page)


@pytest.fixture
def steps(go: Go) -> Hand:
    """Four steps, one after the other: n0 a text, n1 a delay, n2 an e-mail, n3 a text."""
    page: Page = go("/design")
    long_journey(page, steps=4)
    hand = Hand(page)
    hand.kept()
    hand.focus()
    return hand


def tab_to(page: Page, node: str) -> None:
    """Press Tab until a card has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == node:
            return
    raise AssertionError(f"Tab never comes to {node}")


def tab_into(page: Page, field: Locator) -> None:
    """Press Tab until a field has the focus."""
    for _ in range(40):
        if field.evaluate("one => one.getRootNode().activeElement === one"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never comes to the field")


def add(hand: Hand, words: str, node: str) -> None:
    """Add a step after the one with the focus; it takes the focus."""
    hand.press("a")
    hand.page.keyboard.type(words)
    hand.press("Enter")
    expect(hand.card(node)).to_be_focused()


def choose(page: Page, field: Locator, label: str) -> None:
    """Choose from a closed list by typing, as its keys do."""
    tab_into(page, field)
    page.keyboard.type(label)
    expect(field.locator("option:checked")).to_have_text(label)


def title(hand: Hand, node: str) -> Locator:
    return hand.card(node).locator(".title")


def test_a_journey_with_two_branches_is_built_written_and_connected_by_keys(keys: Hand) -> None:
    page, editor = keys.page, keys.page.locator(".side")
    tab_to(page, ENTRY)
    add(keys, "conditional", "split_1")
    add(keys, "sms", "sms_1")
    keys.press("ArrowUp")
    expect(keys.card("split_1")).to_be_focused()
    add(keys, "e-mail", "email_1")
    add(keys, "delay", "delay_1")
    keys.press("ArrowUp", "ArrowUp", "ArrowDown")
    expect(keys.card("sms_1")).to_be_focused()
    keys.press("Enter")
    expect(editor.get_by_label("Title", exact=True)).to_be_focused()
    page.keyboard.type("Written by hand")
    tab_into(page, editor.get_by_label("Text", exact=True).first)
    page.keyboard.type("Your cart is saved.")
    choose(page, editor.get_by_label("Then", exact=True), "Delay")
    assert {"split_1 yes", "split_1 everyone_else", "sms_1 next"} <= keys.wires()
    page.keyboard.press("Escape")
    expect(keys.card("sms_1")).to_be_focused()
    expect(title(keys, "sms_1")).to_have_text("Written by hand")
    expect(keys.card("sms_1").locator(".excerpt")).to_have_text("Your cart is saved.")


def test_a_step_found_by_its_kind_and_added_on_another_branch_has_the_focus_although_its_neighbours_move(
    keys: Hand,
) -> None:
    tab_to(keys.page, ENTRY)
    add(keys, "random", "random_split_1")
    add(keys, "sms", "sms_1")
    keys.press("ArrowUp")
    add(keys, "email", "email_1")


def test_the_editor_is_left_for_its_card_by_escape_without_losing_what_was_typed(
    steps: Hand,
) -> None:
    steps.press("ArrowDown", "ArrowDown")
    expect(steps.card("n1")).to_be_focused()
    steps.press("Enter")
    steps.page.keyboard.type("Typed")
    steps.press("Escape")
    expect(steps.card("n1")).to_be_focused()
    expect(title(steps, "n1")).to_have_text("Typed")
    steps.press("ArrowDown")
    expect(steps.card("n2")).to_be_focused()


def test_steps_are_duplicated_copied_cut_pasted_moved_removed_and_undone_also_after_a_reload(
    steps: Hand,
) -> None:
    first = {"n0", "n1", "n2", "n3"}
    steps.press("ArrowDown", "Control+d")
    assert steps.ids() == {*first, "n0_1"}
    steps.press("Control+c", "Control+v")
    assert len(steps.ids()) == 6
    steps.press("Control+x")
    assert len(steps.ids()) == 5
    steps.press("Control+v")
    assert len(steps.ids()) == 6
    at = steps.card("n1").evaluate("card => card.style.transform")
    tab_to(steps.page, "n1")
    steps.press("Alt+ArrowRight", "Alt+ArrowDown")
    expect(steps.card("n1")).not_to_have_css("transform", at)
    steps.press("Delete")
    expect(steps.card("n1")).to_have_count(0)
    assert "n0 next" in steps.wires()
    steps.press(*["Control+z"] * 7)
    assert steps.ids() == first
    steps.press(*["Control+Shift+z"] * 6, "Control+y")
    assert len(steps.ids()) == 5
    steps.press("Control+a", "Delete")
    assert steps.ids() == set()
    steps.kept()
    steps.page.reload()
    drawn(steps.page)
    again = Hand(steps.page)
    assert again.ids() == set()
    tab_to(steps.page, ENTRY)
    again.press(*["Control+z"] * 8)
    expect(again.card("n3")).to_be_visible()
    assert again.ids() == first


def test_steps_are_walked_and_searched_and_the_sheet_of_keys_gives_the_focus_back(
    steps: Hand,
) -> None:
    steps.press(*["ArrowDown"] * 5)
    expect(steps.card("n3")).to_be_focused()
    steps.press(*["ArrowUp"] * 5)
    expect(steps.card(ENTRY)).to_be_focused()
    steps.press("/")
    steps.page.keyboard.type("kept your")
    steps.press("Enter")
    expect(steps.card("n2")).to_be_focused()
    steps.press("Control+f", "Escape", "?")
    sheet = steps.page.get_by_role("dialog", name="Keys")
    for words in ("Undo", "Copy", "Save a revision", "Search a step", "Full screen", "Tidy up"):
        expect(sheet.get_by_text(words).first).to_be_visible()
    steps.press("Escape")
    expect(sheet).to_have_count(0)
    expect(steps.card("n2")).to_be_focused()


def test_the_view_is_zoomed_fitted_laned_and_made_full_by_keys(steps: Hand) -> None:
    page = steps.page
    zoom = page.locator(".zoom")
    before = zoom.inner_text()
    steps.press("Control+=", "Control+=")
    expect(zoom).not_to_have_text(before)
    steps.press("f")
    expect(steps.card("n3")).to_be_in_viewport()
    steps.press("l")
    expect(page.locator(".lane").first).to_be_visible()
    steps.press("l", "m")
    expect(page.locator(".react-flow__minimap")).to_have_count(0)
    steps.press("m", "e")
    expect(page.locator(".side")).to_have_count(0)
    steps.press("e", "Shift+F")
    page.wait_for_function("() => document.fullscreenElement !== null")
    steps.press("Shift+F")
    page.wait_for_function("() => document.fullscreenElement === null")


def test_a_revision_is_saved_by_its_key_with_what_was_just_typed(steps: Hand) -> None:
    page = steps.page
    steps.press("ArrowDown", "Enter")
    page.keyboard.type("The newest words")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible(timeout=20_000)
    assert "The newest words" in open_text(page)


def test_the_letters_on_which_streamlit_reruns_and_clears_its_caches_do_nothing_on_the_board(
    go: Go, page: Page
) -> None:
    asked: list[Any] = reruns(page)
    go("/design")
    long_journey(page, steps=2)
    hand = Hand(page)
    hand.kept()
    asked.clear()
    hand.focus()
    hand.press("r", "c", "Shift+R", "Shift+C", "ArrowDown", "r", "c")
    page.wait_for_timeout(500)
    assert asked == []
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_key_pressed_in_the_moment_the_focused_card_goes_is_heard(steps: Hand) -> None:
    steps.press("ArrowDown")
    expect(steps.card("n0")).to_be_focused()
    steps.page.evaluate(AS_IT_GOES, [{"key": "Delete"}, {"key": "z", "ctrlKey": True}])
    expect(steps.card("n0")).to_be_visible()
