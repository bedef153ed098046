"""The send calendar over all journeys and broadcasts of the brand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.ui.address import answered, answered_many, asked, asked_many, refuse, refused
from journeyboard.ui.parts import card, empty, go
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.calendar_day import draw_day
from journeyboard.ui.preview.calendar_grid import month_grid
from journeyboard.ui.preview.timing_flight import (
    brand_journeys,
    draw_left_out,
    flight_words,
    month_timing,
)
from journeyboard.ui.preview.views import Shown
from journeyboard.ui.wording import many
from journeyboard.workflows.calendar import CalendarDay, calendar_of
from journeyboard.workflows.calendar_files import calendar_csv, calendar_ics
from journeyboard.workflows.timing import Timing
from journeyboard.workflows.together import Month, month_of

USUAL = "2026-03"
FIRST, LAST = date(2000, 3, 1), date(2099, 11, 1)


def draw(shown: Shown) -> None:
    """Draw the month, its filter and files, and the chosen day."""
    journeys = brand_journeys(shown)
    if not any(journey.nodes for journey in journeys):
        with empty("calendar_month", "Nothing to send yet", "Draw a journey of this brand first."):
            go("design", "Open Design", ":material/account_tree:", "calendar-design", primary=True)
        return
    month = _pick_month()
    try:
        timing = month_timing(journeys, shown.brand, month)
        days = calendar_of(timing)
    except JourneyboardError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    kept = _pick_journeys(timing)
    shown_days = [day.of(kept) for day in days]
    with card(finding(shown_days), key="calendar"):
        st.caption(
            plain(f"{flight_words(timing)} Triggered journeys are what to expect, not a promise.")
        )
        chosen = _draw_grid(shown_days, month)
        _draw_legend(timing)
        draw_left_out(timing)
    draw_day(next(day for day in shown_days if day.day == chosen), timing.customers)
    _draw_files(shown_days, timing)


def _pick_month() -> Month:
    """The month of the address, and buttons to the ones beside it."""
    asked("month", None, USUAL)
    month = _read(str(st.session_state["month"]))
    with st.container(horizontal=True, vertical_alignment="center", key="calendar-month"):
        st.button(
            f"{month.before.first:%b}", icon=":material/chevron_left:", key="month-before",
            on_click=_turn, args=(month.before,), disabled=month.first <= FIRST,
            help="The month before",
        )  # fmt: skip
        st.subheader(month.words, anchor=False, width="content")
        st.button(
            f"{month.next.first:%b}", icon=":material/chevron_right:", icon_position="right",
            key="month-next", on_click=_turn, args=(month.next,), disabled=month.first >= LAST,
            help="The month after",
        )  # fmt: skip
    answered("month", f"{month.first:%Y-%m}")
    if said := refused("month"):
        st.warning(plain(f"The link's month “{said}” cannot be shown; {month.words} is."))
    return month


def _read(text: str) -> Month:
    try:
        month = month_of(date.fromisoformat(f"{text}-01"))
        if FIRST <= month.first <= LAST:
            return month
    except ValueError:
        pass
    refuse("month", text)
    st.session_state["month"] = USUAL
    return month_of(date.fromisoformat(f"{USUAL}-01"))


def _turn(month: Month) -> None:
    st.session_state["month"] = f"{month.first:%Y-%m}"


def _pick_journeys(timing: Timing) -> set[str]:
    """The journeys that are shown; all of them unless some are chosen."""
    names = {journey.id: journey.name for journey in timing.flown.journeys}
    asked_many("only", names, [])
    chosen = st.pills(
        "Show only", list(names), format_func=lambda one: plain(names[one]), selection_mode="multi",
        key="only",
    )  # fmt: skip
    answered_many("only", chosen)
    return set(chosen) or set(names)


def _draw_grid(days: Sequence[CalendarDay], month: Month) -> date:
    """The grid; returns the chosen day: the one of the address, else the first with something on it."""
    known = {f"{day.day}" for day in days}
    busiest = max(days, key=lambda day: sum(line.landed for line in day.journeys))
    asked("date", known, f"{busiest.day}")
    chosen = date.fromisoformat(st.session_state["date"])
    clicked = month_grid(days, chosen, f"Sends in {month.words}, by day")
    if clicked and clicked != chosen:
        st.session_state["date"] = f"{clicked}"
        answered("date", f"{clicked}")
        st.rerun()
    answered("date", f"{chosen}")
    return chosen


def finding(days: Sequence[CalendarDay]) -> str:
    """What the month brings, in one sentence."""
    landed = sum(line.landed for day in days for line in day.journeys)
    dated = sum(bool(line.clock) for day in days for line in day.journeys)
    full = sum(day.pressure.level == "full" for day in days)
    crowded = sum(day.pressure.level == "crowded" for day in days)
    parts = [f"{many(landed, 'message')} delivered", many(dated, "dated send")]
    if full:
        parts.append(f"{many(full, 'day')} over the cap")
    if crowded:
        parts.append(f"{many(crowded, 'crowded day')}")
    return ", ".join(parts)


def _draw_legend(timing: Timing) -> None:
    brand = timing.flown.brand
    st.caption(
        plain(
            "Coloured days: the average text subscriber is due more marketing texts in 7 days than the "
            "caps allow (over the cap), or one in a hundred is. Due counts what caps hold back; "
            "pressure is that of all journeys, whatever is shown. A dated send stands at its local time "
            f"with the messages delivered that day. {brand.name} sends to people in "
            f"{', '.join(sorted({clock.jurisdiction.partition('-')[0] for clock in timing.clocks.values()}))}."
        )
    )


def _draw_files(days: Sequence[CalendarDay], timing: Timing) -> None:
    brand, month = timing.flown.brand, timing.flown.month
    name = f"sends-{brand.id}-{month.first:%Y-%m}"
    with st.container(horizontal=True):
        st.download_button(
            "Calendar (.ics)",
            lambda: calendar_ics(days, brand.name, timing.customers, datetime.now(UTC)),
            f"{name}.ics", "text/calendar", icon=":material/event:", on_click="ignore", key="ics",
            help="Dated sends, holidays that stop texts, clock changes and days over the cap",
        )  # fmt: skip
        st.download_button(
            "Table (.csv)",
            lambda: calendar_csv(days, timing.customers),
            f"{name}.csv", "text/csv", icon=":material/table:", on_click="ignore", key="csv",
            help="One row a day and message, with expected counts",
        )  # fmt: skip
