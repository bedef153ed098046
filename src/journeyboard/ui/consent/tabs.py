"""The tabs of the Consent page, in their order; each module draws a brand and returns it as changed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.ui.address import answered, asked

TABS: dict[str, tuple[str, str, str]] = {
    "signup": ("Sign-up", ":material/how_to_reg:", "signup"),
    "growth": ("List growth", ":material/trending_up:", "growing"),
    "preferences": ("Preference centre", ":material/tune:", "preferences"),
    "keywords": ("Keywords", ":material/forum:", "replies"),
}
"""By the name in the address: title, icon, module."""


def pick_tab() -> Callable[[Brand], Brand]:
    """What draws the tab that the address or a hand has opened."""
    asked("tab", TABS, "signup")
    chosen = st.segmented_control(
        "Tab", list(TABS), format_func=lambda name: f"{TABS[name][1]} {TABS[name][0]}",
        required=True, key="tab", label_visibility="collapsed",
    )  # fmt: skip
    answered("tab", chosen)
    module = import_module(f"{__package__}.{TABS[chosen or 'signup'][2]}")
    draw: Callable[[Brand], Brand] = module.draw
    return draw
