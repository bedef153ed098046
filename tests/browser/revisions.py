"""A short journey in a browser: opened, edited a little, and saved as a revision."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .conftest import drawn
from .hand import Hand
from .shelf import open_file

SMALL = """
# Kept as it is typed.
schema_version: 1
id: {id}
name: {name}
entry: {{kind: event, event: checkout.started}}
start: wait
nodes:
  wait: {{kind: delay, title: An hour alone, for: 1 hour, next: first}}
  first: {{kind: sms, title: First text, body: "Your cart is saved.", next: second}}
  second: {{kind: email, title: Second mail, subject: We kept it, body: Hello., next: done}}
  done: {{kind: exit, title: End}}
"""


def open_small(page: Page, name: str) -> str:
    """Put a short journey on the shelf and open it; the address it has."""
    known = name.lower().replace(" ", "_")
    open_file(page, f"{known}.journey.yaml", SMALL.format(id=known, name=name))
    expect(page.locator(".insp h3").first).to_have_text(name, timeout=30_000)
    drawn(page)
    Hand(page)
    hush(page)
    return f"/design?journey={known}"


def hush(page: Page) -> None:
    """Close what was said in passing."""
    for word in page.get_by_test_id("stToast").all():
        word.get_by_role("button", name="Close").click()
    expect(page.get_by_test_id("stToast")).to_have_count(0)


def retitle(page: Page, node: str, title: str) -> None:
    """Give a step another title in its editor."""
    hand = Hand(page)
    hand.select(node)
    page.locator(".side").get_by_label("Title", exact=True).fill(title)
    hand.kept()


def title(page: Page, node: str) -> Locator:
    """The title on a step's card."""
    return Hand(page).card(node).locator(".title")


def ask_to_save(page: Page) -> Locator:
    """Open the box in which a revision is saved; the field for a name, which may not be there."""
    page.locator(".st-key-saving button").first.click()
    page.get_by_role("textbox", name="What changed").wait_for()
    return page.get_by_role("textbox", name="Your name")


def save(page: Page, why: str, who: str | None = None) -> None:
    """Save a revision, as whom it may be asked."""
    name = ask_to_save(page)
    if who:
        name.fill(who)
    page.get_by_role("textbox", name="What changed").fill(why)
    page.get_by_role("button", name="Save revision").click()
    expect(page.get_by_role("textbox", name="What changed")).to_have_count(0, timeout=20_000)
    drawn(page)
    hush(page)


def pick(page: Page, box: str) -> Locator:
    """What the box of a key holds."""
    return page.locator(f".st-key-{box}")


def open_box(page: Page) -> None:
    """Open the File box."""
    hush(page)
    page.get_by_role("button", name="File").first.click()
    page.get_by_role("button", name="Duplicate").wait_for()
