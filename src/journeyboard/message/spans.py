"""Sending windows as stretches of UTC seconds: the arithmetic under `timing`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, reduce

from journeyboard.message.almanac import holiday_dates
from journeyboard.message.window import Minutes, WeeklyWindow, common, unite
from journeyboard.message.zones import offset_spans

DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def open_spans(
    zones: tuple[str, ...],
    window: WeeklyWindow,
    began: int,
    ended: int,
    holidays: frozenset[date] | None,
    jurisdiction: str | None,
) -> tuple[Minutes, ...]:
    """When the window is open in every zone, within [began, ended)."""
    closed = _closed_days(window, began, ended, holidays, jurisdiction)
    each = (_zone_spans(zone, window, began, ended, closed) for zone in zones)
    return reduce(common, each)


@lru_cache(maxsize=256)
def _zone_spans(
    zone: str, window: WeeklyWindow, began: int, ended: int, closed: frozenset[int]
) -> tuple[Minutes, ...]:
    return unite(
        span
        for first, last, offset in offset_spans(zone, began, ended)
        for span in _spans_at_offset(window, first, last, offset, closed)
    )


def _spans_at_offset(
    window: WeeklyWindow, first: int, last: int, offset: int, closed: frozenset[int]
) -> Iterator[Minutes]:
    for day in range((first + offset) // DAY, (last - 1 + offset) // DAY + 1):
        if day in closed:
            continue
        midnight = day * DAY - offset
        for start, end in window.days[weekday_of(day)]:
            lo, hi = max(first, midnight + start * 60), min(last, midnight + end * 60)
            if lo < hi:
                yield lo, hi


def _closed_days(
    window: WeeklyWindow,
    began: int,
    ended: int,
    holidays: frozenset[date] | None,
    jurisdiction: str | None,
) -> frozenset[int]:
    """Holidays as days since 1970, on the customer's own calendar."""
    if not window.no_holidays:
        return frozenset()
    if holidays is None:
        places = [jurisdiction] if jurisdiction else _holiday_places(window)
        years = range(instant(began - DAY).year, instant(ended + DAY).year + 1)
        holidays = frozenset().union(*(holiday_dates(place, years) for place in places))
    return frozenset((day - date(1970, 1, 1)).days for day in holidays)


def _holiday_places(window: WeeklyWindow) -> list[str]:
    return [bound.jurisdiction for bound in window.bounds if bound.no_holidays]


def moments(zone: str, minute: int, began: int, ended: int, days: tuple[int, ...]) -> Iterator[int]:
    """Per local date the first instant that reads `minute` or later."""
    spans = offset_spans(zone, began - 2 * DAY, ended)
    first, last = (began + spans[0][2]) // DAY - 1, (ended + spans[-1][2]) // DAY + 1
    for day in range(first, last + 1):
        if days and weekday_of(day) not in days:
            continue
        reading = day * DAY + minute * 60
        moment = next((max(a, reading - o) for a, b, o in spans if reading - o < b), ended)
        if began <= moment < ended:
            yield moment


def weekday_of(day: int) -> int:
    """0 is Monday; days are counted from 1 January 1970."""
    return (day + 3) % 7  # day 0, 1 January 1970, was a Thursday


def instant(seconds: int) -> datetime:
    """The aware UTC time this many seconds after 1970."""
    return EPOCH + timedelta(seconds=seconds)
