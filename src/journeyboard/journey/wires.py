"""Rewiring: every wire of a journey turned, by the ways out that each kind of node declares."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from journeyboard.errors import JourneyError, Place
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.node import Out
from journeyboard.journey.nodes import Node

Turn = Callable[[str, str | None], str | None]
"""From a port's name and its target to its new target."""


def rebuilt(journey: Journey, **changes: Any) -> Journey:
    """The journey with some settings changed, checked again; JourneyError when it cannot be drawn."""
    return Journey(**{**dict(journey), **changes})


def rewired(journey: Journey, turn: Callable[[str, str, str | None], str | None]) -> Journey:
    """The journey with every wire turned; `turn` is given source id, port name and target."""
    nodes = tuple(turned(node, partial(turn, node.id)) for node in journey.nodes)
    return rebuilt(journey, nodes=nodes, start=turn(START, "start", journey.start))


def connected(journey: Journey, source: str, port: str, target: str | None) -> Journey:
    """The journey with one wire set or taken off; JourneyError when there is no such way out."""
    if port not in port_names(journey, source):
        raise JourneyError(
            f"“{source}” has no way out called “{port}”.",
            place=Place(node=source),
            advice=f"It has: {', '.join(port_names(journey, source)) or 'none'}.",
        )
    return rewired(journey, lambda node, name, to: target if (node, name) == (source, port) else to)


def port_names(journey: Journey, source: str) -> tuple[str, ...]:
    """The ways out of a node or of the entry, also those not drawn while they are open."""
    if source == START:
        return ("start",)
    return tuple(port.name for port in found(journey, source).ways_out)


def found(journey: Journey, node_id: str) -> Node:
    """The node of that id; JourneyError when there is none."""
    node = next((node for node in journey.nodes if node.id == node_id), None)
    if node is None:
        raise JourneyError(f"there is no node “{node_id}”.", advice="Reload the journey.")
    return node


def turned(node: Node, turn: Turn) -> Node:
    """The node with each of its wires turned."""
    changed: Node = node.model_copy(update={out.wire: _led(node, out, turn) for out in node.outs})
    return changed


def _led(node: Node, out: Out, turn: Turn) -> Any:
    held = getattr(node, out.wire)
    if not out.each:
        return turn(out.port, held)
    return tuple(item.model_copy(update={"next": turn(item.name, item.next)}) for item in held)
