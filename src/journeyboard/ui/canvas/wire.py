"""What travels between Python and the browser; its twin is `frontend/src/canvas/wire.ts`.

A journey travels as `{settings, start, nodes}`: the fields of its file, each node with its id and its kind.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from journeyboard.errors import JourneyError, Place
from journeyboard.journey.document import MAX_TEXT
from journeyboard.journey.fields import checked
from journeyboard.journey.form import journey_data
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Unsupported

View = Literal["board", "map"]
Mark = Literal["added", "removed", "changed"]
Data = dict[str, Any]
QUIET = "quiet_hours"
"""The one setting that is switched off by saying nothing: it travels as false, since the browser drops null."""


class JourneyShape(TypedDict):
    """A journey: its own settings, the node it starts with, and its nodes in the order of the file."""

    settings: Data
    start: str | None
    nodes: list[Data]


class FindingShape(TypedDict):
    """A finding as the board shows it; `node` is None for one about the journey itself.

    `source` says where the rule comes from and how sure that is, for `place` (a jurisdiction, or nothing).
    """

    code: str
    name: str
    level: Literal["error", "warning", "info"]
    message: str
    node: str | None
    place: str
    source: str
    fixable: bool


class CommentShape(TypedDict):
    """A remark on a node (or on the entry); `at` is ISO 8601 in UTC."""

    id: str
    node: str
    author: str
    text: str
    at: str
    resolved: bool


class FlowShape(TypedDict):
    """How many went from one step straight to another."""

    source: str
    target: str
    count: int


class ChangeShape(TypedDict):
    """How much more a figure is than before, and whether that is within noise."""

    by: int
    noise: bool


class FlowChangeShape(ChangeShape):
    """How many more went from one step straight to another."""

    source: str
    target: str


class GhostShape(TypedDict):
    """What differs from a saved revision flown over the same customers; what is the same is absent."""

    revision: int
    entries: ChangeShape | None
    nodes: dict[str, dict[str, ChangeShape]]
    flows: list[FlowChangeShape]


class FlownShape(TypedDict):
    """How live figures came about; `at` is ISO 8601 in UTC."""

    customers: int
    seed: int
    days: int
    at: str


class FiguresShape(TypedDict):
    """Counts by node, of the last run or, `flown` just now, live; stale when the journey was edited since."""

    run: str
    stale: bool
    entries: int | None
    nodes: dict[str, dict[str, int]]
    flows: list[FlowShape]
    flown: FlownShape | None
    ghost: GhostShape | None


class LiveShape(TypedDict):
    """Whether every edit is flown at once, whether one is in the air, and why it cannot be flown."""

    on: bool
    flying: bool
    problem: str


class Overlay(TypedDict):
    """What lies over the drawing and never touches it; says, timing, badges and marks are by node id.

    `docs` are the pages of the rules that found something, by code; `live` is None where nothing is edited.
    """

    says: dict[str, str]
    timing: dict[str, str]
    badges: dict[str, list[str]]
    findings: list[FindingShape]
    docs: dict[str, str]
    figures: FiguresShape | None
    live: LiveShape | None
    comments: list[CommentShape]
    marks: dict[str, Mark]


class SegmentShape(TypedDict):
    """An audience that a condition may name."""

    id: str
    label: str
    help: str


class Choices(TypedDict):
    """What only Python knows: the brand's audiences and money, and an example customer's values."""

    segments: list[SegmentShape]
    currency: str
    brand: str
    sender: str
    opt_out_text: str
    sms_price: float
    example: dict[str, str]


def wire_of(journey: Journey) -> JourneyShape:
    """The journey as it travels: plain JSON, durations in words, defaults left out.

    A step of a foreign kind travels as kind `unsupported`, with what it came with in `source`.
    """
    data = journey_data(journey)
    nodes = data.pop("nodes")
    foreign = {node.id: _kept(node) for node in journey.nodes if isinstance(node, Unsupported)}
    listed = [{"id": node_id, **foreign.get(node_id, node)} for node_id, node in nodes.items()]
    if QUIET in data:
        data[QUIET] = data[QUIET] or False
    return JourneyShape(settings=data, start=data.pop("start", None), nodes=listed)


def _kept(node: Unsupported) -> Data:
    fields = node.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"id"})
    return {"kind": node.kind, **fields}


def journey_of(shape: Any) -> Journey:
    """The journey that has travelled; JourneyError says in one sentence what is unfit, and where."""
    if not _has_outline(shape):
        raise JourneyError("the drawing cannot be read.", advice="Take the last step back.")
    shape = _whole_characters(shape)
    nodes, settings = _by_id(shape["nodes"]), dict(shape["settings"])
    for node_id, node in (*nodes.items(), (None, settings)):
        _refuse_long(node_id, node)
    if settings.get(QUIET) is False:
        settings[QUIET] = None
    return checked({**settings, "start": shape.get("start"), "nodes": nodes})


def _has_outline(value: Any) -> bool:
    """Settings, a start, and nodes with ids and kinds."""
    if not isinstance(value, Mapping) or not isinstance(value.get("settings"), dict):
        return False
    nodes, start = value.get("nodes"), value.get("start")
    return isinstance(nodes, list) and isinstance(start, str | None) and all(map(_is_node, nodes))


def _is_node(node: Any) -> bool:
    return isinstance(node, dict) and all(isinstance(node.get(key), str) for key in ("id", "kind"))


def _by_id(nodes: list[Data]) -> dict[str, Data]:
    for node_id, count in Counter(node["id"] for node in nodes).items():
        if count > 1:
            raise JourneyError(
                f"the id “{node_id}” is used {count} times.",
                place=Place(node=node_id),
                advice="Give each node an id of its own.",
            )
    return {node["id"]: _without_id(node) for node in nodes}


def _without_id(node: Data) -> Data:
    return {key: value for key, value in node.items() if key != "id"}


def _refuse_long(node_id: str | None, data: Any) -> None:
    """What no file may hold is refused here, while it can still be seen where it stands."""
    match data:
        case str() if len(data) > MAX_TEXT:
            problem = f"a text of {len(data):,} characters is longer than {MAX_TEXT:,}."
            raise JourneyError(problem, place=Place(node=node_id), advice="Shorten it.")
        case dict():
            for value in data.values():
                _refuse_long(node_id, value)
        case list():
            for value in data:
                _refuse_long(node_id, value)


def _whole_characters(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without halves of characters, which an editor may cut out of an emoji and no file can hold."""
    text = json.dumps(shape, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        whole: Data = json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        return whole
    return shape
