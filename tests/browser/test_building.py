"""Building a journey by hand, as a person does: dragging, connecting, writing, undoing, copying, reloading."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Go, drawn, picture
from .hand import ENTRY, Hand
from .shelf import long_journey, new_blank, open_text, turn_view

pytestmark = pytest.mark.browser

DROPPED = [
    # kind, the way out it is dropped on, and the id it gets
    ("Delay", (ENTRY, "start"), "delay_1"),
    ("Random split", ("delay_1", "next"), "random_split_1"),
    ("Conditional split", ("random_split_1", "A"), "split_1"),
    ("SMS", ("split_1", "yes"), "sms_1"),
    ("E-mail", ("split_1", "everyone_else"), "email_1"),
    ("Delay", ("sms_1", "next"), "delay_2"),
    ("Conditional split", ("delay_2", "next"), "split_2"),
    ("E-mail", ("split_2", "yes"), "email_2"),
    ("E-mail", ("split_2", "everyone_else"), "email_3"),
    ("Delay", ("email_2", "next"), "delay_3"),
    ("Conditional split", ("delay_3", "next"), "split_3"),
    ("Push", ("split_3", "yes"), "push_1"),
    ("E-mail", ("split_3", "everyone_else"), "email_4"),
    ("Exit", ("push_1", "next"), "exit_1"),
]
"""The checkout rescue: an hour, a hold-out, a text or an e-mail, a day, proof or free shipping, a deadline."""
IDS = {node for _, _, node in DROPPED}
CONNECTED = [
    ("email_1", "next", "delay_2"),
    ("email_3", "next", "delay_3"),
    ("email_4", "next", "exit_1"),
    ("random_split_1", "B", "exit_1"),
]
WRITTEN = {
    "sms_1": "Your cart is saved",
    "email_2": "Shipping is on us",
    "email_4": "Kept until tomorrow",
}


@pytest.fixture
def tall(go: Go) -> Page:
    """A page high enough that a whole journey can be seen and reached."""
    page: Page = go("/design")
    page.set_viewport_size({"width": 1680, "height": 1500})
    return page


Bring = Callable[[Hand, str], None]


def all_of_it(hand: Hand, _node: str) -> None:
    """See the whole journey, whichever step is meant."""
    hand.see_all()


def searched(hand: Hand, node: str) -> None:
    """Bring a step into sight by searching it, as one does where not all can be seen."""
    hand.focus()
    hand.press("/")
    hand.page.keyboard.type(node)
    hand.press("Enter")
    hand.page.wait_for_timeout(350)


def build(hand: Hand, begin: tuple[str, str], bring: Bring = all_of_it) -> None:
    """Drop and connect every step of the checkout rescue, the first on the way out `begin`."""
    for kind, (source, port), node in DROPPED:
        spot = begin if source == ENTRY else (source, port)
        bring(hand, spot[0])
        hand.drop(kind, hand.spot(*spot))
        expect(hand.card(node)).to_be_visible()
    for source, port, target in CONNECTED:
        bring(hand, source)
        hand.connect(source, port, target)


def write(hand: Hand, node: str, title: str, bring: Bring = all_of_it) -> None:
    """Give a message a title and a text in its editor."""
    bring(hand, node)
    hand.select(node)
    editor = hand.page.locator(".side")
    editor.get_by_label("Title", exact=True).fill(title)
    editor.get_by_label("Text", exact=True).first.fill(f"{title}. {{{{ link }}}}")
    hand.focus()


def test_the_checkout_rescue_is_built_by_dragging_and_connecting_only(tall: Page) -> None:
    new_blank(tall)
    hand = Hand(tall)
    build(hand, (ENTRY, "start"))
    for node, title in WRITTEN.items():
        write(hand, node, title)
    hand.see_all()
    nodes, wires = IDS, hand.wires()
    assert hand.ids() == nodes
    assert {f"{source} {port}" for source, port, _ in CONNECTED} <= wires
    assert len(wires) == len(DROPPED) + len(CONNECTED)
    picture(tall, "built")

    take_back(tall, "Undo")
    assert hand.ids() == set()
    take_back(tall, "Redo")
    hand.see_all()
    assert (hand.ids(), hand.wires()) == (nodes, wires)
    for node, title in WRITTEN.items():
        expect(hand.card(node).locator(".title")).to_have_text(title)


def copy_branch(hand: Hand) -> None:
    """Select a branch with Shift held, copy it, and paste it after the entry of its own."""
    hand.focus()
    hand.press("Escape")
    hand.page.keyboard.down("Shift")
    for node in ("split_3", "push_1", "email_4"):
        hand.select(node)
    hand.page.keyboard.up("Shift")
    hand.press("Control+c", "Control+v")


def test_a_copied_branch_and_everything_else_is_there_after_a_reload(tall: Page) -> None:
    new_blank(tall)
    hand = Hand(tall)
    build(hand, (ENTRY, "start"))
    write(hand, "push_1", "Kept until tomorrow")
    hand.see_all()
    copy_branch(hand)
    expect(hand.card("split_4")).to_be_attached()
    expect(hand.card("push_2").locator(".title")).to_have_text("Kept until tomorrow")
    hand.see_all()
    nodes, wires = hand.ids(), hand.wires()
    assert {"split_4 yes", "split_4 everyone_else"} <= wires
    hand.kept()
    tall.reload()
    drawn(tall)
    hand = Hand(tall)
    hand.see_all()
    assert (hand.ids(), hand.wires()) == (nodes, wires)
    hand.focus()
    hand.press("Control+z")  # the undo list is still there, too
    expect(hand.card("split_4")).to_have_count(0)
    assert hand.ids() == IDS


def test_the_same_is_built_at_the_end_of_a_journey_of_two_hundred_steps(tall: Page) -> None:
    last = long_journey(tall, steps=200)
    hand = Hand(tall)
    for _ in range(3):
        tall.get_by_role("button", name="Zoom out").click()
    build(hand, (last, "next"), searched)
    for node, title in WRITTEN.items():
        write(hand, node, title, searched)
    searched(hand, "split_3")
    copy_branch(hand)
    hand.kept()
    tall.reload()
    drawn(tall)
    text = open_text(tall)
    steps = IDS | {"split_4", "push_2", "email_5"}
    assert {node for node in steps if f"\n  {node}:" not in text} == set()
    assert all(text.count(title) >= 1 for title in WRITTEN.values())
    turn_view(tall, "Board")
    hand = Hand(tall)
    take_back(tall, "Undo")
    hand.kept()
    assert {node for node in steps if f"\n  {node}:" in open_text(tall)} == set()
    turn_view(tall, "Board")
    take_back(Hand(tall).page, "Redo")
    hand.kept()
    again = open_text(tall)
    assert {node for node in steps if f"\n  {node}:" not in again} == set()


def take_back(page: Page, name: str) -> None:
    """Press Undo, or Redo, to its end."""
    button = page.get_by_role("button", name=name, exact=True)
    while button.is_enabled():
        button.click()
