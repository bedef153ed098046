"""One customer: found by what happened to them, and followed with and without the journey, with reasons."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.charts.life import life_line
from journeyboard.errors import JourneyboardError
from journeyboard.journey.wording import CHANNEL_WORDS
from journeyboard.simulation.tracing.traced import Trace
from journeyboard.storage.runs import find_run
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card, dark, empty, figure
from journeyboard.ui.pick import pick_run
from journeyboard.ui.plain import plain
from journeyboard.ui.simulate.customer_search import found_words, kept_run, pick_question
from journeyboard.ui.simulate.customer_story import draw_counts, draw_money, draw_story
from journeyboard.ui.wording import count
from journeyboard.workflows.lives import KeptRun, first_customer, followed

WHO, AGAINST = "who", "against"
UNTOUCHED = "untouched"
HOW = (
    "Both lives meet the same dice, so they differ only by what the journey did. Each decision shows the "
    "number drawn and the chance it was compared with; an order comes when the wish to order, which grows "
    "with habit, an abandoned cart and messages, reaches this customer's threshold."
)


def draw(actions: DeltaGenerator) -> None:
    """A run, a question, one of the customers it finds, and their two lives."""
    head = st.container(horizontal=True, vertical_alignment="center")
    with head:
        run_id = pick_run()
    if run_id is None:
        with empty("person_search", "No run yet", "Fly a journey first; then follow any of its customers."):  # fmt: skip
            st.button("Fly one", icon=":material/flight_takeoff:", type="primary", on_click=_to_fly)
        return
    try:
        kept = kept_run(run_id, find_run(state.store(), run_id).digest)
        with head:
            against = _pick_other(kept)
        key = _pick_customer(kept, actions)
        trace = _traced(run_id, key, against, kept)
    except JourneyboardError as error:
        st.warning(plain(str(error)), icon=":material/info:")
        return
    journeys = "the journey" if len(kept.journeys) == 1 else "the journeys"
    _draw_trace(trace, f"with {journeys}", other_words(against, kept))


def _to_fly() -> None:
    st.session_state["view"] = "fly"


def _pick_customer(kept: KeptRun, actions: DeltaGenerator) -> str:
    """One of those to whom it happened, or anybody by key; “Next” goes on through the list."""
    title, found = pick_question(kept)
    keys = list(found.keys)
    if not keys:
        st.info(
            f"Nobody: {title} happened to no customer of this run.", icon=":material/person_off:"
        )
    asked(WHO, None, keys[0] if keys else first_customer(kept))
    with actions:
        _draw_next(keys)
    chosen = _pick_key(keys, found_words(found, kept))
    answered(WHO, chosen)
    return chosen


def _draw_next(keys: list[str]) -> None:
    st.button(
        "Next customer",
        icon=":material/skip_next:",
        type="primary",
        key="next-customer",
        shortcut="Ctrl+Enter",
        disabled=len(keys) < 2,
        on_click=_take_next,
        args=(keys,),
    )


def _pick_key(keys: list[str], words: str) -> str:
    """A customer of the list or any typed; `words` say whose list it is."""
    now = str(st.session_state[WHO])
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.selectbox(
            "Customer",
            keys if now in keys else [now, *keys],
            key=WHO,
            accept_new_options=True,
            label_visibility="collapsed",
            width=220,
        )
        st.caption(plain(_place(keys, now, words)))
    return str(chosen or now).strip()


def _place(keys: Sequence[str], now: str, words: str) -> str:
    if now in keys:
        return f"Number {count(keys.index(now) + 1)} of {words}. Or type any customer's key."
    return f"Not one of the {words}; type any customer's key."


def _take_next(keys: Sequence[str]) -> None:
    now = st.session_state.get(WHO)
    place = keys.index(now) + 1 if now in keys else 0
    st.session_state[WHO] = keys[place % len(keys)]


def _pick_other(kept: KeptRun) -> str:
    """The life to compare with: nothing sent, or only one channel, message or journey left out."""
    lives = _others(kept)
    asked(AGAINST, lives, UNTOUCHED)
    chosen = st.selectbox(
        "Compare with",
        lives,
        format_func=lambda key: f"with and {other_words(key, kept)}",
        key=AGAINST,
        label_visibility="collapsed",
        width=260,
    )
    answered(AGAINST, chosen)
    return chosen


def _others(kept: KeptRun) -> list[str]:
    keys = kept.run.manifest["truth"]
    return [UNTOUCHED, *(key for key in keys if key.startswith(("without_channel/", "without_journey/")))]  # fmt: skip


def other_words(life: str, kept: KeptRun) -> str:
    """The other life in words, such as “without the journey” or “without SMS”."""
    kind, _, name = life.partition("/")
    if kind == "without_channel":
        return f"without {CHANNEL_WORDS.get(name, name)}"
    if kind == "without_journey":
        return f"without “{next((one.name for one in kept.journeys if one.id == name), name)}”"
    return "without the journey" if len(kept.journeys) == 1 else "without the journeys"


@st.cache_resource(max_entries=64, show_spinner="Following the customer …")
def _traced(run_id: str, key: str, against: str, _kept: KeptRun) -> Trace:
    assert run_id
    return followed(state.store(), _kept, key, ("designed", against))


def _draw_trace(trace: Trace, with_it: str, without: str) -> None:
    with st.container(border=True, key="life"):
        figure(
            life_line(trace, with_it=with_it, without=without, dark=dark()),
            key="life-line",
            help=HOW,
        )
    with st.grid(2, min_column_width=340):
        with card("What it came to", key="life-money"):
            draw_money(trace, with_it, without)
        with card("What happened", key="life-facts"):
            draw_counts(trace)
    with card(
        "Moment by moment", f"On the customer's own clock ({plain(trace.zone.replace('_', ' '))})."
    ):
        every = st.toggle("Every step and every look", key="every-step", bind="query-params")
        draw_story(trace, with_it, without, every)
        if not all(life.complete for life in trace.lives):
            st.caption("So much was decided in this life that not every reason could be kept.")
