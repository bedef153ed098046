"""Weekly sending windows: the minutes of the local day in which a message may be sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from journeyboard.errors import BadInput

Minutes = tuple[int, int]  # half-open: start inclusive, end exclusive, in [0, 1440]
Day = tuple[Minutes, ...]

MIDNIGHT: Final = 1440
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Bound:
    """One rule that narrows a window, with where it comes from and how far to trust it.

    `marker` is empty for law, or `practice_not_law` / `voice_rule_used_as_default`.
    """

    jurisdiction: str
    rule: str
    days: tuple[Day, ...]
    no_holidays: bool
    source: str
    confidence: str
    marker: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WeeklyWindow:
    """When sending is allowed: per weekday (Monday first) half-open local minutes.

    `no_holidays` closes public holidays of the jurisdictions in `bounds`, or of the one
    given to `next_allowed` and `allowed_intervals`.
    """

    days: tuple[Day, ...]
    no_holidays: bool = False
    bounds: tuple[Bound, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is not a week of ordered, disjoint minutes."""
        if len(self.days) != 7 or not all(_is_ordered(day) for day in self.days):
            raise BadInput(
                "A weekly window needs seven days of ordered (start, end) minutes "
                f"between 0 and {MIDNIGHT}."
            )

    def is_open(self, weekday: int, minute: int, holiday: bool = False) -> bool:
        """Is a message allowed at this local minute of this weekday (0 = Monday)?"""
        return not (holiday and self.no_holidays) and _contains(self.days[weekday], minute)

    def refused_by(self, weekday: int, minute: int, holiday: bool = False) -> tuple[Bound, ...]:
        """The rules that forbid this local minute, so that a finding can name them."""
        return tuple(
            bound
            for bound in self.bounds
            if (holiday and bound.no_holidays) or not _contains(bound.days[weekday], minute)
        )


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours without messages, `start` to `end`, across midnight when start is later.

    Equal start and end means no quiet hours.
    """

    start: str
    end: str

    def window(self) -> WeeklyWindow:
        """The hours that are left for sending, every day."""
        start, end = clock(self.start), clock(self.end)
        spans = ((end, start),) if start > end else ((0, start), (end, MIDNIGHT))
        if start == end:
            spans = ((0, MIDNIGHT),)
        return WeeklyWindow((tuple(s for s in spans if s[0] < s[1]),) * 7)


def clock(text: str) -> int:
    """Minutes after midnight of a 24-hour time.

    >>> clock("10:30")
    630
    """
    hours, colon, minutes = text.strip().partition(":")
    if colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2:
        value = int(hours) * 60 + int(minutes)
        if int(minutes) < 60 and value <= MIDNIGHT:
            return value
    raise BadInput(f"{text!r} is not a time of day; write it as HH:MM, for example 09:30.")


def weekdays(text: str) -> tuple[int, ...]:
    """Weekday numbers of a list or range of day names; other words are passed over.

    >>> weekdays("Mon-Wed,Sun,Holiday")
    (0, 1, 2, 6)
    """
    found: list[int] = []
    for item in text.split(","):
        first, _, last = item.strip().partition("-")
        if first in WEEKDAYS and (last or first) in WEEKDAYS:
            found += range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
    return tuple(found)


def weekly(days: str, start: str, end: str) -> WeeklyWindow:
    """The same hours on every named day, and nothing on the others.

    >>> weekly("Sat-Sun", "10:00", "18:00").days[5]
    ((600, 1080),)
    """
    named, span = weekdays(days), (clock(start), clock(end))
    return WeeklyWindow(tuple((span,) if day in named else () for day in range(7)))


def intersect(windows: Iterable[WeeklyWindow]) -> WeeklyWindow:
    """The window allowed by all of them at once; with none given, always open."""
    result = ALWAYS
    for window in windows:
        result = WeeklyWindow(
            tuple(
                common(ours, theirs) for ours, theirs in zip(result.days, window.days, strict=True)
            ),
            result.no_holidays or window.no_holidays,
            tuple(dict.fromkeys(result.bounds + window.bounds)),
        )
    return result


def unite(spans: Iterable[Minutes]) -> Day:
    """Overlapping and touching spans joined, in order."""
    joined: list[Minutes] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def common(ours: Iterable[Minutes], theirs: Iterable[Minutes]) -> Day:
    """What two ordered lists of half-open spans share; works for any unit of time."""
    left, right = list(ours), list(theirs)
    i = j = 0
    shared: list[Minutes] = []
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            shared.append((start, end))
        if left[i][1] <= right[j][1]:
            i += 1
        else:
            j += 1
    return tuple(shared)


def _contains(day: Day, minute: int) -> bool:
    return any(start <= minute < end for start, end in day)


def _is_ordered(day: Day) -> bool:
    inside = all(0 <= start < end <= MIDNIGHT for start, end in day)
    return inside and all(before[1] <= after[0] for before, after in pairwise(day))


ALWAYS: Final = WeeklyWindow((((0, MIDNIGHT),),) * 7)
