"""Every revision of a journey: who saved it, when and why; to look at, to compare, and to take up again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from journeyboard.journey.graph import Journey
from journeyboard.storage.journeys import Revision, revisions
from journeyboard.ui import state
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.hearing import catch_up
from journeyboard.ui.design.picking import (
    DRAFT,
    forget_revision,
    pick_revision,
    show_revision,
    turn_view,
)
from journeyboard.ui.design.reading import draw_reading, draw_side_by_side
from journeyboard.ui.design.words import changes, draw_lines, who_and_why
from journeyboard.ui.plain import plain

PAGE = 20
PAGES, OTHER, OF = "revisions-page", "compared-with", "history-of"


def draw_history(now: Desk) -> None:
    """The list of revisions, or the one that the address asks for, alone or compared."""
    found = {one.number: one for one in revisions(state.store(), now.revision.journey_id)}
    _leave_other_journeys(now.revision.journey_id)
    shown, against = pick_revision(found)
    if not shown:
        _draw_list(now, list(found.values()))
    elif not against:
        _draw_one(now, found[int(shown)])
    else:
        _draw_comparison(now, found, int(shown), None if against == DRAFT else int(against))


def _leave_other_journeys(journey_id: str) -> None:
    """The revision of one journey says nothing about another's."""
    if st.session_state.setdefault(OF, journey_id) != journey_id:
        st.session_state[OF] = journey_id
        forget_revision()


def _draw_list(now: Desk, found: list[Revision]) -> None:
    pages = -(-len(found) // PAGE)
    page = st.session_state.get(PAGES, 1) if pages > 1 else 1
    for revision in found[(page - 1) * PAGE : page * PAGE]:
        with st.container(
            border=True,
            horizontal=True,
            vertical_alignment="center",
            key=f"revision-{revision.number}",
        ):
            _draw_revision(now, revision)
    if pages > 1:
        st.pagination(pages, key=PAGES)


def _draw_revision(now: Desk, revision: Revision) -> None:
    number = revision.number
    with st.container(gap="xsmall"):
        mine = " · yours started here" if number == now.revision.number and now.unsaved else ""
        st.markdown(f"**Revision {number}** · {plain(who_and_why(revision))}{mine}")
        st.caption(f"{revision.created_at:%d %b %Y, %H:%M} UTC")
    _button("Open", "visibility", f"open-{number}", show_revision, number)
    _button("Compare", "compare", f"compare-{number}", show_revision, number, DRAFT)
    _draw_restore(now, revision)


def _draw_restore(now: Desk, revision: Revision) -> None:
    st.button(
        "Restore",
        icon=":material/restore:",
        key=f"restore-{revision.number}",
        type="tertiary",
        disabled=bool(now.problem),
        help="It becomes your draft; saving it makes a new revision.",
        on_click=_restore,
        args=(revision.journey_id, revision),
    )


def _button(label: str, icon: str, key: str, do: Callable[..., None], *args: Any) -> None:
    st.button(label, icon=f":material/{icon}:", key=key, type="tertiary", on_click=do, args=args)


def _restore(journey_id: str, revision: Revision) -> None:
    catch_up(journey_id)
    state.put(desks.with_journey(state.desk(journey_id), state.read(revision)))
    turn_view("board")
    state.say(f"Revision {revision.number} is your draft now. Undo takes it back.", state.DONE)


def _draw_one(now: Desk, revision: Revision) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="revision-bar"):
        _button("All revisions", "arrow_back", "all-revisions", show_revision, None)
        words = plain(f"Revision {revision.number} · {who_and_why(revision)}")
        st.markdown(words, width="content")
        _button("Compare", "compare", "compare", show_revision, revision.number, DRAFT)
        _draw_restore(now, revision)
    draw_reading("one", f"{revision.journey_id}@{revision.number}", state.read(revision))


def _draw_comparison(now: Desk, found: dict[int, Revision], shown: int, other: int | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="revision-bar"):
        _button("All revisions", "arrow_back", "all-revisions", show_revision, None)
        _pick_other(found, shown, other)
    sides = sorted([shown, other] if other else [shown])
    before = _side(found[sides[0]])
    after = _side(found[sides[1]]) if other else _draft_side(now)
    with st.container(border=True, key="changes"):
        st.markdown(f"**From {before[0].lower()} to {after[0].lower()}**")
        draw_lines(changes(before[2], after[2]), "Nothing differs in the journey itself.")
    draw_side_by_side(before, after)


def _pick_other(found: dict[int, Revision], shown: int, other: int | None) -> None:
    names = {
        DRAFT: "what is on the board",
        **{str(n): f"revision {n}" for n in found if n != shown},
    }
    chosen = st.session_state[OTHER] = str(other) if other else DRAFT
    st.markdown(f"Revision {shown} compared with", width="content")
    st.selectbox(
        "Compared with",
        list(names),
        format_func=names.__getitem__,
        key=OTHER,
        label_visibility="collapsed",
        width=240,
        on_change=_compare_with,
        args=(shown, chosen),
    )


def _compare_with(shown: int, before: str) -> None:
    if st.session_state[OTHER] != before:  # else a late message of a box that is gone
        show_revision(shown, st.session_state[OTHER])


def _side(revision: Revision) -> tuple[str, str, Journey]:
    name = f"{revision.journey_id}@{revision.number}"
    return f"Revision {revision.number}", name, state.read(revision)


def _draft_side(now: Desk) -> tuple[str, str, Journey]:
    return "The board", f"{now.revision.journey_id}@draft", now.journey
