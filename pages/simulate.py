"""Simulate: choose what flies, who and when; watch it; keep and name the runs."""

import streamlit as st

from journeyboard.storage.journeys import list_journeys
from journeyboard.ui import hangar, state
from journeyboard.ui.parts import empty, go, heading
from journeyboard.ui.result import draw_result
from journeyboard.ui.shell import page
from journeyboard.workflows.first_flight import result_of

page()
state.hear()
actions = heading(
    "Simulate", "Fly customers through the journey, with and without it, on the same luck."
)
if not list_journeys(state.store()):
    with empty("account_tree", "No journey to fly", "Draw one first, or open a file of yours."):
        go("design", "Open Design", ":material/account_tree:", "to-design", primary=True)
    st.stop()
left, right = st.columns([1, 1.25], gap="medium")
with left:
    plan = hangar.draw_plan()
with actions:
    st.button(
        "Fly",
        icon=":material/flight_takeoff:",
        type="primary",
        shortcut="Ctrl+Enter",
        key="fly",
        disabled=plan is None or hangar.flying(),
        help="Takes a second or two for 5,000 customers.",
        on_click=hangar.start_flight,
        args=(plan,),
    )
with right:
    if hangar.flying():
        hangar.draw_flight()
    run = hangar.landed()
    if run:
        draw_result(result_of(run))
    hangar.draw_runs()
