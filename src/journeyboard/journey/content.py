"""What messages carry besides their text: role, offer, link, variants and fallback."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Role = Literal[
    "reminder",
    "social_proof",
    "incentive",
    "urgency",
    "tip",
    "review_request",
    "status",
    "brand",
]


class Content(BaseModel):
    """Frozen parts of a message; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Offer(Content):
    """What the customer gets: percent and amount are off the order, in percent or brand currency.

    `margin_cost` is the share of the discount the brand bears (1 by default); `valid_for` is in days.
    """

    kind: Literal["none", "percent", "amount", "free_shipping"] = "none"
    value: float = Field(default=0.0, ge=0)
    code: str = ""
    margin_cost: float = Field(default=1.0, ge=0, le=1)
    valid_for: int | None = Field(default=None, ge=1, le=365)


class Link(Content):
    """Where the message leads; UTM parameters default to the channel and the journey's id."""

    url: str
    source: str | None = None
    medium: str | None = None
    campaign: str | None = None


class MessageVariant(Content):
    """One variant of an A/B/n test: its weight and the fields that differ from the message."""

    name: str
    weight: float = Field(default=1.0, ge=0)
    subject: str | None = None
    preheader: str | None = None
    heading: str | None = None
    body: str | None = None
    role: Role | None = None
    offer: Offer | None = None


class Fallback(Content):
    """What is sent on another channel to those without consent for the first."""

    channel: Literal["sms", "email", "push"]
    subject: str = ""
    preheader: str = ""
    heading: str = ""
    body: str = ""
