"""The desk: one journey in hand, with its text as typed, its undo list and what makes the text unreadable."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journeyboard.errors import JourneyError
from journeyboard.journey.edits import AnyEdit, Replace
from journeyboard.journey.file import loads, update_text
from journeyboard.journey.form import journey_data
from journeyboard.journey.graph import Journey
from journeyboard.journey.history import History, done, redone, undone
from journeyboard.storage.journeys import Revision
from journeyboard.workflows.library import Opened


@dataclass(frozen=True)
class Desk:
    """A stored journey being edited; `text` is its file as it would be saved, readable or not.

    `problem` says in one sentence why the text cannot be drawn; then the drawing is the last
    readable one and only the text can be edited.
    """

    revision: Revision
    history: History
    text: str
    problem: str = ""

    @property
    def journey(self) -> Journey:
        """The journey as drawn."""
        return self.history.journey

    @property
    def unsaved(self) -> bool:
        """Whether the text differs from the revision it started from."""
        return self.text != self.revision.text


def laid_out(opened: Opened) -> Desk:
    """The desk of an opened journey, with the edit that was being typed last time."""
    desk = Desk(opened.revision, History(opened.journey), opened.revision.text)
    return typed(desk, opened.draft.text) if opened.draft else desk


def edited(desk: Desk, edit: AnyEdit) -> Desk:
    """The desk after an edit; JourneyError when it cannot be made or the text must be mended first."""
    if desk.problem:
        raise JourneyError(
            "the text beside the drawing cannot be read.", advice="Mend it, or undo the typing."
        )
    return _written(desk, done(desk.history, edit))


def typed(desk: Desk, text: str) -> Desk:
    """The desk after its text was typed; an unreadable text is kept, with its problem."""
    try:
        journey = loads(text, desk.revision.journey_id)
    except JourneyError as error:
        return replace(desk, text=text, problem=str(error))
    changed = journey != desk.journey
    edit = Replace(journey=journey_data(journey))
    history = done(desk.history, edit) if changed else desk.history
    return replace(desk, history=history, text=text, problem="")


def stepped_back(desk: Desk) -> Desk:
    """One edit taken back; an unreadable text goes first."""
    if desk.problem:
        return _written(desk, desk.history)
    return _written(desk, undone(desk.history))


def stepped_forward(desk: Desk) -> Desk:
    """One edit made again."""
    return _written(desk, redone(desk.history))


def kept(desk: Desk, opened: Opened) -> Desk:
    """The desk after its text became a revision; the undo list stays."""
    return replace(desk, revision=opened.revision, text=opened.revision.text, problem="")


def _written(desk: Desk, history: History) -> Desk:
    # An unreadable text has no layout to keep; the revision it started from has.
    old = desk.revision.text if desk.problem else desk.text
    return replace(desk, history=history, text=update_text(old, history.journey), problem="")
