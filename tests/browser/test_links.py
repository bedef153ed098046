"""Links: each page opens by its own address on a fresh server, and shows what the address says."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Go

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page_name", ["Design", "Preview", "Simulate", "Report"])
def test_a_page_opens_by_its_own_address(go: Go, page_name: str) -> None:
    page = go(f"/{page_name.lower()}")
    expect(page.locator("h1")).to_have_text(page_name)
    expect(page.get_by_role("link", name="Home").first).to_be_visible()


def test_the_address_reproduces_what_was_shown(go: Go) -> None:
    page = go("/preview?journey=win_back&day=2026-05-04&clock=09:15")
    expect(page.get_by_role("combobox", name="Journey")).to_have_value("Win back after 180 days")
    assert "day=2026-05-04" in page.url
    assert "customer=" in page.url


def test_the_font_and_the_logo_come_from_this_server(go: Go) -> None:
    page = go("/")
    assert page.evaluate(
        "() => document.fonts.ready.then(() => document.fonts.check('15px Inter'))"
    )
    logo = page.get_by_test_id("stHeaderLogo").or_(page.get_by_test_id("stLogo")).first
    expect(logo).to_be_visible()
