"""One day of the calendar: its messages, how full the week is, and what is special about it."""

from __future__ import annotations

import streamlit as st

from journeyboard.journey.wording import CHANNEL_WORDS
from journeyboard.ui.parts import card, facts
from journeyboard.ui.plain import bullets
from journeyboard.ui.preview.timing_table import stacked
from journeyboard.ui.tables import Cell, Column, Row
from journeyboard.ui.wording import count, many
from journeyboard.workflows.calendar import CalendarDay, DayJourney, DayMessage, Pressure

COLUMNS = (
    Column("Journey", figures=False),
    Column("Message", figures=False),
    Column("Enter that day", help="Customers who enter the journey on this day"),
    Column("Delivered"),
    Column("Held back by caps", help="By a frequency cap or smart sending"),
)


def draw_day(day: CalendarDay, customers: int) -> None:
    """The list of the chosen day; every count is of the `customers` who flew."""
    with card(_finding(day), key="calendar-day"):
        if remarks := _remarks(day):
            st.html(bullets(remarks))
        facts(_pressure_facts(day.pressure))
        rows = [row for line in day.journeys for row in _rows(line)]
        if rows:
            stacked(COLUMNS, rows)
        else:
            st.caption("Nothing goes out on this day.")
        st.caption(f"Counts of {customers:,} sample customers, on their own calendars.")


def _finding(day: CalendarDay) -> str:
    landed = sum(line.landed for line in day.journeys)
    dated = sum(bool(line.clock) for line in day.journeys)
    title = f"{day.day:%A %d %B}: {many(landed, 'message')} delivered"
    return title + (f", {many(dated, 'dated send')}" if dated else "")


def _remarks(day: CalendarDay) -> list[str]:
    """Holidays, closed places, clock changes and pressure, each in a sentence."""
    found = [f"{one.name} ({one.place})." for one in day.holidays]
    if day.closed:
        found.append(
            f"No marketing texts in {', '.join(day.closed)}: they wait for the next open day."
        )
    if day.changes:
        kinds = sorted({one.words for one in day.changes})
        found += [f"Clocks change, {words}, in {many(sum(one.words == words for one in day.changes), 'time zone')}." for words in kinds]  # fmt: skip
    if words := pressure_words(day.pressure):
        found.append(words)
    return found


def pressure_words(pressure: Pressure) -> str:
    """How a marked day breaks the cap; nothing for a day that does not."""
    over = f"{pressure.over:,} of {pressure.subscribers:,} text subscribers are due more than {pressure.allowance} marketing texts in the 7 days to this one"
    match pressure.level:
        case "full":
            return (
                f"Over the cap on average: {over}; caps hold {pressure.due - pressure.sent:,} back."
            )
        case "crowded":
            return f"Crowded: {over}; caps hold {pressure.due - pressure.sent:,} back."
    return ""


def _pressure_facts(pressure: Pressure) -> list[tuple[str, str]]:
    if not pressure.subscribers:
        return [("Text subscribers", "none in the sample")]
    sent = pressure.sent / pressure.subscribers
    bound = "no cap" if pressure.allowance is None else f"at most {pressure.allowance}"
    return [
        ("Marketing texts due in 7 days", f"{pressure.mean:.2f} a subscriber"),
        ("of them sent", f"{sent:.2f} a subscriber"),
        ("The brand's caps", bound),
        ("Text subscribers", count(pressure.subscribers)),
    ]


def _rows(line: DayJourney) -> list[Row]:
    name = Cell(line.name, f"dated, {line.clock}" if line.clock else "triggered")
    entered = Cell(count(line.entered))
    if not line.messages:
        return [
            (name, Cell("none delivered that day", tone="muted"), entered, Cell("0"), Cell("–"))
        ]
    first, *rest = (_message(one) for one in line.messages)
    return [(name, first[0], entered, *first[1:]), *((Cell(""), one[0], Cell(""), *one[1:]) for one in rest)]  # fmt: skip


def _message(one: DayMessage) -> tuple[Cell, Cell, Cell]:
    channel = CHANNEL_WORDS.get(one.channel, one.channel)
    held = Cell(count(one.held_back)) if one.held_back else Cell("–")
    return Cell(one.title, channel), Cell(count(one.landed)), held
