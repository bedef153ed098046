"""Two people edited one journey: both edits in one, and in words what they disagree about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from journeyboard.journey.diff import (
    field_words,
    is_wire,
    node_titles,
    target_words,
    value_words,
)
from journeyboard.journey.form import journey_data, kind_of
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.naming import renamed
from journeyboard.journey.threeway import (
    MISSING,
    Clash,
    Fields,
    Judge,
    Side,
    Spot,
    Three,
    changed_fields,
    joined,
    ordered,
    staying,
)


@dataclass(frozen=True)
class Conflict:
    """One disagreement: node (None: the journey itself) and dotted field (None: the node as a whole).

    `mine` and `theirs` say in words what each side wanted, `text` says it all in a sentence.
    """

    node: str | None
    field: str | None
    mine: str
    theirs: str
    text: str


@dataclass(frozen=True)
class Merge:
    """Both edits in one journey, and where only one of them could be had."""

    journey: Journey
    conflicts: tuple[Conflict, ...] = ()


def merged(base: Journey, mine: Journey, theirs: Journey, prefer: Side = "mine") -> Merge:
    """Everything either side changed since `base`; where both changed the same, `prefer` is taken.

    Settings and nodes merge by field; branches, arms and variants by name. A removed node stays only
    when the other side changed it and is preferred; a move is no change. Wires to what is gone are
    left open. Where both added different nodes under one id, mine gets another one.
    """
    three = Three(base, _with_own_ids(base, mine, theirs), theirs)
    judge = Judge(prefer)
    nodes = _nodes(judge, three.map(_nodes_data))
    settings = joined(judge, Spot(), three.map(_settings))
    titles = {**node_titles(base), **node_titles(theirs), **node_titles(three.mine)}
    conflicts = [_conflict(clash, prefer, titles) for clash in judge.clashes]
    opened = _open_wires(settings, nodes)
    conflicts += [_lost(spot, target, three.mine, titles) for spot, target in opened]
    listed = [{"id": node_id, **data} for node_id, data in nodes.items()]
    return Merge(Journey.model_validate({**settings, "nodes": listed}), tuple(conflicts))


def _settings(journey: Journey) -> Fields:
    return {key: value for key, value in journey_data(journey).items() if key != "nodes"}


def _nodes_data(journey: Journey) -> dict[str, Fields]:
    """Fields by node id; a foreign step's own data stay one field, so that they stay together."""
    dumped = (
        (node, node.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"id"}))
        for node in journey.nodes
    )
    return {node.id: {"kind": kind_of(node), **data} for node, data in dumped}


def _nodes(judge: Judge, three: Three) -> dict[str, Fields]:
    spots = {node_id: Spot(node_id) for node_id in (*three.theirs, *three.mine)}
    kept = staying(judge, spots, three)
    judge.returned = {
        node_id
        for node_id in kept
        if node_id in three.base and not (node_id in three.mine and node_id in three.theirs)
    }
    return {name: joined(judge, spots[name], three.at(name)) for name in ordered(three, kept)}


def _with_own_ids(base: Journey, mine: Journey, theirs: Journey) -> Journey:
    """My journey, in which no new node has the id of another new node of theirs."""
    old, ours, others = _nodes_data(base), _nodes_data(mine), _nodes_data(theirs)
    taken = {START, *old, *ours, *others}
    journey = mine
    for node_id in (name for name in ours if name in others and name not in old):
        alike = not changed_fields(ours[node_id], others[node_id])
        if not (alike and _sources(mine, node_id) == _sources(theirs, node_id)):
            own = _free(node_id, taken)
            taken.add(own)
            journey = renamed(journey, node_id, own)
    return journey


def _sources(journey: Journey, node_id: str) -> set[tuple[str, str]]:
    return {(source, port.name) for source, port in journey.wires if port.target == node_id}


def _free(node_id: str, taken: set[str]) -> str:
    stem = re.sub(r"_\d+$", "", node_id)[:56]
    return next(name for number in count(2) if (name := f"{stem}_{number}") not in taken)


def _wires(settings: Fields, nodes: dict[str, Fields]) -> Iterator[tuple[Spot, Fields]]:
    """Every wire by its field, with the mapping that holds it."""
    yield Spot(None, "start"), settings
    for node_id, data in nodes.items():
        for name in data:
            spot = Spot(node_id, name)
            if is_wire(*spot):
                yield spot, data
            elif name in ("branches", "arms"):
                yield from ((spot.at(item["name"]).at("next"), item) for item in data[name])


def _open_wires(settings: Fields, nodes: dict[str, Fields]) -> list[tuple[Spot, str]]:
    """Takes off the wires that lead to what is gone; which they were, and where they led."""
    opened = []
    for spot, holder in list(_wires(settings, nodes)):
        name = str(spot.field).rpartition(".")[2]
        if holder.get(name) is not None and holder[name] not in nodes:
            opened.append((spot, holder.pop(name)))
    return opened


def _lost(spot: Spot, target: str, mine: Journey, titles: Mapping[str, str]) -> Conflict:
    """Either side led there while the other removed it."""
    wanted, gone = target_words(target, titles), "removed"
    is_mine = any(node.id == target for node in mine.nodes)
    text = f"{field_words(*spot, titles)} led to {wanted}, which is removed; it is left open."
    return Conflict(*spot, *((wanted, gone) if is_mine else (gone, wanted)), text)


def _conflict(clash: Clash, prefer: Side, titles: Mapping[str, str]) -> Conflict:
    mine, theirs = (_wanted(clash, side, titles) for side in (clash.three.mine, clash.three.theirs))
    verb = "leads to" if is_wire(*clash.spot) else "is"
    taken = "yours" if prefer == "mine" else "theirs"
    text = (
        f"{field_words(*clash.spot, titles)} {verb} {mine} in your edit and {theirs} in theirs; "
        f"{taken} is taken."
    )
    return Conflict(*clash.spot, mine, theirs, text)


def _wanted(clash: Clash, value: Any, titles: Mapping[str, str]) -> str:
    if clash.removal:
        return "removed" if value is MISSING else _changed(clash.three.base, value)
    if is_wire(*clash.spot):
        return target_words(value, titles)
    return "not set" if value is MISSING else value_words(value)


def _changed(old: Fields, new: Fields) -> str:
    return f"changed ({', '.join(changed_fields(old, new)).replace('_', ' ')})"
