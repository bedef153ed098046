"""The timing ledger: when each message can land, for every path, one customer and the whole audience."""

from __future__ import annotations

from datetime import date, datetime, time

import streamlit as st

from journeyboard.audience.people import Audience
from journeyboard.errors import JourneyboardError
from journeyboard.journey.brand import Brand
from journeyboard.journey.reach import Clock, clock_of
from journeyboard.message.timing import local
from journeyboard.message.zones import zone_names
from journeyboard.ui.address import answered, asked, refused
from journeyboard.ui.parts import card
from journeyboard.ui.plain import plain
from journeyboard.ui.preview import who
from journeyboard.ui.preview.timing_audience import draw_audience
from journeyboard.ui.preview.timing_flight import brand_journeys, is_kept
from journeyboard.ui.preview.timing_ledger import draw_exact, draw_ledger, gets_any
from journeyboard.ui.preview.views import Shown
from journeyboard.workflows.timing_days import odd_time
from journeyboard.workflows.together import month_of

THEIRS = "theirs"
LEFT_OVER = 8
"""Places cleared at once, in which the tab that was open before would stand greyed until all is drawn."""


def draw(shown: Shown) -> None:
    """Draw who enters when, the ledger of a path, that customer's times, and the month of all customers."""
    journey, brand = shown
    people = who.people_of(brand.id, brand)
    with card("Who enters, and when", key="timing-who"):
        left, right = st.columns([3, 2], gap="large")
        with left, st.container():  # directly in a column the quick picks would not wrap
            customer = who.pick_customer(journey, brand, people)
        with right:
            clock = clock_of(people.customer(customer), brand)
            day, at = who.pick_entry()
            zone = _pick_zone(people, brand, clock)
            entry = who.moment(day, at, zone)
            _draw_moment(day, at, zone, entry, clock)
        _clear()
    on_path, exactly, waiting = st.empty(), st.empty(), st.empty()
    _clear()
    with on_path.container():
        finding = draw_ledger(journey, brand, clock, entry)
    month = month_of(day)
    if not is_kept(brand_journeys(shown), brand, month):
        waiting.progress(0.0, f"Everybody in {month.words} comes next …")
    try:
        with exactly, st.spinner("The engine is warming up, once on this machine …"):
            found = who.seen_by(journey, brand, people, customer, entry, None)
        with exactly.container():
            draw_exact(found)
        finding(gets_any(found))
        draw_audience(shown, day, waiting)
    except JourneyboardError as error:
        st.error(plain(str(error)), icon=":material/error:")


def _clear() -> None:
    """Nothing of the tab before in the next places of this block."""
    for _ in range(LEFT_OVER):
        st.empty()


def _pick_zone(people: Audience, brand: Brand, clock: Clock) -> str:
    """On whose clock the entry time is read: the customer's, or that of any zone."""
    common = [str(zone) for zone in people.frame["zone"].dropna().value_counts().index]
    zones = list(dict.fromkeys([brand.timezone, *common, *sorted(zone_names())]))
    asked("clockzone", {THEIRS, *zones}, THEIRS)
    chosen: str = st.selectbox(
        "Read the time in",
        [THEIRS, *zones],
        format_func=lambda one: (
            f"the customer's zone ({clock.zones[0]})" if one == THEIRS else str(one)
        ),
        key="clockzone",
    )
    answered("clockzone", chosen)
    if said := refused("clockzone"):
        st.warning(plain(f"There is no time zone “{said}”; the customer's is taken."))
    return clock.zones[0] if chosen == THEIRS else chosen


def _draw_moment(day: date, at: time, zone: str, entry: datetime, clock: Clock) -> None:
    """The moment on the customer's clock, and what a clock change does to it."""
    theirs = local(entry, clock.zones[0])
    words = f"They enter on {theirs:%A %d %B %Y, %H:%M} by their clock, {entry:%H:%M} UTC."
    st.caption(plain(words))
    if odd := odd_time(day, at, zone, entry):
        st.info(plain(odd), icon=":material/schedule:")
