"""The collapsed part of a form: limits of the sender, the season, launch days and the pace of entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from journeyboard.errors import BadInput
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import AudienceEntry, ScoreEntry
from journeyboard.records import CURRENCY_SYMBOLS
from journeyboard.simulation.circumstances import Circumstances, Limits
from journeyboard.simulation.season import seasons
from journeyboard.ui import state
from journeyboard.ui.pick import journey_names
from journeyboard.ui.plain import plain
from journeyboard.workflows.library import brand_of

SENDERS = {"toll_free": ("toll-free number", "3 to 25"), "short_code": ("short code", "100"),
           "long_code": ("long code (10DLC)", "3.75 to 225"), "alphanumeric": ("sender name", "")}  # fmt: skip
"""What a sender of each type can send, in SMS parts a second (Plivo, JustCall and Aircall help; `sms_rules.csv`)."""


NO_LIMITS = (
    "Limits of the sender are left out here: a queue would have to be found anew for each of some hundred "
    "flights. Fly or Compare take them."
)


def draw_circumstances(
    chosen: Sequence[str], start: str, days: int, *, limited: bool = True, launch: str = ""
) -> Circumstances | None:
    """Everything that is not the journey's own; by default there is none of it, None while it does not fit.

    `chosen` are stored journeys by id. `limited` says whether limits of the sender can be chosen; `launch`
    is what one launch day is called that stands for all of them, under the id of the first.
    """
    title = "Limits and season" if limited else "Season and launch"
    with st.expander(title, icon=":material/speed:", key="limits"):
        limits = _pick_limits(chosen) if limited else _no_limits()
        picked = _pick_seasons()
        launches = _pick_launches(chosen, start, days, launch)
        cohort_days = _pick_pace(chosen, days)
    try:
        return Circumstances(limits, tuple(picked), launches, cohort_days)
    except BadInput as error:
        st.warning(plain(str(error)))
        return None


def _pick_limits(chosen: Sequence[str]) -> Limits:
    st.caption(_sender_words(chosen))
    left, right = st.columns(2)
    sms = left.number_input(
        "SMS parts a second", 0.1, 10_000.0, None, key="limit-sms", placeholder="no limit",
        help="What the sender can send. Beyond it texts wait in the provider's queue, for ten hours at "
        "most; the queue knows no quiet hours.",
    )  # fmt: skip
    stands_for = right.number_input(
        "The list has", 1, 100_000_000, None, step=1000, key="stands-for", placeholder="as many as fly",
        help="The customers who fly stand for a list of this size: 5,000 can show the queue of 500,000.",
    )  # fmt: skip
    left, right = st.columns(2)
    brand = _brand(chosen)
    currency = f", {plain(CURRENCY_SYMBOLS.get(brand.currency, brand.currency))}" if brand else ""
    budget = left.number_input(
        f"Budget of the run{currency}", 0.01, 1e9, None, key="budget", placeholder="no limit",
        help="Message cost of the whole list. When it is used up, further messages are skipped.",
    )  # fmt: skip
    daily = right.number_input(f"Budget a day{currency}", 0.01, 1e9, None, key="daily-budget", placeholder="no limit", help="Days are those of UTC.")  # fmt: skip
    return Limits(sms, None, budget, daily, int(stands_for) if stands_for else None)


def _no_limits() -> Limits:
    st.caption(NO_LIMITS)
    return Limits()


def _sender_words(chosen: Sequence[str]) -> str:
    brand = _brand(chosen)
    if brand is None:
        return "A sender can only send so many texts a second; the rest waits."
    words, usual = SENDERS[brand.senders.sms_type]
    told = brand.senders.sms_parts_per_second
    own = f"; the brand file says {told:g}" if told else ""
    if not usual:
        return f"{plain(brand.name)} sends from a {words}: ask the provider how fast it is{own}."
    return f"{plain(brand.name)} sends from a {words}: usually {usual} SMS parts a second{own}."


def _brand(chosen: Sequence[str]) -> Brand | None:
    journey = state.peek(chosen[0]) if chosen else None
    return brand_of(state.store(), journey) if journey else None


def _pick_seasons() -> list[str]:
    known = seasons()
    picked: list[str] = st.multiselect(
        "Seasons", list(known), key="seasons", placeholder="none: every day is like any other",
        format_func=lambda key: known[key].title,
        help="How visits and orders that need no message rise and fall. What messages add stays as it is.",
    )  # fmt: skip
    for key in picked:
        season = known[key]
        told = ", ".join(f"{span.when} × {span.factor:g}" for span in season.spans)
        source = "an assumption" if season.is_assumed else season.sources
        st.caption(f"{season.title}: {told} ({source}).")
    return picked


def _pick_launches(chosen: Sequence[str], start: str, days: int, launch: str) -> dict[str, str]:
    first, names = date.fromisoformat(start), journey_names()
    last, found = first + timedelta(days=days - 1), {}
    for name in chosen[:1] if launch else chosen:
        day = st.date_input(
            launch or f"Launch of {plain(names.get(name, name))}", None, first, last, key=f"launch-{name}",
            format="YYYY-MM-DD", help="Nobody enters it before this day; empty: from the start.",
        )  # fmt: skip
        journey = state.peek(name)
        if day is not None and journey is not None:
            found[journey.id] = f"{day:%Y-%m-%d}"
    return found


def _pick_pace(chosen: Sequence[str], days: int) -> int:
    journeys = [state.peek(name) for name in chosen]
    if not any(j and isinstance(j.entry, AudienceEntry | ScoreEntry) for j in journeys):
        return 1
    return int(
        st.number_input(
            "Let cohorts enter over so many days", 1, days, 1, key="cohort-days",
            help="An audience that enters at the start comes in equal shares a day instead of at once.",
        )
    )  # fmt: skip
