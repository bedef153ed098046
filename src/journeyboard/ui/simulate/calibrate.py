"""Calibrate: choose what really happened, fit the behaviour model to it, look at the fit, save it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.journey.brand import Brand
from journeyboard.storage.runs import find_run, list_runs
from journeyboard.ui import jobs, state
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card, empty, go
from journeyboard.ui.pick import pick_run
from journeyboard.ui.simulate.calibrate_file import pick_file
from journeyboard.ui.simulate.calibrate_models import draw_models
from journeyboard.ui.simulate.calibrate_result import draw_fit
from journeyboard.workflows.calibration import FileSource, Fit, fit_file, fit_run
from journeyboard.workflows.jobs import Cancel, Progress

JOB = "calibrate"
KINDS = {"run": "A kept run", "file": "An event file"}
Wanted = tuple[str, str | FileSource]


def draw(actions: DeltaGenerator) -> None:
    """What to learn from above, what was learned below; “Calibrate” in the head."""
    with card("What really happened", key="evidence-card"):
        wanted = _pick()
    about = (wanted, _brand(wanted)) if wanted else None
    with actions:
        st.button(
            "Calibrate",
            icon=":material/tune:",
            type="primary",
            shortcut="Ctrl+Enter",
            key="start-calibrate",
            disabled=wanted is None or jobs.running(JOB),
            help="Takes a few seconds for 20,000 customers.",
            on_click=_start,
            args=(wanted, about),
        )
    jobs.draw_job(JOB)
    fit: Fit | None = jobs.answer_of(JOB, about) if wanted else None
    if fit is not None:
        draw_fit(fit)
    elif wanted is not None and not jobs.running(JOB):
        empty(
            "tune",
            "Not fitted yet",
            "Press “Calibrate”: every number that these events identify gets an estimate with its "
            "interval; the others keep their default, each with the reason.",
        )
    if fit is not None:
        draw_models(fit.journey_id)


def _brand(wanted: Wanted) -> Brand | None:
    """The brand of the first journey as it is now: a fit hangs on it, too."""
    _, source = wanted
    if isinstance(source, FileSource):
        journey = state.peek(source.journey_id)
    else:
        flown = find_run(state.store(), source).journeys
        journey = state.peek(flown[0][0]) if flown else None
    return state.brand(journey) if journey else None


def _start(wanted: Wanted, about: object) -> None:
    store = state.store()

    def work(progress: Progress, cancel: Cancel) -> Fit:
        kind, source = wanted
        if kind == "run":
            return fit_run(store, str(source), progress=progress, cancel=cancel)
        assert isinstance(source, FileSource)
        return fit_file(store, source, progress=progress, cancel=cancel)

    jobs.start(JOB, "Fitting the behaviour model: step", work, about=about)


def _pick() -> Wanted | None:
    asked("evidence", KINDS, "run")
    kind = st.segmented_control(
        "Source",
        list(KINDS),
        format_func=KINDS.__getitem__,
        required=True,
        key="evidence",
        label_visibility="collapsed",
    )
    answered("evidence", kind)
    if kind == "file":
        source = pick_file()
        return ("file", source) if source else None
    return _pick_run()


def _pick_run() -> Wanted | None:
    if not list_runs(state.store()):
        with empty("flight_takeoff", "No run yet", "Fly a journey first, or take an event file."):
            go("simulate", "Fly one", ":material/flight_takeoff:", "to-fly", view="fly")
        return None
    run_id = pick_run()
    st.caption(
        "A run is a world whose rules are known: calibrating it shows how much a log of this size can "
        "tell. Its customers and journeys are those that flew."
    )
    return ("run", run_id) if run_id else None
