"""The month as a grid whose days can be chosen by mouse, finger or keyboard; on a phone it is a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import streamlit as st

from journeyboard.ui.wording import many, percent
from journeyboard.workflows.calendar import CalendarDay, DayJourney

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LINES = 3
"""Journeys that are named in a day's square; the rest is counted."""


@cache
def _component() -> ComponentRenderer:
    """Registered when first drawn: only a running app takes components."""
    folder = files("journeyboard.ui.preview")
    css, js = (
        (folder / f"calendar_grid.{kind}").read_text(encoding="utf-8") for kind in ("css", "js")
    )
    return st.components.v2.component(
        "journeyboard_month", html='<div class="jb-month"></div>', css=css, js=js
    )


def month_grid(days: Sequence[CalendarDay], selected: date, title: str) -> date | None:
    """Draw the days of a month; the day that was just chosen, if any."""
    data = {
        "weekdays": WEEKDAYS,
        "weeks": weeks(days),
        "selected": f"{selected}",
        "caption": title,
    }
    result = _component()(key="month-grid", data=data, on_chosen_change=lambda: None)
    chosen = getattr(result, "chosen", None)
    known = {f"{day.day}" for day in days}
    return date.fromisoformat(chosen) if chosen in known else None


def weeks(days: Sequence[CalendarDay]) -> list[list[dict[str, Any] | None]]:
    """The days in rows from Monday to Sunday, None where the month has no day."""
    cells: list[dict[str, Any] | None] = [None] * days[0].day.weekday()
    cells += [square(day) for day in days]
    cells += [None] * (-len(cells) % 7)
    return [cells[k : k + 7] for k in range(0, len(cells), 7)]


def square(day: CalendarDay) -> dict[str, Any]:
    """One day as the grid shows it, and as a screen reader says it."""
    landed = sum(line.landed for line in day.journeys)
    marks = _marks(day)
    lines = [_line(line) for line in day.journeys[:LINES]]
    rest = len(day.journeys) - len(lines)
    said = [
        f"{day.day:%A %d %B}", many(landed, "message"), *(mark["text"] for mark in marks),
        *(f"{line['clock']} {line['name']} {line['count']}".strip() for line in lines),
    ]  # fmt: skip
    return {
        "date": f"{day.day}",
        "number": day.day.day,
        "weekday": f"{day.day:%a}",
        "total": f"{landed:,}" if landed else "",
        "tone": day.pressure.level,
        "quiet": not day.journeys and not marks,
        "marks": marks,
        "lines": lines,
        "more": f"and {rest} more" if rest > 0 else "",
        "said": ", ".join(said),
    }


def _line(line: DayJourney) -> dict[str, str]:
    count = f"{line.landed:,}" if line.messages else f"{line.entered:,} enter"
    return {"clock": line.clock.partition(" ")[0].rstrip(","), "name": line.name, "count": count}


def _marks(day: CalendarDay) -> list[dict[str, str]]:
    """What is special about the day, in few words."""
    marks = []
    if day.pressure.level == "full":
        marks.append(
            {"kind": "pressure", "text": f"over the cap: {day.pressure.mean:.1f} in 7 days"}
        )
    elif day.pressure.level == "crowded":
        share = day.pressure.over / day.pressure.subscribers
        marks.append({"kind": "pressure", "text": f"{percent(share, 0)} over the cap"})
    for one in day.holidays[:1]:
        more = f" +{len(day.holidays) - 1}" if len(day.holidays) > 1 else ""
        marks.append({"kind": "holiday", "text": f"{one.name} ({one.place}){more}"})
    if day.closed:
        listed = ", ".join(day.closed[:2])
        more = f" +{len(day.closed) - 2}" if len(day.closed) > 2 else ""
        marks.append({"kind": "closed", "text": f"no texts: {listed}{more}"})
    if day.changes:
        marks.append({"kind": "clock", "text": "clocks change"})
    return marks
