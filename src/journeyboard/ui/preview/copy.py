"""The copy of every message: its length, cost, reading level and gaps."""

from __future__ import annotations

import streamlit as st

from journeyboard.ui.preview.views import Shown


def draw(shown: Shown) -> None:
    """Draw the view."""
    st.caption(shown.journey.name)
