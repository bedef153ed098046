"""A preview as records: each message sent or skipped as it stood before the customer, and their replies."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from journeyboard.simulation.missed import NotReached


@dataclass(frozen=True)
class PreviewMessage:
    """One message as the customer sees it, or the reason why they do not.

    `at` is when it is sent or skipped (aware UTC), `local` the same on the customer's clock, `due`
    when it was first due, before quiet hours; `cost` is in the brand's currency.
    """

    at: datetime
    local: datetime
    due: datetime
    zone: str
    journey_id: str
    node_id: str
    channel: str
    status: str
    reason: str | None
    variant: str | None
    title: str
    sender: str
    subject: str
    preheader: str
    body: str
    link: str | None
    parts: int
    encoding: str | None
    cost: float
    currency: str
    purpose: str
    media: str | None

    def to_dict(self) -> dict[str, Any]:
        """All fields; times as ISO 8601."""
        return _plain(self)


@dataclass(frozen=True)
class PreviewReply:
    """What the customer wrote, at `at` (aware UTC), `local` on their clock, and what it did.

    `meaning` is opt_out, less, help, opt_in or None for ordinary talk; `changed` says whether their
    consent is another since; `answer` is the brand's, None when it keeps silent.
    """

    at: datetime
    local: datetime
    text: str
    meaning: str | None
    changed: bool
    answer: str | None

    def to_dict(self) -> dict[str, Any]:
        """All fields; times as ISO 8601."""
        return _plain(self)


def _plain(told: PreviewMessage | PreviewReply) -> dict[str, Any]:
    values = {field.name: getattr(told, field.name) for field in fields(told)}
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in values.items()}


@dataclass(frozen=True)
class Preview:
    """A customer's way through a journey: messages, nodes passed, arm and exit.

    `replies` are what they wrote, in order; `not_reached` the messages whose turn never came.
    """

    customer: str
    zone: str
    entered_at: datetime | None
    exited_at: datetime | None
    exit_reason: str | None
    path: tuple[tuple[datetime, str], ...]
    arms: tuple[tuple[str, str], ...]
    messages: tuple[PreviewMessage, ...]
    replies: tuple[PreviewReply, ...] = ()
    not_reached: tuple[NotReached, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values; times as ISO 8601."""
        return {
            "customer": self.customer, "zone": self.zone,
            "entered_at": self.entered_at.isoformat() if self.entered_at else None,
            "exited_at": self.exited_at.isoformat() if self.exited_at else None,
            "exit_reason": self.exit_reason,
            "path": [{"at": at.isoformat(), "node_id": node} for at, node in self.path],
            "arms": [{"experiment_id": e, "arm": a} for e, a in self.arms],
            "messages": [message.to_dict() for message in self.messages],
            "replies": [reply.to_dict() for reply in self.replies],
            "not_reached": [missed.to_dict() for missed in self.not_reached],
        }  # fmt: skip
