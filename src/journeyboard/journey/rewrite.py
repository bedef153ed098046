"""Writing YAML: whole texts from plain data, and changes into a text that keep everything else."""

from __future__ import annotations

import io
import json
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString
from ruamel.yaml.util import load_yaml_guess_indent

from journeyboard.journey.comments import remove, rename, settle_comments
from journeyboard.journey.document import json_text

Data = dict[str, Any]
ONE_LINE = 88


def write_json(data: Data) -> str:
    """The mapping as indented JSON."""
    return json_text(data, indent=2) + "\n"


def write_yaml(data: Data) -> str:
    """The mapping as YAML, short lists and mappings on one line."""
    return _dump(_yaml(), _block(data))


def rewritten(text: str, old: Data, new: Data) -> str:
    """`text`, which says `old`, so that it says `new`: only what differs is touched."""
    # What stands below the last value belongs to nobody, and would go with whoever is removed.
    body, end = _split_end(text.replace("\r\n", "\n"))
    yaml = _yaml()
    document, indent, offset = load_yaml_guess_indent(body, yaml=yaml)
    if offset:
        yaml.indent(mapping=2, sequence=(indent or 2), offset=offset)
    settle_comments(document)
    _patch_map(document, old, new)
    result = _dump(yaml, document) + end
    return result.replace("\n", "\r\n") if "\r\n" in text else result


def _split_end(text: str) -> tuple[str, str]:
    lines = text.splitlines(keepends=True)
    last = max((i for i, line in enumerate(lines) if line.strip() and line[0] != "#"), default=-1)
    end = "".join(lines[last + 1 :])
    return ("".join(lines[: last + 1]), end) if "#" in end else (text, "")


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), _null)
    return yaml


def _null(representer: Any, _value: None) -> Any:
    # The word is clearer than the empty place that is written by default.
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def _dump(yaml: YAML, document: Any) -> str:
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _patch(old: Any, new: Any, document: Any) -> Any:
    """What should stand in the document where it said `old`."""
    if old == new:
        return document
    if isinstance(old, dict) and isinstance(new, dict) and isinstance(document, CommentedMap):
        _patch_map(document, old, new)
        return document
    if isinstance(old, list) and isinstance(new, list) and isinstance(document, CommentedSeq):
        _patch_list(document, old, new)
        return document
    return _node(new)


def _patch_nodes(document: CommentedMap, old: Data, new: Data) -> None:
    """Like any mapping, but in the journey's own order and each new node over several lines."""
    gone, come = [k for k in old if k not in new], [k for k in new if k not in old]
    if len(gone) == len(come) == 1 and old[gone[0]]["kind"] == new[come[0]]["kind"]:
        rename(document, gone[0], come[0])
        old = {come[0] if key == gone[0] else key: node for key, node in old.items()}
    added = {key: node for key, node in new.items() if key not in document}
    document.update({key: _lines(node) for key, node in added.items()})
    _patch_map(document, {**old, **added}, new)
    if list(document) != list(new):
        for key in new:
            document.move_to_end(key)


def _patch_map(document: CommentedMap, old: Data, new: Data) -> None:
    for key in [key for key in old if key not in new and key in document]:
        remove(document, key)
    for key, value in new.items():
        if key not in document and key in old and old[key] == value:
            continue  # a default that is usually written, but not here
        if key not in document:
            document.insert(_place(document, key, list(new)), key, _node(value))
        elif key not in old:
            document[key] = _node(value)
        elif key == "nodes" and isinstance(document[key], CommentedMap):
            _patch_nodes(document[key], old[key], value)
        elif old[key] != value:
            document[key] = _patch(old[key], value, document[key])


def _place(document: CommentedMap, key: str, order: list[str]) -> int:
    """Behind the nearest key that goes before it in the usual order."""
    before = {name for name in order[: order.index(key)] if name in document}
    return max((index + 1 for index, name in enumerate(document) if name in before), default=0)


def _patch_list(document: CommentedSeq, old: list[Any], new: list[Any]) -> None:
    head = _same_head(old, new)
    tail = _same_head(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    for index, (was, now) in enumerate(zip(before, after, strict=False), head):
        document[index] = _patch(was, now, document[index])
    for _ in before[len(after) :]:
        del document[head + len(after)]
    for index, value in enumerate(after[len(before) :], head + len(before)):
        document.insert(index, _node(value))


def _same_head(left: list[Any], right: list[Any]) -> int:
    pairs = enumerate(zip(left, right, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(left), len(right)))


def _block(data: Data) -> CommentedMap:
    """A journey's mapping: the file, its nodes and each node over several lines."""
    return CommentedMap(
        {
            key: CommentedMap({name: _lines(node) for name, node in value.items()})
            if key == "nodes"
            else _node(value)
            for key, value in data.items()
        }
    )


def _lines(node: Data) -> CommentedMap:
    return CommentedMap({key: _node(value) for key, value in node.items()})


def _node(value: Any) -> Any:
    """Plain data as YAML nodes: long texts as blocks, short collections on one line."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        mapping = CommentedMap({key: _node(item) for key, item in value.items()})
        return _on_one_line(mapping, value)
    if isinstance(value, list):
        return _on_one_line(CommentedSeq(_node(item) for item in value), value)
    return value


def _text(text: str) -> Any:
    if _is_block_text(text):
        return LiteralScalarString(text)
    # Left to itself, the emitter writes a next-line character as it is and reads it as a space.
    seen = all(letter.isprintable() or letter == "\n" for letter in text)
    return text if seen else DoubleQuotedScalarString(text)


def _on_one_line(node: Any, value: Any) -> Any:
    text = json.dumps(value, ensure_ascii=False)
    if len(text) <= ONE_LINE and "\\" not in text:
        node.fa.set_flow_style()
    return node


def _is_block_text(text: str) -> bool:
    lines = text.split("\n")
    clean = all(line == line.strip() and line.isprintable() for line in lines)
    return len(lines) > 1 and clean and bool(lines[0])
