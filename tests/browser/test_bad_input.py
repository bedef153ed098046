"""What does not belong on a board: foreign pastes, broken files, huge ones, and texts that look like code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Go, drawn
from .hand import Hand, centre
from .shelf import long_journey, open_file, open_gallery, open_text, turn_view

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script> **bold** [link](javascript:alert(3)) {{ 7 | times: 6 }}"
RTL = "\u202eשלום עולם 👩‍👩‍👧 مرحبا"
MADE = """() => {
  const roots = [document, ...[...document.querySelectorAll('*')].flatMap((one) => one.shadowRoot ?? [])];
  return roots.flatMap((root) => [...root.querySelectorAll('img[onerror], img[src$="/x"], a[href^="javascript:"], [onerror]')]).length
    + roots.flatMap((root) => [...root.querySelectorAll('script')]).filter((one) => one.textContent.includes('alert(')).length;
}"""


@pytest.fixture
def board(go: Go) -> Iterator[Page]:
    """The Design page; no script of a user's text may open a dialog on it."""
    page: Page = go("/design")
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    yield page
    assert opened == []
    assert page.evaluate(MADE) == 0


def journey(nodes: dict[str, Any], **settings: Any) -> str:
    """A journey file in JSON, begun at its first node."""
    head = {
        "schema_version": 1,
        "id": "odd",
        "name": "Odd",
        "entry": {"kind": "event", "event": "checkout.started"},
    }
    return json.dumps({**head, "start": next(iter(nodes)), "nodes": nodes, **settings})


def paste(hand: Hand, text: str) -> None:
    """Put a text on the clipboard and press Ctrl+V on the board."""
    hand.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    hand.focus()
    hand.press("Control+v")


def steps(*nodes: Any, version: int = 1) -> str:
    """Copied steps, as another tab leaves them on the clipboard."""
    return json.dumps({"journeyboard/steps": version, "nodes": list(nodes)})


def test_a_foreign_or_broken_paste_is_answered_with_a_sentence_and_changes_nothing(
    board: Page,
) -> None:
    board.context.grant_permissions(["clipboard-read", "clipboard-write"])
    long_journey(board, steps=2)
    hand, undo = Hand(board), board.get_by_role("button", name="Undo", exact=True)
    before = (hand.ids(), hand.wires())
    foreign, damaged = "is no step of a journey", "are damaged"
    refused = {
        "Dear team, please see below.\n<b>Best</b>": foreign,
        '{"nodes": [{"id": "a", "kind": "sms"}]}': foreign,
        "[1, 2": foreign,
        "": "nothing to paste",
        steps(): damaged,
        steps({"id": "a"}): damaged,
        steps({"id": "a b<i>", "kind": "sms"}): damaged,
        steps({"id": "entry", "kind": "sms"}): damaged,
        steps("sms", None): damaged,
        steps({"id": "a", "kind": "sms"}, version=2): "copied in a newer version",
        steps(*[{"id": f"a{i}", "kind": "sms"} for i in range(501)]): "too many to paste",
    }
    for text, sentence in refused.items():
        paste(hand, text)
        expect(board.locator(".notices")).to_contain_text(sentence)
        assert (hand.ids(), hand.wires()) == before
        expect(undo).to_be_disabled()


def test_pasted_steps_with_unfit_fields_are_drawn_refused_in_a_sentence_and_can_be_undone(
    board: Page,
) -> None:
    board.context.grant_permissions(["clipboard-read", "clipboard-write"])
    long_journey(board, steps=2)
    hand = Hand(board)
    paste(hand, steps({"id": "odd", "kind": "delay", "for": {"no": ["such", "wait"]}, "title": 7}))
    notices = board.locator(".notices")
    expect(notices).to_contain_text("This cannot be kept yet", timeout=20_000)
    notices.get_by_role("button", name="Undo").click()
    expect(hand.card("odd")).to_have_count(0)
    hand.kept()
    expect(notices).not_to_contain_text("This cannot be kept yet")
    assert "odd" not in open_text(board)


def test_five_thousand_steps_open_and_are_panned_edited_and_saved(board: Page) -> None:
    last = long_journey(board, steps=5000)
    hand = Hand(board)
    hand.kept()
    view = board.locator(".react-flow__viewport")
    at = view.get_attribute("style")
    board.mouse.move(*centre(hand.board))
    board.mouse.wheel(0, 300)
    expect(view).not_to_have_attribute("style", str(at))
    hand.focus()
    hand.press("/")
    board.keyboard.type(last)
    hand.press("Enter")
    expect(hand.card(last)).to_be_in_viewport()
    board.locator(".side").get_by_label("Title", exact=True).fill("The very last")
    hand.focus()
    hand.press("Control+s")
    expect(board.get_by_text("Saved as revision 2.")).to_be_visible(timeout=90_000)
    expect(hand.card(last).locator(".title")).to_have_text("The very last")


def test_a_circle_is_drawn_and_the_findings_say_so(board: Page) -> None:
    ring = {
        "a": {"kind": "sms", "body": "A", "next": "b"},
        "b": {"kind": "delay", "for": "1 day", "next": "a"},
    }
    open_file(board, "ring.journey.json", journey(ring))
    expect(board.locator(".react-flow__edge")).to_have_count(3)
    assert Hand(board).wires() == {"entry start", "a next", "b next"}
    board.get_by_role("tab", name="Findings").click()
    expect(board.get_by_role("tabpanel")).to_contain_text("a → b → a goes round without end")


