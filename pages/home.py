"""Home: a finished result at once, three doors, and what was opened last."""

import streamlit as st

from journeyboard.ui import home, result, state
from journeyboard.ui.shell import page
from journeyboard.workflows.library import is_first_run

page()
state.hear()
st.title("Fly the journey before your customers do", anchor=False)
st.caption(
    "Draw an SMS-led journey, see every message as a customer would, fly thousands of sample "
    "customers through it, and read what it really added."
)
wide, narrow = st.columns([2.1, 1], gap="medium")
with wide:
    result.draw_first()
with narrow:
    home.draw_doors()
home.draw_recent()
home.draw_cases()
if is_first_run(state.store()):
    home.draw_own_brand()
