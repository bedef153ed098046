"""Journeys in words: entries, conditions and events as a strategist would say them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import assert_never

from journeyboard.audience.conditions import (
    All,
    AnyOf,
    Condition,
    Consent,
    ConsentIs,
    Engaged,
    Engagement,
    EventCount,
    Happened,
    InSegment,
    Not,
    Profile,
    ProfileIs,
    Sample,
    Score,
    Segment,
    Trigger,
)
from journeyboard.journey.graph import AudienceEntry, DateEntry, Entry, EventEntry, ScoreEntry
from journeyboard.message.duration import format_duration

NO_TITLES: Mapping[str, str] = MappingProxyType({})
CHANNEL_WORDS = {"sms": "SMS", "mms": "MMS", "email": "e-mail", "push": "push", "ads": "ads"}
_OPERATORS = {"eq": "=", "ne": "≠", "lt": "<", "lte": "≤", "gt": ">", "gte": "≥"}
_OTHERS = {"in": "is one of", "contains": "contains", "starts_with": "begins with"}
_EVENTS = {
    "checkout.started": "checkout started",
    "order.placed": "order placed",
    "order.fulfilled": "order shipped",
    "order.delivered": "order delivered",
    "order.refunded": "order refunded",
    "support.contacted": "support contacted",
    "consent.unsubscribed": "opted out",
    "consent.subscribed": "opted in",
}
_FIELDS = {"revenue": "spent", "orders": "orders", "sms_double_opt_in": "double opt-in to SMS"}


def event_words(event: str) -> str:
    """An event type as people say it.

    >>> event_words("checkout.started")
    'checkout started'
    """
    return _EVENTS.get(event, event.replace(".", " ").replace("_", " "))


def entry_title(entry: Entry) -> str:
    """What stands on the entry, such as “Checkout started”."""
    match entry:
        case EventEntry():
            words = event_words(entry.event)
            return words[:1].upper() + words[1:]
        case AudienceEntry():
            return "Audience, once at the start" if entry.when == "start" else "Audience, daily"
        case DateEntry():
            return f"On {entry.attribute}" if entry.attribute else "On a date"
        case ScoreEntry():
            return f"{entry.score} goes {entry.direction} {entry.threshold:g}"
    assert_never(entry)


def entry_words(entry: Entry, entry_filter: Condition | None) -> str:
    """Who enters and when, in one line; empty when everybody does at once."""
    parts = [_entry_detail(entry), condition_words(entry_filter) if entry_filter else ""]
    return " · ".join(part for part in parts if part)


def _entry_detail(entry: Entry) -> str:
    match entry:
        case EventEntry():
            return condition_words(entry.where) if entry.where else ""
        case AudienceEntry():
            return condition_words(entry.condition) if entry.condition else ""
        case DateEntry():
            return " · ".join(_dates(entry))
        case ScoreEntry():
            return ""
    assert_never(entry)


def _dates(entry: DateEntry) -> list[str]:
    every = format_duration(entry.repeat_every) if entry.repeat_every else None
    parts = [
        f"{entry.at:%d %b %Y, %H:%M}" if entry.at else entry.time,
        f"every {every}, {entry.times} times" if every else "",
        condition_words(entry.audience) if entry.audience else "",
    ]
    return [part for part in parts if part]


def condition_words(condition: Condition, titles: Mapping[str, str] = NO_TITLES) -> str:
    """A condition as a phrase about the customer; `titles` names the messages it may ask about.

    >>> from journeyboard.audience.conditions import Profile, ProfileIs
    >>> condition_words(Profile(profile=ProfileIs(attribute="orders", op="gte", value=2)))
    'orders ≥ 2'
    """
    match condition:
        case All():
            return " and ".join(_inside(part, titles) for part in condition.all)
        case AnyOf():
            return " or ".join(_inside(part, titles) for part in condition.any)
        case Not():
            return f"not ({condition_words(condition.not_, titles)})"
        case Consent():
            return _consent(condition.consent)
        case Profile():
            return _profile(condition.profile)
        case Happened():
            return _happened(condition.event)
        case Segment():
            return _segment(condition.segment)
        case Engagement():
            return _engaged(condition.engaged, titles)
        case Trigger():
            return f"cart {_OPERATORS[condition.trigger.op]} {condition.trigger.value:g}"
        case Score():
            score = condition.score
            return f"{score.name} {_OPERATORS[score.op]} {score.value:g}"
        case Sample():
            return f"a random {condition.sample:g} %"
    assert_never(condition)


def _inside(condition: Condition, titles: Mapping[str, str]) -> str:
    words = condition_words(condition, titles)
    return f"({words})" if isinstance(condition, All | AnyOf) else words


def _consent(asked: ConsentIs) -> str:
    state = {"subscribed": "consented to", "unsubscribed": "opted out of"}
    service = " about orders" if asked.purpose == "transactional" else ""
    verb = state.get(asked.state, "never asked about")
    return f"{verb} {CHANNEL_WORDS[asked.channel]}{service}"


def _profile(asked: ProfileIs) -> str:
    name = _FIELDS.get(asked.attribute, asked.attribute.replace("_", " "))
    match asked.op, asked.value:
        case ("is_set", _):
            return f"{name} known"
        case ("not_set", _):
            return f"{name} unknown"
        case ("eq", bool(value)):
            return name if value else f"no {name}"
        case (op, tuple(values)):
            return f"{name} {_OTHERS.get(op, _OPERATORS.get(op, op))} {', '.join(map(str, values))}"
        case (op, value):
            return f"{name} {_OPERATORS.get(op, _OTHERS.get(op, op))} {_plain(value)}"


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _happened(asked: EventCount) -> str:
    cart = " of this cart" if asked.key else ""
    return f"{_often(asked)}{cart}{_since(asked.within)}"


def _often(asked: EventCount) -> str:
    words = event_words(asked.type)
    if (asked.op, asked.count) in {("eq", 0), ("lt", 1), ("lte", 0)}:
        return f"no {words}"
    if (asked.op, asked.count) in {("gte", 1), ("gt", 0)}:
        return words
    return f"{words} {_OPERATORS[asked.op]} {asked.count}×"


def _since(within: int | str) -> str:
    if isinstance(within, int):
        return f" within {format_duration(within)}"
    return " ever" if within == "all_time" else ""


def _segment(asked: InSegment) -> str:
    return f"{'in' if asked.member else 'not in'} segment {asked.id.replace('_', ' ')}"


def _engaged(asked: Engaged, titles: Mapping[str, str]) -> str:
    named = titles.get(asked.node, asked.node)
    return f"{asked.action if asked.done else f'not {asked.action}'} “{named}”"
