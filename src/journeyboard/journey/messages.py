"""The messages among the nodes: SMS, e-mail, push and retargeting ads."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from journeyboard.journey.content import Fallback, Link, MessageVariant, Offer, Role
from journeyboard.journey.node import NEXT, Family, NodeBase, Out, Overrides, Wire
from journeyboard.message.duration import Duration
from journeyboard.records import Purpose


class MessageBase(NodeBase):
    """What every message has: why it is sent, how it is judged, and what may change in it.

    `by` names factors of the journey's experiments, their levels, and the fields each changes.
    """

    family: ClassVar[Family] = "message"
    outs: ClassVar[tuple[Out, ...]] = (NEXT, Out("on_skip", "skipped", quiet=True))

    purpose: Purpose = "marketing"
    job: str = ""
    metric: str | None = None
    role: Role = "reminder"
    offer: Offer | None = None
    link: Link | None = None
    variants: tuple[MessageVariant, ...] = ()
    by: Overrides = Field(default_factory=dict)
    missing: Literal["skip", "blank", "error"] = "blank"
    quiet_hours: Literal["hold", "skip", "ignore"] = "hold"
    stale_after: Duration | None = None
    fallback: Fallback | None = None
    next: Wire = None
    on_skip: Wire = None


class Sms(MessageBase):
    """A text message; with a picture it is an MMS. `opt_out` appends the brand's opt-out line."""

    label: ClassVar[str] = "SMS"
    icon: ClassVar[str] = "sms"
    kind: Literal["sms"] = "sms"
    body: str = ""
    media: str | None = None
    opt_out: bool = False
    smart_encoding: bool = True


class Email(MessageBase):
    """An e-mail: subject, preheader and text."""

    label: ClassVar[str] = "E-mail"
    icon: ClassVar[str] = "email"
    kind: Literal["email"] = "email"
    subject: str = ""
    preheader: str = ""
    from_name: str = ""
    body: str = ""


class Push(MessageBase):
    """A notification of the brand's app, for those who allow it."""

    label: ClassVar[str] = "Push"
    icon: ClassVar[str] = "push"
    kind: Literal["push"] = "push"
    heading: str = ""
    body: str = ""


class Ads(MessageBase):
    """Retargeting ads for a while, from `start` to `end` after arriving; the customer walks on at once."""

    label: ClassVar[str] = "Retargeting ads"
    icon: ClassVar[str] = "ads"
    kind: Literal["ads"] = "ads"
    start: Duration = 0
    end: Duration = 604_800
    daily_cap: int = Field(default=2, ge=1, le=50)
    heading: str = ""
    body: str = ""
