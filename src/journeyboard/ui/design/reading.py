"""Journeys to look at: read-only canvases of revisions, drafts and shared journeys."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from journeyboard.journey.diff import changed_nodes, differences
from journeyboard.journey.graph import START, Journey
from journeyboard.ui import state
from journeyboard.ui.canvas import CanvasSession, View, canvas
from journeyboard.ui.canvas.wire import Mark, wire_of
from journeyboard.ui.design.choices import choices_of
from journeyboard.ui.design.overlay import bare_overlay

HEIGHT = 620


def draw_reading(
    slot: str,
    doc_id: str,
    journey: Journey,
    *,
    marks: Mapping[str, Mark] | None = None,
    view: View = "board",
    height: int = HEIGHT,
) -> None:
    """A journey that can be moved about and not edited; `slot` is its place on the page."""
    canvas(
        _session(slot, doc_id, journey),
        key=f"reading:{slot}",
        overlay=bare_overlay(journey, marks),
        choices=choices_of(state.brand(journey)),
        view=view,
        height=height,
    )


def _session(slot: str, doc_id: str, journey: Journey) -> CanvasSession:
    key, shape = f"reading-session:{slot}", wire_of(journey)
    kept: CanvasSession | None = st.session_state.get(key)
    if kept is None or kept.doc_id != doc_id:
        kept = st.session_state[key] = CanvasSession(doc_id, shape)
    kept.change(shape)
    return kept


def draw_side_by_side(
    before: tuple[str, str, Journey], after: tuple[str, str, Journey], *, height: int = HEIGHT
) -> None:
    """Two journeys beside each other, what differs coloured; each as (title, document id, journey)."""
    marks = marks_between(before[2], after[2])
    sides = zip(st.columns(2), ("left", "right"), (before, after), marks, strict=True)
    for column, slot, (title, doc_id, journey), seen in sides:
        with column:
            st.markdown(f"**{title}**")
            draw_reading(slot, doc_id, journey, marks=seen, height=height)


def marks_between(before: Journey, after: Journey) -> tuple[dict[str, Mark], dict[str, Mark]]:
    """What to colour in the older drawing, and what in the newer one."""
    became: dict[str, Mark] = dict(changed_nodes(before, after))
    if any(difference.node is None for difference in differences(before, after)):
        became[START] = "changed"
    older: dict[str, Mark] = {node: mark for node, mark in became.items() if mark != "added"}
    newer: dict[str, Mark] = {node: mark for node, mark in became.items() if mark != "removed"}
    return older, newer
