"""The month's flight of all the brand's journeys, made once and kept for Timing and Calendar."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from hashlib import sha256

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.storage.consents import ConsentChoice, choices
from journeyboard.storage.journeys import list_journeys
from journeyboard.ui import state
from journeyboard.ui.preview.views import Shown
from journeyboard.workflows.calendar import LEAD
from journeyboard.workflows.people import SAMPLE_SIZE
from journeyboard.workflows.timing import Timing, timing_of
from journeyboard.workflows.together import Month, fly_month

MOST_KEPT = 6
Chosen = tuple[ConsentChoice, ...]


def brand_journeys(shown: Shown) -> list[Journey]:
    """The brand's stored journeys by name, the one on the desk as it is being edited."""
    found = {one.id: state.peek(one.id) for one in list_journeys(state.store())}
    found[shown.journey.id] = shown.journey
    ours = [one for one in found.values() if one and state.brand(one).id == shown.brand.id]
    return sorted(ours, key=lambda one: (one.name.casefold(), one.id))


def is_kept(journeys: list[Journey], brand: Brand, month: Month) -> bool:
    """Whether the month need not be flown."""
    return _key(journeys, brand, month, choices(state.store(), brand.id)) in _kept()


def month_timing(
    journeys: list[Journey], brand: Brand, month: Month, place: DeltaGenerator | None = None
) -> Timing:
    """The month's tables, with the days before it that the calendar needs; flown where not yet known.

    The flight's progress is shown in `place`, a `st.empty()`, at first here. Raises BadInput when nothing can be flown in that month.
    """
    chosen = choices(state.store(), brand.id)
    key = _key(journeys, brand, month, chosen)
    kept = _kept()
    if key not in kept:
        kept[key] = _flown(journeys, brand, month, chosen, place or st.empty())
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


@st.cache_resource(show_spinner=False)
def _kept() -> OrderedDict[str, Timing]:
    return OrderedDict()


def _key(journeys: list[Journey], brand: Brand, month: Month, chosen: Chosen) -> str:
    texts = [
        brand.model_dump_json(),
        f"{month.first}",
        repr(chosen),
        *(one.model_dump_json() for one in journeys),
    ]
    return sha256("\n".join(texts).encode()).hexdigest()


def _flown(
    journeys: list[Journey], brand: Brand, month: Month, chosen: Chosen, place: DeltaGenerator
) -> Timing:
    many = f"{len(journeys)} journeys" if len(journeys) != 1 else "the journey"
    bar = place.progress(0.1, f"Making {SAMPLE_SIZE:,} sample customers …")

    def hear(done: int, total: int) -> None:
        words = f"Flying {many} together through {month.words}: {done:,} of {total:,} customers …"
        bar.progress(0.35 + 0.45 * done / max(total, 1), words)

    try:
        flown = fly_month(journeys, brand, month, hear, chosen)
        bar.progress(0.85, "Reading when every message lands …")
        found = timing_of(flown, LEAD)
    finally:
        bar.empty()
    return replace(found, flown=replace(flown, run=None))  # the events are read; let them go


def flight_words(timing: Timing) -> str:
    """What the figures are from, in one line."""
    flown = timing.flown
    count = len(flown.journeys)
    return (
        f"From one flight of {'all ' if count > 1 else ''}{count} "
        f"journey{'s' if count != 1 else ''} of the brand together, on {timing.customers:,} sample "
        f"customers, {flown.month.words}, every time on the customer's own clock."
    )


def draw_left_out(timing: Timing) -> None:
    """Say which journeys could not fly, and which were given a start."""
    from journeyboard.ui.plain import plain

    for name, reason in timing.flown.left_out:
        st.warning(plain(f"“{name}” is not among them: {reason}"), icon=":material/warning:")
    names = [one.name for one in timing.flown.journeys if one.id in timing.flown.cohorts]
    if names:
        listed = " and ".join(f"“{name}”" for name in names)
        st.caption(
            plain(
                f"{listed} {'enter' if len(names) > 1 else 'enters'} once and has no date of its own: "
                f"taken to start on 1 {timing.flown.month.words}, 10:00 local time."
            )
        )
