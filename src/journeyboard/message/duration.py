"""Durations in words, as people write them in a journey file, and as whole seconds inside."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

UNITS: tuple[tuple[str, int], ...] = (
    ("week", 604_800),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
    ("second", 1),
)
LONGEST = 315_360_000
"""Seconds of ten years."""
_SECONDS = {
    **dict(UNITS),
    **{f"{name}s": size for name, size in UNITS},
    "w": 604_800,
    "d": 86_400,
    "h": 3_600,
    "m": 60,
    "s": 1,
    "min": 60,
    "mins": 60,
    "sec": 1,
    "secs": 1,
    "hr": 3_600,
    "hrs": 3_600,
}
_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*,?\s*(?:and\b)?", re.IGNORECASE)
_SCHEMA = {
    "type": "string",
    "title": "Duration",
    "description": "A length of time in words: “1 hour”, “2 days 12 hours”, “45m”.",
    "examples": ["1 hour", "2 days", "30 minutes"],
}


def parse_duration(text: object) -> int:
    """Whole seconds of “1 hour 30 minutes”, “2d” or a number of seconds.

    >>> parse_duration("1 hour 30 minutes")
    5400

    Raises ValueError with an example when the text is not a duration.
    """
    if isinstance(text, int) and not isinstance(text, bool):
        return _not_negative(text)
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"“{text}” is not a duration; write “1 hour” or “2 days 12 hours”.")
    position, total = 0, 0.0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None or part[2].lower() not in _SECONDS:
            raise ValueError(f"“{text}” is not a duration; write “1 hour” or “2 days 12 hours”.")
        total += float(part[1]) * _SECONDS[part[2].lower()]
        position = part.end()
    return _not_negative(round(min(total, 2.0 * LONGEST)))  # so many digits are infinity


def format_duration(seconds: int) -> str:
    """The shortest exact wording, largest unit first (weeks are written as days).

    >>> format_duration(129_600)
    '1 day 12 hours'
    """
    words = []
    for name, size in UNITS[1:]:
        count, seconds = divmod(seconds, size)
        if count:
            words.append(f"{count} {name}{'s' if count != 1 else ''}")
    return " ".join(words) or "0 minutes"


def _not_negative(seconds: int) -> int:
    if not 0 <= seconds <= LONGEST:
        raise ValueError("a duration lies between 0 and 10 years.")
    return seconds


Duration = Annotated[
    int,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema(_SCHEMA),
]
"""Whole seconds; written and read in words."""
