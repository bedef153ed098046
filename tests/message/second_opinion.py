"""A slow second opinion on SMS: written from the standards' rules alone, one character after another.

It shares no code and no table with the package: GSM-7 from 3GPP TS 23.038 typed out in code order,
graphemes from the rules of UAX 29, parts counted in bits with a header of six octets.
"""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import category

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"
WHOLE, HEADER = 140 * 8, 6 * 8  # bits


class Counted(NamedTuple):
    """Encoding, units, and the text of every part."""

    encoding: str
    units: int
    parts: tuple[str, ...]


def counted(text: str) -> Counted:
    """What a text takes; the longest piece that is never parted is a grapheme."""
    pieces = clusters(text)
    fits = all(len(piece) == 1 and piece in BASIC + EXTENSION for piece in pieces)
    encoding = "GSM-7" if fits else "UCS-2"
    unit = 7 if fits else 16
    size = {piece: (_septets(piece) if fits else _code_units(piece)) for piece in set(pieces)}
    units = sum(size[piece] for piece in pieces)
    if units * unit <= WHOLE:
        return Counted(encoding, units, (text,) if text else ())
    room = (WHOLE - HEADER) // unit
    parts, used = [""], 0
    for piece in pieces:
        for bit in piece if size[piece] > room else [piece]:
            takes = size[bit] if bit in size else _code_units(bit)
            if used + takes > room:
                parts.append("")
                used = 0
            parts[-1] += bit
            used += takes
    return Counted(encoding, units, tuple(parts))


def clusters(text: str) -> list[str]:
    """Extended grapheme clusters, but CR LF are two; the names of the rules are UAX 29's."""
    found: list[str] = []
    for char in text:
        if found and _joins(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _joins(cluster: str, char: str) -> bool:
    before, after = _kind(cluster[-1]), _kind(char)
    if "control" in (before, after):  # GB3 is left out on purpose; GB4, GB5
        return False
    if (before, after) in HANGUL:  # GB6 to GB8
        return True
    if after in ("extend", "joiner", "spacing") or before == "prepend":  # GB9, GB9a, GB9b
        return True
    if after == "picture" and before == "joiner":  # GB11
        stem = cluster[:-1].rstrip("".join(c for c in cluster if _kind(c) == "extend"))
        return bool(stem) and _kind(stem[-1]) == "picture"
    if before == after == "flag":  # GB12, GB13
        return len(cluster) % 2 == 1 and all(_kind(c) == "flag" for c in cluster)
    return False


HANGUL = {
    *(("L", after) for after in ("L", "V", "LV", "LVT")),
    *((before, after) for before in ("LV", "V") for after in ("V", "T")),
    ("LVT", "T"),
    ("T", "T"),
}


def _kind(char: str) -> str:
    code, kind = ord(char), category(char)
    if code == 0x200D:
        return "joiner"
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "flag"
    if (
        kind in ("Mn", "Me")
        or code == 0x200C
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
    ):
        return "extend"
    if kind == "Mc" or code == 0x0E33:
        return "spacing"
    if 0x0600 <= code <= 0x0605:
        return "prepend"
    if kind in ("Cc", "Cf", "Zl", "Zp"):
        return "control"
    if 0x1F300 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF:
        return "picture"
    return _hangul(code)


def _hangul(code: int) -> str:
    if 0x1100 <= code <= 0x115F:
        return "L"
    if 0x1160 <= code <= 0x11A7:
        return "V"
    if 0x11A8 <= code <= 0x11FF:
        return "T"
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    return "other"


def _septets(char: str) -> int:
    return 2 if char in EXTENSION else 1


def _code_units(text: str) -> int:
    return sum(2 if ord(char) > 0xFFFF else 1 for char in text)
