"""The views of the Preview page, in the order their tabs stand; each module has one `draw`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.ui.address import answered, asked


class Shown(NamedTuple):
    """What every view is about."""

    journey: Journey
    brand: Brand


class View(NamedTuple):
    """A tab: its title, its icon, and the module that draws it."""

    title: str
    icon: str
    module: str


VIEWS: dict[str, View] = {
    "phone": View("Phone", ":material/smartphone:", "phone"),
    "copy": View("Copy", ":material/text_fields:", "copy"),
    "variants": View("Copy test", ":material/science:", "variants"),
    "timing": View("Timing", ":material/schedule:", "timing"),
    "calendar": View("Calendar", ":material/calendar_month:", "calendar"),
}


def pick_view() -> Callable[[Shown], None]:
    """The tab that is open, by the address or by hand; returns what draws it."""
    asked("view", VIEWS, "phone")
    chosen = st.segmented_control(
        "View",
        list(VIEWS),
        format_func=lambda name: f"{VIEWS[name].icon} {VIEWS[name].title}",
        required=True,
        key="view",
        label_visibility="collapsed",
    )
    answered("view", chosen)
    module = import_module(f"{__package__}.{VIEWS[chosen or 'phone'].module}")
    draw: Callable[[Shown], None] = module.draw
    return draw
