"""Setting one field of a journey by its dotted path in the file."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from journeyboard.errors import JourneyError, Place
from journeyboard.journey.complaints import first_complaint
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.wires import found

Data = dict[str, Any]


def with_field(journey: Journey, node: str | None, path: str, value: Any) -> Journey:
    """The journey with a field of a node, or of its own (`node` None), set to what a file would hold.

    Missing mappings on the way are made; in a list the index after the last adds an item and None
    takes one out; elsewhere None takes a field back to its default where None is no value itself.
    Raises JourneyError when there is no such field or the value does not fit.
    """
    keys = path.split(".")
    if keys[0] == "nodes" or (node and keys[0] in ("id", "kind")):
        raise JourneyError(
            f"“{keys[0]}” cannot be set like a field.",
            place=Place(node=node),
            advice="Rename, add or remove the node instead.",
        )
    try:
        return checked(_set(journey, node, keys, value, drop=False))
    except JourneyError:
        if value is not None:
            raise
        return checked(_set(journey, node, keys, value, drop=True))


def checked(data: Data) -> Journey:
    """The journey a mapping holds; JourneyError in words when it does not fit."""
    try:
        return journey_from(data)
    except ValidationError as error:
        path, problem, advice = first_complaint(error, data)
        node = str(path[1]) if path[:1] == ("nodes",) and len(path) > 1 else None
        raise JourneyError(problem, place=Place(node=node), advice=advice) from None


def _set(journey: Journey, node: str | None, keys: list[str], value: Any, *, drop: bool) -> Data:
    whole = _whole(journey)
    part = whole if node is None else whole["nodes"][found(journey, node).id]
    for key, following in pairwise(keys):
        part = _step(part, key, following, node)
    _put(part, keys[-1], value, node, drop=drop)
    return whole


def _whole(journey: Journey) -> Data:
    """The journey as its file holds it, defaults too, so that a path never ends in the void."""
    data = journey.model_dump(mode="json", by_alias=True)
    data["nodes"] = {node.pop("id"): node for node in data["nodes"]}
    return data


def _step(part: Any, key: str, following: str, node: str | None) -> Any:
    if isinstance(part, dict):
        if part.get(key) is None:
            part[key] = [] if following.isdigit() else {}
        return part[key]
    if isinstance(part, list) and key.isdigit() and int(key) <= len(part):
        part += [{}] if int(key) == len(part) else []
        return part[int(key)]
    raise _no_path(key, node)


def _put(part: Any, key: str, value: Any, node: str | None, *, drop: bool) -> None:
    if isinstance(part, dict):
        part[key] = value
        if drop:
            del part[key]
    elif isinstance(part, list) and key.isdigit() and int(key) <= len(part):
        part[int(key) : int(key) + 1] = [] if value is None else [value]
    else:
        raise _no_path(key, node)


def _no_path(key: str, node: str | None) -> JourneyError:
    place = Place(node=node)
    return JourneyError(f"there is no field “{key}”.", place=place, advice="Check the path.")
