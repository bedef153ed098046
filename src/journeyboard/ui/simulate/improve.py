"""Improve: search the journey's knobs within limits, and see whether anything better is proven."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.journey.graph import Journey
from journeyboard.storage.consents import choices
from journeyboard.storage.journeys import revisions
from journeyboard.ui import jobs, state
from journeyboard.ui.parts import empty
from journeyboard.ui.pick import pick_journey
from journeyboard.ui.simulate.improve_form import EFFORTS, WORLDS, Request, draw_form
from journeyboard.ui.simulate.improve_result import draw_result
from journeyboard.workflows.jobs import Cancel, Progress
from journeyboard.workflows.library import brand_of
from journeyboard.workflows.people import People

JOB = "improve"


def draw(actions: DeltaGenerator) -> None:
    """How far a search is, then the form and beside it what was found; “Search” in the head."""
    jobs.draw_job(JOB)
    left, right = st.columns([1, 1.5], gap="medium")
    with left.container():
        journey_id = pick_journey()
        if journey_id is None:
            return
        revision = revisions(state.store(), journey_id)[0]
        journey = state.read(revision)
        brand = state.brand(journey)
        request = draw_form(journey_id, revision.number, journey, brand.currency)
    with actions:
        st.button(
            "Search",
            icon=":material/trending_up:",
            type="primary",
            shortcut="Ctrl+Enter",
            key="search",
            disabled=not request.knobs or request.circumstances is None or jobs.running(JOB),
            help="Searches from the revision saved last.",
            on_click=_start,
            args=(request, journey),
        )
    with right.container():
        _draw_found(request)


def _start(request: Request, journey: Journey) -> None:
    effort, brand = EFFORTS[request.effort], brand_of(state.store(), journey)
    chosen = choices(state.store(), brand.id)

    def work(progress: Progress, cancel: Cancel) -> object:
        from journeyboard.workflows.search import optimize

        return optimize(
            journey, request.knobs, People("generated", effort.customers), brand=brand,
            objective=request.objective, guardrails=request.guardrails, designs=effort.designs,
            seed=request.seed, days=request.days, start=request.start, worlds=WORLDS, behaviour=request.behaviour,
            circumstances=request.circumstances, choices=chosen, progress=progress, cancel=cancel,
        )  # fmt: skip

    jobs.start(JOB, f"Searching “{journey.name}”: flights", work, about=request)


def _draw_found(request: Request) -> None:
    job = jobs.job_of(JOB)
    if job is None or (job.answer is None and not job.running and not job.problem):
        empty(
            "trending_up",
            "No search yet",
            "Tick what may be turned and press “Search”. Many designs fly over the same customers and "
            "the same luck; the best one must then beat yours in 20 fresh worlds.",
        )
    elif job.answer is not None and job.about.journey_id == request.journey_id:
        if job.about != request:
            st.caption("This was found with other settings or an earlier revision. Search again for the present ones.")  # fmt: skip
        draw_result(job.about, job.answer)
