"""Conditions, asked of a customer at this moment of their life."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, assert_never

from pydantic import TypeAdapter

from journeyboard.audience import conditions as ask
from journeyboard.audience.conditions import Condition
from journeyboard.audience.segments import BUILT_IN
from journeyboard.records import STAGES

from .numbers import DAY
from .record import Life, Place, Row

COMPARES: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}
CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
NAMED = {named.id: CONDITION.validate_python(named.condition) for named in BUILT_IN}
LIVING = ("orders", "stage", "days_since_order")
"""Attributes that change during a flight by themselves."""


def holds(life: Life, place: Place, condition: Condition | None) -> bool:
    """Whether a condition holds now; none always does."""
    match condition:
        case None:
            return True
        case ask.All(all=parts):
            return all(holds(life, place, part) for part in parts)
        case ask.AnyOf(any=parts):
            return any(holds(life, place, part) for part in parts)
        case ask.Not(not_=part):
            return not holds(life, place, part)
        case ask.Consent(consent=asked):
            return consent_state(life, asked.channel, asked.purpose) == asked.state
        case ask.Profile(profile=profile):
            return profile_is(life, condition, profile)
        case ask.Happened(event=count):
            return COMPARES[count.op](happened(life, place, count), count.count)
        case ask.Segment(segment=segment):
            return belongs(life, place, condition, segment)
        case ask.Engagement(engaged=engaged):
            return took_part(life, place, engaged) == engaged.done
        case ask.Trigger(trigger=trigger):
            return COMPARES[trigger.op](place.value, round(trigger.value * 100))
        case ask.Score() | ask.Sample():
            return bool(life.flight.fact(condition, life.customer.place))
    assert_never(condition)


def consent_state(life: Life, channel: str, purpose: str) -> str:
    """The state of a consent; MMS goes by that for SMS."""
    return life.consent.get(("sms" if channel == "mms" else channel, purpose), "never_subscribed")


def profile_is(life: Life, condition: ask.Profile, asked: ask.ProfileIs) -> bool:
    """An attribute: as it is now if it can change in flight, else as it was at the start."""
    if asked.attribute in life.attributes:
        return compare(life.attributes[asked.attribute], asked.op, asked.value)
    if asked.attribute in LIVING:
        return compare(living(life, asked.attribute), asked.op, asked.value, asked.attribute)
    return bool(life.flight.fact(condition, life.customer.place))


def living(life: Life, attribute: str) -> Any:
    """Orders, stage, or days since the last order, now."""
    if attribute == "orders":
        return int(life.customer.profile["orders"]) + life.orders
    if attribute == "stage":
        return life.stage
    return None if life.last_order is None else (life.now - life.last_order) / DAY


def compare(left: Any, op: str, right: Any, attribute: str = "") -> bool:
    """An attribute compared with a value or, of a list, with any; a missing one is only `ne` and `not_set`."""
    missing = left is None or left != left
    if op in ("is_set", "not_set"):
        return missing == (op == "not_set")
    if op == "ne":
        return not compare(left, "eq", right, attribute)
    if isinstance(right, tuple):
        return any(compare(left, "eq" if op == "in" else op, one, attribute) for one in right)
    if missing or right is None:
        return False
    if op == "contains":
        return isinstance(left, str) and str(right) in left
    if op == "starts_with":
        return isinstance(left, str) and left.startswith(str(right))
    if attribute == "stage":
        left, right = STAGES.index(left), STAGES.index(right)
    return same_kind(left, right) and COMPARES["eq" if op == "in" else op](left, right)


def same_kind(left: Any, right: Any) -> bool:
    """Numbers are compared with numbers, texts with texts."""
    return isinstance(left, str) == isinstance(right, str)


def same_cart(place: Place, cart: int | None) -> bool:
    """Whether an event is about the cart that the customer entered with."""
    return cart is not None and cart == place.cart


def happened(life: Life, place: Place, asked: ask.EventCount) -> int:
    """How often: since entering, ever, or in the time before now; earlier orders have no cart."""
    since = {"since_entry": place.entered, "all_time": None}.get(str(asked.within), 0)
    rows = life.rows
    if asked.within == "since_entry":
        rows = rows[place.rows_before :]
    elif since is not None:
        since = life.now - int(asked.within)

    def counts(row: Row) -> bool:
        late_enough = since is None or row.at >= since
        return (
            row.type == asked.type and late_enough and (not asked.key or same_cart(place, row.cart))
        )

    if asked.within == "since_entry" or asked.key:
        return sum(map(counts, rows))
    who = life.customer
    earlier = {"order.placed": who.history, "order.refunded": who.refunded}.get(asked.type, ())
    return sum(map(counts, rows)) + sum(since is None or at >= since for at in earlier)


def belongs(life: Life, place: Place, condition: ask.Segment, asked: ask.InSegment) -> bool:
    """Membership of an audience: the brand's, a built-in one, or an RFM class of the start."""
    named = life.flight.brand.segments.get(asked.id) or NAMED.get(asked.id)
    if named is None:
        return bool(life.flight.fact(condition, life.customer.place))
    return holds(life, place, named) == asked.member


def took_part(life: Life, place: Place, asked: ask.Engaged) -> bool:
    """Whether an event of this life belongs to an earlier message of this journey."""
    kind, where = f"message.{asked.action}", (place.journey.id, asked.node)
    return any(row.type == kind and (row.journey, row.node) == where for row in life.rows)
