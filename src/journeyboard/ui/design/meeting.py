"""Two people at one journey: what somebody else has saved since, and what becomes of both edits."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from journeyboard.journey.merge import Conflict, merged
from journeyboard.storage.journeys import Revision, find_journey, revisions
from journeyboard.ui import state
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.aside import put_aside
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.hearing import catch_up
from journeyboard.ui.design.picking import DRAFT, show_revision
from journeyboard.ui.design.words import changes, draw_lines, who_and_why
from journeyboard.ui.plain import plain
from journeyboard.workflows.library import Opened

Side = Literal["mine", "theirs"]
SIDE = "whose-word"
SIDES: dict[Side, str] = {"mine": "Mine", "theirs": "Theirs"}


def draw_meeting(now: Desk) -> None:
    """A word that somebody else has saved, and the choice what to do once it is looked at."""
    journey_id = now.revision.journey_id
    stored = find_journey(state.store(), journey_id)
    if stored is None or stored.revision <= now.revision.number:
        return
    with st.container(border=True, key="meeting"):
        theirs = newer_revisions(now)
        if state.stale_key(journey_id) in st.session_state:
            _draw_choice(now, theirs)
        else:
            _draw_banner(now, theirs[0])


def newer_revisions(now: Desk) -> list[Revision]:
    """What was saved since the revision this desk started from, newest first."""
    found = revisions(state.store(), now.revision.journey_id)
    return [one for one in found if one.number > now.revision.number]


def _draw_banner(now: Desk, newest: Revision) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        words = f"Revision {newest.number} was saved meanwhile · {who_and_why(newest)}"
        st.markdown(f":material/group: {plain(words)}", width="content")
        if now.unsaved:
            _button("See what changed", "look", _look, now)
        else:
            _button("Show it", "take-theirs", _take_theirs, now)


def _draw_choice(now: Desk, theirs: list[Revision]) -> None:
    newest = state.read(theirs[0])
    st.markdown("**Somebody else saved this journey while you were editing it.** Nothing is lost.")
    left, right = st.columns(2)
    with left:
        st.markdown("**What they changed**")
        for revision in theirs:
            st.caption(plain(f"Revision {revision.number} · {who_and_why(revision)}"))
        draw_lines(changes(now.stored, newest), "Only comments or layout of the file.")
    with right:
        st.markdown("**What you changed**")
        draw_lines(changes(now.stored, now.journey), "Nothing in the journey itself.")
    side: Side = st.session_state.get(SIDE, "mine")
    _draw_conflicts(merged(now.stored, now.journey, newest, side).conflicts)
    if now.problem:
        st.warning("Your text cannot be read as it was typed: mend it before you choose.")
    _draw_buttons(now)


def _draw_conflicts(conflicts: tuple[Conflict, ...]) -> None:
    if not conflicts:
        st.caption("You both changed different things, so both can stand.")
        return
    st.markdown("**Where only one of you can have it**")
    draw_lines([conflict.text for conflict in conflicts], "")
    st.segmented_control(
        "When combined, take there",
        list(SIDES),
        format_func=lambda side: SIDES[side],
        default="mine",
        required=True,
        key=SIDE,
    )


def _draw_buttons(now: Desk) -> None:
    with st.container(horizontal=True):
        mended = not now.problem
        _button("Combine both", "combine", _combine, now, primary=True, can=mended)
        _button("Keep mine over theirs", "keep-mine", _keep_mine, now, can=mended)
        _button("Take theirs", "take-theirs", _take_theirs, now, can=mended)
        _button("Look at both side by side", "beside", _look_beside, now)
        _button("Not now", "later", _later, now)


def _button(
    label: str, key: str, do: object, now: Desk, *, primary: bool = False, can: bool = True
) -> None:
    st.button(
        label,
        key=key,
        type="primary" if primary else "secondary",
        disabled=not can,
        on_click=do,  # type: ignore[arg-type]
        args=(now.revision.journey_id,),
    )


def _look(journey_id: str) -> None:
    catch_up(journey_id)
    st.session_state[state.stale_key(journey_id)] = None


def _later(journey_id: str) -> None:
    st.session_state.pop(state.stale_key(journey_id), None)


def _look_beside(journey_id: str) -> None:
    catch_up(journey_id)
    show_revision(newer_revisions(state.desk(journey_id))[0].number, DRAFT)


def _combine(journey_id: str) -> None:
    now, theirs = _both(journey_id)
    prefer: Side = st.session_state.get(SIDE, "mine")
    journey = merged(now.stored, now.journey, theirs.journey, prefer).journey
    _settle(replace(desks.moved_on(now, theirs), journey=journey))


def _keep_mine(journey_id: str) -> None:
    now, theirs = _both(journey_id)
    _settle(desks.moved_on(now, theirs))


def _take_theirs(journey_id: str) -> None:
    now, theirs = _both(journey_id)
    if now.unsaved:
        put_aside(now)
    st.session_state.pop(state.stale_key(journey_id), None)
    state.put(desks.laid_out(theirs))


def _both(journey_id: str) -> tuple[Desk, Opened]:
    """My desk with all that was drawn, and the newest revision."""
    catch_up(journey_id)
    now = state.desk(journey_id)
    newest = revisions(state.store(), journey_id)[0]
    return now, Opened(state.read(newest), newest)


def _settle(now: Desk) -> None:
    """Go on from the newest revision; where saving had led here, it is finished."""
    journey_id = now.revision.journey_id
    message = st.session_state.pop(state.stale_key(journey_id), None)
    state.put(now)
    if message is not None:
        state.save(journey_id, message)
