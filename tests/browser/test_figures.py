"""What the last run says on the board, and the findings with their fixes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Go, drawn, picture
from .hand import Hand
from .shelf import open_file

pytestmark = pytest.mark.browser

ODD = """
schema_version: 1
id: odd_weights
name: Odd weights
entry: {kind: event, event: checkout.started}
start: split
nodes:
  split:
    kind: random_split
    title: Two arms
    arms: [{name: A, weight: 50, next: one}, {name: B, weight: 30, next: done}]
  one: {kind: sms, title: One text, body: Hello., next: done}
  done: {kind: exit, title: End}
"""


@pytest.fixture
def flown(go: Go) -> Page:
    """The checkout rescue on the board, once the sample that Home flies has landed."""
    page: Page = go("/")
    address = page.url.split("/")[2]
    for _ in range(30):
        page.goto(f"http://{address}/design?journey=checkout_rescue&live=off")
        drawn(page)
        Hand(page)
        if page.locator(".figures").count() > 1:
            return page
        page.wait_for_timeout(2000)
    pytest.fail("the sample did not land within a minute")


def rates(page: Page, node: str) -> dict[str, tuple[int, str]]:
    """What a card says of the last run: count and rate by name."""
    cells = page.locator(f'.react-flow__node[data-id="{node}"] .figures > div').all()
    return {
        cell.locator("dt").inner_text(): _said(cell.locator("dd").inner_text()) for cell in cells
    }


def _said(words: str) -> tuple[int, str]:
    count, *rate = words.replace(",", "").split(maxsplit=1)
    return int(count), "".join(rate).strip()


def share(count: int, of: int) -> str:
    """A rate as the cards write it."""
    return f"{100 * count / of:.1f} %"


def test_the_cards_show_the_last_run_and_their_rates_follow_the_denominator(flown: Page) -> None:
    picture(flown, "figures")
    entries = rates(flown, "entry")["entries"][0]
    text = rates(flown, "reminder")
    sent, clicked = text["sent"][0], text["clicked"][0]
    assert 0 < clicked < sent < entries
    assert set(text) >= {"sent", "clicked", "ordered", "opt-outs"}
    before = {name: rate for name, (_, rate) in text.items()}
    switch = flown.get_by_label("Rates are shares")

    switch.select_option(label="of entries")
    for count, rate in rates(flown, "reminder").values():
        assert rate == share(count, entries)
    switch.select_option(label="of delivered")
    delivered = rates(flown, "reminder")
    assert delivered["clicked"] == (clicked, before["clicked"])
    assert delivered["sent"] == (sent, "—")
    assert float(delivered["clicked"][1].removesuffix(" %")) >= float(
        share(clicked, sent).removesuffix(" %")
    )
    switch.select_option(label="of the step before")
    assert {name: rate for name, (_, rate) in rates(flown, "reminder").items()} == before


def test_a_wire_is_as_wide_as_the_share_of_entries_that_went_along_it(flown: Page) -> None:
    def width(wire: str) -> float:
        stream = flown.locator(f".react-flow__edge[data-id='{wire}'] .stream")
        return float(re.findall(r"[\d.]+", stream.get_attribute("style") or "")[0])

    whole, first = width('["entry","start"]'), width('["first_hour","next"]')
    rescued, held_out = width('["holdout","rescue"]'), width('["holdout","control"]')
    assert whole > first > rescued > held_out
    came, went_on = rates(flown, "entry")["entries"][0], rates(flown, "holdout")["in"][0]
    thin = whole - (whole - first) / (1 - went_on / came)  # what a wire has that nobody takes
    assert thin > 0
    # Everybody who came to the split has left it by one of its arms.
    assert (rescued - thin) + (held_out - thin) == pytest.approx(first - thin, rel=0.01)


def test_after_an_edit_the_counts_are_said_to_be_from_before_it(flown: Page) -> None:
    said = flown.locator(".per")
    expect(said).to_contain_text("Last run:")
    hand = Hand(flown)
    hand.select("first_hour")
    flown.locator(".side").get_by_label("Title", exact=True).fill("An hour alone")
    expect(said).to_contain_text("Last run, before this edit:")
    expect(hand.card("reminder").locator(".figures.stale")).to_be_attached()
    hand.focus()
    hand.press("Control+z")
    expect(said).to_contain_text("Last run:")
    expect(flown.locator(".figures.stale")).to_have_count(0)


def test_a_badge_opens_its_finding_and_mending_it_is_one_step_that_undo_takes_back(go: Go) -> None:
    page = go("/design")
    open_file(page, "odd.journey.yaml", ODD)
    hand = Hand(page)
    split = hand.card("split")
    split.locator(".level").click()
    here = page.get_by_role("region", name="Of this step")
    expect(here).to_contain_text("The weights add up to 80, not 100")
    undo = page.get_by_role("button", name="Undo", exact=True)
    expect(undo).to_be_disabled()
    here.get_by_role("button", name="Mend it").click()
    expect(split.locator(".level")).to_have_count(0)
    undo.click()
    expect(undo).to_be_disabled()
    expect(split.locator(".level")).to_be_visible()
