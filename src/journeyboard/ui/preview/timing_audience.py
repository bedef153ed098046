"""The whole audience's month: the week by hour, what quiet hours hold back, collisions, and unusual days."""

from __future__ import annotations

from collections import Counter
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.charts.timing import heat_map
from journeyboard.message.duration import format_duration
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card, dark, facts, figure
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.timing_collisions import draw_collisions
from journeyboard.ui.preview.timing_flight import (
    brand_journeys,
    draw_left_out,
    flight_words,
    month_timing,
)
from journeyboard.ui.preview.timing_table import stacked
from journeyboard.ui.preview.timing_unusual import draw_clock_changes, draw_holidays
from journeyboard.ui.preview.views import Shown
from journeyboard.ui.tables import Cell, Column, Row
from journeyboard.ui.wording import count, many, percent
from journeyboard.workflows.timing import Holds, Timing, heat, holds, holds_by_message
from journeyboard.workflows.together import month_of

CHANNELS = {"all": "All", "sms": "SMS", "mms": "MMS", "email": "E-mail", "push": "Push"}
NAMES = {"all": "messages", "sms": "texts", "mms": "picture messages", "email": "e-mails", "push": "push messages"}  # fmt: skip
SCOPES = {"this": "This journey", "brand": "All journeys of the brand"}
MOST_ROWS = 12
ROUGH = 20
"""Held messages below which a median says little."""
HOLDS = (
    Column("Message", figures=False),
    Column("Sent"),
    Column("Waited first", help="Queued in quiet hours and sent later, of all that were sent"),
    Column("Wait, median"),
    Column("9 in 10 within"),
    Column("Dropped by the clock", help="Too late by then, or not to be held: of sent and dropped"),
)


def draw_audience(shown: Shown, day: date, place: DeltaGenerator) -> None:
    """The month in which the customer above enters, for everybody; `place` shows how far its flight is."""
    month = month_of(day)
    timing = month_timing(brand_journeys(shown), shown.brand, month, place)
    place.empty()
    st.header(f"Everybody in {month.words}", anchor=False)
    st.caption(plain(flight_words(timing)))
    draw_left_out(timing)
    inside = timing.inside()
    scope, channel = _pick_what()
    these = {shown.journey.id} if scope == "this" else None
    wanted = inside.of(None if channel == "all" else channel, these)
    _draw_heat(wanted, channel)
    _draw_holds(wanted, channel)
    draw_collisions(inside)
    left, right = st.columns(2, gap="medium")
    with left:
        draw_clock_changes(inside)
    with right:
        draw_holidays(inside)


def _pick_what() -> tuple[str, str]:
    """Whose messages, and on which channel."""
    asked("scope", SCOPES, "this")
    asked("lands_by", CHANNELS, "all")
    with st.container(horizontal=True):
        scope = st.segmented_control(
            "Journeys", list(SCOPES), format_func=SCOPES.__getitem__, required=True, key="scope"
        )
        channel = st.segmented_control(
            "Channel", list(CHANNELS), format_func=CHANNELS.__getitem__, required=True, key="lands_by"
        )  # fmt: skip
    answered("scope", scope)
    answered("lands_by", channel)
    return scope or "this", channel or "all"


def _draw_heat(timing: Timing, channel: str) -> None:
    with card(key="heat"):
        note = f"{len(timing.landings):,} messages delivered, by weekday and hour of the customer's own clock."
        cells = heat(timing)
        if not len(timing.landings):
            st.subheader(f"No {NAMES[channel]} land in this month", anchor=False)
            st.caption(plain(_why_nothing(timing)))
            return
        figure(
            heat_map(cells, what=NAMES[channel], note=note, dark=dark()),
            key="heat-map",
            help="The darker a square (lighter in dark mode), the more messages reach people in that hour.",
        )


def _why_nothing(timing: Timing) -> str:
    """What became of the messages that were due, or that none was."""
    reasons = Counter(str(reason).replace("_", " ") for reason in timing.sends["reason"].dropna())
    if not reasons:
        return "None was due: nobody reached such a message."
    listed = ", ".join(f"{number:,} by {reason}" for reason, number in reasons.most_common(4))
    return f"Every one that was due was skipped: {listed}."


def _draw_holds(timing: Timing, channel: str) -> None:
    found = holds(timing)
    skipped = int(timing.sends["type"].eq("message.skipped").sum())
    with card(holds_finding(found, NAMES[channel], skipped), key="holds"):
        if not found.due:
            st.caption(
                "None was skipped by the clock, so quiet hours had nothing to hold back."
                if skipped
                else "No message was due, so nothing can be said."
            )
            return
        facts(_facts(found))
        names = {
            (journey.id, node.id): (node.title or node.label, journey.name)
            for journey in timing.flown.journeys
            for node in journey.nodes
        }
        each = [(key, one) for key, one in holds_by_message(timing).items() if one.due]
        touched = sorted((pair for pair in each if pair[1].held or pair[1].dropped), key=_weight)
        if touched:
            stacked(HOLDS, [_row(names[key], one) for key, one in touched[:MOST_ROWS]])
        st.caption(_holds_notes(found, len(each) - len(touched)))


def _weight(pair: tuple[tuple[str, str], Holds]) -> int:
    return -pair[1].held - pair[1].dropped


def _holds_notes(found: Holds, others: int) -> str:
    """How far the times can be trusted, and what is not listed."""
    notes = [f"Only {found.held} waited: the times are rough."] if 0 < found.held < ROUGH else []
    if others:
        goes = "goes" if others == 1 else "go"
        notes.append(
            f"{many(others, 'message')} of the journey{'s' if others > 1 else ''} {goes} out when due."
        )
    notes.append(
        "E-mail and transactional messages need no window unless the quiet hours name them."
    )
    return " ".join(notes)


def holds_finding(found: Holds, what: str, skipped: int) -> str:
    """What quiet hours did, in a sentence; `skipped` counts those of any reason.

    >>> holds_finding(Holds(0, 0, 0, None, None), "texts", 25)
    'No texts were sent: 25 were due and skipped'
    """
    if not found.due and skipped:
        return (
            f"No {what} were sent: {skipped:,} {'was' if skipped == 1 else 'were'} due and skipped"
        )
    if not found.due:
        return f"No {what} were due"
    if not found.held and not found.dropped:
        return f"Quiet hours hold back none of {found.sent:,} {what}"
    dropped = f", {found.dropped:,} dropped" if found.dropped else ""
    return f"Quiet hours hold back {_share(found.held, found.sent)} of {what}{dropped}"


def _share(part: int, whole: int) -> str:
    return percent(part / whole) if whole else "none"


def _facts(found: Holds) -> list[tuple[str, str]]:
    return [
        ("Waited first", f"{count(found.held)} of {count(found.sent)} sent"),
        ("Wait, median", _span(found.median)),
        ("9 in 10 wait at most", _span(found.ninetieth)),
        ("Dropped by the clock", f"{count(found.dropped)} of {count(found.due)} due"),
    ]


def _span(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return format_duration(round(seconds / 60) * 60)


def _row(names: tuple[str, str], one: Holds) -> Row:
    return (
        Cell(*names),
        Cell(count(one.sent)),
        Cell(_share(one.held, one.sent) if one.held else "–", f"{one.held:,} of {one.sent:,}"),
        Cell(_span(one.median)),
        Cell(_span(one.ninetieth)),
        Cell(_share(one.dropped, one.due) if one.dropped else "–", f"{one.dropped:,} of {one.due:,}"),
    )  # fmt: skip
