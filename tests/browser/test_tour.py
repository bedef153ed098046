"""The whole way in a browser: open, draw, preview, simulate, report, with a picture of each page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Go, drawn, picture

pytestmark = pytest.mark.browser
MINUTES = 180_000


def visit(page: Any, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator("h1")).to_have_text(name, timeout=30_000)
    drawn(page)


def test_from_opening_to_the_report(go: Go) -> None:
    page = go("/")
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=60_000)
    picture(page, "home")
    page.get_by_role("button", name="Open the journey").first.click()
    expect(page.locator("h1")).to_have_text("Design")
    board = page.get_by_role("application", name="Journey")
    expect(board.get_by_text("One hour to finish alone").first).to_be_visible(timeout=30_000)
    picture(page, "design")
    visit(page, "Preview")
    expect(page.get_by_text("reach this customer").first).to_be_visible(timeout=MINUTES)
    picture(page, "preview")
    visit(page, "Simulate")
    page.get_by_label("Name of the run").fill("Browser tour")
    page.get_by_label("Name of the run").press("Enter")
    drawn(page)
    page.get_by_role("button", name="Fly").click()
    expect(page.get_by_text("the truth is").first).to_be_visible(timeout=MINUTES)
    drawn(page)
    picture(page, "simulate")
    page.get_by_role("button", name="Read the report").first.click()
    expect(page.locator("h1")).to_have_text("Report")
    expect(page.get_by_text("What was measured, and what is true")).to_be_visible(timeout=60_000)
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=30_000)
    drawn(page)
    picture(page, "report")


def test_an_edit_in_the_editor_shows_on_the_card_and_undo_takes_it_back(go: Go) -> None:
    page = go("/design?journey=post_purchase")
    card = page.locator(".react-flow__node").nth(1)
    title = card.locator(".title")
    before = title.inner_text()
    title.click()
    page.locator(".side").get_by_label("Title", exact=True).fill("Renamed in the browser")
    expect(title).to_have_text("Renamed in the browser")
    expect(page.get_by_text("Draft since revision")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(title).to_have_text(before)
    expect(page.get_by_text("Saved · revision")).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/design", "/preview", "/simulate", "/report"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_overflows_on_a_phone(go: Go, address: str, dark: bool) -> None:
    page = go(address, width=390, dark=dark)
    wide = page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
    )
    picture(page, f"phone-{address.strip('/') or 'home'}-{'dark' if dark else 'light'}")
    assert wide <= 0
