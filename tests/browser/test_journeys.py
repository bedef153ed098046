"""What happens to a journey around the board: made, named, deleted, exported, and kept in revisions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from journeyboard.journey.file import load

from .conftest import Go, drawn, picture
from .hand import Hand, centre
from .revisions import SMALL, ask_to_save, open_box, open_small, pick, retitle, save, title
from .shelf import open_file, open_gallery, turn_view

pytestmark = pytest.mark.browser


def exported(page: Page, form: str) -> Path:
    """Export the journey in hand, with the File box open."""
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Export {form}").click()
    path = Path(download.value.path())
    return path.rename(path.with_name(download.value.suggested_filename))


def test_the_gallery_offers_eleven_templates_and_three_cases_and_opens_the_chosen_one(
    go: Go,
) -> None:
    page: Page = go("/design")
    gallery = open_gallery(page)
    offers = gallery.get_by_role("button", name=re.compile("^Use "))
    expect(offers.nth(13)).to_be_visible(timeout=20_000)
    names = {offer.inner_text().rpartition("Use ")[2] for offer in offers.all()}
    assert len(names) >= 14
    picture(page, "gallery")
    wanted = [
        "welcome",
        "browse",
        "cart",
        "checkout",
        "delivery",
        "replenish",
        "vip",
        "referral",
        "birthday",
        "win back",
        "sunset",
    ]
    assert [word for word in wanted if not any(word in name.lower() for name in names)] == []
    gallery.get_by_role("button", name="Use Sunset").click()
    expect(page.locator(".insp h3").first).to_have_text("Sunset", timeout=30_000)
    hand = Hand(page)
    assert len(hand.ids()) > 5
    assert hand.astray() == []


def test_a_renamed_journey_is_called_so_on_the_board_and_in_the_list(go: Go) -> None:
    page: Page = go("/design")
    open_small(page, "Shelf life")
    shown = page.get_by_role("combobox", name="Journey")
    open_box(page)
    page.get_by_text("Rename", exact=True).first.click()
    name = pick(page, "new-name").get_by_role("textbox")
    name.fill("Long life")
    name.press("Enter")
    pick(page, "rename").get_by_role("button").click()
    expect(page.locator(".insp h3").first).to_have_text("Long life", timeout=20_000)
    expect(page.get_by_text("Saved · revision 2")).to_be_visible()
    expect(shown).to_have_value("Long life")


def test_a_copy_of_a_journey_is_deleted_and_brought_back(go: Go) -> None:
    page: Page = go("/design")
    open_small(page, "Long life here")
    shown = page.get_by_role("combobox", name="Journey")
    open_box(page)
    pick(page, "copy").get_by_role("button").click()
    expect(shown).to_have_value("Long life here (copy)", timeout=20_000)
    expect(title(page, "first")).to_have_text("First text")

    for way_back in ("Undo", "gallery"):
        open_box(page)
        pick(page, "delete").get_by_role("button").click()
        gone = pick(page, "put-away-box")
        expect(gone).to_contain_text("“Long life here (copy)” is put away", timeout=20_000)
        expect(shown).not_to_have_value("Long life here (copy)")
        if way_back == "Undo":
            gone.get_by_role("button", name="Undo").click()
        else:
            gallery = open_gallery(page)
            gallery.get_by_role("button", name="Bring back").first.click()
        expect(shown).to_have_value("Long life here (copy)", timeout=20_000)
        expect(title(page, "first")).to_have_text("First text")


def test_exports_hold_the_journey_and_a_file_opened_again_is_the_same_journey(go: Go) -> None:
    page: Page = go("/design")
    open_small(page, "Out and in")
    retitle(page, "first", "Not saved yet")
    open_box(page)
    page.get_by_text("Export", exact=True).first.click()
    yaml, written = exported(page, "YAML"), exported(page, "JSON")
    drawing = exported(page, "Mermaid").read_text("utf-8")
    assert [path.name for path in (yaml, written)] == [
        "out_and_in.journey.yaml",
        "out_and_in.journey.json",
    ]
    assert "# Kept as it is typed." in yaml.read_text("utf-8")
    assert json.loads(written.read_text("utf-8"))["nodes"]["first"]["title"] == "Not saved yet"
    journey = load(yaml)
    assert journey == load(written)
    assert "Not saved yet" in drawing
    assert "flowchart" in drawing
    page.keyboard.press("Escape")

    open_file(page, yaml.name, yaml.read_bytes())
    page.get_by_text("is open.").last.wait_for()
    expect(title(page, "first")).to_have_text("Not saved yet")
    open_box(page)
    if not page.get_by_role("button", name="Export YAML").is_visible():
        page.get_by_text("Export", exact=True).first.click()
    again = load(exported(page, "YAML"))
    assert again.model_copy(update={"id": journey.id, "name": journey.name}) == journey


def test_a_word_said_in_passing_lies_over_no_button(go: Go) -> None:
    page: Page = go("/design")
    open_file(page, "word.yaml", SMALL.format(id="word", name="Word"))
    expect(page.get_by_text("“Word” is open.")).to_be_visible(timeout=20_000)
    page.wait_for_timeout(400)  # it slides in
    for name in ("Save", "Share", "File"):
        button = page.get_by_role("button", name=name).first
        assert button.evaluate(
            "button => { const { x, y, width, height } = button.getBoundingClientRect();"
            " return button.contains(document.elementFromPoint(x + width / 2, y + height / 2)) }"
        ), name


def test_a_revision_says_who_and_why_and_the_name_is_asked_once_per_browser(go: Go) -> None:
    page: Page = go("/design")
    open_small(page, "Who and why")
    retitle(page, "first", "A shorter text")
    save(page, "Shorter first text", "Ana Lima")
    retitle(page, "first", "An even shorter text")
    expect(ask_to_save(page)).to_have_count(0)
    expect(page.get_by_role("textbox", name="What changed")).to_have_value(
        re.compile("An even shorter text")
    )
    page.get_by_role("button", name="Save revision").click()
    expect(page.get_by_text("Saved · revision 3")).to_be_visible(timeout=20_000)
    page.reload()
    drawn(page)
    retitle(page, "first", "The shortest text")
    expect(ask_to_save(page)).to_have_count(0)  # nor after a reload
    page.keyboard.press("Escape")
    turn_view(page, "History")
    expect(pick(page, "revision-2")).to_contain_text(
        re.compile(r"Ana Lima, .*: Shorter first text")
    )
    expect(pick(page, "revision-3")).to_contain_text("Ana Lima")


def with_two_revisions(page: Page, name: str) -> None:
    """A journey whose second revision retitles a step, lacks another, and has a new one."""
    open_small(page, name)
    retitle(page, "first", "A shorter text")
    hand = Hand(page)
    hand.select("wait")
    hand.focus()
    hand.press("Delete")
    hand.drop("Push", hand.spot("second"))
    expect(hand.card("push_1")).to_be_visible()
    hand.kept()
    save(page, "All at once", "Ana")


def test_an_old_revision_cannot_be_edited_and_restoring_it_is_a_draft_that_undo_takes_back(
    go: Go,
) -> None:
    page: Page = go("/design")
    with_two_revisions(page, "Old and new")
    turn_view(page, "History")
    pick(page, "open-1").get_by_role("button").click()
    expect(page).to_have_url(re.compile("revision=1"))
    hand = Hand(page)
    picture(page, "revision")
    assert hand.astray() == []
    nodes, wires = hand.ids(), hand.wires()
    assert {"wait", "first"} <= nodes
    hand.select("first")
    expect(page.locator(".side").get_by_label("Title", exact=True)).to_be_disabled()
    hand.focus()
    hand.press("Delete", "Control+x", "Control+d", "Control+v", "ArrowRight", "a", "t")
    assert (hand.ids(), hand.wires()) == (nodes, wires)
    expect(page.locator(".palette, .piece, .grow")).to_have_count(0)

    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("Draft since revision 2")).to_be_visible(timeout=20_000)
    expect(page.locator(".palette")).to_be_visible(timeout=20_000)
    hand = Hand(page)
    expect(hand.card("first")).to_be_visible()
    assert hand.ids() == nodes
    assert hand.astray() == []
    expect(title(page, "first")).to_have_text("First text")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(title(page, "first")).to_have_text("A shorter text")
    assert "wait" not in hand.ids()
    expect(page.get_by_text("Saved · revision 2")).to_be_visible(timeout=20_000)


def test_a_card_of_an_old_revision_stays_where_it_is_when_a_hand_drags_it(go: Go) -> None:
    page: Page = go("/design")
    open_small(page, "Nothing moves")
    turn_view(page, "History")
    pick(page, "open-1").get_by_role("button").click()
    hand = Hand(page)
    first = hand.card("first")
    place = first.evaluate("card => card.style.transform")
    x, y = centre(first.locator(".title"))
    hand.drag((x, y), (x - 200, y + 80))
    assert first.evaluate("card => card.style.transform") == place


def test_two_revisions_stand_side_by_side_with_what_differs_marked_and_in_words(go: Go) -> None:
    page: Page = go("/design")
    with_two_revisions(page, "Side by side")
    turn_view(page, "History")
    pick(page, "compare-1").get_by_role("button").click()
    said = pick(page, "changes")
    expect(said).to_contain_text("A shorter text", timeout=20_000)
    expect(page.locator(".board")).to_have_count(2)
    picture(page, "compare")
    for sentence in (
        "Removed Delay “An hour alone”",
        "Added Push",
        "“A shorter text” instead of “First text”",
    ):
        expect(said).to_contain_text(sentence)
    before, after = page.locator(".board").first, page.locator(".board").last

    def marks(board: Locator) -> dict[str, str]:
        marked = board.locator(".react-flow__node:has(.mark)").all()
        return {
            str(card.get_attribute("data-id")): card.locator(".mark").inner_text()
            for card in marked
        }

    expect(after.locator(".mark").first).to_be_attached()
    old, new = marks(before), marks(after)
    assert (old["wait"], old["first"]) == ("removed", "changed")
    assert (new["push_1"], new["first"]) == ("added", "changed")
    assert "done" not in old.keys() | new.keys()
    page.get_by_role("combobox", name="Compared with").click()
    page.get_by_role("option", name="revision 2").click()
    expect(page).to_have_url(re.compile("against=2"))
    expect(page.get_by_text("From revision 1 to revision 2")).to_be_visible()
