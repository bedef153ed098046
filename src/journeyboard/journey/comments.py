"""Comments in a YAML document: each is made to belong to the key it stands above, so that edits keep it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString
from ruamel.yaml.tokens import CommentToken

_BEFORE, _AFTER = 1, 2
"""Where ruamel keeps the comments of a key: a list of tokens above it, one token behind its value."""


def settle_comments(value: Any) -> None:
    """Move comments and empty lines from the end of a value to the key that follows it.

    ruamel.yaml hangs what stands above a key on the last value before it, however deep that lies:
    deleting that value would delete the comment of its neighbour.
    """
    if isinstance(value, CommentedMap):
        keys = list(value)
        for key, following in pairwise(keys):
            _settle(value, key, following)
        for key in keys:
            settle_comments(value[key])
    elif isinstance(value, CommentedSeq):
        for item in value:
            settle_comments(item)


def remove(document: CommentedMap, key: Any) -> None:
    """Delete a key with the comments above and behind it."""
    del document[key]
    document.ca.items.pop(key, None)


def rename(document: CommentedMap, old: Any, new: Any) -> None:
    """Give a key another name in its place, with its comments."""
    index, comment = list(document).index(old), document.ca.items.pop(old, None)
    document.insert(index, new, document.pop(old))
    if comment:
        document.ca.items[new] = comment


def _settle(document: CommentedMap, key: Any, following: Any) -> None:
    _settle_ends(document, key, following)
    owner, place = _last_leaf(document, key)
    slot = _AFTER if isinstance(owner, CommentedMap) else 0
    tokens = owner.ca.items.get(place)
    token = tokens[slot] if tokens else None
    if token is None:
        return
    behind, below = _split(token.value, owner[place])
    if not below:
        return
    tokens[slot] = _token(behind, token.start_mark.column) if behind.strip() else None
    column = document.lc.data[following][1] if document.lc.data else 0
    _put_above(document, following, _lines(below, column))


def _settle_ends(document: CommentedMap, key: Any, following: Any) -> None:
    """The same for what ruamel keeps as the end of a collection, outermost first."""
    value = document[key]
    while isinstance(value, CommentedMap | CommentedSeq) and value:
        if value.ca.end:
            _put_above(document, following, value.ca.end)
            value.ca.end = []
        value = value[list(value)[-1] if isinstance(value, CommentedMap) else len(value) - 1]


def _put_above(document: CommentedMap, key: Any, tokens: list[CommentToken]) -> None:
    above = document.ca.items.setdefault(key, [None, None, None, None])
    above[_BEFORE] = [*tokens, *(above[_BEFORE] or [])]


def _last_leaf(document: Any, key: Any) -> tuple[Any, Any]:
    value = document[key]
    if isinstance(value, CommentedMap) and value and not value.fa.flow_style():
        return _last_leaf(value, list(value)[-1])
    if isinstance(value, CommentedSeq) and value and not value.fa.flow_style():
        return _last_leaf(value, len(value) - 1)
    return document, key


def _split(text: str, value: Any) -> tuple[str, str]:
    """What stands behind the value on its own line, and the lines below."""
    if isinstance(value, LiteralScalarString | FoldedScalarString):
        return "", text
    behind, _, below = text.partition("\n")
    return behind + "\n", below


def _lines(text: str, column: int) -> list[CommentToken]:
    return [
        _token(f"{line.strip()}\n", column if line.strip() else 0)
        for line in text.removesuffix("\n").split("\n")
    ]


def _token(text: str, column: int) -> CommentToken:
    return CommentToken(text, CommentMark(column), None)
