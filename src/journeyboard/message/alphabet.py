"""What the SMS alphabets hold: GSM-7, the characters that force Unicode, and their look-alikes."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

Encoding = Literal["GSM-7", "UCS-2"]


class UnicodeCharacter(NamedTuple):
    """A character outside GSM-7, which turns the whole message into UCS-2."""

    offset: int
    character: str

    @property
    def name(self) -> str:
        """Its Unicode name, or its code point where it has none."""
        return unicodedata.name(self.character, f"U+{ord(self.character):04X}")


def smart_encode(text: str) -> str:
    """The text in composed form (NFC), with look-alikes replaced by GSM-7 characters.

    >>> smart_encode("“Hi” – it’s on…")
    '"Hi" - it\\'s on...'
    """
    replaced = unicodedata.normalize("NFC", text).translate(replacements())
    # Replacing may bring a letter and an accent together that were apart before.
    return unicodedata.normalize("NFC", replaced)


def unicode_characters(text: str) -> tuple[UnicodeCharacter, ...]:
    """The characters that GSM-7 does not have, in order, with their offsets."""
    basic, extension = alphabet()
    known = basic | extension
    if known.issuperset(text):
        return ()
    return tuple(
        UnicodeCharacter(offset, char) for offset, char in enumerate(text) if char not in known
    )


def graphemes(text: str) -> list[str]:
    """What a reader sees as characters; CR LF counts as two.

    >>> len(graphemes("e\\u0301🇮🇹"))
    2
    """
    import regex  # type: ignore[import-untyped]

    # \X alone looks back over the whole run at every flag: a second for a few thousand.
    flag = r"\p{RI}\p{RI}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*+"
    found: list[str] = regex.findall(rf"\r|\n|{flag}|\X", text)
    return found


@lru_cache(maxsize=1)
def alphabet() -> tuple[frozenset[str], frozenset[str]]:
    """GSM-7: the characters of one septet, and those of two."""
    table = _data("gsm7.json")
    return frozenset(table["basic"]), frozenset(table["extension"])


@lru_cache(maxsize=1)
def replacements() -> dict[int, str]:
    """Smart encoding's table, from code point to text."""
    table: dict[str, str] = _data("smart_encoding.json")["replacements"]
    return {int(code, 16): text for text, codes in table.items() for code in codes.split()}


def utf16_units(text: str) -> int:
    """How many UTF-16 code units the text takes: two for what lies outside the basic plane."""
    if text.isascii() or max(text) <= "\uffff":
        return len(text)
    return len(text) + sum(char > "\uffff" for char in text)


def _data(name: str) -> dict[str, Any]:
    path = files("journeyboard.message") / "data" / name
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table
