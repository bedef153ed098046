"""A run's result in one card: the lift with its interval, the truth beside it, and one clear sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from journeyboard.charts.experiment import lift_forest
from journeyboard.measurement.lift import Lift
from journeyboard.ui import state
from journeyboard.ui.parts import dark, empty, facts, figure, go
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import count, money, of, percent, points
from journeyboard.workflows.first_flight import Result, shown_result

Found = Mapping[str, Any]


def draw_first() -> None:
    """The finished result on Home; while its run is still in the air, the one that was shipped."""
    found = shown_result(state.store())
    if found is None:
        with empty(
            "flight_takeoff", "No run is kept", "Fly a journey, and its result stands here."
        ):
            go("simulate", "Fly one", ":material/flight_takeoff:", "to-simulate", primary=True)
        return
    draw_result(found)


def draw_result(found: Result) -> None:
    """A result card, with its way to the report once the run is there."""
    with st.container(border=True, key=f"result-{found.run_id or 'shipped'}"):
        st.caption(
            f"**{plain(found.name)}** · {count(found.customers)} customers · "
            f"{found.settings['days']} days · seed {found.seed}"
        )
        lifts = lifts_of(found.results)
        if lifts:
            _draw_lift(found, lifts)
        facts(_facts(found, lifts))
        _draw_ways(found)


def _draw_lift(found: Result, lifts: list[Lift]) -> None:
    truth = truth_of(found.results, "incremental_conversion")
    figure(lift_forest(lifts, truth=truth, dark=dark()), key=f"lift-{found.run_id}")
    st.markdown(sentence(lifts, truth))


def lifts_of(results: Found, outcome: str = "converted") -> list[Lift]:
    """The lifts of the first experiment in one outcome; none without a control group."""
    for experiment in results.get("lift", [])[:1]:
        return [Lift(**one) for one in experiment["lifts"] if one["outcome"] == outcome]
    return []


def truth_of(results: Found, key: str) -> dict[str, float]:
    """The true value by arm, of the experiment the lifts are of."""
    named = {one["experiment_id"]: one for one in results["truth"]["experiments"]}
    for experiment in results.get("lift", [])[:1]:
        arms = named.get(experiment["name"], {"arms": []})["arms"]
        return {
            arm["arm"]: arm[key] for arm in arms if not arm["is_control"] and arm[key] is not None
        }
    return {}


def sentence(lifts: list[Lift], truth: Mapping[str, float]) -> str:
    """What the control group says and what is true, in one sentence."""
    known = [
        one for one in lifts if one.arm in truth and one.low is not None and one.high is not None
    ]
    if not known:
        return "The control group cannot tell: there are too few customers in it."
    one = max(known, key=lambda found: abs(found.difference or 0))
    real = truth[one.arm]
    inside = (one.low or 0) <= real <= (one.high or 0)
    verdict = {"higher": "sees a gain", "lower": "sees a loss"}.get(one.verdict, "cannot tell")
    place = "inside its interval" if inside else "outside its interval"
    return f"The control group **{verdict}**; the truth is **{points(real)}**, {place}."


def _facts(found: Result, lifts: list[Lift]) -> list[tuple[str, str]]:
    metrics, currency = found.results["metrics"], found.settings.get("currency")
    arms = [
        (f"Conversion in “{one.arm}”", f"{percent(one.mean_treated)} of {count(one.n_treated)}")
        for one in lifts[:2]
    ]
    control = [
        (f"Conversion in “{one.control}”", f"{percent(one.mean_control)} of {count(one.n_control)}")
        for one in lifts[:1]
    ]
    rate = metrics["opt_out_rate"]
    programme = found.results["truth"]["programme"]
    return [
        *arms,
        *control,
        (
            "Opt-outs",
            f"{percent(rate['value'], 2)} ({of(rate)})" if rate["value"] is not None else "none",
        ),
        ("Truly added margin", money(programme["incremental_margin"], currency)),
    ]


def _draw_ways(found: Result) -> None:
    with st.container(horizontal=True):
        if found.run_id:
            key = f"read-result-{found.run_id}"
            go(
                "report",
                "Read the report",
                ":material/monitoring:",
                key,
                primary=True,
                run=found.run_id,
            )
        else:
            await_run()
        journey = next(iter(found.settings.get("journeys", [])), None)
        if journey:
            key = f"draw-result-{found.run_id}"
            go("design", "Open the journey", ":material/account_tree:", key, journey=journey)


@st.fragment(run_every=1.0)
def await_run() -> None:
    """Say that the sample is in the air, and draw the page anew when it has landed."""
    flight = state.first_flight()
    if flight is None or flight.run:
        st.rerun()
    words = flight.problem or "The full report of this sample is being flown in the background …"
    st.caption(plain(words))
