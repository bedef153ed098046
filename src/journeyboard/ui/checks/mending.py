"""What the Checks page does to the journey in hand: repair, set aside, count again, undo."""

from __future__ import annotations

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.edits import AnyEdit, SetField
from journeyboard.journey.graph import Journey
from journeyboard.lint.rule import Finding
from journeyboard.ui import state
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.hearing import catch_up

MOST_UNDONE = 50


def repair(journey_id: str, finding: Finding) -> None:
    """Apply the finding's fix."""
    if finding.fix:
        edit(journey_id, finding.fix, f"Mended {finding.code}.")


def set_aside(journey_id: str, key: str, reason: str) -> None:
    """Ignore a rule (`JB203`), or a rule at one step (`JB203/sms_1`), for a reason."""
    ignored = state.desk(journey_id).journey.ignore
    change = SetField(path="ignore", value={**ignored, key: reason})
    edit(journey_id, change, f"{key.partition('/')[0]} is set aside.")


def count_again(journey_id: str, key: str) -> None:
    """Let a rule that was set aside count again."""
    ignored = state.desk(journey_id).journey.ignore
    left = {one: reason for one, reason in ignored.items() if one != key}
    edit(journey_id, SetField(path="ignore", value=left), f"{key.partition('/')[0]} counts again.")


def undo(journey_id: str) -> None:
    """Take back the last thing this page did."""
    catch_up(journey_id)
    now, done = state.desk(journey_id), _done(journey_id)
    before, after = done.pop()
    if now.journey != after:
        state.say("The journey was edited elsewhere since; undo it on the board.")
        return
    try:
        state.put(desks.drawn(now, before))
    except JourneyboardError as error:
        state.say(str(error), state.ERROR)


def undoable(journey_id: str) -> bool:
    """Whether this page's last edit can still be taken back."""
    done = _done(journey_id)
    return bool(done) and state.desk(journey_id).journey == done[-1][1]


def edit(journey_id: str, change: AnyEdit, words: str) -> None:
    """Do something to the journey in hand that `undo` takes back, and say so in `words`."""
    catch_up(journey_id)
    before = state.desk(journey_id)
    try:
        now = desks.edited(before, change)
        state.put(now)
    except JourneyboardError as error:
        state.say(str(error), state.ERROR)
        return
    done = _done(journey_id)
    done.append((before.journey, now.journey))
    del done[:-MOST_UNDONE]
    state.say(words, state.DONE)


def _done(journey_id: str) -> list[tuple[Journey, Journey]]:
    """What this page has done to a journey: before and after, the last one at the end."""
    found: list[tuple[Journey, Journey]] = st.session_state.setdefault(f"mended:{journey_id}", [])
    return found
