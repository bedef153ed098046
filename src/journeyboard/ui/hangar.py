"""The Simulate page's parts: what is to be flown, the flight under way, and the runs that were kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from journeyboard.audience.raw import RowProblem
from journeyboard.errors import JourneyboardError
from journeyboard.storage.runs import StoredRun, delete_run, list_runs, name_run
from journeyboard.ui import state
from journeyboard.ui.address import answered, answered_many, asked, asked_many
from journeyboard.ui.parts import card, empty, go
from journeyboard.ui.pick import journey_names
from journeyboard.ui.plain import plain
from journeyboard.ui.simulate.calibrate_models import pick_model
from journeyboard.ui.simulate.limits import draw_circumstances
from journeyboard.ui.simulate.limits_shown import circumstance_words
from journeyboard.ui.uploads import kept
from journeyboard.ui.wording import NOTHING, ago, count, many, of, percent
from journeyboard.workflows.fly import Flight, Plan, take_off
from journeyboard.workflows.people import MOST, People

SOURCES = {
    "sample": "Sample customers (5,000)",
    "generated": "Generated customers",
    "file": "My own file",
}
FLIGHT = "flight"
PROBLEMS = 500
"""Rows of a file's problems that are shown at most."""


def draw_plan() -> Plan | None:
    """The form: journeys, people, seed, days and start; None while something is missing."""
    with card("What flies", key="what"):
        chosen = _pick_journeys()
        name = st.text_input(
            "Name of the run", placeholder="e.g. Shorter first text", key="run-name"
        )
    with card("Who flies", key="who"):
        people = _pick_people()
    with card("When", key="when"):
        days, start, seed = _pick_times()
    numbers, model = pick_model(chosen)
    around = draw_circumstances(chosen, start, days)
    if not chosen or people is None or around is None:
        return None
    return Plan(
        name or _name(chosen), tuple(chosen), people, seed, days, start, numbers, model, around
    )


def _name(chosen: list[str]) -> str:
    names = journey_names()
    return " + ".join(names[journey_id] for journey_id in chosen)


def _pick_journeys() -> list[str]:
    names = journey_names()
    asked_many("journeys", names, [key for key in names if key == "checkout_rescue"])
    chosen: list[str] = st.multiselect(
        "Journeys",
        list(names),
        format_func=names.__getitem__,
        key="journeys",
        help="Journeys and broadcasts of one brand fly together on the same customers, under the "
        "brand's caps: that is where list fatigue shows.",
        placeholder="Choose what to fly",
    )
    answered_many("journeys", chosen)
    brands = {journey.brand for one in chosen if (journey := state.peek(one))}
    if len(brands) > 1:
        st.warning("These journeys belong to several brands. Fly those of one brand together.")
        return []
    return chosen


def _pick_people() -> People | None:
    asked("source", SOURCES, "sample")
    source = st.segmented_control(
        "Customers",
        list(SOURCES),
        format_func=SOURCES.__getitem__,
        required=True,
        key="source",
        label_visibility="collapsed",
    )
    answered("source", source)
    if source == "generated":
        size = st.number_input("How many", 100, MOST, 20_000, 1000, key="size", bind="query-params")
        return People("generated", int(size))
    if source == "file":
        return _own_file()
    st.caption("The bundled customers: consent, time zones, histories and habits of a real shop.")
    return People()


def _own_file() -> People | None:
    file = st.file_uploader(
        "Customers as CSV or Parquet",
        ["csv", "parquet"],
        key="people-file",
        help="One row a customer; only customer_id, email or phone must be there.",
    )
    if file is None:
        return None
    path = kept(file.name, file.getvalue())
    return _checked(People("file", path=str(path), name=file.name))


def _checked(people: People) -> People | None:
    from journeyboard.audience.read import read_customers

    try:
        found = read_customers(people.path)
    except JourneyboardError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None
    st.success(f"{many(len(found.audience), 'customer')} can fly.", icon=":material/check_circle:")
    for warning in found.warnings:
        # The table below says it cell by cell.
        if "were left empty" not in warning:
            st.warning(plain(warning))
    _draw_problems(found.rejected, found.blanked)
    return people


