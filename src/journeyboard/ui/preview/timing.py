"""The timing ledger: when each message can land, for every path, one customer and the whole audience."""

from __future__ import annotations

import streamlit as st

from journeyboard.ui.preview.views import Shown


def draw(shown: Shown) -> None:
    """Draw the view."""
    st.caption(shown.journey.name)
