"""Days of the month that are not like others: clock changes and holidays, and whom they touch."""

from __future__ import annotations

from collections import Counter
from datetime import date

import streamlit as st

from journeyboard.ui.parts import card
from journeyboard.ui.preview.timing_table import stacked
from journeyboard.ui.tables import Cell, Column, Row
from journeyboard.ui.wording import count, many
from journeyboard.workflows.timing import Timing
from journeyboard.workflows.timing_days import (
    ClockChange,
    Holiday,
    changes_of,
    clock_changes,
    holidays_of,
    moved_by_holidays,
)

CHANGES = (
    Column("Day", figures=False),
    Column("Time zones", figures=False),
    Column("Customers"),
    Column("Messages that day"),
)
HOLIDAYS = (
    Column("Day", figures=False),
    Column("Where", figures=False),
    Column("Customers"),
    Column("Messages that day"),
    Column("Moved by it", help="Went out later than without the holiday"),
)


def draw_clock_changes(timing: Timing) -> None:
    """What the clocks of the audience do in this month."""
    month = timing.flown.month
    people = Counter(clock.zones[0] for clock in timing.clocks.values())
    found = changes_of(people, month)
    title = f"No clock of these customers changes in {month.words}"
    if found:
        touched = sum(people[one.zone] for one in found)
        title = f"Clocks change for {touched:,} of {timing.customers:,} customers"
    with card(title, key="clock-changes"):
        if not found:
            st.caption(_next_change(people, month.next.first))
            return
        alike: dict[tuple[date, str], list[ClockChange]] = {}
        for one in found:
            alike.setdefault((one.day, one.words), []).append(one)
        stacked(CHANGES, [_change_row(group, timing, people) for group in alike.values()])
        st.caption(
            "A send at a time that does not exist goes out when the clock jumps; "
            "at one that comes twice, the first time."
        )


def _next_change(people: Counter[str], after: date) -> str:
    last = after.replace(year=after.year + 1)
    ahead = [one for zone in people for one in clock_changes(zone, after, last)]
    if not ahead:
        return "None changes within a year either."
    first = min(one.day for one in ahead)
    touched = sum(people[one.zone] for one in ahead if one.day == first)
    return f"Next: {first:%A %d %B %Y}, for {touched:,} of them."


def _change_row(group: list[ClockChange], timing: Timing, people: Counter[str]) -> Row:
    zones = [one.zone for one in sorted(group, key=lambda one: -people[one.zone])]
    more = f" and {len(zones) - 3} more" if len(zones) > 3 else ""
    landed = timing.landings
    that_day = landed["local"].dt.date.eq(group[0].day) & landed["zone"].isin(zones)
    return (
        Cell(f"{group[0].day:%a %d %b}", group[0].words),
        Cell(", ".join(zone.rpartition("/")[2].replace("_", " ") for zone in zones[:3]) + more),
        Cell(count(sum(people[zone] for zone in zones))),
        Cell(count(int(that_day.sum()))),
    )


def draw_holidays(timing: Timing) -> None:
    """The month's holidays where customers live, and what they do to messages."""
    month = timing.flown.month
    people = Counter(clock.jurisdiction for clock in timing.clocks.values())
    found, moved = holidays_of(people, month), moved_by_holidays(timing)
    title = f"No public holiday in {month.words} where these customers live"
    if found:
        delayed = sum(moved.values())
        what = (
            f"{many(delayed, 'message')} moved by them" if delayed else "no message moved by them"
        )
        title = f"{many(len(found), 'holiday')}, {what}"
    with card(title, key="holidays"):
        if not found:
            st.caption("Countries without a calendar of holidays count as without holidays.")
            return
        stacked(HOLIDAYS, [_holiday_row(one, timing, people, moved) for one in found])
        st.caption(
            "Marketing texts stop on holidays only where a law or custom says so "
            "(FR, AU, some US states); no legal advice."
        )


def _holiday_row(
    one: Holiday, timing: Timing, people: Counter[str], moved: Counter[tuple[date, str]]
) -> Row:
    there = {place for place in people if one.place in (place, place.partition("-")[0])}
    landed = timing.landings
    that_day = landed["local"].dt.date.eq(one.day) & landed["jurisdiction"].isin(there)
    delayed = sum(number for (day, place), number in moved.items() if day == one.day and place in there)  # fmt: skip
    closes = f"no marketing texts in {', '.join(one.closes)}" if one.closes else ""
    return (
        Cell(f"{one.day:%a %d %b}", one.name),
        Cell(one.place, closes),
        Cell(count(sum(people[place] for place in there))),
        Cell(count(int(that_day.sum()))),
        Cell(count(delayed) if delayed else "–"),
    )
