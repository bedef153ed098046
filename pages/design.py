"""Design: the journey drawn, a form for the selected step, and its file beside it."""

import streamlit as st

from journeyboard.ui import state
from journeyboard.ui.design.bar import draw_file
from journeyboard.ui.design.board import draw_board
from journeyboard.ui.parts import empty, heading
from journeyboard.ui.pick import pick_journey
from journeyboard.ui.shell import page

page()
state.hear()
with heading("Design", "Draw who gets which message when, and what happens next."):
    journey_id = pick_journey()
    if journey_id:
        with st.popover("File", icon=":material/folder_open:", key="file-box", on_change="rerun"):
            draw_file(state.desk(journey_id))
if journey_id is None:
    empty("account_tree", "No journey yet", "Start one, or open a file of yours.")
    st.stop()
draw_board(journey_id)
