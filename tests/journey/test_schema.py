"""The published schemas say what the program reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from journeyboard.errors import JourneyError
from journeyboard.journey.document import read_document
from journeyboard.journey.file import dumps, loads
from journeyboard.journey.form import KINDS
from journeyboard.journey.samples import sample_brands, sample_journeys
from journeyboard.journey.schema import FileKind, published_schema, schema, schema_text

FILES = [
    *(("journey", path) for path in sample_journeys().values()),
    *(("brand", path) for path in sample_brands().values()),
]


@pytest.mark.parametrize("kind", ["journey", "brand"])
def test_the_published_schema_is_the_one_the_models_give(kind: FileKind) -> None:
    assert published_schema(kind) == schema_text(kind), "run: journeyboard schema KIND --out FILE"
    Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: getattr(value, "stem", value))
def test_the_schema_accepts_every_sample(kind: FileKind, path: Path) -> None:
    data = read_document(path.read_text(encoding="utf-8"), path.name).data
    errors = [error.message for error in Draft202012Validator(schema(kind)).iter_errors(data)]
    assert errors == []


@pytest.mark.parametrize("kind", [*KINDS, "teleport"])
def test_the_schema_and_the_program_accept_an_empty_node_of_every_kind_alike(kind: str) -> None:
    data = {"id": "x", "name": "X", "nodes": {"a": {"kind": kind}}}
    assert Draft202012Validator(schema()).is_valid(data)
    assert loads(dumps(loads(str(data)))).node("a").id == "a"


@pytest.mark.parametrize(
    "nodes",
    [
        {"a": {"kind": "sms", "boddy": "Hi"}},
        {"a": {"kind": "sms", "body": 12}},
        {"a": {"body": "Hi"}},
        {"a b": {"kind": "sms"}},
        {"entry": {"kind": "sms"}},
        {"a": {"kind": "split", "branches": [{"name": "x", "when": {"orders": 2}}]}},
        {"a": {"kind": "delay", "until_time": "noon"}},
    ],
)
def test_what_the_schema_refuses_the_program_refuses_too(nodes: dict[str, Any]) -> None:
    data = {"id": "x", "name": "X", "nodes": nodes}
    assert not Draft202012Validator(schema()).is_valid(data)
    with pytest.raises(JourneyError):
        loads(str(data))
