"""The word lists of copy and claims, in several languages; a new word goes into data/copy_words.csv."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

_NONE: Final = re.compile(r"(?!)")
_TOKEN: Final = re.compile(r"\w+")
_FOLDED: Final = str.maketrans("’‘", "''")


class Found(NamedTuple):
    """A word of a list as it stands in a text, and where."""

    word: str
    span: tuple[int, int]


@lru_cache(maxsize=16_384)
def first(name: str, text: str) -> Found | None:
    """The first word of a list in a text, whole words in any case; None where there is none.

    >>> first("superlative", "Simply the best, all the best")
    Found(word='the best', span=(7, 15))
    """
    if _tokens(text).isdisjoint(_telling(name)):
        return None
    wanted, harmless = _patterns(name)
    plain = text.translate(_FOLDED)
    free = [match.span() for match in harmless.finditer(plain)]
    for match in wanted.finditer(plain):
        if not any(start <= match.start() and match.end() <= end for start, end in free):
            return Found(text[match.start() : match.end()], match.span())
    return None


@lru_cache(maxsize=4096)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(_TOKEN.findall(text.translate(_FOLDED).casefold()))


@cache
def _telling(name: str) -> frozenset[str]:
    """The longest word of each phrase of a list: without any of them a text need not be searched."""
    phrases = _listed(name, "words")
    return frozenset(max(_TOKEN.findall(phrase.casefold()), key=len) for phrase in phrases)


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _any_of(_listed(name, "words")), _any_of(_listed(name, "harmless"))


@cache
def _listed(name: str, column: str) -> tuple[str, ...]:
    found = (row[column].split("|") for row in _rows() if row["list"] == name)
    return tuple(dict.fromkeys(phrase for phrases in found for phrase in phrases if phrase))


@cache
def _rows() -> list[dict[str, str]]:
    path = files("journeyboard.lint") / "data" / "copy_words.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A space stands for a hyphen, too, or for several spaces; the longer phrase wins."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    each = (re.escape(phrase).replace(r"\ ", r"[\s-]+") for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE) if phrases else _NONE
