"""The views of the Simulate page, in the order their tabs stand; each module has one `draw`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.ui.address import answered, asked


class View(NamedTuple):
    """A tab: its title, its icon, what it answers, and the module that draws it."""

    title: str
    icon: str
    question: str
    module: str


VIEWS: dict[str, View] = {
    "fly": View(
        "Fly",
        ":material/flight_takeoff:",
        "Fly customers through the journey, with and without it, on the same luck.",
        "fly",
    ),
    "truth": View(
        "Truth",
        ":material/balance:",
        "What the journey, each channel and each message really added.",
        "truth",
    ),
    "customer": View(
        "One customer",
        ":material/person_search:",
        "One life with and without the journey, and the reason for every step.",
        "customer",
    ),
    "compare": View(
        "Compare",
        ":material/compare_arrows:",
        "Two designs on the same customers and the same luck.",
        "compare",
    ),
    "assumptions": View(
        "Assumptions",
        ":material/tornado:",
        "Which conclusions survive other assumptions, and how sure the figures are.",
        "assumptions",
    ),
    "calibrate": View(
        "Calibrate",
        ":material/tune:",
        "Fit the behaviour model to what really happened.",
        "calibrate",
    ),
    "improve": View(
        "Improve",
        ":material/trending_up:",
        "Search for a better design within limits, and prove it on fresh customers.",
        "improve",
    ),
}


def view_asked() -> View:
    """The view that is open, by the address or by hand, before its tabs are drawn."""
    asked("view", VIEWS, "fly")
    return VIEWS[st.session_state.get("view") or "fly"]


def pick_view() -> Callable[[DeltaGenerator], None]:
    """The tabs; returns what draws the open one, given the place for its actions in the head."""
    chosen = st.segmented_control(
        "View",
        list(VIEWS),
        format_func=lambda name: f"{VIEWS[name].icon} {VIEWS[name].title}",
        required=True,
        key="view",
        label_visibility="collapsed",
    )
    answered("view", chosen)
    module = import_module(f"{__package__}.{VIEWS[chosen or 'fly'].module}")
    draw: Callable[[DeltaGenerator], None] = module.draw
    return draw
