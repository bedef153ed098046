"""Undo and redo: the journeys before and after, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journeyboard.journey.edits import AnyEdit, apply
from journeyboard.journey.graph import Journey

STEPS = 100


@dataclass(frozen=True)
class Step:
    """An edit and the journey it was made on."""

    edit: AnyEdit
    journey: Journey


@dataclass(frozen=True)
class History:
    """A journey with the steps that led to it and the steps taken back; the latest stand last."""

    journey: Journey
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()


def done(history: History, edit: AnyEdit) -> History:
    """The history after an edit; what was taken back before is forgotten, as are steps over 100."""
    step = Step(edit, history.journey)
    return History(apply(history.journey, edit), (*history.past, step)[-STEPS:])


def undone(history: History) -> History:
    """One step back; the same history when there is none."""
    if not history.past:
        return history
    *past, last = history.past
    future = (*history.future, replace(last, journey=history.journey))
    return History(last.journey, tuple(past), future)


def redone(history: History) -> History:
    """One step forward again; the same history when there is none."""
    if not history.future:
        return history
    *future, last = history.future
    past = (*history.past, replace(last, journey=history.journey))
    return History(last.journey, past, tuple(future))