def test_code_in_any_text_is_shown_as_text_wherever_it_is_shown(board: Page) -> None:
    odd = {
        "a": {
            "kind": "split",
            "title": EVIL,
            "branches": [{"name": EVIL[:60], "when": {"consent": {"channel": "sms"}}, "next": "b"}],
            "notes": EVIL,
        },
        "b": {"kind": "sms", "title": EVIL, "body": EVIL, "metric": EVIL, "job": EVIL},
        "c": {"kind": "note", "text": EVIL},
        "d": {"kind": "email", "title": RTL, "subject": RTL, "body": "x" * 40_000},
    }
    open_file(board, "odd.journey.json", journey(odd, name=EVIL, description=EVIL))
    expect(board.get_by_text(f"“{EVIL}” is open.")).to_be_visible()
    hand = Hand(board)
    for node in ("a", "b"):
        expect(hand.card(node).locator(".title")).to_have_text(EVIL)
    expect(hand.card("c").locator(".excerpt")).to_contain_text(EVIL[:60])
    expect(hand.card("d").locator(".title")).to_have_text(RTL)
    expect(hand.card("a").locator(".ports")).to_contain_text("<img src=x")
    hand.select("b")
    expect(board.locator(".insp h3").first).to_have_text(EVIL)
    expect(board.locator(".insp figure").first).to_contain_text("<script>alert(2)</script>")
    board.get_by_role("tab", name="Comments").click()
    board.get_by_label("Add a comment").fill(EVIL)
    board.get_by_role("button", name="Comment", exact=True).click()
    expect(board.locator(".in-thread .in-text")).to_have_text(EVIL)
    hand.kept()
    assert board.evaluate(MADE) == 0
    turn_view(board, "Map")
    expect(board.get_by_text(EVIL).first).to_be_visible()
    assert board.evaluate(MADE) == 0
    turn_view(board, "Board")
    Hand(board).focus()
    hand.press("Control+s")
    turn_view(board, "History")
    board.get_by_role("button", name="Compare").first.click()
    drawn(board)
    expect(board.locator(".react-flow__node").nth(1)).to_be_visible()
    assert board.evaluate(MADE) == 0
    turn_view(board, "Board")
    board.get_by_role("button", name="File").first.click()
    board.get_by_role("button", name="Delete journey").click()
    expect(board.get_by_text(f"“{EVIL}” is put away", exact=False)).to_be_visible()
    drawn(board)
    expect(open_gallery(board).get_by_text(EVIL).first).to_be_visible()


def test_a_kind_of_a_newer_version_is_shown_as_unsupported_and_kept_in_the_file(
    board: Page,
) -> None:
    newer = {
        "a": {"kind": "hologram", "title": "Wave", "beam": {"colour": "teal"}, "next": "b"},
        "b": {"kind": "sms", "body": "B"},
    }
    open_file(board, "newer.journey.json", journey(newer))
    hand = Hand(board)
    expect(hand.card("a")).to_contain_text("Unsupported")
    hand.select("b")
    board.locator(".side").get_by_label("Title", exact=True).fill("Edited")
    hand.focus()
    hand.press("Control+s")
    expect(board.get_by_text("Saved as revision 2.")).to_be_visible(timeout=20_000)
    file = open_text(board)
    for kept in ("hologram", "Wave", "teal", "Edited"):
        assert kept in file


def test_a_file_that_is_no_journey_is_answered_with_a_sentence_and_nothing_is_opened(
    board: Page,
) -> None:
    name = board.get_by_role("combobox", name="Journey").input_value()
    away = journey({"a": {"kind": "sms", "body": "A", "next": "nowhere"}})
    twice = '{"schema_version": 1, "id": "t", "name": "T", "start": "a", "nodes": {"a": {"kind": "sms"}, "a": {"kind": "exit"}}}'
    for (file, content), sentence in {
        ("poem.yaml", "roses: [are, red\n  violets: - are"): "poem.yaml, line 2, column 10",
        ("list.yaml", "- 1\n- 2"): "list.yaml: the file holds a list.",
        ("image.yaml", b"\x89PNG\r\n\x1a\n\x00\xff"): "the file is not UTF-8 text.",
        ("twice.json", twice): "the node id “a” is used twice",
        ("away.json", away): "leads to “nowhere”, which does not exist.",
    }.items():
        open_file(board, file, content)
        expect(board.get_by_text(sentence).first).to_be_visible()
    expect(board.get_by_role("combobox", name="Journey")).to_have_value(name)
    expect(board.locator("[data-testid=stException]")).to_have_count(0)


def test_a_title_too_long_for_a_file_is_refused_in_a_sentence_and_stays_on_the_board(
    board: Page,
) -> None:
    long_journey(board, steps=2)
    hand = Hand(board)
    hand.select("n0")
    board.locator(".side").get_by_label("Title", exact=True).fill("W" * 100_000)
    hand.focus()
    hand.press("Control+s")
    expect(board.get_by_text("is longer than 50,000. Shorten it.").first).to_be_visible()
    box: Any = hand.card("n0").bounding_box()
    assert box["height"] < 200
    board.reload()
    drawn(board)
    expect(Hand(board).card("n0").locator(".title")).to_contain_text("WWWW")
