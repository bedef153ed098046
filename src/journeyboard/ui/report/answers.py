"""What the report asks of a run, asked once: a run never changes, so every answer is kept."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journeyboard.journey.nodes import Message
from journeyboard.measurement.experiment import Experiment
from journeyboard.measurement.funnel import Funnel
from journeyboard.measurement.metrics import MetricTable
from journeyboard.measurement.stages import StageFlow
from journeyboard.storage.runs import StoredRun
from journeyboard.ui import state
from journeyboard.workflows.fly import OUTCOMES, flown

STEPS = ("journey.entered", "message.delivered", "message.clicked", "order.placed")


@st.cache_resource(max_entries=60, show_spinner=False)
def metrics_of(run_id: str, by: str | None = None) -> MetricTable:
    """The metrics of a run, of everything or by a group."""
    return flown(state.store(), run_id).metrics(by)


@st.cache_resource(max_entries=20, show_spinner=False)
def lifts_of(run_id: str) -> tuple[Experiment, ...]:
    """Every experiment of a run, against its control."""
    return flown(state.store(), run_id).lift(outcomes=OUTCOMES)


@st.cache_resource(max_entries=20, show_spinner=False)
def truth_of(run_id: str) -> dict[str, Any]:
    """The truth of a run."""
    return flown(state.store(), run_id).truth().to_dict()


@st.cache_resource(max_entries=20, show_spinner=False)
def funnel_of(run_id: str) -> Funnel:
    """From entering to the order, within a week."""
    return flown(state.store(), run_id).funnel(list(STEPS), within="7 days")


@st.cache_resource(max_entries=20, show_spinner=False)
def stages_of(run_id: str) -> StageFlow:
    """How customers moved between the five stages."""
    run = flown(state.store(), run_id)
    # Customers without any event are in a stage, too; without them the early stages would empty.
    return run.stages(everyone=run.outcomes["stage_start"].value_counts().to_dict())


def titles_of(run: StoredRun) -> dict[str, str]:
    """The messages' titles by node id, as they were in the revisions that flew."""
    return {
        node.id: node.title or node.label
        for journey_id, number in run.journeys
        if (journey := state.peek(journey_id, number))
        for node in journey.nodes
        if isinstance(node, Message)
    }
