"""Reading YAML and JSON as plain data with the line of every value; no aliases, no tags, no surprises."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from journeyboard.errors import JourneyError, Place

Path = tuple[str | int, ...]
MAX_TEXT = 50_000
MAX_FILE = 5_000_000
MAX_DEPTH = 40
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_PLAIN_TAGS = {"int", "float", "bool", "null", "str", "timestamp", "map", "seq"}


@dataclass(frozen=True)
class Document:
    """What a file says: plain values, and the line each stands on (from 1) by its path."""

    name: str
    data: dict[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of the value, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def decode(raw: bytes, name: str) -> str:
    """The text of a file; JourneyError when it is too large or not UTF-8."""
    if len(raw) > MAX_FILE:
        _refuse(name, f"the file is larger than {MAX_FILE // 1_000_000} MB.", "Split it up.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise JourneyError(
            "the file is not UTF-8 text.",
            place=Place(file=name, line=line),
            advice="Save it with the encoding UTF-8 and open it again.",
        ) from None


def read_document(text: str, name: str) -> Document:
    """The mapping a YAML or JSON text holds (JSON when the name ends so).

    Raises JourneyError with file and line for syntax errors, twice-used keys, aliases, tags,
    over-long texts and everything else that is not a plain mapping.
    """
    _refuse_bytes(text, name)
    root = _compose(text, name)
    if root is None:
        _refuse(name, "the file is empty.", "Start from a sample: journeyboard new checkout_rescue")
    reader = _Reader(name)
    data = reader.value(root, (), 0)
    if not isinstance(data, dict):
        held = "a list" if isinstance(data, list) else "a single value"
        _refuse(
            name, f"the file holds {held}.", "Write keys at the left edge: “id: …”, “nodes: …”."
        )
    return Document(name, data, reader.lines)


def _refuse(name: str, problem: str, advice: str, line: int | None = None) -> NoReturn:
    raise JourneyError(problem, place=Place(file=name, line=line), advice=advice)


def _refuse_bytes(text: str, name: str) -> None:
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        _refuse(
            name, "the file holds NUL bytes, so it is no text file.", "Open another file.", line
        )
    for number, line_text in enumerate(text.splitlines(), 1):
        if len(line_text) > MAX_TEXT and not name.endswith(".json"):
            _refuse_long(name, len(line_text), number)


def _refuse_long(name: str, length: int, line: int | None) -> NoReturn:
    problem = f"a text of {length:,} characters is longer than {MAX_TEXT:,}."
    _refuse(name, problem, "Shorten it.", line)


def _compose(text: str, name: str) -> Node | None:
    if name.endswith(".json"):
        text = _json_as_yaml(text, name)
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise _syntax_error(error, name) from None
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        _refuse(name, f"an unprintable character (U+{error.character:04X}).", "Remove it.", line)
    except YAMLError:
        _refuse(name, "the YAML cannot be read.", "Check it in an editor that marks YAML errors.")
    except RecursionError:
        _refuse_depth(name, None)
    return root


def _syntax_error(error: MarkedYAMLError, name: str) -> JourneyError:
    mark = error.problem_mark or error.context_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    why = " ".join(str(error.problem or error.context or "").split())
    if "another document" in why:
        why = "there is a second document"
    return JourneyError(
        f"the YAML cannot be read: {why}.",
        place=place,
        advice="Check indentation, quotes and colons here and on the line above.",
    )


def _refuse_depth(name: str, line: int | None) -> NoReturn:
    _refuse(name, f"values are nested deeper than {MAX_DEPTH} levels.", "Flatten them.", line)


def _json_as_yaml(text: str, name: str) -> str:
    # Every JSON text without tabs and surrogate pairs is YAML; writing it anew removes both and
    # keeps the lines where nobody used them.
    if not text.strip():
        return ""
    try:
        data = json.loads(text, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        problem = f"the JSON cannot be read: {error.msg[:1].lower()}{error.msg[1:]}."
        raise JourneyError(problem, place=place, advice="Check commas and quotes.") from None
    except (RecursionError, ValueError):
        _refuse_depth(name, None)
    if "\t" not in text and "\\u" not in text:
        return text
    return _json(data)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its keys as written, twice-used ones too."""


def _json(value: Any) -> str:
    match value:
        case _Pairs():
            inside = ",\n".join(f"{_json(key)}: {_json(item)}" for key, item in value)
            return f"{{{inside}}}"
        case list():
            return f"[{', '.join(map(_json, value))}]"
    return json_text(value)


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON that stays readable and is YAML, too: only what cannot be seen is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSEEN.sub(lambda letter: f"\\u{ord(letter[0]):04x}", text)


class _Reader:
    """Turns composed nodes into plain values and notes their lines on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self._scalars = YAML(typ="safe", pure=True).constructor

    def value(self, node: Node, path: Path, depth: int) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        self._refuse_cleverness(node, line, depth)
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self.value(n, (*path, i), depth + 1) for i, n in enumerate(node.value)]
        return self._scalar(node, line)

    def _refuse_cleverness(self, node: Node, line: int, depth: int) -> None:
        if node.anchor:
            problem = f"the anchor “&{node.anchor}” and its aliases are not read."
            _refuse(self.name, problem, "Write the value out where it is needed.", line)
        if str(node.tag).removeprefix("tag:yaml.org,2002:") not in _PLAIN_TAGS:
            _refuse(self.name, f"the tag “{node.tag}” is not read.", "Remove it.", line)
        if depth > MAX_DEPTH:
            _refuse_depth(self.name, line)

    def _mapping(self, node: MappingNode, path: Path, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            line = key_node.start_mark.line + 1
            if key in values:
                self._refuse_twice(key, line, path)
            self.lines[(*path, key)] = line
            values[key] = self.value(value_node, (*path, key), depth + 1)
        return values

    def _key(self, node: Node) -> str:
        line = node.start_mark.line + 1
        self._refuse_cleverness(node, line, 0)
        if not isinstance(node, ScalarNode):
            _refuse(
                self.name, "a key is a list or a mapping.", "Put quotes around “{{ … }}”.", line
            )
        return str(node.value)

    def _refuse_twice(self, key: str, line: int, path: Path) -> NoReturn:
        first = self.lines[(*path, key)]
        what = "node id" if path == ("nodes",) else "key"
        problem = f"the {what} “{key}” is used twice (first on line {first})."
        _refuse(self.name, problem, "Rename or remove one of them.", line)

    def _scalar(self, node: Node, line: int) -> Any:
        text = str(node.value)
        if len(text) > MAX_TEXT:
            _refuse_long(self.name, len(text), line)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            _refuse(self.name, "half of a surrogate pair stands alone.", "Retype the emoji.", line)
        try:
            value: Hashable = self._scalars.construct_object(node)
        except (ValueError, YAMLError):
            _refuse(
                self.name, f"“{text[:40]}” cannot be read as a number or date.", "Quote it.", line
            )
        if isinstance(value, float) and not math.isfinite(value):
            _refuse(self.name, f"“{text}” is not a usable number.", "Write a finite one.", line)
        return value.isoformat() if isinstance(value, date) else value
