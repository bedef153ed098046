"""Shared: a journey to look at, for whoever has its link."""

import streamlit as st

from journeyboard.ui.design.shared import draw_shared
from journeyboard.ui.shell import page

page()
draw_shared(st.query_params.get("key", ""))
