"""The ledger: when each message of a journey can go out, and which delays and holds make it so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Node
from journeyboard.journey.questions import JourneyPath, Paths, paths
from journeyboard.journey.spans import Offset, leave, offset_words


class Item(NamedTuple):
    """One line of the ledger: the node, what it adds in words, and the offset afterwards."""

    node: str
    reason: str
    earliest: int
    latest: int | None


@dataclass(frozen=True)
class Sending:
    """A message on a path: `path` counts from 0, offsets are seconds since entry (None: no bound)."""

    path: int
    node: str
    channel: str
    earliest: int
    latest: int | None
    items: tuple[Item, ...]

    @property
    def words(self) -> str:
        """When it goes out, such as “1 hour to 12 hours”."""
        return offset_words(Offset(self.earliest, self.latest))

    def to_dict(self) -> dict[str, Any]:
        """All fields and the wording as plain data."""
        data = asdict(self) | {"items": [item._asdict() for item in self.items]}
        return {**data, "words": self.words}


def schedule(journey: Journey, within: Paths | None = None) -> tuple[Sending, ...]:
    """For every message on every path the earliest and latest offset since entry, with its ledger.

    `within` are paths already found; by default at most 1,000 are looked at.
    """
    ways = within or paths(journey)
    nodes = {node.id: node for node in journey.nodes}
    return tuple(
        sending
        for index, path in enumerate(ways.paths)
        for sending in _sendings(journey, nodes, index, path)
    )


def offsets(journey: Journey) -> dict[str, Offset]:
    """For every message that is reached: its earliest and latest offset over all paths."""
    spans: dict[str, Offset] = {}
    for sending in schedule(journey):
        here = Offset(sending.earliest, sending.latest)
        spans[sending.node] = _around(spans.get(sending.node, here), here)
    return spans


def _around(one: Offset, other: Offset) -> Offset:
    ends = (one.latest, other.latest)
    latest = None if None in ends else max(end for end in ends if end is not None)
    return Offset(min(one.earliest, other.earliest), latest)


def _sendings(
    journey: Journey, nodes: dict[str, Node], index: int, path: JourneyPath
) -> Iterator[Sending]:
    offset, items = Offset(), ()  # type: Offset, tuple[Item, ...]
    for step in path.steps:
        node = nodes[step.node]
        stay = leave(journey, node, step.port, offset)
        if stay:
            offset = stay.offset
            items = (*items, Item(node.id, stay.reason, *offset))
        if node.family == "message":
            yield Sending(index, node.id, node.kind, *offset, items)
