"""A browser session's state: the store it works with, and the desks with the journeys it is editing."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from journeyboard.errors import JourneyboardError, StaleRevision
from journeyboard.journey.brand import Brand
from journeyboard.journey.file import loads
from journeyboard.journey.graph import Journey
from journeyboard.storage.brands import find_brand
from journeyboard.storage.drafts import drop_draft, find_draft, save_draft
from journeyboard.storage.journeys import Revision, open_journey, revisions
from journeyboard.storage.paths import data_home
from journeyboard.storage.store import Store
from journeyboard.ui.canvas import CanvasSession
from journeyboard.ui.canvas.wire import JourneyShape, journey_of, wire_of
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.draft import packed, unpacked
from journeyboard.ui.person import introduce, me
from journeyboard.ui.plain import plain
from journeyboard.workflows.first_flight import fly_first, is_due
from journeyboard.workflows.fly import Flight
from journeyboard.workflows.library import Opened, brand_of, open_library, save_text

DONE, ERROR = ":material/check_circle:", ":material/error:"


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
    return read(revision) if revision else None


def read(revision: Revision) -> Journey:
    """The journey a revision says, read once."""
    return _read(revision.digest, revision)


@st.cache_resource(show_spinner=False, max_entries=100)
def _read(digest: str, _revision: Revision) -> Journey:
    assert digest
    return loads(_revision.text, _revision.journey_id)


def brand(journey: Journey) -> Brand:
    """The brand a journey belongs to, its file read once."""
    kept = find_brand(store(), journey.brand) if journey.brand else None
    return _brand(f"{journey.brand}@{kept.digest if kept else ''}", journey)


@st.cache_resource(show_spinner=False, max_entries=50)
def _brand(version: str, _journey: Journey) -> Brand:
    assert version
    return brand_of(store(), _journey)


def say(words: str, icon: str = ":material/info:") -> None:
    """Show a sentence in passing, also from a callback."""
    st.session_state.setdefault("said", []).append((words, icon))


def hear() -> None:
    """Show what callbacks had to say since the last run."""
    for words, icon in st.session_state.pop("said", []):
        st.toast(plain(words), icon=icon, duration="long")


def desk(journey_id: str) -> Desk:
    """The desk of a stored journey in this session; opened with this browser's draft at first."""
    key = _desk_key(journey_id)
    if key not in st.session_state:
        st.session_state[key] = _taken_up(journey_id)
    found: Desk = st.session_state[key]
    return found


def lay(opened: Opened) -> None:
    """Lay out a journey that has just come onto the shelf, so that it is not read again."""
    journey_id, key = opened.revision.journey_id, _desk_key(opened.revision.journey_id)
    if not find_draft(store(), journey_id, author=me().browser):
        st.session_state.setdefault(key, desks.laid_out(opened))


def _taken_up(journey_id: str) -> Desk:
    draft = find_draft(store(), journey_id, author=me().browser)
    # At the revision the draft started from: what somebody else saved since must not be overwritten.
    revision = open_journey(store(), journey_id, draft.based_on if draft else None)
    fresh = desks.laid_out(Opened(read(revision), revision))
    return unpacked(fresh, draft.text) if draft else fresh


def drawing(journey_id: str) -> CanvasSession:
    """The drawing of a desk, as the browser is told of it."""
    key = _drawing_key(journey_id)
    if key not in st.session_state:
        st.session_state[key] = CanvasSession(journey_id, wire_of(desk(journey_id).journey))
    found: CanvasSession = st.session_state[key]
    return found


def put(now: Desk) -> None:
    """Keep the desk after a change that the browser has not made, and tell the browser."""
    journey_id = now.revision.journey_id
    if desk(journey_id).journey != now.journey:
        drawing(journey_id).change(wire_of(now.journey))
    _keep(now)


def take(journey_id: str, shape: JourneyShape) -> None:
    """Keep what the browser has drawn; JourneyError when it is no journey."""
    _keep(desks.drawn(desk(journey_id), journey_of(shape)))


def _keep(now: Desk) -> None:
    """The desk in this session, and its edit as a draft that outlives a crash."""
    journey_id, author = now.revision.journey_id, me().browser
    st.session_state[_desk_key(journey_id)] = now
    try:
        if now.unsaved:
            based_on = now.revision.number
            save_draft(store(), journey_id, packed(now), based_on=based_on, author=author)
        else:
            drop_draft(store(), journey_id, author=author)
    except JourneyboardError as error:
        say(f"This edit is not kept beyond this page: {error}", ERROR)


def save(journey_id: str, message: str = "") -> bool:
    """Make the desk's text the journey's next revision, or say why not.

    When somebody else has saved first, nothing is saved, and the page lets the user choose.
    """
    now = desk(journey_id)
    author, based_on = me().name, now.revision.number
    try:
        opened = save_text(
            store(), journey_id, now.text, based_on=based_on, author=author, message=message
        )
    except StaleRevision:
        st.session_state[stale_key(journey_id)] = message
        return False
    except JourneyboardError as error:
        say(str(error), ERROR)
        return False
    put(desks.laid_out(opened))
    say(f"Saved as revision {opened.revision.number}.", DONE)
    return True


def stale_key(journey_id: str) -> str:
    """Where the session keeps the message of a save that met somebody else's revision."""
    return f"stale:{journey_id}"


def forget(journey_id: str) -> None:
    """Put the desk out of this session; it is opened again, draft and all, when it is asked for."""
    st.session_state.pop(_desk_key(journey_id), None)
    st.session_state.pop(_drawing_key(journey_id), None)


def meet(said: object) -> None:
    """Take what a browser says of itself; drafts go to its own place, or are found there."""
    before = me().browser
    author = introduce(said).browser
    if author == before:
        return
    for key in [str(key) for key in st.session_state if str(key).startswith(_desk_key(""))]:
        now: Desk = st.session_state[key]
        journey_id = now.revision.journey_id
        if now.unsaved:
            _keep(now)
            drop_draft(store(), journey_id, author=before)
        elif find_draft(store(), journey_id, author=author):
            put(_taken_up(journey_id))


def _desk_key(journey_id: str) -> str:
    return f"desk:{journey_id}"


def _drawing_key(journey_id: str) -> str:
    return f"drawing:{journey_id}"
