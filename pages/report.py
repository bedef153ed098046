"""Report: what a run did, message by message, and what it added beside the truth."""

import streamlit as st

from journeyboard.storage.runs import find_run
from journeyboard.ui import state
from journeyboard.ui.hangar import run_words
from journeyboard.ui.parts import empty, go, heading
from journeyboard.ui.pick import pick_run
from journeyboard.ui.plain import plain
from journeyboard.ui.report.answers import (
    entries_of,
    journeys_of,
    lifts_of,
    metrics_of,
    titles_of,
    truth_of,
)
from journeyboard.ui.report.cards import draw_cards
from journeyboard.ui.report.cohorts import draw_cohorts
from journeyboard.ui.report.lift import draw_lift
from journeyboard.ui.report.messages import draw_messages
from journeyboard.ui.report.ways import draw_breakdown, draw_ways
from journeyboard.ui.result import await_run
from journeyboard.ui.shell import page

page()
state.hear()
with heading("Report", "What happened, and what would have happened anyway."):
    run_id = pick_run()
if run_id is None:
    with empty("monitoring", "No run to read yet", "Fly a journey, and its report opens here."):
        go("simulate", "Fly one", ":material/flight_takeoff:", "to-simulate", primary=True)
    if state.first_flight():
        await_run()
    st.stop()
run = find_run(state.store(), run_id)
st.caption(f"**{plain(run.name)}** · {plain(run_words(run))} · from {run.settings['start']}")
whole = metrics_of(run_id)
titles = titles_of(run)
draw_cards(whole, entries_of(run_id), metrics_of(run_id, "channel"))
st.subheader("What it added", anchor=False, divider=False)
draw_lift(lifts_of(run_id), truth_of(run_id), whole, titles, int(run.settings["days"]))
st.subheader("Which message works", anchor=False)
draw_messages(metrics_of(run_id, "node"), titles)
st.subheader("Where customers go", anchor=False)
draw_ways(run_id)
draw_cohorts(run_id, journeys_of(run), int(run.settings["days"]), whole.currency)
draw_breakdown(run_id, titles)
