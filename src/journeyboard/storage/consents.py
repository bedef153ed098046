"""What customers have chosen in a mock: stop, fewer texts, or start again, by brand and customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import col, delete, select

from journeyboard.errors import BadInput
from journeyboard.storage.store import Store, now
from journeyboard.storage.tables import ConsentChoiceRow

CHOICES = ("stop", "less", "start")
CHANNELS = ("sms", "email", "push")
LONGEST_WORDS = 1_600
"""As many characters as ten parts of a text."""


@dataclass(frozen=True)
class ConsentChoice:
    """One choice of one customer: `choice` is stop, less or start, `at` aware UTC.

    `words` are what they said, `how` where they said it (reply, preferences …).
    """

    brand_id: str
    profile_key: str
    channel: str
    choice: str
    at: datetime
    words: str = ""
    how: str = "reply"


def keep_choice(
    store: Store,
    brand_id: str,
    profile_key: str,
    choice: str,
    *,
    channel: str = "sms",
    at: datetime | None = None,
    words: str = "",
    how: str = "reply",
) -> ConsentChoice:
    """Keep a choice beside the earlier ones, which it overrules.

    `at` is when it was made, in the mock's own time if that has one; now unless given (naive is UTC).

    Raises BadInput for a choice or channel that there is not, or a customer without a key.
    """
    _refuse("choice", choice, CHOICES)
    _refuse("channel", channel, CHANNELS)
    if not 0 < len(profile_key) <= 200:
        raise BadInput("the customer's key is unfit.", advice="It has 1 to 200 characters.")
    moment = at or now()
    aware = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    kept = ConsentChoice(
        brand_id, profile_key, channel, choice, aware, words[:LONGEST_WORDS], how[:64]
    )
    with store.writing() as session:
        session.add(ConsentChoiceRow(**vars(kept)))
    return kept


def choices(
    store: Store, brand_id: str, *, profile_key: str | None = None
) -> tuple[ConsentChoice, ...]:
    """The choices of a brand's customers, or of one of them, in the order they were kept: the last holds."""
    query = select(ConsentChoiceRow).where(ConsentChoiceRow.brand_id == brand_id)
    if profile_key is not None:
        query = query.where(ConsentChoiceRow.profile_key == profile_key)
    with store.reading() as session:
        rows = session.exec(query.order_by(col(ConsentChoiceRow.id)))
        return tuple(ConsentChoice(**row.model_dump(exclude={"id"})) for row in rows)


def drop_choices(store: Store, brand_id: str, *, profile_key: str | None = None) -> None:
    """Forget the choices of a brand's customers, or of one of them, as if they had said nothing."""
    query = delete(ConsentChoiceRow).where(col(ConsentChoiceRow.brand_id) == brand_id)
    if profile_key is not None:
        query = query.where(col(ConsentChoiceRow.profile_key) == profile_key)
    with store.writing() as session:
        session.exec(query)


def _refuse(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise BadInput(f"there is no {what} “{given}”.", advice=f"Choose {', '.join(known)}.")
