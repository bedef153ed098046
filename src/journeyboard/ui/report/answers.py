"""What the report asks of a run, asked once: a run never changes, so every answer is kept."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Message, RandomSplit
from journeyboard.measurement.cohorts import Cohort, Span
from journeyboard.measurement.experiment import Experiment
from journeyboard.measurement.funnel import Funnel
from journeyboard.measurement.metrics import MetricTable
from journeyboard.measurement.stages import StageFlow
from journeyboard.storage.runs import StoredRun, find_run
from journeyboard.ui import state
from journeyboard.ui.pick import told_apart
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
    """The truth of a run, as it was kept with it."""
    return dict(find_run(state.store(), run_id).results["truth"])


@st.cache_resource(max_entries=20, show_spinner=False)
def funnel_of(run_id: str) -> Funnel:
    """From entering to the order, within a week."""
    return flown(state.store(), run_id).funnel(list(STEPS), within="7 days")


@st.cache_resource(max_entries=20, show_spinner=False)
def cohorts_of(run_id: str, span: Span) -> tuple[Cohort, ...]:
    """Who entered in which week or month, and what became of them; of all journeys of a run."""
    return flown(state.store(), run_id).cohorts(span)


@st.cache_resource(max_entries=20, show_spinner=False)
def entries_of(run_id: str) -> int:
    """How often customers entered: one who comes back counts again."""
    import pyarrow.compute as pc

    kinds = flown(state.store(), run_id).events["type"]
    return int(pc.sum(pc.equal(kinds, STEPS[0])).as_py() or 0)


@st.cache_resource(max_entries=20, show_spinner=False)
def stages_of(run_id: str) -> StageFlow:
    """How customers moved between the five stages."""
    run = flown(state.store(), run_id)
    # Customers without any event are in a stage, too; without them the early stages would empty.
    return run.stages(everyone=run.outcomes["stage_start"].value_counts().to_dict())


def journeys_of(run: StoredRun) -> dict[str, str]:
    """The journeys of a run by the id that its events have, and what they were called when it flew."""
    told = flown(state.store(), run.id).manifest
    return told_apart(dict(zip(told["journeys"], told["names"], strict=True)), lambda key: key)


def titles_of(run: StoredRun) -> dict[str, str]:
    """What messages (`journey/node`) and experiments are called, as they were in the revisions that flew.

    Messages of one title are told apart by their journey where several flew, else by their node.
    """
    journeys = [found for one in run.journeys if (found := state.peek(*one))]
    messages = {
        f"{journey.id}/{node.id}": (node.title or node.label, journey.name, node.id)
        for journey in journeys
        for node in journey.nodes
        if isinstance(node, Message)
    }
    several = 1 if len(journeys) > 1 else 2
    titles = told_apart(
        {key: words[0] for key, words in messages.items()}, lambda key: messages[key][several]
    )
    return titles | {key: name for one in journeys for key, name in _experiments(one)}


def _experiments(journey: Journey) -> list[tuple[str, str]]:
    splits = [node for node in journey.nodes if isinstance(node, RandomSplit)]
    named = [(node.id, node.title or node.id.replace("_", " ")) for node in splits]
    if journey.control_group:
        named.append(("control_group", "control group"))
    return [(f"{journey.id}/{key}", f"{journey.name}, {words}") for key, words in named]
