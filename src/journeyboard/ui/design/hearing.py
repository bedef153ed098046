"""What the board says is heard here: new drawings, questions, and who is drawing."""

from __future__ import annotations

from functools import partial
from typing import assert_never

from pydantic import ValidationError

from journeyboard.errors import JourneyboardError, JourneyError
from journeyboard.journey.edits import AnyEdit, RenameNode
from journeyboard.journey.graph import START
from journeyboard.storage.comments import (
    add_comment,
    move_comments,
    reopen_comment,
    resolve_comment,
)
from journeyboard.ui import canvas, state
from journeyboard.ui.canvas import Listener
from journeyboard.ui.canvas.asks import AnyAsk, Fix, Live, Remark, Rename, Resolve, Save
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.live import turn_live
from journeyboard.ui.design.overlay import seen
from journeyboard.ui.person import me


def board_key(journey_id: str) -> str:
    """The canvas's key on the page."""
    return f"canvas:{journey_id}"


def listener(journey_id: str) -> Listener:
    """Who hears what the board of a journey says."""
    return Listener(partial(state.take, journey_id), partial(answer, journey_id), state.meet)


def catch_up(journey_id: str) -> None:
    """Take what the board has sent; every callback that changes or saves the journey begins with this."""
    key = board_key(journey_id)
    canvas.catch_up(key, state.drawing(journey_id), listener(journey_id))


def answer(journey_id: str, ask: AnyAsk) -> None:
    """Do what the board asks; a sentence is shown instead when it cannot be done."""
    try:
        _answer(journey_id, ask)
    except JourneyboardError as error:
        state.say(str(error), state.ERROR)


def _answer(journey_id: str, ask: AnyAsk) -> None:
    match ask:
        case Fix():
            _fix(journey_id, ask)
        case Rename():
            _rename(journey_id, ask)
        case Remark():
            node = None if ask.node == START else ask.node
            store, author = state.store(), me().name
            add_comment(store, journey_id, ask.id, node=node, author=author, text=ask.text)
        case Resolve():
            settle = resolve_comment if ask.resolved else reopen_comment
            settle(state.store(), ask.id)
        case Save():
            state.save(journey_id, ask.message)
        case Live():
            turn_live(journey_id, on=ask.on)
        case _:
            assert_never(ask)


def _fix(journey_id: str, ask: Fix) -> None:
    wanted = (ask.code, ask.node, ask.message)
    found = seen(state.desk(journey_id).journey).findings
    fixes = (one.fix for one in found if (one.code, one.node_id, one.message) == wanted)
    fix = next((fix for fix in fixes if fix), None)
    if fix is None:
        state.say("This finding is not there any more: the journey has changed since.")
        return
    _edit(journey_id, fix)


def _rename(journey_id: str, ask: Rename) -> None:
    try:
        edit = RenameNode(id=ask.node, new_id=ask.to)
    except ValidationError:
        raise JourneyError(
            f"“{ask.to}” cannot be an id.",
            advice="An id holds letters, digits, “_” and “-”, at most 64 of them.",
        ) from None
    _edit(journey_id, edit)
    move_comments(state.store(), journey_id, ask.node, ask.to)
    state.drawing(journey_id).show(ask.to)


def _edit(journey_id: str, edit: AnyEdit) -> None:
    state.put(desks.edited(state.desk(journey_id), edit))
