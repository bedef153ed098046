"""What pydantic dislikes about a file, in the words of the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from journeyboard.audience import conditions
from journeyboard.journey import brand, content, graph
from journeyboard.journey.document import Path
from journeyboard.journey.form import KINDS

_PATTERNS = {
    "[A-Za-z0-9_-]": "may hold letters, digits, “-” and “_”, at most 64 of them",
    "\\d|2[0-3]": "should be a time of day such as “10:30”",
    "[A-Z]{3}": "should be a currency such as “USD”",
}
_WORDS = {
    "string_type": "should be text; put it in quotes",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_from_float": "should be a whole number",
    "float_type": "should be a number",
    "float_parsing": "should be a number",
    "tuple_type": "should be a list",
    "list_type": "should be a list",
    "dict_type": "should be a mapping of “key: value”",
    "model_type": "should be a mapping of “key: value”",
    "model_attributes_type": "should be a mapping of “key: value”",
    "date_from_datetime_parsing": "should be a date such as 2026-11-27",
    "date_parsing": "should be a date such as 2026-11-27",
    "datetime_from_date_parsing": "should be a moment such as 2026-11-27T10:00",
    "datetime_parsing": "should be a moment such as 2026-11-27T10:00",
    "too_short": "should not be empty",
}
_LIMITS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}
_CONDITIONS = "all, any, not, consent, profile, event, segment, engaged, trigger, score, sample"


class Complaint(NamedTuple):
    """One thing that is wrong: its path in the file, a sentence, and what to do."""

    path: Path
    problem: str
    advice: str


def first_complaint(error: ValidationError, data: Mapping[str, Any]) -> Complaint:
    """The complaint that stands first in `data`, the file's mapping; unknown keys go before the rest."""
    details = error.errors(include_url=False)
    # A mistyped key also makes the right one “missing”: the typo is what the writer must see.
    chosen = next((d for d in details if d["type"] == "extra_forbidden"), details[0])
    return _complaint(chosen, data)


def _complaint(detail: ErrorDetails, data: Mapping[str, Any]) -> Complaint:
    path = _path(detail["loc"], data)
    name = str(detail["loc"][-1]) if detail["loc"] else "file"
    shown = next((str(part) for part in reversed(path) if isinstance(part, str)), name)
    match detail["type"]:
        case "extra_forbidden":
            return Complaint(
                path, f"“{name}” is not known here.", _nearest(name, detail["loc"], data)
            )
        case "missing":
            return Complaint(path, f"“{name}” is missing.", f"Add “{name}:”.")
        case "union_tag_invalid" | "union_tag_not_found":
            return Complaint(path, *_not_a_kind(shown, detail))
    return Complaint(path, f"“{shown}” {_words(detail)}.", _got(detail))


def _not_a_kind(shown: str, detail: ErrorDetails) -> tuple[str, str]:
    expected = detail.get("ctx", {}).get("expected_tags")
    if expected:
        return (
            f"“{shown}” has an unknown kind.",
            f"Use one of {str(expected).replace(chr(39), '')}.",
        )
    if shown == "entry":
        return "“entry” has no kind.", "Add “kind:” with one of event, audience, date, score."
    return f"“{shown}” is not a condition.", f"Begin it with one of {_CONDITIONS}."


def _words(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in _LIMITS:
        words, key = _LIMITS[kind]
        return f"should be {words} {context[key]:g}"
    if kind == "literal_error":
        return f"should be one of {str(context['expected']).replace(chr(39), '')}"
    if kind == "string_pattern_mismatch":
        return next(words for part, words in _PATTERNS.items() if part in context["pattern"])
    if kind == "value_error":
        return f"cannot be read: {str(context['error']).rstrip('.')}"
    return _WORDS.get(kind, f"cannot be used: {detail['msg'].lower()}")


def _got(detail: ErrorDetails) -> str:
    given = detail["input"]
    scalar = isinstance(given, str | int | float | bool)
    return f"It is “{str(given)[:40]}” now." if scalar and detail["type"] != "value_error" else ""


def _nearest(name: str, loc: Sequence[str | int], data: Mapping[str, Any]) -> str:
    # A word may be known elsewhere: to propose the refused one would help nobody.
    others = sorted(_known(loc, data) - {name})
    near = get_close_matches(name, others, n=1, cutoff=0.5)
    return f"Did you mean “{near[0]}”?" if near else "Remove it or correct its spelling."


def _known(loc: Sequence[str | int], data: Mapping[str, Any]) -> set[str]:
    """The keys that could stand where the unknown one stands."""
    if len(loc) == 1:
        return _keys([graph.Journey] if "nodes" in data else [graph.Journey, brand.Brand])
    if loc[0] == "nodes" and len(loc) == 4 and loc[2] in KINDS:
        return _keys([KINDS[str(loc[2])]]) - {"id"}
    rooms = (graph, content, conditions, brand)
    return _keys(m for room in rooms for m in vars(room).values() if _is_model(m))


def _is_model(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)


def _keys(models: Iterable[type[BaseModel]]) -> set[str]:
    return {f.alias or name for model in models for name, f in model.model_fields.items()}


def _path(loc: Sequence[str | int], data: Any) -> Path:
    """Where a complaint points in the file: pydantic also names the kinds it tried, a file does not."""
    path: list[str | int] = []
    for part in loc:
        if path == ["nodes"] and isinstance(part, int):
            part = list(data)[part]
        listed = isinstance(data, list) and isinstance(part, int)
        if listed or (isinstance(data, Mapping) and part in data):
            path, data = [*path, part], data[part]
    return tuple(path)
