"""Edits put aside: what was thrown away, or given up for somebody else's, can be brought back."""

from __future__ import annotations

import streamlit as st

from journeyboard.ui import state
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.hearing import catch_up


def put_aside(now: Desk) -> None:
    """Remember a desk before its edit goes."""
    st.session_state[_key(now.revision.journey_id)] = now


def draw_aside(journey_id: str) -> None:
    """The way back to the edit that was put aside last, until it is taken or waved away."""
    if _key(journey_id) not in st.session_state:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="aside"):
        st.markdown(":material/inventory_2: Your edit is put aside.", width="content")
        back = ("Bring it back", ":material/undo:", "bring-back", _bring_back)
        for label, icon, key, do in (
            back,
            ("Let it go", ":material/close:", "let-go", forget_aside),
        ):
            st.button(label, icon=icon, key=key, type="tertiary", on_click=do, args=(journey_id,))


def _bring_back(journey_id: str) -> None:
    catch_up(journey_id)
    aside: Desk = st.session_state[_key(journey_id)]
    now = state.desk(journey_id)
    if now.unsaved:
        put_aside(now)
    else:
        forget_aside(journey_id)
    state.put(aside)


def forget_aside(journey_id: str) -> None:
    """Nothing is put aside any more."""
    st.session_state.pop(_key(journey_id), None)


def _key(journey_id: str) -> str:
    return f"aside:{journey_id}"
