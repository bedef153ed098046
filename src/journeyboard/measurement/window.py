"""Windows: lengths of time in words, as seconds, and in words again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TypeAlias

from journeyboard.errors import BadInput

Window: TypeAlias = "str | int | timedelta"

# Measurement stands beside the message room and cannot borrow its longer duration parser.
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(weeks?|w|days?|d|hours?|h|minutes?|min|m|seconds?|s)")
_SIZES = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}


def seconds(window: Window) -> int:
    """Whole seconds of “7d”, “5 days”, “1 hour 30 minutes”, a timedelta or a number of seconds.

    >>> seconds("1 hour 30 minutes")
    5400
    """
    if isinstance(window, timedelta):
        return _positive(round(window.total_seconds()))
    if isinstance(window, int) and not isinstance(window, bool):
        return _positive(window)
    text = str(window).lower()
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text).strip(" ,"):
        raise BadInput(
            f"“{window}” is not a window of time.", advice="Write “5 days” or “72 hours”."
        )
    return _positive(round(sum(float(count) * _SIZES[unit[0]] for count, unit in parts)))


def words(window: int) -> str:
    """The window in its largest whole unit.

    >>> words(432000)
    '5 days'
    """
    sizes = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
    name, size = next(pair for pair in sizes if window % pair[1] == 0)
    count = window // size
    return f"{count:,} {name}{'s' if count != 1 else ''}"


def _positive(number: int) -> int:
    if number <= 0:
        raise BadInput(
            f"A window of {number} seconds holds nothing.", advice="Write “5 days” or “72 hours”."
        )
    return number
