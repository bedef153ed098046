"""Whether the journey is saved, and saving it."""

from __future__ import annotations

import streamlit as st

from journeyboard.ui import state
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.aside import put_aside
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.hearing import catch_up
from journeyboard.ui.design.sure import draw_sure, unsure
from journeyboard.ui.design.words import suggestion
from journeyboard.ui.person import me

SAVING, WHY, NAME, DROP = "saving", "why", "my-name", "drop"


def draw_saving(now: Desk) -> None:
    """A badge, and a box to save the edit or throw it away."""
    number = now.revision.number
    if now.unsaved:
        st.badge(f"Draft since revision {number}", icon=":material/edit:", color="orange")
    else:
        st.badge(f"Saved · revision {number}", icon=":material/check:", color="green")
    box = st.popover(
        "Save",
        icon=":material/save:",
        type="primary",
        disabled=not now.unsaved,
        key=SAVING,
        on_change=_fresh,
    )
    if box.open and now.unsaved:
        with box:
            _draw_save(now)


def _fresh() -> None:
    """Each time the box opens it suggests anew."""
    st.session_state.pop(WHY, None)
    unsure(DROP)


def _draw_save(now: Desk) -> None:
    journey_id = now.revision.journey_id
    if WHY not in st.session_state:
        st.session_state[WHY] = "" if now.problem else suggestion(now)
    st.text_input("What changed", key=WHY, placeholder="Shorter first text")
    draw_name()
    st.button(
        "Save revision",
        key="save",
        type="primary",
        width="stretch",
        disabled=bool(now.problem),
        help="Mend the text first: it cannot be read." if now.problem else None,
        on_click=_save,
        args=(journey_id,),
    )
    label, sure = "Throw the edit away", "Yes, go back to the saved revision"
    draw_sure(label, sure, DROP, throw_away, journey_id, icon=":material/delete_sweep:")


def draw_name() -> None:
    """The question who this is, until it is answered once."""
    if not me().name:
        st.text_input(
            "Your name",
            key=NAME,
            placeholder="Ana",
            help="Asked once: it stands beside what you save, share and say.",
        )


def take_name() -> None:
    """Take the answer to that question."""
    if name := st.session_state.get(NAME):
        state.meet({"browser": me().browser, "name": name})


def _save(journey_id: str) -> None:
    take_name()
    catch_up(journey_id)
    state.save(journey_id, st.session_state[WHY].strip())
    st.session_state[SAVING] = False


def throw_away(journey_id: str) -> None:
    """Go back to the revision; the edit is put aside, and the board can undo this, too."""
    catch_up(journey_id)
    now = state.desk(journey_id)
    put_aside(now)
    state.put(desks.thrown_away(now))
    st.session_state[SAVING] = False
