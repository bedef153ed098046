"""Consent: how people join the list, choose what they get, and leave."""

import streamlit as st

from journeyboard.ui import state
from journeyboard.ui.consent.desk import draw_keeping, pick_brand
from journeyboard.ui.consent.tabs import pick_tab
from journeyboard.ui.parts import heading
from journeyboard.ui.shell import page

page()
state.hear()
with heading("Consent", "How people join the list, choose what they get, and leave."):
    brand = pick_brand()
draw = pick_tab()
above = st.container()
changed = draw(brand)
with above:
    draw_keeping(changed)
