"""The published JSON Schemas of journey and brand files, written from the models, for editors to complete."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Literal

from journeyboard.journey.brand import Brand
from journeyboard.journey.form import KINDS
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Unsupported

Schema = dict[str, Any]
FileKind = Literal["journey", "brand"]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = "^[A-Za-z0-9_-]{1,64}$"


def schema(kind: FileKind = "journey") -> Schema:
    """The JSON Schema (draft 2020-12) of a journey or brand file."""
    return journey_schema() if kind == "journey" else brand_schema()


def schema_text(kind: FileKind = "journey") -> str:
    """The schema as the published file holds it."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"


def published_schema(kind: FileKind = "journey") -> str:
    """The text of the schema file that comes with the program."""
    file = files("journeyboard.journey") / "data" / f"{kind}.schema.json"
    return file.read_text(encoding="utf-8")


def journey_schema() -> Schema:
    """What a journey file may hold: nodes by id, each with its kind, and kinds of newer versions."""
    made = Journey.model_json_schema()
    for kind, model in KINDS.items():
        _as_in_files(made["$defs"][model.__name__], kind)
    made["$defs"]["ForeignNode"] = _foreign()
    made["properties"]["nodes"] = _nodes()
    return {"$schema": _DIALECT, **made, "title": "Journeyboard journey"}


def brand_schema() -> Schema:
    """What a brand file may hold."""
    return {"$schema": _DIALECT, **Brand.model_json_schema(), "title": "Journeyboard brand"}


def _as_in_files(node: Schema, kind: str) -> None:
    """In a file the id stands before the node, and its kind is always written."""
    node["properties"].pop("id")
    node["properties"]["kind"] = {"const": kind, "description": node.get("description", "")}
    node["required"] = ["kind", *(name for name in node.get("required", ()) if name != "id")]


def _nodes() -> Schema:
    known = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {"$ref": f"#/$defs/{model.__name__}"},
        }
        for kind, model in KINDS.items()
    ]
    # if/then in place of oneOf: editors then complain about the one kind that is meant.
    node = {"type": "object", "required": ["kind"], "allOf": [*known, _others()]}
    return {
        "type": "object",
        "description": "The steps by id; ids are kept for ever, titles may change.",
        "propertyNames": {"pattern": _ID, "not": {"const": "entry"}},
        "additionalProperties": node,
    }


def _others() -> Schema:
    strange = {"properties": {"kind": {"not": {"enum": list(KINDS)}}}, "required": ["kind"]}
    return {"if": strange, "then": {"$ref": "#/$defs/ForeignNode"}}


def _foreign() -> Schema:
    return {
        "type": "object",
        "title": "Step of a newer version",
        "description": f"Kept as it came. {Unsupported.__doc__}",
        "properties": {"kind": {"type": "string"}},
        "required": ["kind"],
    }
