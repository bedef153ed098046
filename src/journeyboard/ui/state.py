"""A browser session's state: the store it works with, and the desk with the journey it is editing."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.edits import AnyEdit
from journeyboard.journey.file import loads
from journeyboard.journey.graph import Journey
from journeyboard.storage.drafts import drop_draft, find_draft, save_draft
from journeyboard.storage.journeys import revisions
from journeyboard.storage.paths import data_home
from journeyboard.storage.store import Store
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.desk import Desk
from journeyboard.workflows.first_flight import fly_first, is_due
from journeyboard.workflows.fly import Flight
from journeyboard.workflows.library import open_library, open_stored, save_text

READABLE = "as last readable"
"""The slot beside the draft, for its last text that could be drawn."""


def store() -> Store:
    """The library of this server, samples in it at the first start."""
    return _opened(data_home(), os.environ.get("JOURNEYBOARD_DATABASE_URL"))


@st.cache_resource(show_spinner=False, max_entries=4)
def _opened(home: Path, address: str | None) -> Store:
    return open_library(home, address)


def first_flight() -> Flight | None:
    """The sample's flight of a first start, in the air or landed; None when it was flown before."""
    return _first(data_home()) if is_due(store()) else None


@st.cache_resource(show_spinner=False, max_entries=4)
def _first(home: Path) -> Flight:
    assert home
    return fly_first(store())


def peek(journey_id: str, number: int | None = None) -> Journey | None:
    """A stored journey as last saved (or at a revision), without counting as opened; None when gone."""
    found = (one for one in revisions(store(), journey_id) if number in (None, one.number))
    revision = next(found, None)
    return loads(revision.text, journey_id) if revision else None


def say(words: str, icon: str = ":material/info:") -> None:
    """Show a sentence in passing, also from a callback."""
    st.session_state.setdefault("said", []).append((words, icon))


def hear() -> None:
    """Show what callbacks had to say since the last run."""
    for words, icon in st.session_state.pop("said", []):
        st.toast(words, icon=icon, duration="long")


def desk(journey_id: str) -> Desk:
    """The desk of a stored journey in this session; opened with its draft at first."""
    key = f"desk:{journey_id}"
    if key not in st.session_state:
        kept = find_draft(store(), journey_id, author=READABLE)
        opened = open_stored(store(), journey_id)
        st.session_state[key] = desks.laid_out(opened, kept.text if kept else "")
    found: Desk = st.session_state[key]
    return found


def put(now: Desk) -> None:
    """Keep the desk, and its text as a draft that outlives a crash."""
    journey_id = now.revision.journey_id
    st.session_state[f"desk:{journey_id}"] = now
    _keep(now, now.text if now.unsaved else "")
    _keep(now, now.readable, READABLE)


def _keep(now: Desk, text: str, slot: str = "") -> None:
    journey_id = now.revision.journey_id
    if text:
        save_draft(store(), journey_id, text, based_on=now.revision.number, author=slot)
    else:
        drop_draft(store(), journey_id, author=slot)


def edit(journey_id: str, change: AnyEdit) -> None:
    """Make an edit on the desk; a sentence is shown instead when it cannot be made."""
    try:
        put(desks.edited(desk(journey_id), change))
    except JourneyboardError as error:
        say(str(error), ":material/error:")


def save(journey_id: str, message: str = "") -> None:
    """Make the desk's text the journey's next revision, or say why not."""
    now = desk(journey_id)
    try:
        opened = save_text(
            store(), journey_id, now.text, based_on=now.revision.number, message=message
        )
    except JourneyboardError as error:
        say(str(error), ":material/error:")
        return
    put(desks.kept(now, opened))
    say(f"Saved as revision {opened.revision.number}.", ":material/check_circle:")


def forget(journey_id: str) -> None:
    """Put the desk away: the journey is opened afresh next time, without its unsaved edit."""
    let_go(journey_id)
    st.session_state.pop(f"desk:{journey_id}", None)
    drop_draft(store(), journey_id)
    drop_draft(store(), journey_id, author=READABLE)


def refused(journey_id: str, field: str = "") -> str:
    """The place in the session of what was typed into a field and refused; all begin like field “”."""
    return f"refused:{journey_id}:{field}"


def let_go(journey_id: str) -> None:
    """Forget what was typed into fields and refused: they show the journey again."""
    first = refused(journey_id)
    for key in [key for key in st.session_state if str(key).startswith(first)]:
        del st.session_state[key]
