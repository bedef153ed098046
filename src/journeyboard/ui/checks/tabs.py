"""The tabs of the Checks page, in their order."""

from __future__ import annotations

import streamlit as st

from journeyboard.ui.address import answered, asked

TABS = {
    "findings": ":material/rule: Findings",
    "catalogue": ":material/menu_book: Catalogue",
}
"""By the name in the address."""


def pick_tab() -> str:
    """The tab that the address or a hand has opened."""
    asked("tab", TABS, "findings")
    chosen = st.segmented_control(
        "Tab", list(TABS), format_func=TABS.__getitem__, required=True, key="tab",
        label_visibility="collapsed",
    )  # fmt: skip
    answered("tab", chosen)
    return chosen or "findings"
