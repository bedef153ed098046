"""Getting journeys onto the board in a browser: blank ones, templates, files, and very long ones."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Page, expect

from .conftest import drawn


def open_gallery(page: Page) -> Any:
    """The gallery of new journeys."""
    page.get_by_role("button", name="File").first.click()
    page.get_by_role("button", name="New …").click()
    gallery = page.get_by_role("dialog")
    gallery.wait_for()
    return gallery


def new_blank(page: Page) -> None:
    """Begin with an empty board."""
    open_gallery(page).get_by_role("button", name="Blank journey").click()
    expect(page.locator(".empty")).to_be_visible(timeout=30_000)
    drawn(page)


def open_file(page: Page, name: str, content: str | bytes) -> None:
    """Open a file of the user's."""
    raw = content.encode() if isinstance(content, str) else content
    chooser = page.locator("[data-testid=stFileUploader] input[type=file]")
    if not chooser.count():
        page.get_by_role("button", name="File").first.click()
    chooser.set_input_files({"name": name, "mimeType": "application/yaml", "buffer": raw})
    drawn(page)


def long_journey(page: Page, steps: int) -> str:
    """Open a journey of so many steps, one after the other; returns the id of the last."""
    kinds: tuple[dict[str, Any], ...] = (
        {"kind": "sms", "body": "Your cart is saved. {{ link }}"},
        {"kind": "delay", "for": "1 day"},
        {"kind": "email", "subject": "We kept your cart", "body": "Hello."},
    )
    nodes: dict[str, Any] = {f"n{i}": {**kinds[i % 3], "next": f"n{i + 1}"} for i in range(steps)}
    del nodes[f"n{steps - 1}"]["next"]
    entry = {"kind": "event", "event": "checkout.started"}
    journey = {"schema_version": 1, "id": f"long_{steps}", "name": f"Long {steps}"}
    open_file(
        page,
        "long.journey.json",
        json.dumps({**journey, "entry": entry, "start": "n0", "nodes": nodes}),
    )
    expect(page.locator(".insp h3").first).to_have_text(f"Long {steps}", timeout=60_000)
    expect(page.locator('.react-flow__node[data-id="n0"]')).to_be_attached()
    return f"n{steps - 1}"


def turn_view(page: Page, name: str) -> None:
    """Board, Map, Text or History."""
    page.locator(".st-key-view").get_by_text(name, exact=True).click()
    page.wait_for_url(re.compile(f"view={name.lower()}"))
    drawn(page)


def open_text(page: Page) -> str:
    """The journey as its file."""
    turn_view(page, "Text")
    area = page.get_by_role("textbox", name="The journey as its file")
    expect(area).not_to_have_value("", timeout=20_000)
    return area.input_value()
