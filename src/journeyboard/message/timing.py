"""Local time: sending windows, quiet hours and the clock a customer reads. No other module knows a local hour.

Instants are aware UTC datetimes; arrays hold integer seconds counted from `start`. A local
minute that the clocks skip is never open, and one that they repeat is open both times.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from journeyboard.errors import BadInput
from journeyboard.message.almanac import holiday_dates
from journeyboard.message.spans import DAY, EPOCH, instant, moments, open_spans
from journeyboard.message.window import (
    ALWAYS,
    Bound,
    QuietHours,
    WeeklyWindow,
    clock,
    intersect,
    weekdays,
    weekly,
)
from journeyboard.message.zones import ResolvedZone, offset_spans, resolve_zone, zone_info

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Spans = NDArray[np.int64]

__all__ = [
    "ALWAYS",
    "Bound",
    "QuietHours",
    "ResolvedZone",
    "WeeklyWindow",
    "allowed_intervals",
    "daily_moments",
    "holiday_dates",
    "intersect",
    "is_allowed",
    "local",
    "next_allowed",
    "resolve_zone",
    "until_local_time",
    "until_weekday",
    "weekly",
    "zone_offsets",
]

Zones = str | tuple[str, ...]

_HORIZONS = (8, 60, 400)  # days looked ahead, in turn, before a window counts as never open


def local(at: datetime, zone: str) -> datetime:
    """What the customer's clock shows at this instant."""
    return _aware(at).astimezone(zone_info(zone))


def is_allowed(
    at: datetime, zone: str, window: WeeklyWindow, holidays: frozenset[date] = frozenset()
) -> bool:
    """Is this instant inside the window, on the customer's clock?"""
    there = local(at, zone)
    minute = there.hour * 60 + there.minute
    return window.is_open(there.weekday(), minute, there.date() in holidays)


def next_allowed(
    at: datetime,
    zone: Zones,
    window: WeeklyWindow,
    holidays: frozenset[date] | None = None,
    jurisdiction: str | None = None,
) -> datetime:
    """The first instant, `at` or later, that is inside the window (UTC).

    Several zones mean that the customer may be in any of them: it must be open in all.
    Without `holidays` the public holidays of `jurisdiction` (or of the window's own rules)
    are looked up, if the window cares. Raises BadInput if it stays closed for 400 days.
    """
    began = _seconds(at)
    for days in _HORIZONS:
        spans = open_spans(_names(zone), window, began, began + days * DAY, holidays, jurisdiction)
        if spans:
            opening = spans[0][0]
            return _aware(at) if opening == began else instant(opening)
    places = ", ".join(_names(zone)[:3]) + (" and others at once" if len(_names(zone)) > 3 else "")
    raise BadInput(
        f"The sending window is not open within {_HORIZONS[-1]} days in {places}.",
        advice="Widen the quiet hours, or send by another channel.",
    )


def allowed_intervals(
    zone: Zones,
    window: WeeklyWindow,
    start: datetime,
    end: datetime,
    jurisdiction: str | None = None,
    holidays: frozenset[date] | None = None,
) -> Spans:
    """Every open interval between two instants, as an int64 array of shape (k, 2).

    Half-open (from, to) in UTC seconds after `start`, ordered, disjoint, never touching, and
    cut at `start` and `end`. Zones, holidays and jurisdiction as in `next_allowed`.
    """
    began = _seconds(start)
    spans = open_spans(_names(zone), window, began, _seconds(end), holidays, jurisdiction)
    return _table([(a - began, b - began) for a, b in spans])


def zone_offsets(zone: str, start: datetime, end: datetime) -> Spans:
    """The offsets from UTC in force between two instants, as an int64 array of shape (k, 2).

    Each row is (second after `start` at which it begins, offset in seconds); the first row
    begins at 0, so there is always one.
    """
    began = _seconds(start)
    spans = offset_spans(zone, began, max(_seconds(end), began + 1))
    return _table([(a - began, offset) for a, _, offset in spans])


def until_local_time(at: datetime, zone: str, time: str) -> datetime:
    """The next moment, `at` or later, when the customer's clock comes to this time (UTC).

    Once a day: where clocks go back, the first of the two; where they skip it, the moment
    they jump.
    """
    return _first_moment(at, zone, time, ())


def until_weekday(at: datetime, zone: str, days: str, time: str = "00:00") -> datetime:
    """The next such moment on one of the named days, for example `Sat` or `Mon-Fri`."""
    found = tuple(_weekday_numbers(days))
    return _first_moment(at, zone, time, found)


def daily_moments(
    zone: str, time: str, start: datetime, end: datetime, days: str = "Mon-Sun"
) -> NDArray[np.int64]:
    """The seconds after `start` of every `until_weekday` moment in [start, end), ascending."""
    import numpy as np

    began = _seconds(start)
    found = moments(zone, clock(time), began, _seconds(end), tuple(_weekday_numbers(days)))
    return np.array([second - began for second in found], dtype=np.int64)


def _first_moment(at: datetime, zone: str, time: str, days: tuple[int, ...]) -> datetime:
    began = _seconds(at - timedelta(microseconds=1)) + 1  # a second already begun is past
    return instant(next(moments(zone, clock(time), began, began + 16 * DAY, days)))


def _weekday_numbers(days: str) -> tuple[int, ...]:
    found = weekdays(",".join(_short(name) for name in days.split(",")))
    if not found:
        raise BadInput(f"{days!r} names no weekday; write for example Sat, Mon-Fri or Tue,Thu.")
    return found


def _short(name: str) -> str:
    return "-".join(part.strip()[:3].capitalize() for part in name.split("-"))


def _names(zone: Zones) -> tuple[str, ...]:
    return (zone,) if isinstance(zone, str) else zone


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise BadInput(f"{at.isoformat()} has no time zone; give an aware UTC time.")
    return at.astimezone(UTC)


def _seconds(at: datetime) -> int:
    return (_aware(at) - EPOCH) // timedelta(seconds=1)


def _table(rows: list[tuple[int, int]]) -> Spans:
    import numpy as np

    return np.array(rows, dtype=np.int64).reshape(-1, 2)
