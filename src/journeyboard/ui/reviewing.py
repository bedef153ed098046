"""What rules look at beside the journey itself: the brand's other journeys, and its last run."""

from __future__ import annotations

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.graph import Journey
from journeyboard.lint.evidence import NOTHING_FLOWN, Evidence
from journeyboard.storage.journeys import list_journeys
from journeyboard.storage.runs import StoredRun, list_runs
from journeyboard.ui import state
from journeyboard.workflows.evidence import evidence_of
from journeyboard.workflows.fly import flown


def others_of(journey: Journey) -> tuple[Journey, ...]:
    """The brand's other journeys as last saved, by id; a journey of no brand stands alone."""
    if journey.brand is None:
        return ()
    stored = _stored(str(state.store().home))
    return tuple(one for one in stored if one.brand == journey.brand and one.id != journey.id)


@st.cache_resource(max_entries=10, ttl=10, show_spinner=False)
def _stored(home: str) -> tuple[Journey, ...]:
    """Looked up every ten seconds at most: an edit must not wait for every journey of the shelf."""
    assert home
    ids = sorted(journey.id for journey in list_journeys(state.store()))
    return tuple(one for one in map(state.peek, ids) if one)


def last_run(journey_id: str) -> StoredRun | None:
    """The newest kept run of a journey; None when it was never flown."""
    return _newest_run(str(state.store().home), journey_id)


@st.cache_data(max_entries=50, ttl=2, show_spinner=False)
def _newest_run(home: str, journey_id: str) -> StoredRun | None:
    """Looked up every other second at most: the list is long where much is flown."""
    assert home
    return next(iter(list_runs(state.store(), journey_id=journey_id)), None)


def evidence_for(journey_id: str) -> Evidence:
    """What the journey's last run has shown; read once. Nothing when there is none."""
    run = last_run(journey_id)
    return _evidence(run.id, run.name, dict(run.journeys)[journey_id], journey_id) if run else NOTHING_FLOWN  # fmt: skip


@st.cache_resource(max_entries=50, show_spinner=False)
def _evidence(run_id: str, name: str, number: int, journey_id: str) -> Evidence:
    """By the journey as it was flown: its offers may have changed since."""
    journey = state.peek(journey_id, number)
    if journey is None:
        return NOTHING_FLOWN
    try:
        return evidence_of(flown(state.store(), run_id), journey, name)
    except JourneyboardError:  # its files are gone
        return NOTHING_FLOWN