def _draw_problems(rejected: Sequence[RowProblem], blanked: Sequence[RowProblem]) -> None:
    told = [(one, "row left out") for one in rejected] + [(one, "left empty") for one in blanked]
    if not told:
        return
    rows = [
        {"Row": one.row, "Column": one.column or "", "What": what, "Why": one.message}
        for one, what in sorted(told, key=lambda pair: pair[0].row)
    ]
    with st.expander(
        f"{many(len(rejected), 'row')} left out, {many(len(blanked), 'cell')} left empty"
    ):
        st.dataframe(rows[:PROBLEMS], hide_index=True)
        if len(rows) > PROBLEMS:
            st.caption(f"The first {PROBLEMS} of {len(rows):,}.")


def _pick_times() -> tuple[int, str, int]:
    left, middle, right = st.columns(3)
    days = left.number_input("Days", 1, 366, 90, key="days", bind="query-params")
    start = middle.date_input(
        "Start",
        date(2026, 3, 2),
        key="start",
        format="YYYY-MM-DD",
        help="Holidays and clock changes depend on it.",
    )
    seed = right.number_input(
        "Seed",
        0,
        2**53 - 1,
        7,
        key="seed",
        bind="query-params",
        help="The same seed gives the same customers the same luck, whatever journey flies.",
    )
    return int(days), f"{start:%Y-%m-%d}", int(seed)


def start_flight(plan: Plan) -> None:
    """Take off; one flight a session at a time."""
    st.session_state[FLIGHT] = take_off(state.store(), plan)


@st.fragment(run_every=0.4)
def draw_flight() -> None:
    """The flight under way: how far, and a way to stop it; the page is drawn anew when it has landed."""
    flight: Flight | None = st.session_state.get(FLIGHT)
    if flight is None:
        return
    if not flight.flying:
        st.rerun()
    share = flight.done / flight.total if flight.total else 0.0
    st.progress(min(share, 1.0), f"**{plain(flight.plan.name)}** · {plain(flight.words)}")
    st.button(
        "Cancel",
        icon=":material/cancel:",
        key="cancel",
        on_click=flight.cancel,
        disabled=flight.stopped.is_set(),
    )


def landed() -> StoredRun | None:
    """The run of the flight that has just landed; a flight without a run is explained."""
    flight: Flight | None = st.session_state.get(FLIGHT)
    if flight is None or flight.flying:
        return None
    if flight.problem:
        st.warning(plain(flight.problem), icon=":material/info:")
    return flight.run


def flying() -> bool:
    """Whether this session has a flight in the air."""
    flight: Flight | None = st.session_state.get(FLIGHT)
    return flight is not None and flight.flying


def draw_runs() -> None:
    """Every kept run, newest first."""
    runs = list_runs(state.store())
    st.subheader("Kept runs", anchor=False)
    if not runs:
        empty("flight_takeoff", "No run yet", "Choose a journey and press “Fly”.")
        return
    for run in runs:
        with st.container(border=True, key=f"run-{run.id}"):
            _draw_run(run)


def _draw_run(run: StoredRun) -> None:
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        st.markdown(f"**{plain(run.name)}**")
        st.caption(f"{plain(run_words(run))} · {ago(run.created_at)}")
    with right.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center"
    ):
        go("report", "Read", ":material/monitoring:", f"read-{run.id}", run=run.id)
        with st.popover("More"):
            key = f"name-{run.id}"
            st.text_input("Name", run.name, key=key, on_change=_rename, args=(run.id, key))
            st.button(
                "Delete run",
                icon=":material/delete:",
                key=f"delete-{run.id}",
                on_click=_delete,
                args=(run.id,),
            )


def run_words(run: StoredRun) -> str:
    """A run in one line: how many, how long, which luck and circumstances, what came of it; plain text."""
    metrics = run.results.get("metrics", {})
    sent, rate = metrics.get("delivered", {}), metrics.get("opt_out_rate", {})
    parts = [
        f"{count(run.customers)} customers",
        f"{run.settings.get('days', NOTHING)} days",
        f"seed {run.seed}",
        _model_words(run.settings),
        *circumstance_words(run.settings.get("circumstances", {})),
        f"{count(sent.get('value'))} messages",
        f"opt-outs {percent(rate.get('value'), 2)} ({of(rate)})" if rate.get("value") else "",
    ]
    return " · ".join(part for part in parts if part)


def _model_words(settings: Mapping[str, Any]) -> str:
    if not settings.get("behaviour"):
        return ""
    return f"calibrated model {name}" if (name := settings.get("model")) else "calibrated model"


def _rename(run_id: str, key: str) -> None:
    name = st.session_state[key].strip()
    if name:
        name_run(state.store(), run_id, name)


def _delete(run_id: str) -> None:
    delete_run(state.store(), run_id)
    state.say("The run is deleted.", ":material/delete:")
