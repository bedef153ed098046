"""Conditions as data: what a split, an entry filter or an audience asks of a customer; new kinds go here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from journeyboard.message.duration import Duration
from journeyboard.records import Channel, ConsentState, Purpose

Comparison = Literal["eq", "ne", "lt", "lte", "gt", "gte"]
Operator = Literal[
    "eq", "ne", "lt", "lte", "gt", "gte", "in", "contains", "starts_with", "is_set", "not_set"
]
Scalar = str | bool | int | float


class ConditionPart(BaseModel):
    """What all conditions share: they are frozen data and refuse unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ConsentIs(ConditionPart):
    """The customer's consent for a channel and purpose is in this state at this moment."""

    channel: Channel
    purpose: Purpose = "marketing"
    state: ConsentState = "subscribed"


class ProfileIs(ConditionPart):
    """An attribute of the customer, compared; `in` takes a list, `is_set` no value."""

    attribute: str
    op: Operator = "eq"
    value: Scalar | tuple[Scalar, ...] | None = None


class EventCount(ConditionPart):
    """How often something happened: since entering, ever, or within a time before now.

    `key` counts only events that share the entry's match key (the same cart).
    """

    type: str
    op: Comparison = "gte"
    count: int = Field(default=1, ge=0)
    within: Duration | Literal["since_entry", "all_time"] = "since_entry"
    key: Literal["cart_id"] | None = None


class InSegment(ConditionPart):
    """Membership of a named audience, built in or defined in the brand file."""

    id: str
    member: bool = True


class Engaged(ConditionPart):
    """What the customer did with an earlier message of this journey."""

    node: str
    action: Literal["sent", "delivered", "opened", "clicked", "replied"] = "clicked"
    done: bool = True


class TriggerIs(ConditionPart):
    """A field of the event that started the journey, such as the value of the cart."""

    field: Literal["value"] = "value"
    op: Comparison = "gte"
    value: float = 0.0


class ScoreIs(ConditionPart):
    """A model score of the customer between 0 and 1; a customer without the score does not match."""

    name: str = "propensity"
    op: Comparison = "gte"
    value: float = 0.5


class All(ConditionPart):
    """Every part holds."""

    all: tuple[Condition, ...] = Field(min_length=1)


class AnyOf(ConditionPart):
    """At least one part holds."""

    any: tuple[Condition, ...] = Field(min_length=1)


class Not(ConditionPart):
    """The part does not hold."""

    not_: Condition = Field(alias="not")
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
    )


class Consent(ConditionPart):
    """`consent: {channel: sms}`"""

    consent: ConsentIs


class Profile(ConditionPart):
    """`profile: {attribute: orders, op: gte, value: 2}`"""

    profile: ProfileIs


class Happened(ConditionPart):
    """`event: {type: order.placed, op: eq, count: 0}`"""

    event: EventCount


class Segment(ConditionPart):
    """`segment: {id: vip}`"""

    segment: InSegment


class Engagement(ConditionPart):
    """`engaged: {node: sms_1, action: clicked}`"""

    engaged: Engaged


class Trigger(ConditionPart):
    """`trigger: {field: value, op: gte, value: 80}`"""

    trigger: TriggerIs


class Score(ConditionPart):
    """`score: {name: propensity, op: gte, value: 0.6}`"""

    score: ScoreIs


class Sample(ConditionPart):
    """`sample: 20` - a fixed random share of customers, in percent."""

    sample: float = Field(gt=0, lt=100)


_KINDS: tuple[str, ...] = (
    "all",
    "any",
    "not",
    "consent",
    "profile",
    "event",
    "segment",
    "engaged",
    "trigger",
    "score",
    "sample",
)


def _kind(value: Any) -> str | None:
    names = value if isinstance(value, dict) else getattr(type(value), "model_fields", {})
    return next((kind for kind in _KINDS if kind in names or f"{kind}_" in names), None)


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Consent, Tag("consent")]
    | Annotated[Profile, Tag("profile")]
    | Annotated[Happened, Tag("event")]
    | Annotated[Segment, Tag("segment")]
    | Annotated[Engagement, Tag("engaged")]
    | Annotated[Trigger, Tag("trigger")]
    | Annotated[Score, Tag("score")]
    | Annotated[Sample, Tag("sample")],
    Discriminator(_kind),
]
"""Any condition; in a file each is a mapping with one key that names its kind."""

for _model in (All, AnyOf, Not):
    _model.model_rebuild()
