"""Changes and revisions in words, and as lists on the page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from journeyboard.journey.diff import differences
from journeyboard.journey.graph import Journey
from journeyboard.storage.journeys import Revision
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.plain import bullets
from journeyboard.ui.wording import ago, many

SHOWN = 30
"""Changes that are listed at once."""
LONGEST = 120


def changes(before: Journey, after: Journey) -> list[str]:
    """What differs, one sentence each; the moves alone when nothing else does."""
    found = [difference.text for difference in differences(before, after)]
    return found or (["Moved steps on the board."] if before != after else [])


def suggestion(now: Desk) -> str:
    """What the edit of a desk does, short enough for a revision's message."""
    found = changes(now.stored, now.journey) or ["Comments and layout of the file."]
    whole = " ".join(found)
    if len(whole) <= LONGEST:
        return whole
    first = found[0] if len(found[0]) <= LONGEST else found[0][: LONGEST - 1] + "…"
    others = len(found) - 1
    return f"{first} And {many(others, 'other change')}." if others else first


def who_and_why(revision: Revision) -> str:
    """“Ana, 2 hours ago: Shorter first text”."""
    who_and_when = ", ".join(filter(None, (revision.author, ago(revision.created_at))))
    return f"{who_and_when}: {revision.message}" if revision.message else who_and_when


def draw_lines(lines: Sequence[str], nothing: str) -> None:
    """Sentences as a list, or a word when there are none."""
    if not lines:
        st.caption(nothing)
        return
    more = len(lines) - SHOWN
    rest = [f"… and {many(more, 'more change')}."] if more > 0 else []
    st.html(bullets([*lines[:SHOWN], *rest]))
