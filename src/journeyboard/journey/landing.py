"""When each message or goal lies after entry, in words, found without walking every path."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from heapq import heappop, heappush
from typing import NamedTuple

from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Goal, Jump, MessageBase, Node
from journeyboard.journey.spans import Offset, leave, offset_words
from journeyboard.message.duration import format_duration

MAX_SPOTS = 3_000
"""Spots of a journey in which jumps are still counted: a bound on time."""


class Spot(NamedTuple):
    """Where somebody may stand: the node, and how often each jump before it was taken."""

    node: str
    passes: tuple[tuple[str, int], ...] = ()


Ways = dict[Spot, list[tuple[str, Spot]]]
"""From every spot the ports that lead on, and the spots they lead to."""


def landing_words(journey: Journey) -> dict[str, str]:
    """By the id of every message and goal that is reached: when, as “1 hour to 12 hours after entry”."""
    return {node_id: _words(offset) for node_id, offset in landings(journey).items()}


def landings(journey: Journey) -> dict[str, Offset]:
    """By the id of every message and goal that is reached: its earliest and latest offset over all ways.

    Nothing bounds the latest in and behind a loop without an end. Where jumps allow too many
    rounds to count, they may be taken any number of times: a wider span, never a wrong one.
    """
    nodes = {node.id: node for node in journey.nodes}
    onward = ways(journey)
    earliest, latest = _earliest(journey, nodes, onward), _latest(journey, nodes, onward)
    spans: dict[str, Offset] = {}
    for spot in onward:
        node = nodes[spot.node]
        if isinstance(node, MessageBase | Goal):
            here = _left(journey, node, "next", Offset(earliest[spot], latest.get(spot)))
            spans[node.id] = _around(spans.get(node.id, here), here)
    return spans


def ways(journey: Journey) -> Ways:
    """The ways between all spots, nearest first, with jumps counted where that makes not too many."""
    nodes = {node.id: node for node in journey.nodes}
    return _ways(journey, nodes, counted=True) or _ways(journey, nodes, counted=False) or {}


def _around(one: Offset, other: Offset) -> Offset:
    return Offset(min(one.earliest, other.earliest), _later(one.latest, other.latest))


def _ways(journey: Journey, nodes: dict[str, Node], *, counted: bool) -> Ways | None:
    """The ways between all spots, nearest first; None when counted jumps make too many of them."""
    ways: Ways = {}
    waiting = deque([Spot(journey.start)] if journey.start else [])
    while waiting:
        spot = waiting.popleft()
        if spot in ways:
            continue
        if counted and len(ways) >= MAX_SPOTS:
            return None
        ways[spot] = list(_onward(nodes[spot.node], spot, counted))
        waiting += (to for _, to in ways[spot])
    return ways


def _onward(node: Node, spot: Spot, counted: bool) -> Iterator[tuple[str, Spot]]:
    jump = node if counted and isinstance(node, Jump) else None
    for port in node.ports:
        if port.target and (jump is None or port.name == _open_port(jump, spot)):
            again = jump is not None and port.name == "to"
            yield port.name, Spot(port.target, _after(spot, node.id) if again else spot.passes)


def _open_port(jump: Jump, spot: Spot) -> str:
    """A jump leads back while passes are left, then on."""
    return "to" if jump.to and dict(spot.passes).get(jump.id, 0) < jump.max_passes else "next"


def _after(spot: Spot, jump: str) -> tuple[tuple[str, int], ...]:
    passes = dict(spot.passes)
    return tuple(sorted({**passes, jump: passes.get(jump, 0) + 1}.items()))


def _left(journey: Journey, node: Node, port: str, arrived: Offset) -> Offset:
    stay = leave(journey, node, port, arrived)
    return stay.offset if stay else arrived


def _earliest(journey: Journey, nodes: dict[str, Node], ways: Ways) -> dict[Spot, int]:
    """Seconds to the first arrival at each spot; no stay lets anybody leave before arriving."""
    known: dict[Spot, int] = {}
    waiting = [(0, spot) for spot in list(ways)[:1]]
    while waiting:
        seconds, spot = heappop(waiting)
        if spot in known:
            continue
        known[spot] = seconds
        for port, to in ways[spot]:
            left = _left(journey, nodes[spot.node], port, Offset(seconds, None))
            heappush(waiting, (left.earliest, to))
    return known


def _latest(journey: Journey, nodes: dict[str, Node], ways: Ways) -> dict[Spot, int | None]:
    """Seconds to the last arrival at each spot; those in and behind a loop are not among them."""
    before = Counter(to for onward in ways.values() for _, to in onward)
    free = [spot for spot in ways if not before[spot]]
    known: dict[Spot, int | None] = dict.fromkeys(free, 0)
    for spot in free:
        for port, to in ways[spot]:
            left = _left(journey, nodes[spot.node], port, Offset(0, known[spot]))
            known[to] = _later(known.get(to, 0), left.latest)
            before[to] -= 1
            free += [] if before[to] else [to]
    return {spot: known[spot] for spot in free}


def _later(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _words(offset: Offset) -> str:
    match offset:
        case (0, 0):
            return "at entry"
        case (0, None):
            return "any time after entry"
        case (earliest, None):
            return f"{format_duration(earliest)} after entry or later"
        case (0, latest):
            return f"up to {format_duration(latest)} after entry"
    return f"{offset_words(offset)} after entry"
