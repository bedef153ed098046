"""The journey canvas: a drawing board in the browser behind one Python function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from journeyboard.ui.canvas.session import CanvasSession, Move
from journeyboard.ui.canvas.wire import Graph, Overlay

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["CanvasSession", "Graph", "Move", "Overlay", "canvas"]

OnEdit = Callable[[Sequence[Move]], None]


@cache
def _component() -> ComponentRenderer:
    """Registered when first drawn: only a running app knows where the bundle lies."""
    return st.components.v2.component(
        "journeyboard.canvas",
        js="canvas.js",
        css="canvas.css",
        html='<div class="jb-canvas"></div>',
    )


def _ignore_moves(_moves: Sequence[Move]) -> None:
    """Keep what was moved in the session only."""


def _ignore_selection(_node: str | None) -> None:
    """Keep what was selected in the session only."""


def canvas(
    session: CanvasSession,
    *,
    overlay: Overlay | None = None,
    height: int = 640,
    key: str = "canvas",
    on_edit: OnEdit = _ignore_moves,
    on_select: Callable[[str | None], None] = _ignore_selection,
) -> None:
    """Draw the journey of `session`, `height` pixels high, with findings and counts laid over it.

    Call it inside an `st.fragment`, as the last element of the page. `on_edit` gets the moves of each
    new drawing and `on_select` the id of the selected node (None: none), both before the page redraws.
    """

    def hear() -> None:
        _hear(session, st.session_state.get(key), on_edit, on_select)

    hear()
    _component()(
        key=key,
        height=height,
        data=session.message(overlay or {}, height),
        on_doc_change=hear,
        on_selection_change=hear,
    )


def _hear(
    session: CanvasSession,
    state: Mapping[str, Any] | None,
    on_edit: OnEdit,
    on_select: Callable[[str | None], None],
) -> None:
    state = state or {}
    moves = session.ingest(state.get("doc"))
    if moves:
        on_edit(moves)
    if session.ingest_selection(state.get("selection")):
        on_select(session.selected)
