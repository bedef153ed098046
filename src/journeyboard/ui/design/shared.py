"""A shared journey, as whoever has the link sees it: to look at, not to edit."""

from __future__ import annotations

from typing import cast

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.storage.journeys import Revision, revisions
from journeyboard.storage.shares import Share, find_share
from journeyboard.ui import state
from journeyboard.ui.canvas import View
from journeyboard.ui.design.picking import pick_view
from journeyboard.ui.design.reading import draw_reading
from journeyboard.ui.design.words import who_and_why
from journeyboard.ui.parts import empty, go
from journeyboard.ui.plain import plain

HEIGHT = 720


@st.fragment(key="shared")
def draw_shared(token: str) -> None:
    """The revision that a link shows, or that it shows nothing."""
    share = find_share(state.store(), token)
    revision = _revision(share) if share else None
    if share is None or revision is None:
        _draw_nothing()
        return
    try:
        journey = state.read(revision)
    except JourneyboardError as error:
        st.title("A journey to look at", anchor=False)
        st.error(plain(str(error)), icon=":material/error:")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        st.title(plain(journey.name), anchor=False, width="content")
        view = cast(View, pick_view(("board", "map")))
    shared = f" · shared by {share.created_by}" if share.created_by else ""
    st.caption(plain(f"Revision {revision.number}, {who_and_why(revision)}{shared} · to read only"))
    doc_id = f"{revision.journey_id}@{revision.number}"
    draw_reading("shared", doc_id, journey, view=view, height=HEIGHT)


def _revision(share: Share) -> Revision | None:
    """The revision a link names, or the newest one; looking does not count as opening."""
    found = revisions(state.store(), share.journey_id)
    return next((one for one in found if share.revision in (None, one.number)), None)


def _draw_nothing() -> None:
    st.title("Nothing is shared here", anchor=False)
    words = "The link is not known, or it was taken back. Ask whoever sent it for a new one."
    with empty("link_off", "This link shows nothing", words):
        go("home", "Go to Home", ":material/home:", "to-home")
