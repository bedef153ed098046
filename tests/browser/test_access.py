"""Nothing serious stands in anybody's way: axe's whole rule set on every page, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import Go, drawn
from .hand import Hand
from .shelf import open_gallery, turn_view

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in frontend"),
]
# Streamlit's own elements are held to the same rules; Plotly's toolbar, which is drawn on hovering, is not.
NOT_OURS = [".js-plotly-plot"]
GRAVE = ("serious", "critical")


def troubles(page: Page) -> list[str]:
    """What axe finds on the page, shadow roots included."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(path=str(AXE))
    found: list[dict[str, Any]] = page.evaluate(
        "exclude => axe.run({ exclude }, { resultTypes: ['violations'] }).then(r => r.violations)",
        NOT_OURS,
    )
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("address", ["/", "/preview", "/simulate", "/report"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_can_be_used_by_everybody(go: Go, address: str, dark: bool) -> None:
    page = go(address, dark=dark)
    page.wait_for_timeout(500)
    assert troubles(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_board_its_editor_and_its_boxes_can_be_used_by_everybody(go: Go, dark: bool) -> None:
    page: Page = go("/design?journey=checkout_rescue", dark=dark)
    hand, found = Hand(page), {}
    found["board"] = troubles(page)
    hand.select("reminder")
    found["step"] = troubles(page)
    for tab in ("Findings", "Comments"):
        page.get_by_role("tab", name=tab).click()
        found[tab] = troubles(page)
    page.get_by_role("tab", name="Edit").click()
    page.locator(".kind-split .title").first.click()
    page.get_by_role("button", name="Add a group").first.click()
    found["condition"] = troubles(page)
    hand.focus()
    hand.press("Control+z", "l")
    page.wait_for_timeout(500)  # cards glide, and what is half seen has half its contrast
    for key in ("a", "/", "?"):
        hand.press(key)
        found[key] = troubles(page)
        hand.press("Escape")
    hand.press("l", "Control+a")
    found["several"] = troubles(page)
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_map_the_history_and_the_gallery_can_be_used_by_everybody(go: Go, dark: bool) -> None:
    page: Page = go("/design?journey=checkout_rescue", dark=dark)
    found = {}
    for view in ("Map", "Text", "History"):
        turn_view(page, view)
        page.wait_for_timeout(500)
        found[view] = troubles(page)
    page.get_by_role("button", name="Compare").first.click()
    drawn(page)
    page.locator(".react-flow__node").nth(1).wait_for()
    found["compare"] = troubles(page)
    turn_view(page, "Board")
    Hand(page).kept()
    page.get_by_role("button", name="Share").first.click()
    page.get_by_role("button", name="Link to the newest revision").wait_for()
    page.wait_for_timeout(500)  # what is half faded in has half its contrast
    found["share"] = troubles(page)
    page.keyboard.press("Escape")
    open_gallery(page).get_by_role("button", name="Blank journey").wait_for()
    drawn(page)
    found["gallery"] = troubles(page)
    assert {name: what for name, what in found.items() if what} == {}
