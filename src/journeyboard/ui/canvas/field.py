"""One input of the inspector: the path it sets in the file, how it is asked for, and its defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Data = dict[str, Any]
Widget = Literal[
    "line", "name", "text", "message", "duration", "choice", "event", "zone", "number", "share",
    "weight", "flag", "date", "moment", "clock", "pills", "names", "condition", "items", "part",
    "attributes", "levels", "overrides", "message_node", "feeling", "raw",
]  # fmt: skip


class Option(NamedTuple):
    """What may be chosen; an empty value stands for nothing chosen."""

    value: str
    label: str


class When(NamedTuple):
    """Shown only while the field beside it has one of these values."""

    path: str
    among: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One input. `fields` are those of one item of a list, or of an optional part, with paths within it.

    `one` is what an item is called and `blank` a new one; `picks` and `suggest` are offered, not
    required; `changes` are the paths of the node that an experiment may change.
    """

    path: str
    label: str
    widget: Widget = "line"
    help: str = ""
    options: tuple[Option, ...] = ()
    low: float | None = None
    high: float | None = None
    example: str = ""
    picks: tuple[str, ...] = ()
    suggest: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    one: str = ""
    blank: Data | None = None
    when: When | None = None


@dataclass(frozen=True)
class Group:
    """Fields under one heading; closed groups open on a click."""

    title: str
    fields: tuple[Field, ...]
    open: bool = False


def group_data(group: Group, model: type[BaseModel]) -> Data:
    """The group as the browser reads it."""
    shown = [field_data(field, model) for field in group.fields]
    return {"title": group.title, "open": group.open, "fields": shown}


def field_data(field: Field, model: type[BaseModel]) -> Data:
    """The field as the browser reads it: what is set, and what the model says of it."""
    own = {part.name: _plain(getattr(field, part.name)) for part in fields(field)}
    inner = part_of(model, field.path) if field.widget in ("items", "part") else model
    own["fields"] = [field_data(one, inner) for one in field.fields]
    said = {"fallback": fallback(model, field.path), **_asked(model, field)}
    return {key: value for key, value in {**own, **said}.items() if value not in (None, "", [], {})}


def fallback(model: type[BaseModel], path: str) -> Any:
    """What an unset field means, as a file would hold it; None where that is nothing."""
    value: Any = _defaults(model)
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def part_of(model: type[BaseModel], path: str) -> type[BaseModel]:
    """The model of an optional part, or of the items of a list."""
    return next(_models(_info(model, path).annotation))


def _asked(model: type[BaseModel], field: Field) -> Data:
    """Whether it must be set, and whether it is a whole number; only what is so."""
    info = _info(model, field.path)
    whole = field.widget == "number" and float not in (info.annotation, *get_args(info.annotation))
    return {key: True for key, said in (("required", info.is_required()), ("whole", whole)) if said}


def _info(model: type[BaseModel], path: str) -> FieldInfo:
    key, _, rest = path.partition(".")
    named = {info.alias or name: info for name, info in model.model_fields.items()}
    return _info(next(_models(named[key].annotation)), rest) if rest else named[key]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


@cache
def _defaults(model: type[BaseModel]) -> Data:
    made = model.model_construct().model_dump(mode="json", by_alias=True)
    return {key: _short(value) for key, value in made.items()}


def _short(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain(value: Any) -> Any:
    """Tuples of options and the like as lists and mappings."""
    if hasattr(value, "_asdict"):
        return {key: _plain(part) for key, part in value._asdict().items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
