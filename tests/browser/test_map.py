"""The journey map beside the board: it is read, written, printed and saved as a picture; the board's own pictures, too."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Go, drawn, picture
from .hand import Hand, centre
from .shelf import open_file, open_text, turn_view

pytestmark = pytest.mark.browser

STAGES = ["Awareness", "Consideration", "Purchase", "Loyalty", "Advocacy"]
ROWS = ["Touchpoint", "Channel", "Timing", "Customer’s job", "Feeling", "Message", "Metric", "Risk"]
LEVEL = 34.5  # pixels between two feelings
JOB = "When I forget my cart, I want one word, so I can finish."
MAPPED = """
schema_version: 1
id: {id}
name: {name}
entry: {{kind: event, event: checkout.started}}
start: first
nodes:
  first: {{kind: sms, stage: consideration, title: "Cart <b>kept</b> & safe", body: "Your cart is saved.", next: wait}}
  wait: {{kind: delay, for: 1 day, next: second}}
  second: {{kind: email, stage: purchase, title: Shipping is on us, subject: On us, body: Hello., next: done}}
  done: {{kind: exit, title: End}}
"""
TITLES = ["Cart <b>kept</b> & safe", "Shipping is on us"]
PRINTS = "window.print = () => (window.top.printed ??= []).push(document.documentElement.outerHTML)"


@pytest.fixture
def mapped(go: Go, request: Any) -> Page:
    """The map of a journey of two messages, another journey for each test."""
    page: Page = go("/design")
    number = len(request.node.name)
    open_file(page, "mapped.yaml", MAPPED.format(id=f"mapped_{number}", name=f"Mapped {number}"))
    page.get_by_text(f"“Mapped {number}” is open.").wait_for()
    turn_view(page, "Map")
    page.locator(".map table").wait_for()
    return page


def feeling(page: Page, title: str) -> Locator:
    """The point of a touchpoint in the row of feelings."""
    return page.get_by_role("slider", name=f"Feeling at {title}")


def felt(page: Page, title: str, value: int) -> None:
    """Expect a feeling."""
    expect(feeling(page, title)).to_have_attribute("aria-valuenow", str(value))


def test_stages_are_columns_and_every_row_says_something_of_each_touchpoint(mapped: Page) -> None:
    picture(mapped, "map")
    table = mapped.locator(".map table")
    assert table.locator("thead th").all_inner_texts() == STAGES
    assert [
        row.locator("span").first.inner_text() for row in table.locator("tbody th").all()
    ] == ROWS
    # The empty stages keep a column each, and the two messages stand in theirs.
    touchpoints = [cell.inner_text().strip() for cell in table.locator(".map-touchpoint td").all()]
    assert touchpoints == ["", *TITLES, "", ""]
    said = {
        row: table.locator(f".map-{row} td").nth(2).inner_text()
        for row in ("channel", "timing", "message")
    }
    assert said["channel"] == "E-mail"
    assert said["timing"].startswith("1 day")
    assert "On us" in said["message"]


def test_a_feeling_is_dragged_and_moved_by_keys_and_undo_takes_back_one_move_each(
    mapped: Page,
) -> None:
    first, second = TITLES
    x, y = centre(feeling(mapped, first))
    mouse = mapped.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y + LEVEL, steps=5)
    mouse.move(x, y + 2 * LEVEL, steps=5)
    felt(mapped, first, -2)  # it follows the hand
    mouse.up()
    feeling(mapped, second).focus()
    mapped.keyboard.press("ArrowUp")
    felt(mapped, second, 1)
    mapped.keyboard.press("ArrowUp")
    felt(mapped, second, 2)
    expect(mapped.locator(".map-feelings .curve")).to_have_attribute("d", re.compile("C"))
    undo = mapped.get_by_role("button", name="Undo", exact=True)
    undo.click()
    felt(mapped, second, 1)
    undo.click()
    expect(feeling(mapped, second)).to_have_attribute("aria-valuetext", "not set")
    felt(mapped, first, -2)
    undo.click()
    expect(feeling(mapped, first)).to_have_attribute("aria-valuetext", "not set")
    expect(undo).to_be_disabled()


def test_what_is_written_on_the_map_stands_in_the_editor_and_in_the_file(mapped: Page) -> None:
    first, second = TITLES
    mapped.get_by_role("button", name=f"The customer’s job at {second}: not set").click()
    mapped.keyboard.type(JOB)
    mapped.keyboard.press("Escape")
    expect(
        mapped.get_by_role("button", name=f"The customer’s job at {second}: {JOB}")
    ).to_be_focused()
    feeling(mapped, first).focus()
    mapped.keyboard.press("ArrowDown")
    mapped.locator(".map table").get_by_text(second, exact=True).click()
    editor = mapped.locator(".side")
    expect(editor.locator("h3")).to_have_text(second)
    expect(editor.get_by_label("Title", exact=True)).to_have_value(second)
    editor.get_by_text("Why it is sent").click()
    expect(editor.get_by_label("The customer's job")).to_have_value(JOB)
    mapped.wait_for_timeout(500)  # what was drawn last is on its way
    text = open_text(mapped)
    assert JOB in text
    assert "feeling: -1" in text


def test_the_map_prints_on_exactly_one_page(go: Go) -> None:
    page: Page = go("/design?journey=win_back")  # the longest of the samples
    turn_view(page, "Map")
    page.evaluate("() => { window.printed = [] }")
    page.context.add_init_script(PRINTS)  # also runs in the frame that is printed
    page.get_by_role("button", name="Print", exact=True).click()
    page.wait_for_function("() => window.printed.length === 1")
    paper = page.context.new_page()
    paper.set_content(page.evaluate("() => window.printed[0]"))
    pdf = paper.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    (box,) = re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", pdf)
    assert box == (b"841", b"594")  # A4, lying
    for title in ("Win back after 180 days", "Advocacy", "Risk"):
        expect(paper.locator("svg").get_by_text(title, exact=True).first).to_be_attached()
    paper.close()


def saved(page: Page, button: Locator) -> tuple[str, Path]:
    """The file that a button saves, and what it is called."""
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, Path(download.value.path())


def whole_svg(path: Path, titles: list[str]) -> None:
    """A picture that parses, needs nothing from elsewhere, runs nothing, and says every title as a text."""
    root = ElementTree.fromstring(path.read_text("utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    said = " ".join(
        " ".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")
    )
    for title in titles:
        assert all(word in said for word in title.split()), title
    assert {element.tag.rpartition("}")[2] for element in root.iter()}.isdisjoint(
        {"script", "b", "image"}
    )


def size_of_png(path: Path) -> tuple[int, int]:
    """Width and height that a PNG says of itself."""
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    return width, height


def test_map_and_board_are_saved_as_pictures_that_hold_their_titles(mapped: Page) -> None:
    stem = mapped.locator(".map-bar strong").inner_text().lower().replace(" ", "-")
    name, svg = saved(mapped, mapped.get_by_role("button", name="SVG", exact=True))
    assert name == f"{stem}-map.svg"
    whole_svg(svg, [*TITLES, *STAGES, *ROWS])
    name, png = saved(mapped, mapped.get_by_role("button", name="PNG", exact=True))
    assert name == f"{stem}-map.png"
    width, height = size_of_png(png)
    assert width > height > 800
    turn_view(mapped, "Board")
    Hand(mapped)
    for form in ("svg", "png"):
        mapped.get_by_label("Save a picture").click()
        name, path = saved(mapped, mapped.get_by_role("button", name=f"Picture as {form.upper()}"))
        assert name == f"{stem}.{form}"
        if form == "svg":
            whole_svg(path, [*TITLES, "Checkout started", "End"])
        else:
            assert min(size_of_png(path)) > 400


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_a_phone_the_map_says_what_to_do_and_its_first_touchpoint_is_in_sight(
    go: Go, dark: bool
) -> None:
    page: Page = go("/design?journey=checkout_rescue&view=map", width=390, dark=dark)
    drawn(page)
    picture(page, f"map-phone-{'dark' if dark else 'light'}")
    room: Any = page.locator(".map-scroll").bounding_box()
    labels: Any = page.locator(".map tbody th").first.bounding_box()
    left = labels["x"] + labels["width"]
    touchpoint: Any = page.locator(".map-touchpoint td:not(.map-none)").first.bounding_box()
    assert left - 1 <= touchpoint["x"] < room["x"] + room["width"] / 2
    hint: Any = page.locator(".map-hint").bounding_box()
    assert hint["x"] >= left, "the hint begins below the names of the rows"
