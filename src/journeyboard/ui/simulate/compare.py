"""Compare: two designs on the same customers and the same luck, and which changes make the difference."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.journey.graph import Journey
from journeyboard.simulation.comparing.compare import Comparison
from journeyboard.ui import jobs, state
from journeyboard.ui.parts import card, empty
from journeyboard.ui.simulate.compare_pick import (
    about,
    default_pair,
    design_names,
    opened,
    pick_circumstances,
    pick_design,
    pick_terms,
    pick_world,
)
from journeyboard.ui.simulate.compare_result import draw_comparison
from journeyboard.workflows.compare import Terms, compared, design_of
from journeyboard.workflows.jobs import Cancel, Progress

JOB = "compare"


def draw(actions: DeltaGenerator) -> None:
    """Two designs to choose, the terms, and what came of flying both; “Compare” in the head."""
    names = design_names()
    with card("What is compared", key="designs"):
        default_a, default_b = default_pair(names)
        left, right = st.columns(2)
        with left:
            a = pick_design("a", "A: the design to beat", names, default_a)
        with right:
            b = pick_design("b", "B: the other design", names, default_b)
        terms = pick_terms()
    terms = replace(terms, behaviour=pick_world([design_of(one).journey_id for one in (a, b)]))
    around = pick_circumstances((a, b), terms, limited=True)
    terms = replace(terms, circumstances=around)
    first, second = opened(a), opened(b)
    is_ready = None not in (first, second, around) and a != b
    wanted = about(terms, (first, second))
    with actions:
        st.button(
            "Compare",
            icon=":material/compare_arrows:",
            type="primary",
            shortcut="Ctrl+Enter",
            key="start-compare",
            disabled=not is_ready or jobs.running(JOB),
            help="Flies both designs, and each change between them by itself.",
            on_click=_start,
            args=(first, second, terms, (names[a], names[b]), wanted),
        )
    if a == b:
        empty("compare_arrows", "This is one design twice", "Choose another one as B.")
        return
    jobs.draw_job(JOB)
    _draw_answer(jobs.answer_of(JOB, wanted))


def _draw_answer(found: Comparison | None) -> None:
    if found is not None:
        draw_comparison(found)
    elif not jobs.running(JOB):
        empty(
            "compare_arrows",
            "Not flown yet",
            "Press “Compare”: the same customers fly both designs on the same luck, so that every "
            "difference comes from the designs alone.",
        )


def _start(
    a: Journey, b: Journey, terms: Terms, names: tuple[str, str], wanted: tuple[object, ...]
) -> None:
    store = state.store()

    def work(progress: Progress, cancel: Cancel) -> Comparison:
        return compared(store, a, b, terms, names=names, progress=progress, cancel=cancel)

    jobs.start(JOB, "Flying both designs", work, about=wanted)
