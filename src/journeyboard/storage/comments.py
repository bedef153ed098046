"""Comments on the nodes of a stored journey; they outlive their node and follow it to a new name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select, update

from journeyboard.errors import BadInput, StoreError
from journeyboard.storage.journeys import unknown_journey
from journeyboard.storage.store import Store, now
from journeyboard.storage.tables import CommentRow, JourneyRow

LONGEST = 4_000
LONGEST_ID = 64


@dataclass(frozen=True)
class Comment:
    """A remark in plain text; `node_id` is None for one on the journey itself, times are aware UTC."""

    id: str
    journey_id: str
    node_id: str | None
    author: str
    text: str
    created_at: datetime
    resolved_at: datetime | None = None


def add_comment(
    store: Store, journey_id: str, comment_id: str, *, node: str | None, author: str, text: str
) -> Comment:
    """Keep a comment under the id its writer gave it; sent again, the first one is returned.

    Raises BadInput for an empty or too long text and StoreError for an unknown journey.
    """
    new = CommentRow(
        id=_fit(comment_id, "comment's id"),
        journey_id=journey_id,
        node_id=_fit(node, "node's id") if node else "",
        author=_readable(author),
        text=_remark(text),
        created_at=now(),
    )
    with store.writing() as session:
        if session.get(JourneyRow, journey_id) is None:
            raise unknown_journey(journey_id)
        row = _kept(session, new)
    if row.journey_id != journey_id:
        raise StoreError("Another journey has a comment of that id. Send it under a new one.")
    return _comment(row)


def _kept(session: Session, new: CommentRow) -> CommentRow:
    """The row under that id: the new one, or what an earlier sending has left there."""
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:
        return session.get_one(CommentRow, new.id)
    return new


def list_comments(store: Store, journey_id: str, *, resolved: bool = False) -> list[Comment]:
    """A journey's open comments, oldest first; with `resolved` those that are settled as well."""
    query = select(CommentRow).where(CommentRow.journey_id == journey_id)
    if not resolved:
        query = query.where(col(CommentRow.resolved_at).is_(None))
    with store.reading() as session:
        rows = session.exec(query.order_by(col(CommentRow.created_at), col(CommentRow.id)))
        return [_comment(row) for row in rows]


def resolve_comment(store: Store, comment_id: str) -> Comment:
    """Settle a comment; one that is settled already stays as it is. StoreError when it is deleted."""
    with store.writing() as session:
        row = _found(session, comment_id)
        row.resolved_at = row.resolved_at or now()
    return _comment(row)


def reopen_comment(store: Store, comment_id: str) -> Comment:
    """Take up a settled comment again. StoreError when it is deleted."""
    with store.writing() as session:
        row = _found(session, comment_id)
        row.resolved_at = None
    return _comment(row)


def delete_comment(store: Store, comment_id: str) -> None:
    """Remove a comment for good; one that is gone already is no mistake."""
    with store.writing() as session:
        session.exec(delete(CommentRow).where(col(CommentRow.id) == comment_id))


def move_comments(store: Store, journey_id: str, old: str, new: str) -> None:
    """Let comments follow a node to its new id."""
    there = (col(CommentRow.journey_id) == journey_id, col(CommentRow.node_id) == old)
    with store.writing() as session:
        session.exec(update(CommentRow).where(*there).values(node_id=_fit(new, "node's id")))


def _remark(text: str) -> str:
    remark = _readable(text)
    if not remark:
        raise BadInput("the comment is empty.", advice="Write something first.")
    if len(remark) > LONGEST:
        raise BadInput(
            f"the comment has {len(remark):,} characters.",
            advice=f"Shorten it to {LONGEST:,}, or write two.",
        )
    return remark


def _readable(text: str) -> str:
    """The text without what no database holds: control characters and halves of characters."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def _fit(name: str, what: str) -> str:
    if 0 < len(name) <= LONGEST_ID and name.isascii() and name.isprintable():
        return name
    raise BadInput(f"the {what} is unfit.", advice=f"It has 1 to {LONGEST_ID} plain characters.")


def _found(session: Session, comment_id: str) -> CommentRow:
    row = session.get(CommentRow, comment_id)
    if row is None:
        raise StoreError("This comment has been deleted. Reload the page to see the newest ones.")
    return row


def _comment(row: CommentRow) -> Comment:
    return Comment(**{**row.model_dump(), "node_id": row.node_id or None})
