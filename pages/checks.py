"""Checks: everything unfinished, unwise or not allowed about a journey, with its source."""

from pathlib import Path

import streamlit as st

from journeyboard.lint.check import NO_ADVICE
from journeyboard.ui import checks, state
from journeyboard.ui.checks.catalogue import draw_catalogue
from journeyboard.ui.checks.findings import draw_findings
from journeyboard.ui.checks.head import draw_actions, draw_beside, on_the_desk
from journeyboard.ui.checks.tabs import pick_tab
from journeyboard.ui.parts import heading
from journeyboard.ui.pick import pick_journey
from journeyboard.ui.shell import page

page()
state.hear()
st.html(Path(checks.__file__).with_name("checks.css"))
with heading("Checks", "What is unfinished, unwise or not allowed, and who says so."):
    journey_id = pick_journey()
bar = st.container(horizontal=True, vertical_alignment="center", key="check-bar")
with bar:
    tab = pick_tab()
now = on_the_desk(journey_id) if tab == "findings" else None
if now:
    with bar:
        st.space("stretch")
        draw_actions(now)
if tab == "catalogue":
    draw_catalogue()
elif now:
    draw_beside(now)
    draw_findings(now)
st.caption(NO_ADVICE)
