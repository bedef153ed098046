"""The Design page, drawn in one fragment: an edit reruns this, and nothing around it."""

from __future__ import annotations

from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.errors import JourneyboardError
from journeyboard.ui import state
from journeyboard.ui.canvas import View
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.aside import draw_aside
from journeyboard.ui.design.board import draw_board
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.files import draw_files, draw_new, draw_put_away
from journeyboard.ui.design.gallery import draw_asked_gallery
from journeyboard.ui.design.hearing import catch_up
from journeyboard.ui.design.history import draw_history
from journeyboard.ui.design.live import launch, pick_live
from journeyboard.ui.design.meeting import draw_meeting
from journeyboard.ui.design.overlay import overlay_of
from journeyboard.ui.design.picking import pick_view
from journeyboard.ui.design.saving import draw_saving
from journeyboard.ui.design.share import draw_share
from journeyboard.ui.design.sure import draw_sure
from journeyboard.ui.design.text import draw_text
from journeyboard.ui.parts import empty
from journeyboard.ui.pick import pick_journey
from journeyboard.ui.plain import plain


@st.fragment(key="design")
def draw_design() -> None:
    """The heading row, what there is to say, and the view; the canvas is the last thing on the page."""
    bar = st.container(horizontal=True, vertical_alignment="center", key="bar")
    with bar:
        st.title("Design", anchor=False, width="content")
        journey_id = pick_journey()
    notices = st.container(key="notices")
    try:
        with notices, st.spinner("Opening the journey …"):
            now = _taken_up(journey_id)
    except JourneyboardError as error:
        with bar:
            draw_new()
        notices.error(plain(str(error)), icon=":material/error:")
        return
    with bar:
        view = _draw_actions(now) if now else ""
    with notices:
        _draw_notices(now)
    _draw_view(now, view, notices)


def _taken_up(journey_id: str | None) -> Desk | None:
    """The desk, with all that the board has sent; None without a journey."""
    if journey_id is None:
        return None
    catch_up(journey_id)
    return state.desk(journey_id)


def _draw_actions(now: Desk) -> str:
    """The view that was picked, with the boxes beside it."""
    view = pick_view()
    pick_live()
    st.space("stretch")
    draw_saving(now)
    draw_share(now)
    draw_files(now)
    return view


def _draw_notices(now: Desk | None) -> None:
    state.hear()
    draw_asked_gallery()
    draw_put_away()
    if now is None:
        return
    if now.problem:
        _draw_problem(now)
    draw_aside(now.revision.journey_id)
    draw_meeting(now)


def _draw_problem(now: Desk) -> None:
    st.error(plain(now.problem), icon=":material/error:")
    label, sure = "Throw the typed text away", "Yes, go back to the last readable one"
    draw_sure(label, sure, "drop-text", _drop_text, now.revision.journey_id)


def _drop_text(journey_id: str) -> None:
    catch_up(journey_id)
    state.put(desks.without_scrap(state.desk(journey_id)))


def _draw_view(now: Desk | None, view: str, notices: DeltaGenerator) -> None:
    if now is None:
        with empty("account_tree", "No journey yet", "Start one, or open a file of yours."):
            draw_new()
    elif view == "text":
        draw_text(now)
    elif view == "history":
        draw_history(now)
    else:
        with notices, st.spinner("Checking the journey …"):
            overlay = overlay_of(now)
        draw_board(now, cast(View, view), overlay)
        launch(now)
