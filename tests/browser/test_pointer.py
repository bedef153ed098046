"""What a pointer does beside dropping: a wire's end is led elsewhere, and a finger looks around without moving a card."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Go
from .hand import Hand, centre

pytestmark = pytest.mark.browser


def test_the_end_of_a_wire_is_dragged_to_another_step(go: Go) -> None:
    page: Page = go("/design?journey=checkout_rescue")
    hand = Hand(page)
    hand.bring_up("first_hour")  # with figures cards are high: both ends must be well in sight
    wire = page.locator(""".react-flow__edge[data-id='["first_hour","next"]']""")
    hand.drag(centre(wire.locator(".react-flow__edgeupdater-target")), hand.card("may_text"))
    hand.select("first_hour")
    leads_to = page.locator(".side select").last
    expect(leads_to.locator("option:checked")).to_have_text("Confirmed opt-in to texts?")


def test_a_finger_that_swipes_over_a_card_pans_and_moves_no_card(
    browser: Browser, app_url: str
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{app_url}/design?journey=win_back")
    card = page.locator(".react-flow__node").nth(1)
    card.wait_for(timeout=60_000)
    page.wait_for_timeout(1_000)
    view = page.locator(".react-flow__viewport")
    before, place = view.get_attribute("style"), card.get_attribute("style")
    swipe_up(page, *centre(card.locator(".title")))
    expect(view).not_to_have_attribute("style", before or "")
    assert card.get_attribute("style") == place
    expect(page.get_by_text("Saved · revision")).to_be_visible()
    context.close()


def swipe_up(page: Page, x: float, y: float) -> None:
    """One finger, a hundred pixels."""
    touch = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        *(("touchMove", [{"x": x, "y": y - 10 * i}]) for i in range(11)),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(16)
