"""A person's hand on the board: it drags, presses and types as a mouse and a keyboard do."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

ENTRY = "entry"
ZOOMS = 6
EDGE = 60
"""Pixels; a wire held within 40 of the edge moves the board."""
Point = tuple[float, float]
AT_REST = (
    """() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'"""
)
SETTLED = """board => new Promise(done => {
  const moving = '.react-flow__viewport, .react-flow__node';
  const look = () => [...board.querySelectorAll(moving)].map(part => {
    const { x, y, height } = part.getBoundingClientRect();
    return [x, y, height].join();
  }).join(';');
  let [last, since] = [look(), performance.now()];
  const watch = () => {
    const now = look();
    if (now !== last) [last, since] = [now, performance.now()];
    if (performance.now() - since > 300) done();
    else requestAnimationFrame(watch);
  };
  watch();
})"""
ASTRAY = """board => [...board.querySelectorAll('.react-flow__edge')].filter(edge => {
  const [source, port] = JSON.parse(edge.dataset.id);
  const handles = [...board.querySelectorAll(`.react-flow__node[data-id="${source}"] .react-flow__handle`)];
  const out = handles.find(handle => handle.dataset.handleid === port)?.getBoundingClientRect();
  const line = edge.querySelector('.react-flow__edge-path');
  const start = line.getPointAtLength(0).matrixTransform(line.getScreenCTM());
  return out && Math.hypot(start.x - out.x - out.width / 2, start.y - out.y - out.height / 2) > 8;
}).map(edge => edge.dataset.id)"""


class Hand:
    """The mouse and the keyboard over one open board."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.board = page.locator(".board").first
        page.locator(".react-flow__node").first.wait_for(timeout=60_000)
        self.settle()
        # Findings and figures come after the drawing and make cards higher: nothing is gripped before.
        page.wait_for_function(AT_REST, timeout=60_000)
        self.settle()

    def card(self, node: str) -> Locator:
        """The card of a step."""
        return self.page.locator(f'.react-flow__node[data-id="{node}"]').first

    def spot(self, source: str, port: str = "next") -> Locator:
        """The plus below a way out, which is also where a step can be dropped."""
        return self.page.locator(
            f"[data-spot='{json.dumps([source, port], separators=(',', ':'))}']"
        )

    def drop(self, kind: str, on: Locator | Point) -> None:
        """Drag a kind from the palette onto something."""
        piece = self.page.locator(".piece").get_by_text(kind, exact=True)
        self.drag(centre(piece), on)

    def connect(self, source: str, port: str, target: str) -> None:
        """Drag a way out onto a card, from as far away as both are seen."""
        handle = self.card(source).locator(f'.react-flow__handle[data-handleid="{port}"]')
        title = self.card(target).locator(".title")
        self.see(handle, title)
        self.drag(centre(handle), title)

    def drag(self, start: Point, end: Locator | Point) -> None:
        """Press, move in steps as a hand does, and let go."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(start[0] + 8, start[1] + 8)
        goal = end if isinstance(end, tuple) else centre(end)
        mouse.move(*goal, steps=6)
        # What opens under the hand may have moved the place a little.
        mouse.move(*(end if isinstance(end, tuple) else centre(end)))
        mouse.up()
        self.settle()

    def see_all(self) -> None:
        """Show the whole journey."""
        self.page.get_by_role("button", name="Show the whole journey").click()
        self.settle()

    def see(self, *places: Locator) -> None:
        """Zoom out until all of them lie on the board; cards far outside are not even drawn."""
        for _ in range(ZOOMS):
            if all(self.on_board(place) for place in places):
                return
            self.page.get_by_role("button", name="Zoom out").click()
            self.settle()

    def on_board(self, place: Locator) -> bool:
        """Whether an element lies on the board, not so near its edge that a wire in hand would move the board."""
        frame = self.board.locator(".flow").bounding_box()
        box = place.bounding_box() if place.count() else None
        if frame is None or box is None:
            return False
        left, above = box["x"] - frame["x"], box["y"] - frame["y"]
        right, below = frame["width"] - left - box["width"], frame["height"] - above - box["height"]
        return min(left, above, right, below) > EDGE

    def bring_up(self, node: str) -> None:
        """Turn the wheel over the board until a card stands below its upper edge."""
        flow, card = self.board.locator(".flow").bounding_box(), self.card(node).bounding_box()
        assert flow is not None
        assert card is not None
        self.page.mouse.move(flow["x"] + flow["width"] / 2, flow["y"] + 20)
        self.page.mouse.wheel(0, card["y"] - flow["y"] - 60)
        self.settle()

    def settle(self) -> None:
        """Wait until the view and the cards have glided to their places."""
        self.board.evaluate(SETTLED)

    def select(self, node: str) -> None:
        """Press a card's title."""
        self.card(node).locator(".title").click()

    def press(self, *keys: str) -> None:
        """Keys, one after the other, with the focus on the board."""
        for key in keys:
            self.page.keyboard.press(key)
        self.page.wait_for_timeout(150)

    def focus(self) -> None:
        """Put the keyboard on the board."""
        self.page.locator(".flow").first.focus()

    def ids(self) -> set[str]:
        """The steps that are drawn, without the entry."""
        cards = self.page.locator(".react-flow__node").all()
        return {str(card.get_attribute("data-id")) for card in cards} - {ENTRY}

    def wires(self) -> set[str]:
        """The wires that are drawn, as `source port`."""
        drawn = self.page.locator(".react-flow__edge").all()
        return {" ".join(json.loads(str(wire.get_attribute("data-id")))) for wire in drawn}

    def astray(self) -> list[str]:
        """The wires that do not begin at the way out they belong to."""
        found: list[str] = self.board.evaluate(ASTRAY)
        return found

    def kept(self) -> None:
        """Wait until Python has the newest drawing."""
        self.page.wait_for_timeout(500)  # “Keeping…” is said after 400
        expect(self.page.locator(".saving").first).to_have_text("", timeout=20_000)


def centre(place: Locator) -> Point:
    """The middle of an element, in pixels of the page."""
    place.scroll_into_view_if_needed()
    box: Any = place.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
