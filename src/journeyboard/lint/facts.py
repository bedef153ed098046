"""What follows when a condition holds, or does not: single facts about everybody for whom it does."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from journeyboard.audience import conditions as ask
from journeyboard.audience.conditions import Condition
from journeyboard.lint.subject import Subject

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Facts = frozenset["Fact"]
_SOME = {("gte", 1), ("gt", 0)}
_NONE = {("eq", 0), ("lt", 1), ("lte", 0)}


class Fact(NamedTuple):
    """Something that holds, or does not, for everybody here: the kind of condition and its terms.

    `consent` (channel, purpose, state), `profile` (attribute, op, value), `event` (type, within, key),
    `segment` (id), `engaged` (node, action), `trigger` and `score` (name, op, value), `sample` (per cent).
    """

    kind: str
    about: tuple[Hashable, ...]
    holds: bool = True


def consent(channel: str, purpose: str = "marketing", state: str = "subscribed") -> Fact:
    """The fact that a channel's consent is in this state."""
    return Fact("consent", (channel, purpose, state))


def attribute(name: str, value: Hashable, op: str = "eq") -> Fact:
    """The fact that an attribute of the customer compares like this; a list's one value is `eq`."""
    return Fact("profile", (name, op, value))


def event(
    kind: str, *, happened: bool, within: str = "since_entry", key: str | None = None
) -> Fact:
    """The fact that something has happened, or has not; `within` also `all_time` or seconds as text."""
    return Fact("event", (kind, within, key), happened)


def has_happened(facts: Facts, kind: str) -> bool:
    """Whether everybody is known to have had this event, whenever it was."""
    return any(f.kind == "event" and f.about[0] == kind and f.holds for f in facts)


def facts_of(condition: Condition, subject: Subject, holds: bool = True) -> Facts:
    """What follows when a condition holds (or does not); segments also say what defines them."""
    return frozenset(_facts(condition, subject, holds, ()))


def _facts(
    condition: Condition, subject: Subject, holds: bool, inside: tuple[str, ...]
) -> Iterator[Fact]:
    match condition:
        case ask.Not(not_=part):
            yield from _facts(part, subject, not holds, inside)
        case ask.All(all=parts) | ask.AnyOf(any=parts):
            sure = isinstance(condition, ask.All) is holds
            each = [frozenset(_facts(part, subject, holds, inside)) for part in parts]
            yield from frozenset.union(*each) if sure else frozenset.intersection(*each)
        case ask.Segment(segment=segment):
            member = segment.member is holds
            yield Fact("segment", (segment.id,), member)
            defined = None if segment.id in inside else _definition(segment.id, subject)
            if defined is not None:
                yield from _facts(defined, subject, member, (*inside, segment.id))
        case _:
            yield from _simple(condition, holds)


def _simple(condition: Condition, holds: bool) -> Iterator[Fact]:
    match condition:
        case ask.Consent(consent=it):
            yield Fact("consent", (it.channel, it.purpose, it.state), holds)
        case ask.Profile(profile=it):
            yield Fact("profile", (it.attribute, *_compared(it)), holds)
        case ask.Happened(event=it):
            yield from _counted(it, holds)
        case ask.Engagement(engaged=it):
            yield Fact("engaged", (it.node, it.action), it.done is holds)
        case ask.Trigger(trigger=it):
            yield Fact("trigger", (it.field, it.op, it.value), holds)
        case ask.Score(score=it):
            yield Fact("score", (it.name, it.op, it.value), holds)
        case ask.Sample(sample=share):
            yield Fact("sample", (share,), holds)


def _compared(it: ask.ProfileIs) -> tuple[str, Hashable]:
    if it.op == "in" and isinstance(it.value, tuple) and len(it.value) == 1:
        return "eq", it.value[0]
    return it.op, it.value


def _counted(it: ask.EventCount, holds: bool) -> Iterator[Fact]:
    """Only what a count says about none or some; that it is not three says neither."""
    asks = (it.op, it.count)
    at_least = it.op in ("eq", "gte", "gt") and it.count >= 1
    if asks in _NONE or (at_least and (holds or asks in _SOME)) or asks == ("gt", 0):
        happened = holds is not (asks in _NONE)
        yield event(it.type, happened=happened, within=str(it.within), key=it.key)


def _definition(name: str, subject: Subject) -> Condition | None:
    own = subject.brand.segments.get(name) if subject.brand else None
    return own or _built_in(name)


@lru_cache(maxsize=64)
def _built_in(name: str) -> Condition | None:
    from journeyboard.audience.segments import BUILT_IN

    found = next((segment.condition for segment in BUILT_IN if segment.id == name), None)
    return _conditions().validate_python(found) if found else None


@lru_cache(maxsize=1)
def _conditions() -> TypeAdapter[Condition]:
    from pydantic import TypeAdapter

    return TypeAdapter(Condition)
