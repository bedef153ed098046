"""The views of the Preview page, in the order their tabs stand; each module has one `draw`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.ui.tabs import Tab, pick_tab


class Shown(NamedTuple):
    """What every view is about."""

    journey: Journey
    brand: Brand


VIEWS: dict[str, Tab] = {
    "phone": Tab("Phone", ":material/smartphone:", "phone"),
    "copy": Tab("Copy", ":material/text_fields:", "copy"),
    "variants": Tab("Copy test", ":material/science:", "variants"),
    "timing": Tab("Timing", ":material/schedule:", "timing"),
    "calendar": Tab("Calendar", ":material/calendar_month:", "calendar"),
}


def pick_view() -> Callable[[Shown], None]:
    """The tabs; returns what draws the open one."""
    return pick_tab(VIEWS, __package__)
