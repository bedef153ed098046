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
    readable one, `readable` is its text, and only the text can be edited.
    """

    revision: Revision
    history: History
    text: str
    problem: str = ""
    readable: str = ""

    @property
    def journey(self) -> Journey:
        """The journey as drawn."""
        return self.history.journey

    @property
    def unsaved(self) -> bool:
        """Whether the text differs from the revision it started from."""
        return self.text != self.revision.text


def laid_out(opened: Opened, readable: str = "") -> Desk:
    """The desk of an opened journey, with the edit that was being typed last time.

    `readable` is the draft as it last could be read, when the draft itself cannot be.
    """
    desk = Desk(opened.revision, History(opened.journey), opened.revision.text)
    if opened.draft is None:
        return desk
    return typed(typed(desk, readable) if readable else desk, opened.draft.text)


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
        return replace(desk, text=text, problem=str(error), readable=desk.readable or desk.text)
    changed = journey != desk.journey
    edit = Replace(journey=journey_data(journey))
    history = done(desk.history, edit) if changed else desk.history
    return replace(desk, history=history, text=text, problem="", readable="")


def stepped_back(desk: Desk) -> Desk:
    """One edit taken back; an unreadable text goes first."""
    if desk.problem:
        return replace(desk, text=desk.readable, problem="", readable="")
    return _written(desk, undone(desk.history))


def stepped_forward(desk: Desk) -> Desk:
    """One edit made again."""
    return _written(desk, redone(desk.history))


def kept(desk: Desk, opened: Opened) -> Desk:
    """The desk after its text became a revision; the undo list stays."""
    text = opened.revision.text
    return replace(desk, revision=opened.revision, text=text, problem="", readable="")


def _written(desk: Desk, history: History) -> Desk:
    text = update_text(desk.readable or desk.text, history.journey)
    return replace(desk, history=history, text=text, problem="", readable="")
