"""The texts that marketers write most, filled without Liquid: values, fallbacks, dates, one `if`.

A hundred thousand different texts take Liquid a quarter of a minute. What is not as plain as this, or
holds a value that is not plain, is left to it; the tests hold both to the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final, NamedTuple

_LARGE: Final = 10**15
LONGEST: Final = 5_000  # characters of source, and of a text that is filled here
_NAME: Final = r"[A-Za-z_][A-Za-z0-9_]{0,60}"


def _quoted(group: str) -> str:
    """The pattern of a word in quotes of either kind, without braces or escapes."""
    inside = r"""[^'"{}\\]{0,200}"""
    return rf"""(?:'(?P<{group}>{inside})'|"(?P<{group}2>{inside})")"""


_DATE: Final = rf"(?:\|[ ]?date:[ ]?{_quoted('pattern')}[ ]?)?"
_DEFAULT: Final = rf"(?P<default>\|[ ]?default:[ ]?{_quoted('fallback')}[ ]?)?"
_TAG: Final = re.compile(
    rf"\{{\{{[ ]?(?P<value>{_NAME})[ ]?{_DATE}{_DEFAULT}\}}\}}"
    rf"|\{{%[ ]?if[ ](?P<asked>{_NAME})[ ]?%\}}|\{{%[ ]?(?P<word>else|endif)[ ]?%\}}"
)
_ODD_PATTERN: Final = re.compile(r"%[-_0^#]*\d|%$|[^\x20-\x7e]")
_WORDS: Final = frozenset(
    {
        *("nil", "null", "none", "true", "false", "empty", "blank", "now", "today", "forloop"),
        *("and", "or", "not", "contains", "in", "if", "else", "unless", "case", "when", "endif"),
    }
)
"""What Liquid reads as something else than the name of a value."""


class Insertion(NamedTuple):
    """A value between braces: `pattern` of a date, `fallback` where a `default` stands beside it.

    `start` and `end` are its place in the source; `name_end` where a filter would be added.
    """

    name: str
    pattern: str | None
    fallback: str | None
    start: int
    end: int
    name_end: int


class Choice(NamedTuple):
    """What stands between `if` and `endif`, for a value that is there and one that is not."""

    name: str
    yes: tuple[str | Insertion, ...]
    no: tuple[str | Insertion, ...]


Piece = str | Insertion | Choice


class Filled(NamedTuple):
    """The text, and the names of the values that were not there."""

    text: str
    missing: tuple[str, ...]


class _NotPlainError(Exception):
    """Something here is Liquid's business."""


@lru_cache(maxsize=4096)
def pieces(source: str) -> tuple[Piece, ...] | None:
    """The text taken apart; None when it says more than is understood here.

    >>> pieces("Hi {{ first_name }}")[1].name
    'first_name'
    """
    if len(source) > LONGEST:
        return None
    try:
        return _grouped(_split(source))
    except _NotPlainError:
        return None


def insertions(found: tuple[Piece, ...]) -> Iterator[tuple[Insertion, bool]]:
    """Every insertion in the order of the text, and whether a `default` or an `if` guards it."""
    for piece in found:
        if isinstance(piece, Insertion):
            yield piece, piece.fallback is not None
        elif isinstance(piece, Choice):
            for part in (*piece.yes, *piece.no):
                if isinstance(part, Insertion):
                    yield part, part.fallback is not None or part.name == piece.name


def names(found: tuple[Piece, ...]) -> frozenset[str]:
    """The names of all values that are inserted or asked about."""
    asked = {piece.name for piece in found if isinstance(piece, Choice)}
    return frozenset(asked | {insertion.name for insertion, _ in insertions(found)})


def fill(found: tuple[Piece, ...], context: Mapping[str, object], instead: str) -> Filled | None:
    """The text for these values, `instead` where one is missing; None when Liquid must do it."""
    missing: dict[str, None] = {}
    try:
        text = "".join(_said(found, context, instead, missing))
    except _NotPlainError:
        return None
    return Filled(text, tuple(missing)) if len(text) <= LONGEST else None


def _split(source: str) -> Iterator[str | re.Match[str]]:
    at = 0
    for tag in _TAG.finditer(source):
        yield source[at : tag.start()]
        yield tag
        at = tag.end()
    yield source[at:]


def _grouped(parts: Iterator[str | re.Match[str]]) -> tuple[Piece, ...]:
    """Literals, insertions, and each `if` with what belongs to it; `if` within `if` is Liquid's."""
    outside: list[Piece] = []
    branches: list[list[str | Insertion]] = []
    asked = ""
    for part in parts:
        if isinstance(part, str):
            _into(branches, outside, _literal(part))
        elif part["value"]:
            _into(branches, outside, _insertion(part))
        elif part["asked"] and not branches and part["asked"] not in _WORDS:
            asked, branches = part["asked"], [[]]
        elif part["word"] == "else" and len(branches) == 1:
            branches.append([])
        elif part["word"] == "endif" and branches:
            yes, no = [*branches, []][:2]
            outside.append(Choice(asked, tuple(yes), tuple(no)))
            branches = []
        else:
            raise _NotPlainError
    if branches:
        raise _NotPlainError
    return tuple(outside)


def _into(
    branches: list[list[str | Insertion]], outside: list[Piece], piece: str | Insertion
) -> None:
    if branches:
        branches[-1].append(piece)
    else:
        outside.append(piece)


def _literal(text: str) -> str:
    if "{{" in text or "{%" in text or text.endswith("{"):
        raise _NotPlainError
    return text


def _insertion(tag: re.Match[str]) -> Insertion:
    pattern = _either(tag, "pattern")
    fallback = _either(tag, "fallback") if tag["default"] else None
    odd = pattern is not None and (not pattern or _ODD_PATTERN.search(pattern))
    if odd or tag["value"] in _WORDS:
        raise _NotPlainError
    return Insertion(tag["value"], pattern, fallback, tag.start(), tag.end(), tag.end("value"))


def _either(tag: re.Match[str], group: str) -> str | None:
    first: str | None = tag[group]
    return tag[f"{group}2"] if first is None else first


def _said(
    found: tuple[Piece, ...], context: Mapping[str, object], instead: str, missing: dict[str, None]
) -> Iterator[str]:
    for piece in found:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Insertion):
            yield _value(piece, context.get(piece.name), instead, missing)
        else:
            chosen = piece.yes if _there(context.get(piece.name)) else piece.no
            yield from _said(chosen, context, instead, missing)


def _there(value: object) -> bool:
    if value is None or isinstance(value, str):
        return value is not None
    raise _NotPlainError


def _value(piece: Insertion, value: object, instead: str, missing: dict[str, None]) -> str:
    if value is None or (isinstance(value, str) and not value.strip()):
        if piece.fallback is None:
            missing[piece.name] = None
            return instead
        return piece.fallback
    if piece.pattern is not None:
        return _dated(value, piece.pattern)
    if isinstance(value, str):
        return value
    if type(value) is int and abs(value) < _LARGE:
        return str(value)
    raise _NotPlainError


def _dated(value: object, pattern: str) -> str:
    if not isinstance(value, date) or value != value:  # no time, as pandas has it
        raise _NotPlainError
    moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    return moment.strftime(pattern)
