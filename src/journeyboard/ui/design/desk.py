"""The desk: one journey in hand, the text it is written in, and what makes a typed text unreadable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from journeyboard.errors import JourneyError
from journeyboard.journey.edits import AnyEdit, apply
from journeyboard.journey.file import loads, update_text
from journeyboard.journey.graph import Journey
from journeyboard.storage.journeys import Revision
from journeyboard.workflows.library import Opened


@dataclass(frozen=True)
class Desk:
    """A stored journey being edited, since its `revision`, which says `stored`.

    `written` is the file's text as it was last typed or saved, and `said` the journey in it. A typed
    text that cannot be read is the `scrap`, and `problem` says in one sentence why; then the drawing
    is the last readable one, and only the text can be edited.
    """

    revision: Revision
    stored: Journey
    written: str
    said: Journey
    journey: Journey
    scrap: str = ""
    problem: str = ""

    @cached_property
    def text(self) -> str:
        """The file as it would be saved, readable or not; made when first asked for, which takes a while."""
        if self.problem or self.journey == self.said:
            return self.scrap if self.problem else self.written
        return update_text(self.written, self.journey)

    @cached_property
    def unsaved(self) -> bool:
        """Whether anything differs from the revision it started from."""
        typed_anew = self.written != self.revision.text
        return bool(self.problem) or typed_anew or self.journey != self.said


def laid_out(opened: Opened) -> Desk:
    """The desk of a journey just opened."""
    text, journey = opened.revision.text, opened.journey
    return Desk(opened.revision, journey, text, journey, journey)


def drawn(desk: Desk, journey: Journey) -> Desk:
    """The desk with another drawing; JourneyError while a typed text waits to be mended."""
    if desk.problem:
        raise JourneyError(
            "the text of this journey cannot be read as it was typed.",
            advice="Mend it under Text, or throw the typed text away; your edit stays on the board.",
        )
    return with_journey(desk, journey)


def edited(desk: Desk, edit: AnyEdit) -> Desk:
    """The desk after an edit; JourneyError when it cannot be made."""
    return drawn(desk, apply(desk.journey, edit))


def with_journey(desk: Desk, journey: Journey) -> Desk:
    """The desk with another drawing, whatever text waits to be mended."""
    return replace(desk, journey=journey)


def typed(desk: Desk, text: str) -> Desk:
    """The desk after its text was typed; an unreadable text is kept, with its problem."""
    try:
        journey = loads(text, desk.revision.journey_id)
    except JourneyError as error:
        return replace(desk, scrap=text, problem=str(error))
    return replace(desk, written=text, said=journey, journey=journey, scrap="", problem="")


def without_scrap(desk: Desk) -> Desk:
    """The desk with the unreadable text thrown away."""
    return replace(desk, scrap="", problem="")


def thrown_away(desk: Desk) -> Desk:
    """The desk as its revision was saved."""
    return Desk(desk.revision, desk.stored, desk.revision.text, desk.stored, desk.stored)


def based_on(opened: Opened, journey: Journey) -> Desk:
    """The desk with a journey in hand that is to follow a revision, in that revision's layout."""
    return replace(laid_out(opened), journey=journey)


def moved_on(desk: Desk, opened: Opened) -> Desk:
    """The same drawing, now to follow another revision; a text that was typed stays the text."""
    now = replace(desk, revision=opened.revision, stored=opened.journey)
    if desk.written != desk.revision.text:
        return now
    return replace(now, written=opened.revision.text, said=opened.journey)
