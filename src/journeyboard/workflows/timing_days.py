"""The days of a month that are not like others: clocks that change, holidays, and days without marketing texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from journeyboard.journey.reach import Clock, quiet_rule, window_of
from journeyboard.message.almanac import holiday_names
from journeyboard.message.rules import window_for
from journeyboard.message.timing import holiday_dates, local, next_allowed, zone_offsets
from journeyboard.message.window import WeeklyWindow
from journeyboard.workflows.timing import Timing
from journeyboard.workflows.together import Month


@dataclass(frozen=True)
class ClockChange:
    """One zone's clock change at the instant `at`: the local day, what the clock shows before and after.

    `seconds` is what it leaps: forward when positive, back when negative.
    """

    zone: str
    day: date
    shows: str
    then: str
    at: datetime
    seconds: int

    @property
    def words(self) -> str:
        """What happens, such as “02:00 becomes 03:00: the time between does not exist”."""
        what = "does not exist" if self.seconds > 0 else "comes twice"
        return f"{self.shows} becomes {self.then}: the time between {what}"


@dataclass(frozen=True)
class Holiday:
    """A public holiday of a country or a state, and the jurisdictions in which it stops marketing texts."""

    day: date
    place: str
    name: str
    closes: tuple[str, ...]


@lru_cache(maxsize=512)
def clock_changes(zone: str, first: date, last: date) -> tuple[ClockChange, ...]:
    """The changes of a zone's clock on local days from `first` to `last`, both included."""
    start = datetime.combine(first, datetime.min.time(), UTC) - timedelta(days=1)
    end = datetime.combine(last, datetime.min.time(), UTC) + timedelta(days=2)
    table = zone_offsets(zone, start, end)
    found = []
    for (_, before), (second, after) in pairwise(table):
        at = start + timedelta(seconds=int(second))
        shown, then = at + timedelta(seconds=int(before)), at + timedelta(seconds=int(after))
        day = min(shown, then).date()
        if first <= day <= last:
            leap = int(after) - int(before)
            found.append(ClockChange(zone, day, f"{shown:%H:%M}", f"{then:%H:%M}", at, leap))
    return tuple(found)


def odd_time(day: date, clock: time, zone: str, taken: datetime) -> str:
    """What is odd about a local time: it does not exist, it comes twice, or clocks change that day.

    `taken` is the instant that was chosen for it (aware UTC). Empty when nothing is odd.
    """
    for change in clock_changes(zone, day - timedelta(days=1), day + timedelta(days=1)):
        where = f"on {day.day} {day:%B} in {zone}, where {change.shows} becomes {change.then}"
        shown = local(taken, zone)
        if change.seconds > 0 and shown.replace(tzinfo=None) != datetime.combine(day, clock):
            return f"{clock:%H:%M} does not exist {where}: {shown:%H:%M} is taken."
        if change.seconds < 0 and taken < change.at <= taken - timedelta(seconds=change.seconds):
            return f"{clock:%H:%M} comes twice {where}: the first is taken."
        if change.day == day:
            return f"Clocks change on this day in {zone}: {change.words}."
    return ""


def changes_of(zones: Iterable[str], month: Month) -> list[ClockChange]:
    """All changes in the month, by day and zone."""
    found = [one for zone in set(zones) for one in clock_changes(zone, month.first, month.days[-1])]
    return sorted(found, key=lambda one: (one.day, one.zone))


def holidays_of(places: Iterable[str], month: Month) -> list[Holiday]:
    """The month's holidays: a country's, and those that only a state with a no-text rule has."""
    found = []
    known, year = set(places), range(month.first.year, month.first.year + 1)
    for place in sorted(known | {one.partition("-")[0] for one in known}):
        country = place.partition("-")[0]
        under = [one for one in sorted(known) if one == place or one.partition("-")[0] == place]
        for day, name in sorted(holiday_names(place, year).items()):
            if day not in month.days:
                continue
            closes = tuple(one for one in under if _closes_on(one, day))
            national = day in holiday_names(country, year)
            if place == country or (closes and not national):
                found.append(Holiday(day, place, name, closes))
    return sorted(found, key=lambda one: (one.day, one.place))


def _closes_on(place: str, day: date) -> bool:
    """Whether a holiday, and not the weekday, stops marketing texts there."""
    window = window_for(place)
    return window.no_holidays and day in holiday_dates(place, range(day.year, day.year + 1))


def closed_in(places: Iterable[str], day: date) -> list[str]:
    """Where no marketing text may go out on that local day, for the weekday or for a holiday."""
    return sorted({place for place in places if is_closed(place, day)})


@lru_cache(maxsize=4096)
def is_closed(place: str, day: date) -> bool:
    """Whether the law (or custom) of a place closes the whole day for marketing texts."""
    return _closes_on(place, day) or not window_for(place).days[day.weekday()]


def moved_by_holidays(timing: Timing) -> Counter[tuple[date, str]]:
    """Messages that went out later than they would have without a holiday, by (that day, jurisdiction)."""
    rules = {one.id: quiet_rule(one, timing.flown.brand) for one in timing.flown.journeys}
    moved = Counter[tuple[date, str]]()
    for row in _held_where_holidays_count(timing):
        rule = rules.get(row.journey_id)
        if rule is None:
            continue
        clock = timing.clocks[row.profile_key]
        opens = _without_holidays(row.due, clock, window_of(rule, clock.jurisdiction))
        if opens < row.at:
            offset = row.local - row.at
            moved[(opens + offset).date(), clock.jurisdiction] += 1
    return moved


def _held_where_holidays_count(timing: Timing) -> Iterator[Any]:
    sends = timing.sends
    held = sends[(sends["type"] == "message.sent") & (sends["held"] > 0)]
    closing = {place for place in set(held["jurisdiction"]) if window_for(place).no_holidays}
    yield from held[held["jurisdiction"].isin(closing)].itertuples()


@lru_cache(maxsize=4096)
def _without_holidays(due: datetime, clock: Clock, window: WeeklyWindow) -> datetime:
    """When the message would have gone out if that day were a day like others (naive UTC)."""
    at = next_allowed(due.replace(tzinfo=UTC), clock.zones, window, holidays=frozenset())
    return at.replace(tzinfo=None)
