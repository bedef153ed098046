"""Collisions: which messages reach one customer too soon after one another."""

from __future__ import annotations

import streamlit as st

from journeyboard.journey.nodes import MessageBase
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card
from journeyboard.ui.preview.timing_table import stacked
from journeyboard.ui.tables import Cell, Column, Row
from journeyboard.ui.wording import many, percent
from journeyboard.workflows.collisions import MOST_HOURS, Collision, Collisions, collisions
from journeyboard.workflows.timing import Timing

SHOWN = 12
AMONG = {"between": "Between journeys", "any": "Also within one journey"}
COLUMNS = (
    Column("First", figures=False),
    Column("Then", figures=False),
    Column("Times"),
    Column("Customers"),
    Column("Hours apart, median"),
)


def draw_collisions(timing: Timing) -> None:
    """The pairs of messages of all the brand's journeys that come within so many hours."""
    with card(key="collisions"):
        heading = st.container()
        hours, among = _pick()
        found = collisions(timing, hours, within_journey=among == "any")
        heading.subheader(_finding(found, among), anchor=False)
        if found.found:
            names = _names(timing)
            stacked(COLUMNS, [_row(one, names) for one in found.found[:SHOWN]])
        if len(found.found) > SHOWN:
            st.caption(f"The {SHOWN} most frequent of {len(found.found)} pairs of messages.")
        st.caption(
            "Delivered messages on any channel, of all journeys of the brand flown together."
        )


def _pick() -> tuple[int, str]:
    options = [str(hours) for hours in range(1, MOST_HOURS + 1)]
    asked("hours", options, "24")
    asked("among", AMONG, "between")
    left, right = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    hours: str = left.select_slider("At most so many hours apart", options, key="hours")
    among = right.segmented_control(
        "Messages",
        list(AMONG),
        format_func=AMONG.__getitem__,
        required=True,
        key="among",
    )
    answered("hours", hours)
    answered("among", among)
    return int(hours), among or "between"


def _finding(found: Collisions, among: str) -> str:
    what = "Messages of different journeys" if among == "between" else "Messages"
    within = many(found.hours, "hour")
    if not found.reached:
        return "Nobody gets a message in this month"
    if not found.pairs:
        return f"{what} never come within {within} of each other"
    share = percent(found.customers / found.reached)
    return (
        f"{what} come within {within} of each other {many(found.pairs, 'time')}, "
        f"for {found.customers:,} of {found.reached:,} customers reached ({share})"
    )


def _names(timing: Timing) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (journey.id, node.id): (node.title or node.label, f"{journey.name} · {node.label}")
        for journey in timing.flown.journeys
        for node in journey.nodes
        if isinstance(node, MessageBase)
    }


def _row(one: Collision, names: dict[tuple[str, str], tuple[str, str]]) -> Row:
    return (
        Cell(*names[one.first]),
        Cell(*names[one.second]),
        Cell(f"{one.pairs:,}"),
        Cell(f"{one.customers:,}"),
        Cell(f"{one.median_hours:.1f}"),
    )
