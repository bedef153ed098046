"""Three-way merge of plain data: as it was, as one has it, as the other has it; by field and by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from journeyboard.journey.diff import is_wire

Side = Literal["mine", "theirs"]
Fields = dict[str, Any]
MISSING: Any = object()
"""Stands for what a side does not have."""


class Three(NamedTuple):
    """One thing three times; a side that does not have it holds MISSING."""

    base: Any
    mine: Any
    theirs: Any

    def at(self, key: str) -> Three:
        """What the three have under a key."""
        return Three(*(side.get(key, MISSING) for side in self))

    def map(self, turn: Callable[[Any], Any]) -> Three:
        """All three turned the same way."""
        return Three(*map(turn, self))


class Spot(NamedTuple):
    """A field by its dotted path, in a node or (None) in the journey; no field means the node itself."""

    node: str | None = None
    field: str | None = None

    def at(self, key: str) -> Spot:
        """The field below."""
        return Spot(self.node, f"{self.field}.{key}" if self.field else key)


class Clash(NamedTuple):
    """Where both sides want different things; `removal` when one removed what the other changed."""

    spot: Spot
    three: Three
    removal: bool


@dataclass
class Judge:
    """Who is preferred, what both sides clashed about, and which removed nodes the preferred keeps."""

    prefer: Side
    clashes: list[Clash] = field(default_factory=list)
    returned: set[str] = field(default_factory=set)

    def preferred(self, three: Three) -> Any:
        """What the preferred side has."""
        return three.mine if self.prefer == "mine" else three.theirs

    def settle(self, spot: Spot, three: Three, *, removal: bool = False) -> Any:
        """What the preferred side has, with a note that the other wanted something else."""
        self.clashes.append(Clash(spot, three, removal))
        return self.preferred(three)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same in a file, where yes is not 1."""
    return one is other or _text(one) == _text(other)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=repr)


def changed_fields(old: Fields, new: Fields) -> tuple[str, ...]:
    """Names of the fields that differ; a place on the canvas does not count."""
    names = dict.fromkeys((*old, *new))
    return tuple(
        name
        for name in names
        if name != "position" and not same(old.get(name, MISSING), new.get(name, MISSING))
    )


def staying(judge: Judge, spots: Mapping[str, Spot], three: Three) -> set[str]:
    """Which of several named things are there afterwards."""
    return {name for name, spot in spots.items() if _stays(judge, spot, three.at(name))}


def _stays(judge: Judge, spot: Spot, three: Three) -> bool:
    there = [side for side in (three.mine, three.theirs) if side is not MISSING]
    if len(there) == 1 and three.base is not MISSING:
        changed = changed_fields(three.base, there[0])
        return bool(changed) and judge.settle(spot, three, removal=True) is not MISSING
    return bool(there)


def joined(judge: Judge, spot: Spot, three: Three) -> Fields:
    """One thing out of three, field by field; what only one side has is that side's."""
    if three.mine is MISSING or three.theirs is MISSING:
        return dict(three.theirs if three.mine is MISSING else three.mine)
    kinds = three.map(_kind)
    if kinds.mine != kinds.theirs:
        return _whole(judge, spot, three)
    if three.base is MISSING or kinds.base != kinds.mine:
        three = three._replace(base={})
    names = dict.fromkeys((*three.theirs, *three.mine))
    fields = {name: _value(judge, spot.at(name), three.at(name)) for name in names}
    return {name: value for name, value in fields.items() if value is not MISSING}


def _kind(thing: Any) -> tuple[Any, Any]:
    """What decides which fields there can be."""
    return (None, None) if thing is MISSING else (thing.get("kind"), thing.get("source_kind"))


def _whole(judge: Judge, spot: Spot, three: Three) -> Fields:
    """A node of two kinds is taken as it is from one side."""
    if three.base is not MISSING and not changed_fields(three.base, three.mine):
        return dict(three.theirs)
    if three.base is not MISSING and not changed_fields(three.base, three.theirs):
        return dict(three.mine)
    judge.settle(spot.at("kind"), three.at("kind"))
    return dict(judge.preferred(three))


def _value(judge: Judge, spot: Spot, three: Three) -> Any:
    if is_wire(*spot) and three.base in judge.returned:
        # The removal is undone, and so is what it did to the wires that led there.
        return judge.preferred(three)
    items = three.map(_named)
    if None not in items and any(items):
        return _list(judge, spot, items)
    if same(three.base, three.mine):
        return three.theirs
    if same(three.base, three.theirs) or same(three.mine, three.theirs):
        return three.mine
    if spot.field == "position":
        return judge.preferred(three)
    return judge.settle(spot, three)


def _named(value: Any) -> Fields | None:
    """A list's items by name; None for anything but a list of named things."""
    if value is MISSING:
        return {}
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return None
    items = {item["name"]: item for item in value if isinstance(item.get("name"), str)}
    return items if len(items) == len(value) else None


def _list(judge: Judge, spot: Spot, three: Three) -> list[Fields]:
    spots = {name: spot.at(name) for name in dict.fromkeys((*three.theirs, *three.mine))}
    kept = staying(judge, spots, three)
    return [joined(judge, spots[name], three.at(name)) for name in ordered(three, kept)]


def ordered(three: Three, kept: set[str]) -> list[str]:
    """Their order (mine where only I reordered), then the other's additions after what they followed."""
    first, second = three.theirs, three.mine
    if _only_mine_moved(three):
        first, second = second, first
    order = [name for name in first if name in kept]
    before: str | None = None
    for name in (name for name in second if name in kept):
        if name not in first:
            order.insert(0 if before is None else order.index(before) + 1, name)
        before = name
    return order


def _only_mine_moved(three: Three) -> bool:
    common = set(three.base) & set(three.mine) & set(three.theirs)
    base, mine, theirs = ([name for name in side if name in common] for side in three)
    return mine != base == theirs
