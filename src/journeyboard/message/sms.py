"""How a text travels as SMS: its encoding, its units and its parts.

Counting follows TwilioDevEd/message-segment-calculator and 3GPP TS 23.038/23.040. "Parts" are
the pieces of a long SMS; a segment is always an audience.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, NamedTuple

from journeyboard.errors import BadInput
from journeyboard.message.alphabet import (
    Encoding,
    UnicodeCharacter,
    alphabet,
    graphemes,
    smart_encode,
    unicode_characters,
    utf16_units,
)

__all__ = ["LIMITS", "Encoding", "SmsCount", "UnicodeCharacter", "graphemes", "smart_encode", "sms"]

Split = Literal["grapheme", "code_unit"]

# Units in a lone part, and in each of several, which lose 6 octets to a header.
LIMITS: Final[dict[Encoding, tuple[int, int]]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
HEADER_BYTES: Final = 6
LONGEST: Final = 100_000  # characters; providers stop at 1,600


@dataclass(frozen=True, slots=True)
class SmsCount:
    """What a text costs to send.

    `units` are septets or UTF-16 code units; `characters` septets or graphemes, as phones
    count them; `limit` is the units that one part holds here; `units_left` those still free
    in the last part; `bytes` the payload with headers. Offsets count code points in `text`,
    which is the text as counted, after smart encoding if that was asked for.
    """

    encoding: Encoding
    units: int
    parts: int
    unicode_characters: tuple[UnicodeCharacter, ...]
    text: str
    texts: tuple[str, ...]
    part_units: tuple[int, ...]
    limit: int
    units_left: int
    characters: int
    code_points: int
    code_units: int
    bytes: int

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; each Unicode character with its offset, itself and its name."""
        found = [
            {"offset": at, "character": char, "name": UnicodeCharacter(at, char).name}
            for at, char in self.unicode_characters
        ]
        return asdict(self) | {
            "unicode_characters": found,
            "texts": list(self.texts),
            "part_units": list(self.part_units),
        }


class _Part(NamedTuple):
    text: str
    units: int


def sms(
    text: str,
    smart_encoding: bool = False,
    split: Split = "grapheme",
    force: Encoding | None = None,
) -> SmsCount:
    """Count the parts of a text, as it is given.

    >>> sms("Ciao €").units, sms("Ciao 😀").encoding
    (7, 'UCS-2')

    Neither an escape pair nor a grapheme is split over two parts, unless it is longer than
    a part; `split="code_unit"` counts as gateways do that cut UCS-2 anywhere. Raises
    BadInput if GSM-7 is forced on a text that it cannot carry, or over 100,000 characters.
    """
    if len(text) > LONGEST:
        raise BadInput(f"The text has {len(text):,} characters; at most {LONGEST:,} are counted.")
    text = smart_encode(text) if smart_encoding else text
    outside = unicode_characters(text)
    encoding: Encoding = force or ("UCS-2" if outside else "GSM-7")
    if encoding == "GSM-7" and outside:
        raise BadInput(
            f"GSM-7 cannot carry {outside[0].character!r} at offset {outside[0].offset}.",
            advice="Remove it, or let the message be sent as UCS-2.",
        )
    pieces = list(text) if encoding == "GSM-7" else graphemes(text)
    return _count(text, encoding, outside, pieces, _parts(text, encoding, pieces, split))


def _count(
    text: str,
    encoding: Encoding,
    outside: tuple[UnicodeCharacter, ...],
    pieces: list[str],
    parts: list[_Part],
) -> SmsCount:
    units = sum(part.units for part in parts)
    limit = LIMITS[encoding][len(parts) > 1]
    return SmsCount(
        encoding=encoding,
        units=units,
        parts=len(parts),
        unicode_characters=outside,
        text=text,
        texts=tuple(part.text for part in parts),
        part_units=tuple(part.units for part in parts),
        limit=limit,
        units_left=limit - (parts[-1].units if parts else 0),
        characters=units if encoding == "GSM-7" else len(pieces),
        code_points=len(text),
        code_units=utf16_units(text),
        bytes=_bytes(encoding, parts),
    )


def _bytes(encoding: Encoding, parts: list[_Part]) -> int:
    bits = 7 if encoding == "GSM-7" else 16
    header = HEADER_BYTES if len(parts) > 1 else 0
    return sum(-(-part.units * bits // 8) + header for part in parts)


def _parts(text: str, encoding: Encoding, pieces: list[str], split: Split) -> list[_Part]:
    lone, several = LIMITS[encoding]
    units = _septets(text) if encoding == "GSM-7" else utf16_units(text)
    if units <= lone:
        return [_Part(text, units)] if text else []
    if encoding == "GSM-7":
        _, extension = alphabet()
        if units == len(text):
            cuts = (text[at : at + several] for at in range(0, units, several))
            return [_Part(cut, len(cut)) for cut in cuts]
        return list(_fill(((char, 2 if char in extension else 1) for char in pieces), several))
    if split == "code_unit":
        return _cut(text, several)
    return list(_fill(_measured(pieces, several), several))


def _fill(pieces: Iterable[tuple[str, int]], limit: int) -> Iterator[_Part]:
    """A piece that does not fit moves whole to the next part, and its room stays unused."""
    held: list[str] = []
    used = 0
    for piece, units in pieces:
        if used + units > limit:
            yield _Part("".join(held), used)
            held, used = [], 0
        held.append(piece)
        used += units
    yield _Part("".join(held), used)


def _measured(pieces: list[str], limit: int) -> Iterator[tuple[str, int]]:
    for piece in pieces:
        units = utf16_units(piece)
        if units <= limit:
            yield piece, units
        else:  # stacked accents can outgrow a part
            yield from ((char, utf16_units(char)) for char in piece)


def _cut(text: str, limit: int) -> list[_Part]:
    """Every `limit` code units; half of a surrogate pair is shown as the replacement mark."""
    octets = text.encode("utf-16-be", "surrogatepass")
    cuts = [octets[at : at + 2 * limit] for at in range(0, len(octets), 2 * limit)]
    return [_Part(cut.decode("utf-16-be", "replace"), len(cut) // 2) for cut in cuts]


def _septets(text: str) -> int:
    _, extension = alphabet()
    return len(text) + sum(map(text.count, extension))
