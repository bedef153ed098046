"""The edit being typed, kept at every pause: one slot for each author of a stored journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete

from journeyboard.errors import StoreError
from journeyboard.storage.store import Store, now
from journeyboard.storage.tables import DraftRow, JourneyRow


@dataclass(frozen=True)
class Draft:
    """An edit not yet saved; `based_on` is the revision it started from, `saved_at` aware UTC."""

    journey_id: str
    author: str
    text: str
    based_on: int
    saved_at: datetime


def save_draft(
    store: Store, journey_id: str, text: str, *, based_on: int, author: str = ""
) -> None:
    """Keep the edit being typed, finished or not; the author's next draft takes its place."""
    row = DraftRow(
        journey_id=journey_id, author=author, text=text, based_on=based_on, saved_at=now()
    )
    with store.writing() as session:
        if session.get(JourneyRow, journey_id) is None:
            raise StoreError(f"There is no stored journey “{journey_id}” to keep an edit of.")
        session.merge(row)


def find_draft(store: Store, journey_id: str, *, author: str = "") -> Draft | None:
    """The edit that was being typed, if it was never saved."""
    with store.reading() as session:
        row = session.get(DraftRow, (journey_id, author))
        return Draft(**row.model_dump()) if row else None


def drop_draft(store: Store, journey_id: str, *, author: str = "") -> None:
    """Forget the edit being typed."""
    with store.writing() as session:
        forget(session, journey_id, author)


def forget(session: Session, journey_id: str, author: str) -> None:
    """Forget the edit being typed, as part of another change."""
    mine = (col(DraftRow.journey_id) == journey_id, col(DraftRow.author) == author)
    session.exec(delete(DraftRow).where(*mine))
