"""How long a customer may stay at each node kind; a new kind has its line here."""

from __future__ import annotations

from typing import NamedTuple, assert_never

from journeyboard.journey.graph import Journey, QuietRule
from journeyboard.journey.nodes import (
    Ads,
    Delay,
    Email,
    Exit,
    Goal,
    Jump,
    Message,
    Node,
    Note,
    Push,
    RandomSplit,
    Sms,
    Split,
    Unsupported,
    Update,
    WaitUntil,
    Webhook,
)
from journeyboard.journey.wording import event_words
from journeyboard.message.duration import format_duration

DAY = 86_400


class Offset(NamedTuple):
    """Seconds since entry, earliest and latest; `latest` is None when nothing bounds it."""

    earliest: int = 0
    latest: int | None = 0


class Stay(NamedTuple):
    """What a node adds, in words, and the offset at which the customer leaves it."""

    reason: str
    offset: Offset


def leave(journey: Journey, node: Node, port: str | None, arrived: Offset) -> Stay | None:
    """The stay at a node that is left by `port`; None when the customer walks straight through."""
    match node:
        case Sms() | Email() | Push():
            return _held(journey.quiet_hours, node, arrived)
        case Delay():
            return _delayed(node, arrived)
        case WaitUntil():
            return _waited(node, port, arrived)
        case (
            Ads() | Split() | RandomSplit() | Update() | Webhook() | Jump() | Goal() | Exit()
            | Unsupported() | Note()
        ):  # fmt: skip
            return None
    assert_never(node)


def offset_words(offset: Offset) -> str:
    """An offset as “1 hour” or “1 hour to 12 hours”, “or later” when nothing bounds it."""
    earliest = format_duration(offset.earliest)
    if offset.latest is None:
        return f"{earliest} or later"
    return (
        earliest
        if offset.latest == offset.earliest
        else f"{earliest} to {format_duration(offset.latest)}"
    )


def longest_hold(rule: QuietRule | None, message: Message) -> int:
    """Seconds for which quiet hours may hold a message; the law of a place may hold it longer."""
    channel = "mms" if isinstance(message, Sms) and message.media else message.kind
    quiet = rule is not None and channel in rule.channels and message.purpose == "marketing"
    if rule is None or not quiet or message.quiet_hours != "hold":
        return 0
    length = (_seconds(rule.end) - _seconds(rule.start)) % DAY
    return min(length, message.stale_after) if message.stale_after is not None else length


def _held(rule: QuietRule | None, message: Message, arrived: Offset) -> Stay | None:
    hold = longest_hold(rule, message)
    if not hold:
        return None
    return Stay(f"quiet hours hold it up to {format_duration(hold)}", _later(arrived, 0, hold))


def _delayed(node: Delay, arrived: Offset) -> Stay:
    start = _anchored(node, arrived) if node.anchor else arrived
    after = _later(start, node.for_, node.for_ + node.jitter)
    if node.until_date:
        return Stay(_delay_words(node), Offset(after.earliest, None))
    return Stay(_delay_words(node), _later(after, 0, _rounding(node)))


def _anchored(node: Delay, arrived: Offset) -> Offset:
    # The event may lie anywhere between entering and the end of the wait; never before entering.
    latest = None if node.at_most is None else _sum(arrived.latest, node.at_most)
    return Offset(max(0, arrived.earliest - node.for_), latest)


def _rounding(node: Delay) -> int:
    """The longest wait for the next allowed time of day and weekday."""
    days = 7 - len(set(node.weekdays)) if node.weekdays else 0
    clock = DAY if node.until_time or days else 0
    return clock + days * DAY


def _delay_words(node: Delay) -> str:
    parts = [format_duration(node.for_)] if node.for_ else []
    if node.jitter:
        parts.append(f"up to {format_duration(node.jitter)} more")
    if node.anchor:
        parts.append(f"after {event_words(node.anchor)}")
    if node.at_most is not None and node.anchor:
        parts.append(f"waiting at most {format_duration(node.at_most)} for it")
    parts += [f"until {node.until_date:%d %b %Y}"] if node.until_date else []
    parts += [f"then until {node.until_time}"] if node.until_time else []
    parts += [f"on {', '.join(day[:3].title() for day in node.weekdays)}"] if node.weekdays else []
    return " ".join(parts) or "no delay"


def delay_words(node: Delay) -> str:
    """A delay in one line, such as “2 days after order delivered then until 10:00”."""
    return _delay_words(node)


def _waited(node: WaitUntil, port: str | None, arrived: Offset) -> Stay:
    if port == "timeout":
        words = f"nothing happens for {format_duration(node.timeout)}"
        return Stay(words, _later(arrived, node.timeout, node.timeout))
    event = next((b.event for b in node.branches if b.name == port), "")
    words = f"{event_words(event)} within {format_duration(node.timeout)}"
    return Stay(words, _later(arrived, 0, node.timeout))


def _later(offset: Offset, least: int, most: int) -> Offset:
    return Offset(offset.earliest + least, _sum(offset.latest, most))


def _sum(seconds: int | None, more: int) -> int | None:
    return None if seconds is None else seconds + more


def _seconds(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60
