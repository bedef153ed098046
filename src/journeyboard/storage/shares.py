"""Links that show a journey to read: a secret token for a revision, or for whatever is newest."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select, update

from journeyboard.errors import StoreError
from journeyboard.storage.journeys import unknown_journey
from journeyboard.storage.store import Store, now
from journeyboard.storage.tables import JourneyRow, RevisionRow, ShareRow

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""What `secrets.token_urlsafe` makes of 32 bytes."""


@dataclass(frozen=True)
class Share:
    """Whoever has the token may read; `revision` None is always the newest, times are aware UTC."""

    token: str
    journey_id: str
    revision: int | None
    created_by: str
    created_at: datetime
    revoked_at: datetime | None = None


def share_journey(
    store: Store, journey_id: str, *, revision: int | None = None, author: str = ""
) -> Share:
    """The link to a journey, or to one revision of it; there is one for all who ask.

    Raises StoreError when the journey or the revision is not stored.
    """
    with store.writing() as session:
        journey = _journey(session, journey_id)
        _refuse_unknown_revision(session, journey, revision)
        row = _living(session, journey_id, revision)
        if row is None:
            row = _new(journey_id, revision, author)
            session.add(row)
    return _share(row)


def _journey(session: Session, journey_id: str) -> JourneyRow:
    # Locked on PostgreSQL: of two who share at once, the second finds the link of the first.
    row = session.get(JourneyRow, journey_id, with_for_update=True)
    if row is None or row.deleted_at:
        raise unknown_journey(journey_id)
    return row


def _refuse_unknown_revision(session: Session, journey: JourneyRow, number: int | None) -> None:
    if number is not None and session.get(RevisionRow, (journey.id, number)) is None:
        raise StoreError(
            f"The journey “{journey.name}” has no revision {number}. Choose one of its history."
        )


def _living(session: Session, journey_id: str, revision: int | None) -> ShareRow | None:
    query = select(ShareRow).where(
        col(ShareRow.journey_id) == journey_id,
        col(ShareRow.revision) == revision,
        col(ShareRow.revoked_at).is_(None),
    )
    return session.exec(query).first()


def _new(journey_id: str, revision: int | None, author: str) -> ShareRow:
    return ShareRow(
        token=secrets.token_urlsafe(32),
        journey_id=journey_id,
        revision=revision,
        created_by=author,
        created_at=now(),
    )


def find_share(store: Store, token: str) -> Share | None:
    """What a token shows; None when it is unknown or revoked, or the journey is deleted."""
    if not _TOKEN.fullmatch(token):
        return None
    query = select(ShareRow).join(JourneyRow, col(JourneyRow.id) == col(ShareRow.journey_id))
    alive = (col(ShareRow.revoked_at).is_(None), col(JourneyRow.deleted_at).is_(None))
    with store.reading() as session:
        row = session.exec(query.where(col(ShareRow.token) == token, *alive)).first()
        return _share(row) if row else None


def list_shares(store: Store, journey_id: str) -> list[Share]:
    """The links to a journey that are not revoked, newest first."""
    living = (col(ShareRow.journey_id) == journey_id, col(ShareRow.revoked_at).is_(None))
    query = select(ShareRow).where(*living)
    with store.reading() as session:
        rows = session.exec(query.order_by(col(ShareRow.created_at).desc(), col(ShareRow.token)))
        return [_share(row) for row in rows]


def revoke_share(store: Store, token: str) -> None:
    """Let a token show nothing from now on; sharing again makes another one."""
    living = (col(ShareRow.token) == token, col(ShareRow.revoked_at).is_(None))
    with store.writing() as session:
        session.exec(update(ShareRow).where(*living).values(revoked_at=now()))


def _share(row: ShareRow) -> Share:
    return Share(**row.model_dump())
