"""Assumptions: which conclusions survive other assumptions, which of them matter, and how runs with other customers agree."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.journey.graph import Journey
from journeyboard.ui import jobs, state
from journeyboard.ui.parts import card, empty
from journeyboard.ui.simulate.assumptions_result import draw_analysis
from journeyboard.ui.simulate.assumptions_table import assumed, draw_table
from journeyboard.ui.simulate.compare_pick import (
    NONE,
    about,
    design_names,
    opened,
    pick_circumstances,
    pick_design,
    pick_terms,
    pick_world,
)
from journeyboard.workflows.assumptions import Analysis, analysed
from journeyboard.workflows.compare import Terms, audience, design_of
from journeyboard.workflows.jobs import Cancel, Progress
from journeyboard.workflows.library import brand_of

JOB = "assumptions"


def draw(actions: DeltaGenerator) -> None:
    """The design, its analysis, and the whole behaviour model below; “Test” in the head."""
    a, b, terms = _pick()
    result = st.container()
    is_usable = draw_table()
    other = opened(b) if b not in (NONE, a) else None
    journey = opened(a)
    wanted = about(terms, (journey, other))
    with actions:
        st.button(
            "Test the assumptions",
            icon=":material/tornado:",
            type="primary",
            shortcut="Ctrl+Enter",
            key="start-assumptions",
            disabled=not is_usable or None in (journey, terms.circumstances) or jobs.running(JOB),
            help="Some 300 flights, on the same customers and luck. Takes about a minute.",
            on_click=_start,
            args=(journey, other, terms, wanted),
        )
    with result:
        jobs.draw_job(JOB)
        _draw_answer(jobs.answer_of(JOB, wanted))


def _pick() -> tuple[str, str, Terms]:
    """The design, the one it is compared with (or NONE), and the terms."""
    names = design_names()
    with card("What is tested", key="tested"):
        left, right = st.columns(2)
        with left:
            a = pick_design("a", "Journey", names, next(iter(names)))
        with right:
            b = pick_design(
                "b",
                "Compared with",
                names,
                NONE,
                optional="Nothing: only what the journey adds",
                help="With a second design, the question is also which of the two is better.",
            )
        terms = pick_terms()
    world = pick_world([design_of(one).journey_id for one in (a, b)])
    around = pick_circumstances((a, b), terms, limited=False)
    return a, b, replace(terms, behaviour=world, circumstances=around)


def _draw_answer(found: Analysis | None) -> None:
    if found is not None:
        draw_analysis(found)
    elif not jobs.running(JOB):
        empty(
            "tornado",
            "Not tested yet",
            "Press “Test the assumptions”: every number of the behaviour model below goes to its low and its "
            "high end, then all of them vary together, and you see which conclusions still hold.",
        )


def _start(
    journey: Journey, other: Journey | None, terms: Terms, wanted: tuple[object, ...]
) -> None:
    store = state.store()
    ranges = {key: (row.low, row.high) for key, row in assumed().items()}

    def work(progress: Progress, cancel: Cancel) -> Analysis:
        brand = brand_of(store, journey)
        people = audience(store, brand, terms, cancel)
        return analysed(
            journey, people, brand, terms, other=other, ranges=ranges, progress=progress, cancel=cancel
        )  # fmt: skip

    jobs.start(JOB, "Flights under other assumptions", work, about=wanted)
