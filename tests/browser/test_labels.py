"""Row labels of charts in a browser: whole where there is room, cut on a phone, and never over their values."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Go, picture
from .test_customer import flown

pytestmark = pytest.mark.browser
WHOLE = "Cart is cleared tomorrow, by e-mail"
SEEN = """() => [...document.querySelectorAll('.st-key-truth-dots .annotation-text')].map(text => {
    const gone = [...text.querySelectorAll('tspan')].filter(t => getComputedStyle(t).display === 'none');
    const box = text.getBoundingClientRect();
    const hidden = gone.map(t => t.textContent);
    return {said: text.textContent, hidden, top: Math.round(box.top), left: box.left, right: box.right};
})"""


def rows(go: Go, width: int, dark: bool) -> list[list[dict[str, Any]]]:
    """The words above each row of the chart of messages, from the left."""
    page = go("/simulate?view=truth&apart=message", width=width, dark=dark)
    page.locator(".st-key-truth-dots .annotation-text").first.wait_for(timeout=60_000)
    picture(page, f"labels-{width}")
    found: dict[int, list[dict[str, Any]]] = {}
    for one in page.evaluate(SEEN):
        place = next((top for top in found if abs(top - one["top"]) < 12), one["top"])
        found.setdefault(place, []).append(one)
    return [sorted(row, key=lambda one: one["left"]) for row in found.values()]


def test_a_label_is_whole_where_there_is_room(go: Go) -> None:
    flown(go)
    for width, dark, cut in ((1440, False, False), (390, True, True)):
        told = rows(go, width, dark)
        label = next(row[0] for row in told if row[0]["said"].startswith(WHOLE[:26]))
        seen = label["said"]
        for part in label["hidden"]:
            seen = seen.replace(part, "", 1)
        assert (seen == WHOLE) is not cut
        assert seen.endswith("…") is cut
        for left, right in (row for row in told if len(row) == 2):
            assert left["right"] < right["left"]
