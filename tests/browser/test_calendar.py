"""The calendar in a browser: days by mouse, key and finger, a list on a phone, and names that are only text."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Go, drawn, picture
from .shelf import open_file

pytestmark = pytest.mark.browser
MARCH = "/preview?journey=checkout_rescue&view=calendar&month=2026-03"
EVIL = """
id: evil_send
name: "<img src=x onerror=document.title='run'> **sale**"
brand: lumen
entry: {kind: date, at: 2026-03-10T11:00:00}
start: text
nodes:
  text: {kind: email, title: "<script>document.title='run'</script>", subject: Hi, body: Hi}
"""


def month(page: Page) -> None:
    """Wait until the month is drawn."""
    page.locator("button.day").first.wait_for(timeout=60_000)
    drawn(page)


def test_a_day_is_chosen_by_a_click_and_by_keys_and_stands_in_the_link(go: Go) -> None:
    page: Page = go(MARCH)
    month(page)
    expect(page.locator("button.day")).to_have_count(31)
    page.locator('button.day[data-date="2026-03-12"]').click()
    expect(page.get_by_role("heading", name=re.compile("Thursday 12 March"))).to_be_visible()
    expect(page).to_have_url(re.compile("date=2026-03-12"))
    chosen = page.locator('button.day[data-date="2026-03-12"]')
    expect(chosen).to_have_attribute("aria-pressed", "true")
    chosen.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator('button.day[data-date="2026-03-20"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Friday 20 March"))).to_be_visible()
    picture(page, "calendar")


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_the_month_is_a_list_that_fits(go: Go, dark: bool) -> None:
    page: Page = go(MARCH, width=390, dark=dark)
    month(page)
    boxes = [one.bounding_box() for one in page.locator("button.day").all()[:5]]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(set(tops))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, f"calendar-phone-{dark}")


def test_the_files_can_be_taken_away(go: Go) -> None:
    page: Page = go(MARCH)
    month(page)
    for label, begins in (("Calendar (.ics)", b"BEGIN:VCALENDAR\r\n"), ("Table (.csv)", b"date,")):
        with page.expect_download() as taken:
            page.get_by_role("button", name=label).click()
        path = taken.value.path()
        assert path.read_bytes().startswith(begins)


def test_script_in_a_name_never_runs_in_calendar_or_timing(go: Go) -> None:
    page: Page = go("/design")
    open_file(page, "evil.journey.yaml", EVIL)
    expect(page.locator(".insp h3").first).to_contain_text("sale", timeout=60_000)
    origin = page.url.partition("/design")[0]
    for view in ("calendar&month=2026-03&date=2026-03-10", "timing&day=2026-03-10"):
        page.goto(f"{origin}/preview?journey=evil_send&view={view}")
        page.get_by_text("<script>").first.wait_for(timeout=60_000)
        drawn(page)
        assert page.title() != "run"


def test_timing_fits_a_phone_and_answers_its_slider(go: Go) -> None:
    page: Page = go("/preview?journey=checkout_rescue&view=timing&hours=3", width=390)
    page.get_by_text("Everybody in March 2026").wait_for(timeout=60_000)
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_text("within 3 hours of each other")).to_be_visible()
    picture(page, "timing-phone")
