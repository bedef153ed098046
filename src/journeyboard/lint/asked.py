"""What a journey asks of its customers, as the file writes it: the doors people come in by, and all its splits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journeyboard.audience.conditions import Condition
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Split

Asked = dict[str, Any]
"""A condition as the mapping a file holds, with one key that names its kind."""


def doors(journey: Journey) -> tuple[Asked, ...]:
    """The conditions of coming in: of the entry, and the entry filter."""
    own = (getattr(journey.entry, name, None) for name in ("where", "condition", "audience"))
    return tuple(written(door) for door in (*own, journey.entry_filter) if door)


def everything(journey: Journey) -> Iterator[Asked]:
    """Every condition of the doors and the splits, with all its parts."""
    splits = (b.when for n in journey.nodes if isinstance(n, Split) for b in n.branches)
    for condition in (*doors(journey), *(written(split) for split in splits)):
        yield from parts(condition)


def written(condition: Condition) -> Asked:
    """The condition as the file writes it."""
    return condition.model_dump(mode="json", by_alias=True)


def needed(condition: Asked) -> Iterator[Asked]:
    """The condition and the parts that must hold for it to hold."""
    yield condition
    for part in condition.get("all", ()):
        yield from needed(part)


def parts(condition: Asked) -> Iterator[Asked]:
    """The condition and all its parts."""
    yield condition
    inside = [*condition.get("all", ()), *condition.get("any", ())]
    for part in [*inside, *([condition["not"]] if "not" in condition else [])]:
        yield from parts(part)
