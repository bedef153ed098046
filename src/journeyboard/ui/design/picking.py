"""Turning the page to another journey, or to another view of this one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from journeyboard.ui import state
from journeyboard.ui.address import answered, asked
from journeyboard.ui.pick import PICKED
from journeyboard.workflows.library import Opened

VIEW = "view"
VIEWS = {
    "board": (":material/account_tree:", "Board"),
    "map": (":material/table_chart:", "Map"),
    "text": (":material/code:", "Text"),
    "history": (":material/history:", "History"),
}
SHOWN, AGAINST = "revision", "against"
"""Which revision History shows, and what it is compared with; both stand in the address."""
DRAFT = "draft"
BOX = "file-box"
"""The File box, which closes when another journey is opened from it."""


def pick_view(views: Sequence[str] = tuple(VIEWS)) -> str:
    """The view that the address or the switch names."""
    asked(VIEW, views, "board")
    chosen = st.segmented_control(
        "View",
        views,
        format_func=lambda view: " ".join(VIEWS[view]),
        required=True,
        key=VIEW,
        label_visibility="collapsed",
        on_change=forget_revision,
    )
    answered(VIEW, chosen)
    return chosen or "board"


def show_journey(opened: Opened) -> None:
    """Turn to the board of a journey that has just come onto the shelf."""
    turn_to(opened.revision.journey_id)
    turn_view("board")
    state.lay(opened)
    state.say(f"“{opened.journey.name}” is open.", state.DONE)


def turn_to(journey_id: str | None) -> None:
    """Turn to a journey, or to whichever was opened last."""
    forget_revision()
    st.session_state[BOX] = False
    st.session_state.pop(PICKED, None)
    st.query_params.pop(PICKED, None)
    if journey_id:
        st.session_state[PICKED] = journey_id


def turn_view(view: str) -> None:
    """Turn to another view of the same journey."""
    st.session_state[VIEW] = view
    if view != "history":
        forget_revision()


def show_revision(number: int | None, against: str | None = None) -> None:
    """Turn to a revision in History, alone or compared; None shows the list."""
    turn_view("history")
    st.session_state[SHOWN] = "" if number is None else str(number)
    st.session_state[AGAINST] = against or ""


def pick_revision(numbers: Collection[int]) -> tuple[str, str]:
    """The revision that the address or a button names, and what it is compared with; empty for none."""
    known = [str(number) for number in numbers]
    asked(SHOWN, ["", *known], "")
    asked(AGAINST, ["", DRAFT, *known], "")
    shown, against = st.session_state[SHOWN], st.session_state[AGAINST]
    answered(SHOWN, shown)
    answered(AGAINST, against if shown else "")
    return shown, against


def forget_revision() -> None:
    """Show the list of revisions next time."""
    for key in (SHOWN, AGAINST):
        st.session_state[key] = ""
        answered(key, "")
