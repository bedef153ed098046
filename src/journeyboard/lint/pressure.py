"""Pressure: how fast messages can follow each other, over every way through a journey, without walking them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from heapq import heappop, heappush

from journeyboard.journey.landing import Spot, Ways, ways
from journeyboard.journey.nodes import (
    Delay,
    Email,
    MessageBase,
    Node,
    NodeBase,
    Push,
    Sms,
    WaitUntil,
)
from journeyboard.lint.subject import Subject
from journeyboard.message.duration import parse_duration

WEEK, MONTH = 604_800, 2_592_000
MOST = 24
"""Messages that are counted: a bound on time, beyond which more make no difference."""
Gaps = dict[Spot, dict[Spot, int]]
"""From every message, at every pass, the least seconds to each that can come next."""


def is_text(node: NodeBase) -> bool:
    """A marketing text: an SMS or MMS, or a message that falls back to one."""
    if not isinstance(node, MessageBase) or node.purpose != "marketing":
        return False
    return isinstance(node, Sms) or (node.fallback is not None and node.fallback.channel == "sms")


def is_marketing(node: NodeBase) -> bool:
    """A marketing message that arrives at a moment: ads are seen when people look."""
    return isinstance(node, Sms | Email | Push) and node.purpose == "marketing"


def ways_of(subject: Subject) -> Ways:
    """The ways between all spots of the journey."""
    return ways(subject.journey)


def text_gaps(subject: Subject) -> Gaps:
    """The gaps between the marketing texts of the journey."""
    return gaps(subject, is_text)


def all_gaps(subject: Subject) -> Gaps:
    """The gaps between its marketing messages on all channels but ads."""
    return gaps(subject, is_marketing)


def gaps(
    subject: Subject, counted: Callable[[NodeBase], bool], past: frozenset[str] = frozenset()
) -> Gaps:
    """The least seconds between messages that follow each other; quiet hours, which hold, add nothing.

    Nobody is followed past the steps of `past`.
    """
    onward = subject.once(ways_of)
    if past:
        onward = {spot: [] if spot.node in past else to for spot, to in onward.items()}
    waits = subject.once(_least_waits)
    stops = {node.id for node in subject.journey.nodes if counted(node)}
    return {spot: _next(onward, waits, stops, spot) for spot in onward if spot.node in stops}


def least_times(found: Gaps) -> list[int]:
    """The least seconds in which one customer can get 1, 2, 3 … of these messages on one way.

    Ends where no way has more of them within 30 days, or at 24. Dynamic programming over the
    number of messages, so that loops and diamonds cost no more than their wires.
    """
    now, times = dict.fromkeys(found, 0), [0] if found else []
    while len(times) < MOST:
        later: dict[Spot, int] = {}
        for spot, at in now.items():
            for to, gap in found[spot].items():
                if at + gap < later.get(to, MONTH):
                    later[to] = at + gap
        if not later:
            break
        times.append(min(later.values()))
        now = later
    return times


def most_within(times: list[int], seconds: int) -> int:
    """The most messages in any stretch that is shorter than so many seconds."""
    return sum(at < seconds for at in times)


def _next(
    onward: Ways, waits: Mapping[tuple[str, str], int], stops: set[str], start: Spot
) -> dict[Spot, int]:
    """The counted messages that can come next after this one was sent, nearest first."""
    waiting = [(0, to) for port, to in onward[start] if port != "on_skip"]
    seen: set[Spot] = set()
    found: dict[Spot, int] = {}
    while waiting:
        seconds, spot = heappop(waiting)
        if spot in seen:
            continue
        seen.add(spot)
        stops_here = spot.node in stops
        if stops_here:
            found[spot] = seconds
        for port, to in onward[spot]:
            # Past a counted message walks only who was skipped there.
            if seconds < MONTH and (port == "on_skip" or not stops_here):
                heappush(waiting, (seconds + waits.get((spot.node, port), 0), to))
    return found


def _least_waits(subject: Subject) -> dict[tuple[str, str], int]:
    """By node and way out the least seconds somebody stays there, where that is any."""
    return {
        (node.id, port): seconds
        for node in subject.journey.nodes
        for port, seconds in _least(subject, node)
        if seconds
    }


def _least(subject: Subject, node: Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, WaitUntil):
        yield "timeout", node.timeout
    if isinstance(node, Delay):
        least = min(_lengths(node))
        yield "next", max(0, least - _behind(subject, node)) if node.anchor else least


def _lengths(node: Delay) -> list[int]:
    """Its length and those that levels of a factor give it."""
    changed = (fields.get("for") for levels in node.by.values() for fields in levels.values())
    return [node.for_, *(_seconds(text, node.for_) for text in changed if text is not None)]


def _seconds(text: object, otherwise: int) -> int:
    try:
        return parse_duration(text)
    except ValueError:  # a finding of its own
        return otherwise


def _behind(subject: Subject, node: Delay) -> int:
    """How much of an anchored delay may be over: all of it, unless another counted from the same event.

    Two days and later fourteen days after one delivery lie at least twelve apart.
    """
    same = [
        other.for_
        for other in subject.journey.nodes
        if isinstance(other, Delay) and other is not node and other.anchor == node.anchor
    ]
    shorter = [seconds for seconds in same if seconds <= node.for_]
    return max(shorter, default=node.for_)
