"""Writing YAML: whole texts from plain data, and changes into a text that keep everything else."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString
from ruamel.yaml.util import load_yaml_guess_indent

Data = dict[str, Any]
ONE_LINE = 88


def write_json(data: Data) -> str:
    """The mapping as indented JSON."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def write_yaml(data: Data) -> str:
    """The mapping as YAML, short lists and mappings on one line."""
    return _dump(_yaml(), _block(data))


def rewritten(text: str, old: Data, new: Data) -> str:
    """`text`, which says `old`, so that it says `new`: only what differs is touched."""
    yaml = _yaml()
    document, indent, offset = load_yaml_guess_indent(text, yaml=yaml)
    if offset:
        yaml.indent(mapping=2, sequence=(indent or 2), offset=offset)
    _patch_map(document, old, new)
    result = _dump(yaml, document)
    return result.replace("\n", "\r\n") if "\r\n" in text else result


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


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


def _patch_map(document: CommentedMap, old: Data, new: Data) -> None:
    _rename_one(document, old, new)
    for key in [key for key in old if key not in new and key in document]:
        _remove(document, key)
    for index, (key, value) in enumerate(new.items()):
        if key not in document:
            _insert(document, index, key, _node(value))
        elif key not in old or old[key] != value:
            document[key] = _patch(old.get(key), value, document[key])
    _reorder(document, list(old), list(new))


def _rename_one(document: CommentedMap, old: Data, new: Data) -> None:
    """A node whose id changed keeps its place and its comments."""
    gone, come = [k for k in old if k not in new], [k for k in new if k not in old]
    if len(gone) == len(come) == 1 and _same_kind(old[gone[0]], new[come[0]]):
        index = list(document).index(gone[0])
        comment = document.ca.items.pop(gone[0], None)
        document.insert(index, come[0], document.pop(gone[0]))
        if comment:
            document.ca.items[come[0]] = comment
        old[come[0]] = old.pop(gone[0])


def _same_kind(old: Any, new: Any) -> bool:
    nodes = isinstance(old, dict) and isinstance(new, dict)
    return nodes and "kind" in old and old["kind"] == new.get("kind")


def _insert(document: CommentedMap, index: int, key: str, value: Any) -> None:
    if index >= len(document):
        document[key] = value
    else:
        document.insert(index, key, value)


def _remove(document: CommentedMap, key: str) -> None:
    del document[key]


def _reorder(document: CommentedMap, old: Iterable[str], new: list[str]) -> None:
    kept = [key for key in document if key in new]
    if kept != new and list(old) != new and set(kept) == set(new):
        for key in new:
            document.move_to_end(key)


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
        return LiteralScalarString(value) if _is_block_text(value) else value
    if isinstance(value, dict):
        mapping = CommentedMap({key: _node(item) for key, item in value.items()})
        return _on_one_line(mapping, value)
    if isinstance(value, list):
        return _on_one_line(CommentedSeq(_node(item) for item in value), value)
    return value


def _on_one_line(node: Any, value: Any) -> Any:
    text = json.dumps(value, ensure_ascii=False)
    if len(text) <= ONE_LINE and "\\" not in text:
        node.fa.set_flow_style()
    return node


def _is_block_text(text: str) -> bool:
    lines = text.split("\n")
    clean = all(line == line.strip() and line.isprintable() for line in lines)
    return len(lines) > 1 and clean and bool(lines[0])
