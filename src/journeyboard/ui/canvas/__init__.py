"""The journey canvas: a drawing board in the browser behind one Python function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from journeyboard.errors import JourneyError
from journeyboard.ui.canvas.asks import AnyAsk
from journeyboard.ui.canvas.session import CanvasSession
from journeyboard.ui.canvas.wire import Choices, JourneyShape, Overlay, View

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["CanvasSession", "Choices", "Listener", "Overlay", "View", "canvas", "catch_up"]


class Listener(NamedTuple):
    """Who is told what the browser says.

    `on_change` gets a whole new drawing and raises JourneyError when it cannot be kept, `on_ask` each
    question once, and `on_who` whatever a browser says of itself, before anything else.
    """

    on_change: Callable[[JourneyShape], None]
    on_ask: Callable[[AnyAsk], None]
    on_who: Callable[[Any], None]


@cache
def _component() -> ComponentRenderer:
    """Registered when first drawn: only a running app knows where the bundle lies."""
    return st.components.v2.component(
        "journeyboard.canvas",
        js="canvas.js",
        css="canvas.css",
        html='<div class="jb-canvas"></div>',
    )


def canvas(
    session: CanvasSession,
    *,
    key: str,
    overlay: Overlay,
    choices: Choices,
    listener: Listener | None = None,
    view: View = "board",
    name: str = "",
    height: int = 640,
) -> None:
    """Draw the journey of `session` as a board or as a map; without a listener to read only.

    Call it inside an `st.fragment`, as the last element of the page, after `catch_up` at the fragment's
    beginning. `name` is what the person who draws is called, where that is known. The canvas fills the window
    below it and is at least `height` pixels high.
    """

    def hear() -> None:
        catch_up(key, session, listener)

    _component()(
        key=key,
        height="content",
        data=session.message(
            overlay=overlay,
            choices=choices,
            view=view,
            readOnly=listener is None,
            name=name,
            height=height,
        ),
        on_doc_change=hear,
        on_asks_change=hear,
        on_who_change=hear,
        on_look_change=hear,
    )


def catch_up(key: str, session: CanvasSession, listener: Listener | None) -> None:
    """Take what the browser has sent since; a run, and a callback that changes or saves the journey,
    begins with this.

    A button outside the canvas may be clicked in the same run in which a drawing arrives, and
    Streamlit does not say whose callback runs first.
    """
    state = st.session_state.get(key)
    if listener is None or not isinstance(state, Mapping):
        return
    if state.get("who"):
        listener.on_who(state["who"])
    _take_drawing(session, state.get("doc"), listener)
    if not session.awaits(state.get("doc")):
        for ask in session.ingest_asks(state.get("asks")):
            listener.on_ask(ask)


def _take_drawing(session: CanvasSession, document: Any, listener: Listener) -> None:
    drawing = session.ingest(document)
    if drawing is None:
        return
    try:
        listener.on_change(drawing)
    except JourneyError as error:
        session.refuse(str(error))
    else:
        session.accept(drawing)
