"""The tabs of a page: which view is open, and the module that draws it, imported only then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

import streamlit as st

from journeyboard.ui.address import answered, asked


class Tab(NamedTuple):
    """A view of a page: its title, its icon, the module that draws it, and what it answers."""

    title: str
    icon: str
    module: str
    question: str = ""


def tab_asked(tabs: Mapping[str, Tab]) -> str:
    """The tab that is open, by the address or by hand; the first where neither says."""
    first = next(iter(tabs))
    asked("view", tabs, first)
    return str(st.session_state.get("view") or first)


def pick_tab(tabs: Mapping[str, Tab], package: str) -> Callable[[Any], None]:
    """Draw the tabs; returns `draw` of the module in `package` that belongs to the open one."""
    opened = tab_asked(tabs)
    chosen = st.segmented_control(
        "View",
        list(tabs),
        format_func=lambda name: f"{tabs[name].icon} {tabs[name].title}",
        required=True,
        key="view",
        label_visibility="collapsed",
    )
    answered("view", chosen)
    draw: Callable[[Any], None] = import_module(f"{package}.{tabs[chosen or opened].module}").draw
    return draw
