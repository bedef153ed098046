"""More than one person at a journey: links to look, two who edit, and what they say to each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Go, drawn, picture
from .hand import Hand
from .revisions import open_small, pick, retitle, save, title
from .shelf import turn_view

pytestmark = pytest.mark.browser

Visit = Callable[[str], Page]


@pytest.fixture
def visit(new_context: Any, app_url: str) -> Visit:
    """Another person at a browser of their own, who opens an address of the app."""

    def visited(address: str) -> Page:
        context = new_context(viewport={"width": 1440, "height": 900})
        page: Page = context.new_page()
        page.goto(address if address.startswith("http") else f"{app_url}{address}")
        drawn(page)
        return page

    return visited


def test_whoever_has_a_link_can_look_and_not_edit_until_it_is_taken_back(
    go: Go, visit: Visit
) -> None:
    page: Page = go("/design")
    open_small(page, "To look at")
    page.get_by_role("button", name="Share").first.click()
    pick(page, "share-newest").get_by_role("button").click()
    link = page.get_by_test_id("stCode").first
    expect(link).to_contain_text("/shared?key=", timeout=20_000)

    guest = visit(link.inner_text().strip())
    expect(guest.locator("h1")).to_have_text("To look at")
    hand = Hand(guest)
    picture(guest, "shared")
    assert hand.ids() == {"wait", "first", "second", "done"}
    assert hand.astray() == []
    hand.select("first")
    expect(guest.locator(".side").get_by_label("Title", exact=True)).to_be_disabled()
    hand.focus()
    hand.press("Delete", "a")
    assert hand.ids() == {"wait", "first", "second", "done"}
    expect(guest.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    turn_view(guest, "Map")
    point = guest.get_by_role("slider", name="Feeling at First text")
    expect(point).to_have_attribute("aria-readonly", "true")
    point.focus()
    guest.keyboard.press("ArrowUp")
    expect(point).to_have_attribute("aria-valuetext", "not set")
    expect(guest.locator(".map-note")).to_have_count(0)

    page.get_by_role("button", name="Take this link back").click()
    expect(link).to_have_count(0, timeout=20_000)
    guest.reload()
    drawn(guest)
    expect(guest.get_by_text("The link is not known, or it was taken back.")).to_be_visible()
    assert guest.locator(".react-flow__node").count() == 0


def both_edit(ana: Page, visit: Visit, name: str, *, same: bool) -> Page:
    """Ana and Ben retitle a step each, or the same one; Ana saves first, Ben second, and must choose."""
    ben = visit(open_small(ana, name))
    retitle(ana, "first", "By Ana")
    retitle(ben, "first" if same else "second", "By Ben")
    expect(title(ana, "second")).to_have_text("Second mail")
    expect(title(ben, "first")).to_have_text("By Ben" if same else "First text")
    save(ana, "Ana was here", "Ana")
    save(ben, "Ben was here", "Ben")
    choice = pick(ben, "meeting")
    expect(choice).to_contain_text("Somebody else saved this journey while you were editing it.")
    expect(choice).to_contain_text(re.compile("Revision 2 · Ana.*Ana was here"))
    expect(choice).to_contain_text("“By Ana” instead of “First text”")
    expect(choice).to_contain_text("“By Ben” instead of")
    return ben


def reopened(page: Page) -> Page:
    """The page after a reload."""
    page.reload()
    drawn(page)
    Hand(page)
    return page


def test_two_people_edit_different_steps_and_combining_keeps_both(go: Go, visit: Visit) -> None:
    ana: Page = go("/design")
    ben = both_edit(ana, visit, "Both stand", same=False)
    picture(ben, "meeting")
    expect(pick(ben, "meeting")).to_contain_text("both can stand")
    pick(ben, "combine").get_by_role("button").click()
    expect(ben.get_by_text("Saved · revision 3")).to_be_visible(timeout=20_000)
    for page in (ben, reopened(ana)):
        expect(title(page, "first")).to_have_text("By Ana")
        expect(title(page, "second")).to_have_text("By Ben")
    # Where the choice stood, the board stands again, down to the bottom of the window.
    board: Any = ben.locator(".board").first.bounding_box()
    assert board["y"] + board["height"] > 860


def test_mine_is_kept_over_theirs_and_theirs_stays_in_the_history(go: Go, visit: Visit) -> None:
    ana: Page = go("/design")
    ben = both_edit(ana, visit, "Mine stands", same=True)
    expect(pick(ben, "meeting")).to_contain_text("Where only one of you can have it")
    pick(ben, "keep-mine").get_by_role("button").click()
    expect(ben.get_by_text("Saved · revision 3")).to_be_visible(timeout=20_000)
    expect(title(reopened(ana), "first")).to_have_text("By Ben")
    turn_view(ana, "History")
    expect(pick(ana, "revision-2")).to_contain_text("Ana was here")
    expect(pick(ana, "revision-3")).to_contain_text(re.compile("Ben, .*: Ben was here"))


def test_theirs_is_taken_and_mine_can_be_brought_back(go: Go, visit: Visit) -> None:
    ana: Page = go("/design")
    ben = both_edit(ana, visit, "Theirs stands", same=True)
    pick(ben, "take-theirs").get_by_role("button").click()
    expect(ben.get_by_text("Saved · revision 2")).to_be_visible(timeout=20_000)
    expect(title(ben, "first")).to_have_text("By Ana")
    pick(ben, "bring-back").get_by_role("button").click()
    expect(title(ben, "first")).to_have_text("By Ben", timeout=20_000)
    expect(ben.get_by_text("Draft since revision 1")).to_be_visible()
    expect(title(reopened(ana), "first")).to_have_text("By Ana")  # his draft is his own


def test_a_comment_is_seen_on_its_step_by_the_other_person_who_resolves_it(
    go: Go, visit: Visit
) -> None:
    ana: Page = go("/design")
    address = open_small(ana, "Talked about")
    hand = Hand(ana)
    hand.select("first")
    ana.get_by_role("tab", name="Comments").click()
    ana.get_by_label("Add a comment").fill("Is <b>this</b> too long?")
    ana.get_by_role("button", name="Comment", exact=True).click()
    badge = hand.card("first").locator(".comments")
    expect(badge).to_have_text("1")
    expect(ana.locator(".in-thread")).to_contain_text("today", timeout=20_000)

    ben = visit(address)
    Hand(ben).card("first").locator(".comments").click()
    thread = ben.locator(".in-thread").first
    expect(thread).to_contain_text("Is <b>this</b> too long?")
    thread.get_by_role("button", name="Resolve").click()
    expect(Hand(ben).card("first").locator(".comments")).to_have_count(0, timeout=20_000)
    expect(ben.get_by_text("1 resolved comment")).to_be_visible()
    ben.wait_for_timeout(500)
    assert title(reopened(ana), "first").inner_text() == "First text"
    expect(Hand(ana).card("first").locator(".comments")).to_have_count(0)
