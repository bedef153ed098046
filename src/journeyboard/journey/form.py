"""A journey as the plain mapping its file holds: nodes by id, kinds written, defaults not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from pydantic import BaseModel

from journeyboard.errors import JourneyError, Place
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import NODE_KINDS, NodeBase, Unsupported
from journeyboard.records import STAGES

Data = dict[str, Any]
KINDS: dict[str, type[NodeBase]] = {
    str(kind.model_fields["kind"].default): kind for kind in NODE_KINDS
}
"""Node kinds by the name they have in a file."""
_ALWAYS: dict[str, tuple[str, ...]] = {
    "event": ("event",),
    "audience": ("when",),
    "date": (),
    "score": ("score", "threshold"),
}
_WIRES = ("branches", "arms", "to", "next", "on_skip", "on_timeout", "everyone_else")
_REMARKS = ("feeling", "risk", "notes", "position")
_LIFTED = ("title", "stage", *_REMARKS, "next")


def journey_data(journey: Journey) -> Data:
    """The mapping a journey file holds; plain JSON values, durations in words."""
    data = _written(journey, ("schema_version", "id", "name"))
    data["entry"] = {
        "kind": journey.entry.kind,
        **_written(journey.entry, _ALWAYS[journey.entry.kind]),
    }
    if journey.start:
        data["start"] = journey.start
    data["nodes"] = {node.id: node_data(node) for node in journey.nodes}
    return {key: data[key] for key in Journey.model_fields if key in data}


def node_data(node: NodeBase) -> Data:
    """One node as its file holds it, without its id."""
    if isinstance(node, Unsupported) and node.source.get("kind") == node.source_kind:
        return _lowered(node)
    data = _written(node)
    first = {"kind": kind_of(node)}
    last = {key: data[key] for key in (*_WIRES, *_REMARKS) if key in data}
    middle = {key: data[key] for key in data if key not in {"id", "kind", *last}}
    return {**first, **middle, **last}


def brand_data(brand: Brand) -> Data:
    """The mapping a brand file holds."""
    return _written(brand, ("schema_version", "id", "name"))


def kind_of(node: NodeBase) -> str:
    """The node's kind by the name it has in a file."""
    return str(type(node).model_fields["kind"].default)


def journey_from(data: Mapping[str, Any]) -> Journey:
    """The journey a mapping holds; unknown kinds are kept as unsupported steps.

    Raises JourneyError for what cannot be drawn and pydantic's ValidationError for the rest.
    """
    nodes = data.get("nodes") or {}
    if not isinstance(nodes, Mapping):
        raise JourneyError(
            "“nodes” should be a mapping.",
            place=Place(caret="nodes"),
            advice="Write “nodes:” and below it ids.",
        )
    listed = [_node_from(node_id, node, nodes) for node_id, node in nodes.items()]
    return Journey.model_validate({**data, "nodes": listed})


def _node_from(node_id: str, data: Any, ids: Mapping[str, Any]) -> Data:
    if not isinstance(data, Mapping):
        _refuse(node_id, "it holds no fields.", "Write “kind: sms” and its fields below.")
    if "id" in data:
        _refuse(node_id, "the id is written twice.", "Remove “id:”; the name before it is the id.")
    kind = data.get("kind")
    if not isinstance(kind, str):
        _refuse(node_id, "it has no kind.", f"Add “kind:” with one of {', '.join(KINDS)}.")
    if kind in KINDS:
        return {"id": node_id, **data}
    return _lifted(node_id, kind, data, ids)


def _refuse(node_id: str, problem: str, advice: str) -> NoReturn:
    raise JourneyError(problem, place=Place(node=node_id), advice=advice)


def _lifted(node_id: str, kind: str, data: Mapping[str, Any], ids: Mapping[str, Any]) -> Data:
    """An unsupported step around the data of a foreign kind; what every node has stands outside."""
    known = {key: value for key, value in data.items() if _means_ours(key, value, ids)}
    source = {key: value for key, value in data.items() if key not in known}
    return {"id": node_id, "kind": "unsupported", "source_kind": kind, "source": source, **known}


def _means_ours(key: str, value: Any, ids: Mapping[str, Any]) -> bool:
    match key:
        case "title" | "risk" | "notes":
            return isinstance(value, str)
        case "stage":
            return value in STAGES
        case "feeling":
            return type(value) is int and -2 <= value <= 2
        case "next":
            return isinstance(value, str) and value in ids
        case "position":
            return (
                isinstance(value, list)
                and [type(part) in (int, float) for part in value] == [True] * 2
            )
    return False


def _lowered(node: Unsupported) -> Data:
    """The foreign data as it came, with what every node has put back."""
    written = _written(node)
    return {**node.source, **{key: written[key] for key in _LIFTED if key in written}}


def _written(model: BaseModel, always: tuple[str, ...] = ()) -> Data:
    """What differs from the defaults, and the fields that are always written."""
    data: Data = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {key: _short(value) for key, value in {**_always(model, always), **data}.items()}


def _always(model: BaseModel, keys: tuple[str, ...]) -> Data:
    return {key: getattr(model, key) for key in keys}


def _short(value: Any) -> Any:
    """Whole numbers without “.0”, all the way down."""
    if isinstance(value, dict):
        return {key: _short(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_short(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
