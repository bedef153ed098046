"""The send calendar over all journeys and broadcasts of the brand."""

from __future__ import annotations

import streamlit as st

from journeyboard.ui.preview.views import Shown


def draw(shown: Shown) -> None:
    """Draw the view."""
    st.caption(shown.journey.name)
