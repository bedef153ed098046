"""The drawing as it travels between Python and the browser; its twin is `frontend/src/canvas/types.ts`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

Family = Literal["entry", "message", "timing", "logic", "end", "note"]
Level = Literal["error", "warning", "info"]


class PortShape(TypedDict):
    """A way out of a node; an empty label is not shown."""

    name: str
    label: str


class NodeShape(TypedDict):
    """A card. `x` and `y` are pixels of the drawing, or None where the layout shall place it."""

    id: str
    kind: str
    family: Family
    title: str
    label: str
    icon: str
    stage: str | None
    excerpt: str
    x: float | None
    y: float | None
    ports: list[PortShape]
    badges: list[str]


class EdgeShape(TypedDict):
    """A wire from a port to a node; a port has at most one."""

    source: str
    port: str
    target: str


class Graph(TypedDict):
    """A whole drawing, nodes in the order of the journey file."""

    nodes: list[NodeShape]
    edges: list[EdgeShape]


class FindingShape(TypedDict):
    """A finding as a card shows it."""

    code: str
    message: str


class NodeOverlay(TypedDict):
    """What is laid over one card: its findings, its counts, and the line that puts them in words."""

    level: NotRequired[Level | None]
    findings: NotRequired[list[FindingShape]]
    counts: NotRequired[dict[str, int]]
    line: NotRequired[str]


Overlay = dict[str, NodeOverlay]


def is_graph(value: Any) -> bool:
    """Whether this has the outline of a drawing: lists of nodes with ids and of wires with ends."""
    if not isinstance(value, dict):
        return False
    nodes, edges = value.get("nodes"), value.get("edges")
    return _all_have(nodes, ("id", "x", "y")) and _all_have(edges, ("source", "port", "target"))


def _all_have(items: Any, keys: tuple[str, ...]) -> bool:
    return isinstance(items, list) and all(
        isinstance(item, dict) and all(key in item for key in keys) for item in items
    )
