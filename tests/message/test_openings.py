"""When a message may land, in every zone and around every change of its clock, against a clock asked quarter by quarter."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import BadInput
from journeyboard.message.rules import rules, window_for
from journeyboard.message.timing import QuietHours, WeeklyWindow, intersect, next_allowed
from journeyboard.message.zones import resolve_zone, zone_info, zone_names

QUARTER, HOUR, DAY = 900, 3_600, 86_400
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
PLACES = sorted(
    {row.jurisdiction for row in rules() if row.rule in ("send_window", "no_send_day")}
    - {"US-STRICT", "DEFAULT"}
)
NIGHT = QuietHours("21:00", "08:00").window()
SMALL_HOURS = QuietHours("03:15", "01:45").window()
"""Open only in the hours in which clocks are changed."""
STRICT = intersect(
    [QuietHours("20:00", "09:00").window(), window_for("US-STRICT"), window_for("US-TX")]
)
IN_ZONES = {"at night": NIGHT, "in the small hours": SMALL_HOURS, "in strict states": STRICT}


@lru_cache(maxsize=1)
def changes() -> dict[str, tuple[int, ...]]:
    """Every zone with the quarters of 2026 to 2028 in which its clock changes."""
    return {zone: tuple(_changes(zone)) for zone in sorted(zone_names())}


def _changes(zone: str) -> list[int]:
    """Looked up day by day, then quarter by quarter."""
    days = range(int(FIRST.timestamp()), int(LAST.timestamp()), DAY)
    there = [_offset(zone, second) for second in days]
    moved = [day for day, (one, two) in zip(days, pairwise(there), strict=False) if one != two]
    return [
        next(s for s in range(day, day + DAY, QUARTER) if _offset(zone, s + QUARTER) != _offset(zone, day))
        + QUARTER
        for day in moved
    ]  # fmt: skip


def _offset(zone: str, second: int) -> timedelta | None:
    return datetime.fromtimestamp(second, UTC).astimezone(zone_info(zone)).utcoffset()


def reads_open(window: WeeklyWindow, zone: str, second: int, closed: frozenset[date]) -> bool:
    """Whether the clock of the zone shows an open minute; nothing but the clock is asked."""
    there = datetime.fromtimestamp(second, UTC).astimezone(zone_info(zone))
    minute = there.hour * 60 + there.minute
    spans = window.days[there.weekday()]
    return there.date() not in closed and any(start <= minute < end for start, end in spans)


def open_quarters(window: WeeklyWindow, zone: str, around: int) -> list[int]:
    """The open quarters of an hour from 30 hours before until 3 days after."""
    quarters = range(around - 30 * HOUR, around + 3 * DAY, QUARTER)
    return [second for second in quarters if reads_open(window, zone, second, frozenset())]


def first_open(quarters: list[int], second: int) -> int:
    """The first second from there on that lies in an open quarter."""
    place = bisect_right(quarters, second)
    if place and second < quarters[place - 1] + QUARTER:
        return second
    return quarters[place]


@pytest.mark.parametrize("name", IN_ZONES)
def test_in_every_zone_a_message_lands_as_early_as_its_window_allows(name: str) -> None:
    """In each zone around every change of its clock; where there is none, around two fixed days."""
    window, tried = IN_ZONES[name], 0
    still = [int(datetime(2026, 3, 29, tzinfo=UTC).timestamp()), int(datetime(2028, 2, 29, tzinfo=UTC).timestamp())]  # fmt: skip
    for zone, seconds in changes().items():
        for around in seconds or still:
            quarters = open_quarters(window, zone, around)
            for before in range(-26 * HOUR, 6 * HOUR, 7 * HOUR + 1_111):
                opening = next_allowed(datetime.fromtimestamp(around + before, UTC), zone, window)
                assert opening.timestamp() == first_open(quarters, around + before), (zone, around)
                tried += 1
    assert tried > 5_000


def test_the_clocks_of_the_world_change_often_enough_to_try() -> None:
    moving = [zone for zone, seconds in changes().items() if seconds]
    assert len(changes()) == len(zone_names()) > 500
    assert len(moving) > 150
    assert all(len(changes()[zone]) == 6 for zone in ("America/New_York", "Europe/Paris"))


quarters_of_day = st.integers(0, 95).map(lambda k: f"{k // 4:02}:{15 * (k % 4):02}")
instants = st.integers(0, int((LAST - FIRST).total_seconds()) - 1).map(
    lambda second: FIRST + timedelta(seconds=second)
)


@given(
    st.lists(st.sampled_from(PLACES), min_size=1, max_size=3),
    quarters_of_day,
    quarters_of_day,
    instants,
)
def test_within_the_law_of_every_place_a_message_lands_as_early_as_all_of_them_allow(
    codes: list[str], start: str, end: str, at: datetime
) -> None:
    """Quiet hours, the windows of up to three places at once, every zone somebody may live in, and holidays."""
    window = intersect([QuietHours(start, end).window(), *(window_for(code) for code in codes)])
    country, _, region = codes[0].partition("-")
    zones = resolve_zone(None, country, region or None).names
    try:
        opening = next_allowed(at, zones, window, jurisdiction=codes[0])
    except BadInput:  # what is left of the day is quiet somewhere at any time
        assert not any(is_open(window, zones, second, codes[0]) for second in _a_fortnight(at))
        return
    assert opening >= at
    assert is_open(window, zones, int(opening.timestamp()), codes[0])
    before = range(int(at.timestamp()), int(opening.timestamp()), QUARTER)
    assert not any(is_open(window, zones, second, codes[0]) for second in before)
    if opening > at:
        assert not is_open(window, zones, int(opening.timestamp()) - 1, codes[0])


def _a_fortnight(at: datetime) -> range:
    began = int(at.timestamp()) // QUARTER * QUARTER
    return range(began + QUARTER, began + 14 * DAY, QUARTER)


def is_open(window: WeeklyWindow, zones: tuple[str, ...], second: int, place: str) -> bool:
    """Whether every zone reads an open minute of a day that is no holiday of the place."""
    closed = holidays_of(place) if window.no_holidays else frozenset()
    return all(reads_open(window, zone, second, closed) for zone in zones)


@lru_cache(maxsize=64)
def holidays_of(place: str) -> frozenset[date]:
    """From the calendar itself; a country without one has none."""
    country, _, region = place.partition("-")
    try:
        return frozenset(country_holidays(country, subdiv=region or None, years=range(2025, 2031)))
    except NotImplementedError:
        return frozenset()


@pytest.mark.parametrize("place", ["FR", "US-AL", "US-LA", "US-PA", "US-RI", "US-UT", "AU"])
def test_no_message_lands_on_any_holiday_of_three_years(place: str) -> None:
    country, _, region = place.partition("-")
    zone = resolve_zone(None, country, region or None).names[0]
    window = window_for(place)
    days = [day for day in holidays_of(place) if FIRST.date() <= day < LAST.date()]
    assert len(days) > 20
    for day in days:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone_info(zone))
        opening = next_allowed(noon.astimezone(UTC), zone, window, jurisdiction=place)
        there = opening.astimezone(zone_info(zone)).date()
        assert there > day
        assert there not in holidays_of(place)
