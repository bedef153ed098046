"""The catalogue of the canvas: every field of a journey has an input, and the browser knows what Python knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from journeyboard.audience.conditions import ConditionPart
from journeyboard.journey.form import KINDS
from journeyboard.journey.graph import Entry, Journey
from journeyboard.journey.node import NodeBase
from journeyboard.records import EVENT_TYPES
from journeyboard.simulation.settings import BY_LEVEL
from journeyboard.ui.canvas.catalogue import FILE, catalogue, catalogue_text
from journeyboard.ui.canvas.field import Widget

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = catalogue()
OFFERED = {kind["kind"]: kind for kind in CATALOGUE["kinds"]}
OF_A_NODE = {
    "id": "renamed by a question to Python, which follows every mention",
    "kind": "another kind is another node",
    "position": "set by dragging",
}
OF_THE_JOURNEY = {
    "id": "given when the journey is made",
    "schema_version": "there is one",
    "nodes": "are the drawing",
    "start": "the entry's way out",
}


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models an annotation speaks of; conditions are one value, not a model to walk."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from () if issubclass(annotation, ConditionPart) else (annotation,)
    for inner in get_args(annotation):
        yield from models(inner)


def leaves(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """The path of every field that holds a value of its own."""
    for name, info in model.model_fields.items():
        path = before + (info.alias or name)
        inner = [] if path in OF_THE_JOURNEY else list(models(info.annotation))
        yield from (
            [path] if not inner else (leaf for one in inner for leaf in leaves(one, f"{path}."))
        )


def inputs(groups: list[dict[str, Any]]) -> Iterator[str]:
    """The path of every input; those of a part or an item lie within it."""
    for field in (field for group in groups for field in group["fields"]):
        if "fields" not in field:
            yield field["path"]
        else:
            yield from (f"{field['path']}.{inner}" for inner in inputs([field]))


def wires(model: type[NodeBase]) -> set[str]:
    """The fields that hold wires, which are set by connecting."""
    return {f"{out.wire}.next" if out.each else out.wire for out in model.outs}


def without_effect(model: type[NodeBase], path: str) -> bool:
    """A variant changes only what its message has: an SMS has no subject."""
    part, _, field = path.partition(".")
    return (
        part == "variants"
        and field not in {*model.model_fields, "name", "weight", "offer"}
        and "." not in field
    )


def test_the_catalogue_of_the_browser_is_the_one_python_has() -> None:
    written = (ROOT / FILE).read_text(encoding="utf-8")
    assert written == catalogue_text(), "run: uv run python scripts/make_catalogue"


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_node_has_one_input(kind: str) -> None:
    model = KINDS[kind]
    shown = list(inputs(OFFERED[kind]["groups"]))
    asked = {
        path for path in leaves(model) if path not in OF_A_NODE and not without_effect(model, path)
    }
    assert set(shown) == asked - wires(model)
    assert len(shown) == len(set(shown))


def test_every_setting_of_the_journey_has_one_input() -> None:
    shown = list(inputs([*CATALOGUE["settings"], *CATALOGUE["entry_groups"]]))
    asked = {path for path in leaves(Journey) if path not in OF_THE_JOURNEY}
    assert set(shown) == {path for path in asked if not path.startswith("entry.")}
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("model", list(models(Entry)), ids=lambda model: model.__name__)
def test_every_field_of_an_entry_has_one_input(model: type[BaseModel]) -> None:
    kind = model.model_fields["kind"].default
    entry = next(entry for entry in CATALOGUE["entries"] if entry["kind"] == kind)
    assert set(inputs([entry])) == set(leaves(model)) - {"kind"}


def fields(value: Any) -> Iterator[dict[str, Any]]:
    """Every input anywhere in the catalogue."""
    if isinstance(value, dict):
        if "widget" in value:
            yield value
        yield from (field for part in value.values() for field in fields(part))
    if isinstance(value, list):
        yield from (field for part in value for field in fields(part))


def test_every_input_is_of_a_kind_the_browser_draws() -> None:
    assert {field["widget"] for field in fields(CATALOGUE)} <= set(get_args(Widget))


def test_inputs_that_choose_have_choices_and_lists_know_what_a_new_item_holds() -> None:
    for field in fields(CATALOGUE):
        assert ("options" in field) == (field["widget"] in ("choice", "pills")), field["path"]
        assert ("fields" in field) == (field["widget"] in ("items", "part")), field["path"]
        assert field["widget"] != "items" or {"one", "blank"} <= set(field), field["path"]


def test_what_an_unset_choice_means_can_be_chosen() -> None:
    for field in fields(CATALOGUE):
        if field["widget"] == "choice":
            values = [option["value"] for option in field["options"]]
            assert field.get("fallback", values[0]) in values, field["path"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_choices_of_a_node_are_all_that_python_accepts(kind: str) -> None:
    """Every choice of the first level fits, and a word that is no choice does not."""
    for field in (field for group in OFFERED[kind]["groups"] for field in group["fields"]):
        if field["widget"] == "choice":
            values = [option["value"] for option in field["options"] if option["value"]]
            made = [node_with(kind, field["path"], value) for value in values]
            assert len(made) == len(values)
            with pytest.raises(ValidationError):
                node_with(kind, field["path"], "nothing of the kind")


def node_with(kind: str, path: str, value: Any) -> NodeBase:
    """A node with one field set."""
    return KINDS[kind].model_validate({"id": "n", "kind": kind, path: value})


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_node_is_a_node(kind: str) -> None:
    assert KINDS[kind].model_validate({"id": "n", "kind": kind, **OFFERED[kind]["blank"]})


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_item_and_a_new_part_fit_their_node(kind: str) -> None:
    for field in (field for group in OFFERED[kind]["groups"] for field in group["fields"]):
        if field["widget"] in ("items", "part"):
            named = any(inner["widget"] == "name" for inner in field["fields"])
            blank = {**field["blank"], **({"name": "one"} if named else {})}
            value = [blank] if field["widget"] == "items" else blank
            assert node_with(kind, field["path"], value)


def test_experiments_may_change_what_the_engine_can_change() -> None:
    offered = {path for field in fields(CATALOGUE) for path in field.get("changes", [])}
    assert offered == set(BY_LEVEL)


def port_names(node: dict[str, Any], outs: list[dict[str, Any]]) -> list[str]:
    """The names of all ways out, read from the catalogue alone."""
    names: list[str] = []
    for out in outs:
        each = out.get("each")
        names += (
            [item["name"] for item in node.get(each, [])] if each else [out.get("port", "next")]
        )
    return names


@pytest.mark.parametrize("kind", KINDS)
def test_the_ways_out_of_the_catalogue_are_those_of_the_node(kind: str) -> None:
    entry = OFFERED[kind]
    node = KINDS[kind].model_validate({"id": "n", "kind": kind, **entry["blank"]})
    assert [port.name for port in node.ways_out] == port_names(entry["blank"], entry["outs"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_holds_a_wire_is_a_way_out(kind: str) -> None:
    model = KINDS[kind]
    held = {
        path
        for path in leaves(model)
        if path.rpartition(".")[2] in ("next", "to", "on_skip", "on_timeout", "everyone_else")
    }
    assert held == wires(model)


def test_events_are_events_of_the_event_table() -> None:
    assert {event["value"] for event in CATALOGUE["events"]} <= set(EVENT_TYPES)
