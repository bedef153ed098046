"""Named audiences, and who belongs to them at a moment; a new built-in segment goes here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import reduce
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from journeyboard.audience import conditions as ask
from journeyboard.audience.attributes import compared, compares
from journeyboard.audience.conditions import Condition
from journeyboard.audience.people import Audience
from journeyboard.audience.randomness import text_keys, uniforms
from journeyboard.audience.rfm import buyer_names
from journeyboard.audience.tables import rows
from journeyboard.audience.times import moment
from journeyboard.errors import BadInput

Members = NDArray[np.bool_]
_ORDER_EVENTS: Final = ("order.placed", "order.refunded")


class NamedSegment(NamedTuple):
    """A built-in audience: its label, who is in it in words, and the condition as in a file."""

    id: str
    label: str
    words: str
    condition: dict[str, Any]


def _profile(attribute: str, op: str, value: object) -> dict[str, Any]:
    return {"profile": {"attribute": attribute, "op": op, "value": value}}


def _subscribed(channel: str) -> dict[str, Any]:
    return {"consent": {"channel": channel}}


BUILT_IN: Final = (
    NamedSegment(
        "new_subscriber",
        "New subscribers",
        "Consented to SMS or e-mail marketing, profile at most 30 days old, no order yet.",
        {
            "all": [
                {"any": [_subscribed("sms"), _subscribed("email")]},
                _profile("days_since_created", "lte", 30),
                _profile("orders", "eq", 0),
            ]
        },
    ),
    NamedSegment("non_buyer", "Never bought", "No order yet.", _profile("orders", "eq", 0)),
    NamedSegment(
        "first_time_buyer", "First-time buyers", "Exactly one order.", _profile("orders", "eq", 1)
    ),
    NamedSegment(
        "repeat_buyer", "Repeat buyers", "Two orders or more.", _profile("orders", "gte", 2)
    ),
    NamedSegment("vip", "VIP", "Five orders or more.", _profile("orders", "gte", 5)),
    NamedSegment(
        "active_90",
        "Active",
        "Last order less than 90 days ago.",
        _profile("days_since_order", "lt", 90),
    ),
    NamedSegment(
        "inactive",
        "Inactive",
        "Last order at least 90 days ago.",
        _profile("days_since_order", "gte", 90),
    ),
    NamedSegment(
        "lapsed_180",
        "Lapsed",
        "Last order at least 180 days ago.",
        _profile("days_since_order", "gte", 180),
    ),
    NamedSegment("refunded", "Had a refund", "At least one refund.", _profile("refunds", "gte", 1)),
    NamedSegment(
        "sms_subscriber", "SMS subscribers", "Consent to SMS marketing.", _subscribed("sms")
    ),
    NamedSegment(
        "email_subscriber",
        "E-mail subscribers",
        "Consent to e-mail marketing.",
        _subscribed("email"),
    ),
    NamedSegment(
        "push_subscriber", "Push subscribers", "Consent to push messages.", _subscribed("push")
    ),
    NamedSegment(
        "sms_and_email",
        "SMS and e-mail",
        "Consent to marketing on both channels.",
        {"all": [_subscribed("sms"), _subscribed("email")]},
    ),
    NamedSegment(
        "no_marketing",
        "No marketing consent",
        "Consent to marketing neither by SMS nor by e-mail nor by push.",
        {"not": {"any": [_subscribed("sms"), _subscribed("email"), _subscribed("push")]}},
    ),
)
"""Segments by condition; the ten RFM names (`data/rfm_segments.csv`) are segments too, with
`fixed_frequency` scores, so that customers with equal histories are never told apart."""

_CONDITIONS: Final[TypeAdapter[Condition]] = TypeAdapter(Condition)


def segment_labels() -> dict[str, str]:
    """Labels of all built-in segments by id, in the order the screen shows them."""
    named = {segment.id: segment.label for segment in BUILT_IN}
    return named | {row["id"]: row["label"] for row in rows("rfm_segments")}


def is_static(condition: Condition) -> bool:
    """Whether the condition can be answered from the customer and their order history alone."""
    match condition:
        case ask.All(all=parts) | ask.AnyOf(any=parts):
            return all(is_static(part) for part in parts)
        case ask.Not(not_=part):
            return is_static(part)
        case ask.Happened(event=count):
            return (
                count.type in _ORDER_EVENTS and count.key is None and count.within != "since_entry"
            )
        case ask.Engagement() | ask.Trigger():
            return False
        case _:
            return True


def evaluate(
    condition: Condition,
    audience: Audience,
    *,
    as_of: str | date | None = None,
    segments: Mapping[str, Condition] | None = None,
) -> Members:
    """Who satisfies the condition at `as_of` (naive UTC; the audience's start), a boolean a customer.

    Profile attributes are those at the audience's start; days since something and order counts are
    taken at `as_of`. `segments` are the brand's own, by id; they win over built-in ones of the same id. `sample` picks
    by a hash of the profile key, so 10 % lie within 20 %. Raises BadInput for a condition that needs
    the journey (engagement, the entry's event, events other than orders), for an unknown segment and
    for segments defined in a circle.
    """
    return _Snapshot(audience, moment(as_of or audience.start), segments or {}).who(condition)


def membership(
    audience: Audience,
    segments: Mapping[str, Condition] | None = None,
    as_of: str | date | None = None,
) -> dict[str, Members]:
    """Who belongs to every built-in segment and to the brand's own static ones, by id."""
    own = {name: asked for name, asked in (segments or {}).items() if is_static(asked)}
    snapshot = _Snapshot(audience, moment(as_of or audience.start), segments or {})
    return {name: snapshot.members(name) for name in {**segment_labels(), **own}}


class _Snapshot:
    """One audience at one moment, remembering the segments it has worked out."""

    def __init__(self, audience: Audience, as_of: Any, own: Mapping[str, Condition]) -> None:
        self.audience, self.as_of, self.own = audience, as_of, own
        self.known: dict[str, Members] = {}
        self.asking: list[str] = []

    def who(self, condition: Condition) -> Members:
        match condition:
            case ask.All(all=parts):
                return reduce(np.logical_and, (self.who(part) for part in parts))
            case ask.AnyOf(any=parts):
                return reduce(np.logical_or, (self.who(part) for part in parts))
            case ask.Not(not_=part):
                return ~self.who(part)
            case ask.Consent(consent=asked):
                return self._consent(asked)
            case ask.Profile(profile=profile):
                return compares(self.audience, self.as_of, profile)
            case ask.Happened(event=count) if is_static(condition):
                return self._happened(count)
            case ask.Segment(segment=segment):
                return np.asarray(self.members(segment.id) == segment.member)
            case ask.Score(score=score):
                column = self.audience.columns.get(f"score_{score.name}")
                return self._nobody() if column is None else compared(column, score.op, score.value)
            case ask.Sample(sample=percent):
                return self._sample(percent)
            case _:
                raise BadInput(
                    f"The condition {condition.model_dump(exclude_unset=True)} can only be answered inside a journey."
                )

    def members(self, name: str) -> Members:
        if name in self.asking:
            circle = " → ".join([*self.asking, name])
            raise BadInput(f"The segments {circle} are defined by each other.")
        if name not in self.known:
            self.asking.append(name)
            self.known[name] = self._members(name)
            self.asking.pop()
        return self.known[name]

    def _members(self, name: str) -> Members:
        if name in self.own:
            return self.who(self.own[name])
        for segment in BUILT_IN:
            if segment.id == name:
                return self.who(_CONDITIONS.validate_python(segment.condition))
        if any(row["id"] == name for row in rows("rfm_segments")):
            self.known |= _rfm_members(self.audience, self.as_of)
            return self.known[name]
        raise BadInput(f"There is no segment “{name}”.", advice="Define it in the brand file.")

    def _consent(self, asked: ask.ConsentIs) -> Members:
        channel = "sms" if asked.channel == "mms" else asked.channel
        column = self.audience.columns.get(f"consent_{channel}_{asked.purpose}")
        return self._nobody() if column is None else compared(column, "eq", asked.state)

    def _happened(self, count: ask.EventCount) -> Members:
        orders, as_of = self.audience.order_columns, np.datetime64(self.as_of, "us")
        chosen = (orders["at"] < as_of) & (self.audience.buyers >= 0)
        if not isinstance(count.within, str):
            chosen &= orders["at"] >= as_of - np.timedelta64(count.within, "s")
        if count.type == "order.refunded":
            chosen &= orders["status"] == "refunded"
        times = np.bincount(self.audience.buyers[chosen], minlength=len(self.audience))
        return compared(times, count.op, count.count)

    def _sample(self, percent: float) -> Members:
        keys = text_keys(0, self.audience.columns["profile_key"].tolist())
        return np.asarray(uniforms(keys, "sample") < percent / 100)

    def _nobody(self) -> Members:
        return np.zeros(len(self.audience), dtype=np.bool_)


def _rfm_members(audience: Audience, as_of: datetime) -> dict[str, Members]:
    names = _rfm_names(audience.whole, as_of)
    named = np.array([names.get(key) for key in audience.columns["profile_key"].tolist()], object)
    return {row["id"]: np.asarray(named == row["id"], np.bool_) for row in rows("rfm_segments")}


def _rfm_names(whole: Audience, as_of: datetime) -> dict[str, str]:
    """The name of each buyer before a moment, by profile key; of nobody where they are too few."""
    if as_of not in whole.rfm_names:
        whole.rfm_names[as_of] = buyer_names(whole.order_columns, as_of)
    return whole.rfm_names[as_of]
