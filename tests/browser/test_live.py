"""Live figures in a browser: they follow an edit, say what changed, come to rest, and never pull at a dragged card."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Go, drawn, picture
from .hand import Hand, centre
from .shelf import open_file

pytestmark = pytest.mark.browser

SMALL = """
schema_version: 1
id: small_live
name: Small live
brand: lumen
entry: {kind: event, event: checkout.started}
start: pause
nodes:
  pause: {kind: delay, title: A pause, for: 1 hour, next: text}
  text: {kind: sms, title: A text, body: "Lumen: your cart waits. {{ link }}", opt_out: true, next: done}
  done: {kind: exit, title: End}
exit_rules: [{event: order.placed, goal: true}]
"""
SECOND = 1_000


def landed(page: Page) -> None:
    """Wait until figures of the drawing as it is have landed."""
    expect(page.locator(".live-line")).to_contain_text("flown just now", timeout=180 * SECOND)
    expect(page.locator(".figures.stale")).to_have_count(0, timeout=60 * SECOND)


@pytest.fixture
def live(go: Go) -> Hand:
    """A small journey on the board, its live figures landed."""
    page: Page = go("/design")
    open_file(page, "small_live.journey.yaml", SMALL)
    expect(page.locator('.react-flow__node[data-id="pause"]')).to_be_visible(timeout=30 * SECOND)
    hand = Hand(page)
    landed(page)
    return hand


def entered(hand: Hand, node: str) -> int:
    """How many came to a step, as its card says."""
    cell = hand.card(node).locator(".figures > div").first.locator("dd").first
    return int(cell.inner_text().split()[0].replace(",", ""))


def pause(hand: Hand, words: str) -> None:
    """Make the pause as long as this."""
    hand.select("pause")
    field = hand.page.locator(".side").get_by_label("Wait for").first
    field.fill(words)
    field.press("Tab")


def test_counts_follow_an_edit_and_say_what_changed_and_undo_takes_both_back(live: Hand) -> None:
    page, before = live.page, entered(live, "text")
    expect(page.locator(".live-line")).to_contain_text(
        re.compile(r"[\d,]+ simulated customers · 90 days · seed 7 · flown just now")
    )
    expect(page.locator(".figures .since")).to_have_count(0)
    pause(live, "8 hours")
    since = live.card("text").locator(".figures .since").first
    expect(since).to_contain_text(re.compile(r"−[\d,]+"), timeout=60 * SECOND)
    landed(page)
    after = entered(live, "text")
    assert after < before
    expect(since).to_contain_text(f"{before - after:,} fewer than in revision 1")
    expect(page.locator(".live-line")).to_contain_text("± against revision 1")
    picture(page, "live-edit")
    live.focus()
    live.press("Control+z")
    expect(page.locator(".figures .since")).to_have_count(0, timeout=60 * SECOND)
    landed(page)
    assert entered(live, "text") == before


def test_a_board_at_rest_asks_for_nothing_more(live: Hand) -> None:
    page = live.page
    page.wait_for_timeout(2 * SECOND)
    page.evaluate("""() => {
      window.runs = 0;
      new MutationObserver(() => window.runs++).observe(
        document.querySelector('[data-testid=stApp]'), {attributes: true, attributeFilter: ['data-test-script-state']});
    }""")
    page.wait_for_timeout(4 * SECOND)
    assert page.evaluate("window.runs") == 0


def test_a_card_being_dragged_stays_in_the_hand_when_figures_arrive(live: Hand) -> None:
    page = live.page
    pause(live, "6 hours")
    page.wait_for_timeout(200)  # the edit has been sent; its figures are in the air
    card, mouse = live.card("done"), page.mouse
    start = centre(card.locator(".title"))
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] + 40, start[1] + 20, steps=4)
    mouse.move(start[0] + 120, start[1] - 30, steps=6)
    held = card.bounding_box()
    said = live.card("text").locator(".figures").inner_text()
    page.wait_for_timeout(4 * SECOND)
    assert card.bounding_box() == held
    assert live.card("text").locator(".figures").inner_text() == said
    mouse.move(start[0] + 136, start[1] - 30, steps=3)
    mouse.up()
    landed(page)
    expect(live.card("text").locator(".figures .since").first).to_be_attached()
    put = card.bounding_box()
    assert held
    assert put
    assert put["x"] - held["x"] == pytest.approx(16, abs=9)


def test_a_wire_being_drawn_survives_figures_that_arrive(live: Hand) -> None:
    page, mouse = live.page, live.page.mouse
    live.see_all()
    pause(live, "7 hours")
    page.locator(".side button[aria-label*=lose]").first.click()
    handle = live.card("pause").locator('.react-flow__handle[data-handleid="next"]')
    start = centre(handle)
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] + 30, start[1] + 30, steps=4)
    expect(page.locator(".react-flow__connection")).to_be_attached()
    page.wait_for_timeout(3 * SECOND)
    expect(page.locator(".react-flow__connection")).to_be_attached()
    mouse.move(*centre(live.card("done").locator(".title")), steps=8)
    mouse.up()
    expect(page.locator(".react-flow__connection")).to_have_count(0)
    expect(page.locator("""[data-id='["pause","next"]']""")).to_be_attached()
    landed(page)
    assert entered(live, "done") > 0
    expect(live.card("text").locator(".figures")).to_have_count(0)


def test_the_switch_turns_them_off_for_the_session_and_stands_in_the_link(live: Hand) -> None:
    page = live.page
    switch = page.get_by_role("switch", name="Live figures")
    expect(switch).to_be_checked()
    switch.click()
    expect(page.locator(".live-line")).to_have_count(0)
    expect(page.locator(".figures")).to_have_count(0)
    expect(switch).not_to_be_checked()
    page.wait_for_url("**live=off**")
    page.goto(page.url)
    drawn(page)
    Hand(page)
    expect(switch).not_to_be_checked()
    switch.click()
    landed(page)
    assert "live=off" not in page.url


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_line_about_them_never_lies_over_the_drawing(go: Go, width: int, dark: bool) -> None:
    page: Page = go("/design?journey=checkout_rescue", width=width, dark=dark)
    Hand(page)
    landed(page)
    line, flow = page.locator(".live-line").bounding_box(), page.locator(".flow").bounding_box()
    assert line
    assert flow
    assert line["y"] + line["height"] <= flow["y"] + 1
    assert page.locator(".live-line").evaluate("line => line.scrollWidth <= line.clientWidth")
    picture(page, f"live-{width}-{'dark' if dark else 'light'}")
