"""The form of a search: what may be turned, what for, within which limits, and how thoroughly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import streamlit as st

from journeyboard.audience.people import START
from journeyboard.journey.graph import Journey
from journeyboard.journey.knobs import Knob, Value, control_share
from journeyboard.journey.offered import DEFAULT, FAMILIES, knobs_of, with_values
from journeyboard.records import CURRENCY_SYMBOLS
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.circumstances import Circumstances
from journeyboard.simulation.searching.search import FINALISTS, rounds
from journeyboard.simulation.searching.worth import OBJECTIVES, Guardrails
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card
from journeyboard.ui.plain import plain
from journeyboard.ui.simulate.compare_pick import owner, pick_world
from journeyboard.ui.simulate.limits import draw_circumstances
from journeyboard.ui.wording import many


class Effort(NamedTuple):
    """How thorough a search is: designs tried, and customers in its last round and in each fresh world."""

    label: str
    designs: int
    customers: int


EFFORTS = {
    "quick": Effort("Quick", 60, 5_000),
    "normal": Effort("Normal", 150, 15_000),
    "thorough": Effort("Thorough", 500, 50_000),
}
WORLDS = 20


@dataclass(frozen=True)
class Request:
    """What is asked of a search; the journey as revision `number` says it.

    `behaviour` are the numbers of the model that are not its own, `owner` the brand and its customers' choices;
    `circumstances` are None while they do not fit.
    """

    journey_id: str
    number: int
    knobs: tuple[Knob, ...]
    objective: str
    guardrails: Guardrails
    effort: str
    days: int
    seed: int
    behaviour: Behaviour | None = None
    owner: tuple[object, ...] = ()
    start: str = START
    circumstances: Circumstances | None = None


def draw_form(journey_id: str, number: int, journey: Journey, currency: str) -> Request:
    """The three cards; a request without knobs cannot be searched."""
    with card("What may be turned", key="turned"):
        knobs = _pick_knobs(journey_id, journey)
    with card("What for", key="what-for"):
        objective = _pick_objective()
        guardrails = _pick_limits(journey, currency)
    with card("How thoroughly", key="how"):
        effort, days, seed = _pick_effort(len(knobs))
        start = f"{st.date_input('Start', date.fromisoformat(START), key='start', format='YYYY-MM-DD'):%Y-%m-%d}"
    return Request(
        journey_id, number, knobs, objective, guardrails, effort, days, seed,
        pick_world([journey_id]), owner(journey), start,
        draw_circumstances([journey_id], start, days, limited=False, launch="Launch"),
    )  # fmt: skip


def _pick_knobs(journey_id: str, journey: Journey) -> tuple[Knob, ...]:
    offered = knobs_of(journey)
    if not offered:
        st.caption("This journey has no delay, offer, message or limit that could be turned.")
        return ()
    st.caption("Tick what the search may change; everything else stays as it is.")
    chosen: list[Knob] = []
    for family, label in FAMILIES.items():
        some = [knob for knob in offered if knob.family == family]
        if some:
            chosen += _pick_family(journey_id, label, some, family in DEFAULT)
    return tuple(chosen)


def _pick_family(journey_id: str, label: str, knobs: Sequence[Knob], ticked: bool) -> list[Knob]:
    keys = {knob.id: f"knob-{journey_id}-{knob.id}" for knob in knobs}
    on = sum(bool(st.session_state.get(key, ticked)) for key in keys.values())
    chosen = []
    with st.expander(f"**{label}** · {on} of {len(knobs)}", expanded=False):
        for knob in knobs:
            left, right = st.columns([5, 1], vertical_alignment="center")
            with left:
                use = st.checkbox(plain(knob.title), ticked, key=keys[knob.id])
                st.caption(plain(_range_words(knob)))
            if use:
                chosen.append(_pick_levels(journey_id, knob, right))
    return [knob for knob in chosen if len(knob.levels) > 1]


def _range_words(knob: Knob) -> str:
    others = [knob.words(value) for value in knob.levels if value != knob.now]
    few = ", ".join(others) if len(others) < 4 else f"{others[0]} to {others[-1]}"
    return f"now {knob.words(knob.now)} · tries {few}"


def _pick_levels(journey_id: str, knob: Knob, place: st.delta_generator.DeltaGenerator) -> Knob:
    """The values to try, behind a small button; two leave nothing to choose."""
    others: list[Value] = [value for value in knob.levels if value != knob.now]
    if len(others) < 2:
        return knob
    with place.popover("", icon=":material/tune:", help="Values to try"):
        kept: list[Value] = st.multiselect(
            "Values to try",
            others,
            others,
            format_func=knob.words,
            key=f"levels-{journey_id}-{knob.id}",
        )
    return with_values(knob, kept)


def _pick_objective() -> str:
    asked("objective", OBJECTIVES, "value")
    chosen = st.selectbox(
        "Make as large as possible",
        list(OBJECTIVES),
        format_func=lambda key: OBJECTIVES[key].label,
        key="objective",
        help="Incremental: what customers do with the journey less what the same customers do without "
        "it, on the same luck. Lost subscriber value is the future margin that goes with every opt-out, "
        "from the brand file.",
    )
    answered("objective", chosen)
    return chosen or "value"


def _pick_limits(journey: Journey, currency: str) -> Guardrails:
    st.caption("Limits no design may break; leave empty what does not matter.")
    left, right = st.columns(2, vertical_alignment="bottom")
    sign = CURRENCY_SYMBOLS.get(currency, currency)
    opt_outs = left.number_input("Opt-outs at most, % of messages", 0.0, 100.0, None, 0.1, key="limit-opt-outs", placeholder="no limit")  # fmt: skip
    complaints = right.number_input("Complaints at most, % of messages", 0.0, 100.0, None, 0.05, key="limit-complaints", placeholder="no limit")  # fmt: skip
    left, right = st.columns(2, vertical_alignment="bottom")
    cost = left.number_input(f"Message cost at most, {sign} per 10,000 customers", 0.0, None, None, 10.0, key="limit-cost", placeholder="no limit")  # fmt: skip
    control = right.number_input("Control share at least, % of entrants", 0.0, 90.0, floored(control_share(journey)), 5.0, "%.1f", key=f"limit-control-{journey.id}")  # fmt: skip
    findings = st.checkbox("No new errors in Checks", True, key="limit-findings")
    return Guardrails(_share(opt_outs), _share(complaints), cost, _share(control), findings)


def floored(share: float) -> float:
    """A share in per cent, to a tenth below it, so that a design keeps a limit that is its own share.

    >>> floored(1 / 6), floored(0.29)
    (16.6, 29.0)
    """
    return math.floor(1_000 * share + 1e-9) / 10


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _pick_effort(knobs: int) -> tuple[str, int, int]:
    asked("effort", EFFORTS, "normal")
    effort = st.segmented_control(
        "Effort",
        list(EFFORTS),
        format_func=lambda key: EFFORTS[key].label,
        required=True,
        key="effort",
        label_visibility="collapsed",
    )
    answered("effort", effort)
    chosen = EFFORTS[effort or "normal"]
    st.caption(
        f"Up to {chosen.designs:,} designs; the best fly over {chosen.customers:,} customers and then in "
        f"{WORLDS} fresh worlds of as many. {time_words(seconds_of(chosen, knobs))}."
    )
    left, right = st.columns(2)
    days = left.number_input("Days", 1, 366, 90, key="days", bind="query-params")
    seed = right.number_input(
        "Seed", 0, 2**53 - 1, 7, key="seed", bind="query-params",
        help="The same seed finds the same design.",
    )  # fmt: skip
    return effort or "normal", int(days), int(seed)


def seconds_of(effort: Effort, knobs: int) -> float:
    """Roughly how long a search takes on two busy cores, by its flights and their customers."""
    flights = sum(one.designs for one in rounds(effort.designs, effort.customers))
    flights += 4 * knobs + FINALISTS + 2 * WORLDS
    return flights * (0.1 + effort.customers / 100_000)


def time_words(seconds: float) -> str:
    """A rough time in words.

    >>> time_words(41), time_words(200)
    ('Takes about 40 seconds', 'Takes about 3 minutes')
    """
    if seconds < 90:
        return f"Takes about {max(10, round(seconds, -1)):.0f} seconds"
    return f"Takes about {many(round(seconds / 60), 'minute')}"
