"""Simulate: fly customers through journeys, and ask what it means: truth, one life, comparisons, limits."""

import streamlit as st

from journeyboard.storage.journeys import list_journeys
from journeyboard.ui import state
from journeyboard.ui.parts import empty, go, heading
from journeyboard.ui.shell import page
from journeyboard.ui.simulate.views import pick_view, question_asked

page()
state.hear()
actions = heading("Simulate", question_asked())
if not list_journeys(state.store()):
    with empty("account_tree", "No journey to fly", "Draw one first, or open a file of yours."):
        go("design", "Open Design", ":material/account_tree:", "to-design", primary=True)
    st.stop()
draw = pick_view()
draw(actions)
