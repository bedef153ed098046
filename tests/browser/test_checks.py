"""The Checks page in a browser: what users wrote never runs, findings lead to the board, nothing is wider than a phone."""

from __future__ import annotations

from typing import Any

import pytest

from journeyboard.journey.edits import SetField, apply
from journeyboard.journey.file import dumps, load
from journeyboard.journey.samples import sample_journeys

from .conftest import Go, drawn, picture
from .shelf import open_file

pytestmark = pytest.mark.browser
SCRIPT = "<img src=x onerror=\"document.body.dataset.ran='yes'\"><script>document.body.dataset.ran='yes'</script>"


def spiteful() -> str:
    """The file of a journey whose names, texts and reasons are markup."""
    journey = load(sample_journeys()["bad_example"])
    for node, path, value in (
        (None, "id", "spite"),
        ("sms_now", "title", SCRIPT),
        ("sms_now", "metric", f"{SCRIPT} open rate"),
        (None, "north_star", f"{SCRIPT} texts"),
        (None, "ignore", {"JB113": SCRIPT}),
    ):
        journey = apply(journey, SetField(node=node, path=path, value=value))
    return dumps(journey.model_copy(update={"name": SCRIPT}))


def test_what_users_wrote_is_text(go: Go) -> None:
    open_file(go("/design"), "spite.journey.yaml", spiteful())
    page = go("/checks?journey=spite")
    page.get_by_text("JB600").first.wait_for()
    assert page.locator("[data-testid=stMain] img[src=x]").count() == 0
    assert page.evaluate("document.body.dataset.ran") is None
    assert page.get_by_text("onerror").count() > 0


def test_a_finding_is_fixed_and_another_opened_on_the_board(go: Go) -> None:
    page = go("/checks?journey=bad_example")
    clicked(page, "fix-error-JB120")
    page.get_by_text("Draft since revision 1").wait_for()
    page.locator(".st-key-rule-error-JB120").wait_for(state="detached")
    clicked(page, "undo-check")
    page.locator(".st-key-rule-error-JB120").wait_for()
    clicked(page, "open-warning-JB600")
    page.get_by_role("heading", name="Design").wait_for()
    assert "/design?journey=bad_example" in page.url
    page.locator(".react-flow__node.selected", has_text="Discount at once").wait_for()


@pytest.mark.parametrize("address", ["?journey=bad_example", "?tab=catalogue"])
def test_nothing_is_wider_than_a_phone(go: Go, address: str) -> None:
    page = go(f"/checks{address}", width=390, dark=True)
    picture(page, f"checks-phone-{'findings' if 'journey' in address else 'catalogue'}")
    wide = "main => main.scrollWidth - main.clientWidth"
    assert page.locator("[data-testid=stMain]").evaluate(wide) <= 1


def clicked(page: Any, key: str) -> None:
    page.locator(f"[class*='st-key-{key}'] button:visible").first.click()
    drawn(page)
