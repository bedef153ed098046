"""Another id for a node, followed everywhere the old one is named."""

from __future__ import annotations

from typing import Any

from journeyboard.errors import JourneyError, Place
from journeyboard.journey.form import KINDS, Data, journey_data, journey_from
from journeyboard.journey.graph import Journey

_NAMING = frozenset({"start", "next", "to", "on_skip", "on_timeout", "everyone_else", "node"})
_FOREIGN = frozenset({"source", "set", "by"})


def renamed(journey: Journey, old: str, new: str) -> Journey:
    """The journey with one id changed in nodes, wires, waits and conditions; refused when taken."""
    if new != old and any(node.id == new for node in journey.nodes):
        raise JourneyError(
            f"the id “{new}” is taken.", place=Place(node=old), advice="Choose another id."
        )
    data = journey_data(journey)
    nodes = {
        new if id_ == old else id_: _node(node, old, new) for id_, node in data["nodes"].items()
    }
    return journey_from({**_followed({**data, "nodes": None}, old, new), "nodes": nodes})


def _node(node: Data, old: str, new: str) -> Data:
    if node["kind"] in KINDS:
        return dict(_followed(node, old, new))
    return {**node, **({"next": new} if node.get("next") == old else {})}


def _followed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {key: _value(key, item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [_followed(item, old, new) for item in value]
    return value


def _value(key: str, item: Any, old: str, new: str) -> Any:
    if key in _FOREIGN:
        return item
    return new if key in _NAMING and item == old else _followed(item, old, new)
