"""A hand on the Preview page's phone: its timeline, its places, its replies."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from .conftest import drawn


class Handset:
    """The phone on a page that was just opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".phone")
        expect(self.root).to_be_visible(timeout=60_000)
        self.slider = page.get_by_role("slider", name="Moment in the conversation")
        self.clock = page.locator(".phone .status .clock")

    def open(self, place: str) -> None:
        """Look at the lock screen, the messages, the mail or the feed."""
        self.page.get_by_role("group", name="What the phone shows").get_by_text(place).click()

    def start(self) -> None:
        """Move the clock to just before the customer enters."""
        self.slider.focus()
        self.page.keyboard.press("Home")

    def step(self, times: int = 1) -> None:
        """On to the next thing that happens."""
        for _ in range(times):
            self.page.get_by_role("button", name="Next message").click()

    def reply(self, text: str) -> None:
        """Write as the customer, and wait until the page has understood it."""
        self.open("Messages")
        self.page.get_by_label("Reply as the customer").fill(text)
        self.page.keyboard.press("Enter")
        self.settled()

    def settled(self) -> None:
        """Wait until the page has answered to what was written."""
        expect(self.root.locator(".sending")).to_have_count(0, timeout=30_000)
        drawn(self.page)

    def bubbles(self, side: str) -> Any:
        """The bubbles of the brand or of the customer."""
        return self.root.locator(f".{side} .bubble")
