"""What the clock can show when somebody arrives at a step, as far as the drawing settles it."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from journeyboard.journey.graph import DateEntry, Journey
from journeyboard.journey.nodes import Delay, MessageBase, Node, WaitUntil
from journeyboard.lint.subject import Subject
from journeyboard.message.window import clock, weekdays

DAY = 86_400


class Moment(NamedTuple):
    """A minute of the day, or None for any, and the weekdays it can fall on (0 is Monday)."""

    minute: int | None = None
    days: tuple[int, ...] = tuple(range(7))


ANY = Moment()


def arrivals(subject: Subject) -> dict[str, frozenset[Moment]]:
    """By step the moments at which somebody can arrive, on the clock the journey goes by.

    A delay until a time settles it, whatever came before; every other wait unsettles it again.
    """
    journey = subject.journey
    nodes = {node.id: node for node in journey.nodes}
    known = {journey.start: frozenset({_entered(journey)})} if journey.start else {}
    waiting = deque(known)
    while waiting:
        step = waiting.popleft()
        leaving = frozenset(_left(nodes[step], moment) for moment in known[step])
        for port in nodes[step].ports:
            before = known.get(port.target or "", frozenset())
            if port.target and not leaving <= before:
                known[port.target] = before | leaving
                waiting.append(port.target)
    return known


def _entered(journey: Journey) -> Moment:
    entry = journey.entry
    if not isinstance(entry, DateEntry) or entry.offset % DAY or (entry.repeat_every or 0) % DAY:
        return ANY
    return Moment(clock(f"{entry.at:%H:%M}" if entry.at else entry.time))


def _left(node: Node, arrived: Moment) -> Moment:
    if isinstance(node, Delay):
        settled = node.until_time if not node.by else None
        if settled is None:
            return ANY
        days = weekdays(",".join(day[:3].title() for day in node.weekdays))
        return Moment(clock(settled), tuple(sorted(days)) or ANY.days)
    # A message may be held, a wait may end at any moment.
    return ANY if isinstance(node, WaitUntil | MessageBase) else arrived
