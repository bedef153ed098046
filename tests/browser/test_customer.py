"""The view “One customer” in a browser: found, followed, and readable on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .conftest import Go, drawn, picture

pytestmark = pytest.mark.browser


def flown(go: Go) -> Any:
    """The view with a run of its own."""
    page = go("/simulate?view=fly&source=generated&size=1500&days=30")
    page.get_by_role("button", name=re.compile("^flight_takeoff Fly")).or_(
        page.get_by_role("button", name=re.compile("Fly"))
    ).last.click()
    page.get_by_text("Read the report").first.wait_for(timeout=120_000)
    return page


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_a_customer_is_followed_and_the_page_is_no_wider_than_the_screen(go: Go, width: int, dark: bool) -> None:  # fmt: skip
    flown(go)
    page = go("/simulate?view=customer&happened=nothing_sent", width=width, dark=dark)
    page.locator(".jb-life").wait_for(timeout=60_000)
    drawn(page)
    assert page.get_by_text("Moment by moment").is_visible()
    assert page.locator(".jb-moment").count() > 2
    first = page.url
    page.get_by_role("button", name=re.compile("Next customer")).click()
    page.wait_for_function("before => location.href !== before", arg=first, timeout=30_000)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= width
    picture(page, f"customer-{width}")
