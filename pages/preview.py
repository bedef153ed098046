"""Preview: how a journey's messages look on the phone, read, and land."""

import streamlit as st

from journeyboard.ui import state
from journeyboard.ui.parts import empty, go, heading
from journeyboard.ui.pick import pick_journey
from journeyboard.ui.preview.views import Shown, pick_view
from journeyboard.ui.shell import page
from journeyboard.workflows.library import brand_of

page()
state.hear()
with heading("Preview", "Every message as one customer sees it, on their own clock."):
    journey_id = pick_journey()
if journey_id is None:
    with empty("smartphone", "No journey to preview", "Draw one first, or open a file of yours."):
        go("design", "Open Design", ":material/account_tree:", "to-design", primary=True)
    st.stop()
journey = state.desk(journey_id).journey
draw = pick_view()
draw(Shown(journey, brand_of(state.store(), journey)))
