"""What changed between two journeys, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from journeyboard.journey.form import journey_data
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Node

Change = Literal["added", "removed", "changed"]
_WIRES = {"next", "to", "on_skip", "on_timeout", "everyone_else"}
_BRANCHING = ("branches.", "arms.")
_DEFAULT = object()
"""Stands for a field the file does not write, because it has its default."""


class Difference(NamedTuple):
    """One change: what kind, at which node (None: the journey itself), which field, and a sentence."""

    change: Change
    node: str | None
    field: str | None
    text: str


def differences(before: Journey, after: Journey) -> tuple[Difference, ...]:
    """Added, removed and changed nodes and settings, settings first; moved nodes do not count."""
    old, new = journey_data(before), journey_data(after)
    old_nodes, new_nodes = old.pop("nodes"), new.pop("nodes")
    titles = {**node_titles(before), **node_titles(after)}
    return (
        *_fields(None, old, new, titles),
        *(_gone(node) for node in before.nodes if node.id not in new_nodes),
        *(_come(node) for node in after.nodes if node.id not in old_nodes),
        *(
            difference
            for node_id, node in new_nodes.items()
            if node_id in old_nodes
            for difference in _fields(node_id, old_nodes[node_id], node, titles)
        ),
    )


def changed_nodes(before: Journey, after: Journey) -> dict[str, Change]:
    """What became of the nodes that differ, by id; moved nodes do not count."""
    return {
        found.node: "changed" if found.field else found.change
        for found in differences(before, after)
        if found.node
    }


def node_titles(journey: Journey) -> dict[str, str]:
    """What people call each node, by id: its title, with the id where two have the same, else the id."""
    often = Counter(node.title for node in journey.nodes)
    return {
        node.id: f"{node.title} ({node.id})" if often[node.title] > 1 else node.title
        for node in journey.nodes
        if node.title
    }


def is_wire(node: str | None, field: str | None) -> bool:
    """Whether a field by its dotted path holds the id of the node it leads to."""
    if field is None or node is None:
        return field == "start"
    return field in _WIRES or (field.startswith(_BRANCHING) and field.endswith(".next"))


def _come(node: Node) -> Difference:
    return Difference("added", node.id, None, f"Added {_named(node)}.")


def _gone(node: Node) -> Difference:
    return Difference("removed", node.id, None, f"Removed {_named(node)}.")


def _named(node: Node) -> str:
    return f"{node.label} “{node.title or node.id}”"


def _fields(
    node: str | None, old: Any, new: Any, titles: Mapping[str, str]
) -> Iterator[Difference]:
    for path, was, now in _leaves("", old, new):
        change: Change = "added" if was is _DEFAULT else "removed" if now is _DEFAULT else "changed"
        yield Difference(change, node, path, _sentence(node, path, was, now, titles))


def _leaves(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Differing values by dotted path; whole parts that came or went stay whole."""
    if old == new or path == "position":
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            below = f"{path}.{key}".lstrip(".")
            yield from _leaves(below, old.get(key, _DEFAULT), new.get(key, _DEFAULT))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _leaves(f"{path}.{_name(one, other, index)}", one, other)
    else:
        yield path, old, new


def _name(one: Any, other: Any, index: int) -> str:
    """Branches and arms are called by name, other items by number."""
    named = isinstance(one, dict) and isinstance(other, dict) and one.get("name")
    return str(named) if named and named == other.get("name") else str(index + 1)


def _sentence(node: str | None, path: str, was: Any, now: Any, titles: Mapping[str, str]) -> str:
    where = field_words(node, path, titles)
    if is_wire(node, path):
        return (
            f"{where} leads to {target_words(now, titles)} instead of {target_words(was, titles)}."
        )
    if was is _DEFAULT:
        return f"{where} is now {value_words(now)}."
    if now is _DEFAULT:
        return f"{where} is no longer {value_words(was)}."
    return f"{where} is {value_words(now)} instead of {value_words(was)}."


def field_words(node: str | None, field: str | None, titles: Mapping[str, str]) -> str:
    """A field as people name it, such as “Reminder”: arms › a › weight."""
    words = (field or "").replace("_", " ").replace(".", " › ")
    return ": ".join(
        part for part in (f"“{titles.get(node, node)}”" if node else "", words) if part
    )


def target_words(node: Any, titles: Mapping[str, str]) -> str:
    """Where a wire leads."""
    return f"“{titles.get(node, node)}”" if isinstance(node, str) else "nowhere"


def value_words(value: Any) -> str:
    """A value as a file holds it, in words and shortened."""
    if value is None:
        return "off"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value_words(item) for item in value) or "empty"
    if isinstance(value, dict):
        return "; ".join(f"{key} {value_words(item)}" for key, item in value.items()) or "empty"
    text = " ".join(str(value).split())
    return f"“{text[:77]}…”" if len(text) > 80 else f"“{text}”" if " " in text else text
