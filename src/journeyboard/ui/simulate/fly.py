"""Fly: choose what flies, who and when; watch it; keep and name the runs."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.ui import hangar
from journeyboard.ui.result import draw_result
from journeyboard.ui.simulate.limits_shown import draw_limits_of
from journeyboard.workflows.first_flight import result_of


def draw(actions: DeltaGenerator) -> None:
    """The plan on the left, its result and the kept runs on the right; “Fly” in the head."""
    left, right = st.columns([1, 1.25], gap="medium")
    # Within a container of its own the form keeps its height, however long the result beside it is.
    with left.container():
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
            draw_limits_of(run)
        hangar.draw_runs()
