"""A copy test: a grid of headlines, offers and timings, and the customers each cell needs."""

from __future__ import annotations

import streamlit as st

from journeyboard.ui.preview.views import Shown


def draw(shown: Shown) -> None:
    """Draw the view."""
    st.caption(shown.journey.name)
