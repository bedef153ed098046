"""Designs between two designs: the changes that stand on their own, and a journey with only some of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from journeyboard.journey.diff import Difference, differences, node_titles
from journeyboard.journey.graph import Journey, refuse_undrawable
from journeyboard.journey.nodes import Node

SETTINGS, START = "journey settings", "entry"
WORDS = {"id", "name", "description", "notes", "north_star", "ignore", "schema_version"}
"""Settings of a journey that change nothing for a customer."""
NODE_WORDS = {"title", "notes", "job", "metric", "feeling", "risk"}
"""The same for a node."""


@dataclass(frozen=True)
class Edit:
    """Changes that can only be made together: what they touch, its name, and what changed, in sentences.

    `parts` are node ids, and the names of the settings and of the entry where those changed.
    """

    parts: tuple[str, ...]
    name: str
    texts: tuple[str, ...]


def edits_between(a: Journey, b: Journey) -> tuple[Edit, ...]:
    """The changes that lead from `a` to `b`, each of which can be made or left without the others.

    A node that came or went belongs together with the wires that lead to it. Words that no customer
    meets (titles, notes) are no change.
    """
    found = [one for one in differences(a, b) if not _is_words(one)]
    groups: dict[str, set[str]] = {part: {part} for part in map(_part, found)}
    for one, other in _bonds(a, b, found, groups):
        joined = groups[one] | groups[other]
        groups.update(dict.fromkeys(joined, joined))
    titles = {**node_titles(a), **node_titles(b)}
    kinds = list(
        dict.fromkeys(tuple(part for part in groups if part in groups[first]) for first in groups)
    )
    return tuple(
        Edit(
            parts,
            _name(a, b, parts, titles | _settings(found)),
            tuple(one.text for one in found if _part(one) in parts),
        )
        for parts in kinds
    )


def related(a: Journey, b: Journey) -> bool:
    """Whether two journeys are versions of one design: at least half of the nodes carry the same ids."""
    here, there = {node.id for node in a.nodes}, {node.id for node in b.nodes}
    return 2 * len(here & there) >= max(len(here), len(there))


def hybrid(a: Journey, b: Journey, edits: Collection[Edit]) -> Journey:
    """`a` with these of the changes that lead to `b`, under the id of `a`."""
    taken = {part for edit in edits for part in edit.parts}
    here, there = ({node.id: node for node in one.nodes} for one in (a, b))
    chosen = (
        (there if node_id in taken else here).get(node_id)
        for node_id in dict.fromkeys((*there, *here))
    )
    made = (b if SETTINGS in taken else a).model_copy(
        update={
            "id": a.id,
            "nodes": tuple(node for node in chosen if node is not None),
            "start": (b if START in taken else a).start,
        }
    )
    refuse_undrawable(made)
    return made


def _is_words(one: Difference) -> bool:
    top = (one.field or "").split(".")[0]
    return top in (WORDS if one.node is None else NODE_WORDS)


def _part(one: Difference) -> str:
    """What a difference is of: a node, the entry's wire, or the settings."""
    return one.node or (START if one.field == "start" else SETTINGS)


def _bonds(
    a: Journey, b: Journey, found: list[Difference], parts: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Pairs of parts that cannot be had without each other."""
    here, there = ({node.id: node for node in one.nodes} for one in (a, b))
    lone = here.keys() ^ there.keys()
    for part in parts:
        for target in _targets(part, a, here) | _targets(part, b, there):
            if target in lone:
                yield part, target
    if any((one.field or "").startswith("experiments") for one in found if one.node is None):
        for node_id in parts:
            nodes = (here.get(node_id), there.get(node_id))
            if any(getattr(node, "by", None) for node in nodes):
                yield SETTINGS, node_id


def _targets(part: str, journey: Journey, nodes: dict[str, Node]) -> set[str]:
    if part == START:
        return {journey.start} if journey.start else set()
    node = nodes.get(part)
    return {port.target for port in node.ways_out if port.target} if node else set()


def _settings(found: list[Difference]) -> dict[str, str]:
    """What the journey's own changes are called: by the settings that changed."""
    tops = [(one.field or "").split(".")[0] for one in found if _part(one) == SETTINGS]
    return {
        SETTINGS: f"Journey: {', '.join(dict.fromkeys(tops)).replace('_', ' ')}",
        START: "Where the journey starts",
    }


def _name(a: Journey, b: Journey, parts: tuple[str, ...], titles: Mapping[str, str]) -> str:
    """What came or went, else what changed, in the words of the board."""
    here, there = ({node.id for node in one.nodes} for one in (a, b))
    lone = [part for part in parts if (part in here) != (part in there)]
    words = [
        f"{titles.get(part, part)}{' added' if part in there else ' removed'}" for part in lone
    ]
    shown = words or [titles.get(part, part) for part in parts]
    more = f" and {len(shown) - 2} more" if len(shown) > 2 else ""
    return ", ".join(shown[:2]) + more
