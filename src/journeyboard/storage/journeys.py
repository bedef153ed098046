"""Journeys as they are stored: immutable revisions of their text, one number after the other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from journeyboard.errors import StaleRevision, StoreError
from journeyboard.storage.drafts import forget
from journeyboard.storage.store import Store, now
from journeyboard.storage.tables import JourneyRow, RevisionRow


@dataclass(frozen=True)
class StoredJourney:
    """A journey in the store; `revision` is its newest revision's number, times are aware UTC."""

    id: str
    name: str
    revision: int
    created_at: datetime
    changed_at: datetime
    opened_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True)
class Revision:
    """A journey's text as it was saved once; `digest` is the text's SHA-256."""

    journey_id: str
    number: int
    parent: int | None
    text: str
    digest: str
    author: str
    message: str
    created_at: datetime


def save_journey(
    store: Store,
    journey_id: str,
    text: str,
    *,
    based_on: int | None,
    name: str | None = None,
    author: str = "",
    message: str = "",
) -> Revision:
    """Keep a journey's text as its next revision; the author's draft is then done with.

    `based_on` is the number of the revision that was opened, None for a new journey. Saving the
    newest text again keeps nothing and returns that revision. Raises StaleRevision when somebody
    else saved first.
    """
    with store.writing() as session:
        newest = _newest(session, journey_id)
        if newest is None or newest.text != text:
            _claim(session, journey_id, based_on, name)
            newest = _next_revision(journey_id, text, based_on, author, message)
            session.add(newest)
        forget(session, journey_id, author)
    return _revision(newest)


def _newest(session: Session, journey_id: str) -> RevisionRow | None:
    """The newest revision of a journey that is not deleted."""
    row = session.get(JourneyRow, journey_id)
    if row is None or row.deleted_at:
        return None
    return session.get(RevisionRow, (journey_id, row.head))


def _claim(session: Session, journey_id: str, based_on: int | None, name: str | None) -> None:
    row = session.get(JourneyRow, journey_id)
    if row is None and based_on is None:
        _create(session, journey_id, name or journey_id)
    elif row is None:
        raise unknown_journey(journey_id)
    elif not _moves_on(session, row, based_on, name):
        raise _stale(row.name, f"revision {row.head}", based_on)


def _create(session: Session, journey_id: str, name: str) -> None:
    at = now()
    new = {"created_at": at, "changed_at": at, "opened_at": at}
    session.add(JourneyRow(id=journey_id, name=name, head=1, **new))
    try:
        session.flush()
    except IntegrityError:  # PostgreSQL lets two begin the same journey and then stops one
        raise _stale(name, "revision 1", None) from None


def _moves_on(session: Session, row: JourneyRow, based_on: int | None, name: str | None) -> bool:
    # Compared in the database, not here: of two who save at once, one finds the number moved.
    at_head = (col(JourneyRow.id) == row.id, col(JourneyRow.head) == based_on)
    moved = session.exec(
        update(JourneyRow)
        .where(*at_head)
        .values(head=(based_on or 0) + 1, name=name or row.name, changed_at=now(), deleted_at=None)
    )
    return moved.rowcount == 1


def _stale(name: str, newest: str, based_on: int | None) -> StaleRevision:
    opened = "a new journey" if based_on is None else f"revision {based_on}"
    return StaleRevision(
        f"The journey “{name}” is at {newest}, but this edit started from {opened}: "
        "somebody else saved first. Reload it, or save this edit under another id."
    )


def unknown_journey(journey_id: str) -> StoreError:
    """What to say when nothing is stored under an id."""
    return StoreError(f"There is no stored journey “{journey_id}”. Open its file first.")


def _next_revision(
    journey_id: str, text: str, parent: int | None, author: str, message: str
) -> RevisionRow:
    return RevisionRow(
        journey_id=journey_id,
        number=(parent or 0) + 1,
        parent=parent,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        author=author,
        message=message,
        created_at=now(),
    )


def list_journeys(store: Store, *, deleted: bool = False) -> list[StoredJourney]:
    """The journeys last opened first; or the deleted ones, which can be restored."""
    gone = col(JourneyRow.deleted_at)
    query = select(JourneyRow).where(gone.is_not(None) if deleted else gone.is_(None))
    with store.reading() as session:
        rows = session.exec(query.order_by(col(JourneyRow.opened_at).desc(), col(JourneyRow.id)))
        return [_journey(row) for row in rows]


def find_journey(store: Store, journey_id: str) -> StoredJourney | None:
    """The stored journey of that id, deleted or not; None when there is none."""
    with store.reading() as session:
        row = session.get(JourneyRow, journey_id)
        return _journey(row) if row else None


def open_journey(store: Store, journey_id: str, number: int | None = None) -> Revision:
    """A revision of a journey, the newest by default; the journey counts as opened now."""
    with store.writing() as session:
        row = session.get(JourneyRow, journey_id)
        found = session.get(RevisionRow, (journey_id, number or row.head)) if row else None
        if row is None or found is None:
            raise unknown_journey(journey_id)
        row.opened_at = now()
    return _revision(found)


def revisions(store: Store, journey_id: str) -> list[Revision]:
    """Every revision of a journey, newest first."""
    query = select(RevisionRow).where(RevisionRow.journey_id == journey_id)
    with store.reading() as session:
        return [
            _revision(row) for row in session.exec(query.order_by(col(RevisionRow.number).desc()))
        ]


def rename_journey(store: Store, journey_id: str, name: str) -> StoredJourney:
    """Give a stored journey another name; its id and its revisions stay."""
    return _set(store, journey_id, name=name)


def delete_journey(store: Store, journey_id: str) -> StoredJourney:
    """Put a journey away; `restore_journey` brings it back with everything it had."""
    return _set(store, journey_id, deleted_at=now())


def restore_journey(store: Store, journey_id: str) -> StoredJourney:
    """Undo a deletion."""
    return _set(store, journey_id, deleted_at=None)


def _set(store: Store, journey_id: str, **values: str | datetime | None) -> StoredJourney:
    with store.writing() as session:
        row = session.get(JourneyRow, journey_id)
        if row is None:
            raise unknown_journey(journey_id)
        row.sqlmodel_update(values)
    return _journey(row)


def _journey(row: JourneyRow) -> StoredJourney:
    values = row.model_dump()
    return StoredJourney(revision=values.pop("head"), **values)


def _revision(row: RevisionRow) -> Revision:
    return Revision(**row.model_dump())
