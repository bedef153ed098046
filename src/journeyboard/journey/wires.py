"""Rewiring: the one place that knows which field of a node holds the wire of which port."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, assert_never

from pydantic import BaseModel

from journeyboard.errors import JourneyError, Place
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.nodes import (
    Ads,
    Delay,
    Email,
    Exit,
    Goal,
    Jump,
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
    node = found(journey, source)
    named = tuple(port.name for port in node.ports)
    return tuple(dict.fromkeys((*named, "on_skip"))) if node.family == "message" else named


def found(journey: Journey, node_id: str) -> Node:
    """The node of that id; JourneyError when there is none."""
    node = next((node for node in journey.nodes if node.id == node_id), None)
    if node is None:
        raise JourneyError(f"there is no node “{node_id}”.", advice="Reload the journey.")
    return node


def turned(node: Node, turn: Turn) -> Node:
    """The node with each of its wires turned."""
    match node:
        case Sms() | Email() | Push() | Ads():
            return _with(node, turn, "next", "on_skip")
        case Delay() | Update() | Webhook() | Goal() | Unsupported():
            return _with(node, turn, "next")
        case Jump():
            return _with(node, turn, "to", "next")
        case WaitUntil():
            branches = _each(node.branches, turn)
            timeout = turn("timeout", node.on_timeout)
            return node.model_copy(update={"branches": branches, "on_timeout": timeout})
        case Split():
            other = turn("everyone_else", node.everyone_else)
            update = {"branches": _each(node.branches, turn), "everyone_else": other}
            return node.model_copy(update=update)
        case RandomSplit():
            return node.model_copy(update={"arms": _each(node.arms, turn)})
        case Exit() | Note():
            return node
    assert_never(node)


def _with(node: Node, turn: Turn, *names: str) -> Node:
    changed: Node = node.model_copy(
        update={name: turn(name, getattr(node, name)) for name in names}
    )
    return changed


def _each(parts: tuple[Any, ...], turn: Turn) -> tuple[BaseModel, ...]:
    return tuple(part.model_copy(update={"next": turn(part.name, part.next)}) for part in parts)
