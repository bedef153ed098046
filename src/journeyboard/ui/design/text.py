"""The journey as its file, to be read and typed."""

from __future__ import annotations

import streamlit as st

from journeyboard.ui import state
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.hearing import catch_up

HEIGHT = 660


def draw_text(now: Desk) -> None:
    """The file in an editor; what cannot be read stays as it was typed."""
    journey_id = now.revision.journey_id
    key = f"text:{journey_id}"
    with st.container(key="file-text"):
        with st.spinner("Writing the file …"):
            st.session_state[key] = now.text
        st.text_area(
            "The journey as its file",
            key=key,
            height=HEIGHT,
            help="The drawing follows as soon as you leave the field or press Ctrl+Enter.",
            on_change=_type,
            args=(journey_id, key),
        )
    st.session_state[_known(key)] = now.text


def _type(journey_id: str, key: str) -> None:
    text = st.session_state[key]
    catch_up(journey_id)
    # A late message of a field that is gone counts as a change, though nobody has typed anything.
    if text == st.session_state.get(_known(key)):
        return
    st.session_state[_known(key)] = text
    state.put(desks.typed(state.desk(journey_id), text))


def _known(key: str) -> str:
    """Where the session keeps the text that was shown or taken last."""
    return f"{key}@"
