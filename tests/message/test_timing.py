"""Sending windows against a clock that is simply asked, minute by minute."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import BadInput
from journeyboard.message.rules import window_for
from journeyboard.message.timing import (
    ALWAYS,
    QuietHours,
    WeeklyWindow,
    allowed_intervals,
    daily_moments,
    holiday_dates,
    intersect,
    is_allowed,
    local,
    next_allowed,
    resolve_zone,
    until_local_time,
    until_weekday,
    weekly,
    zone_offsets,
)
from journeyboard.message.zones import country_zones, offset_spans, region_zones, zone_names

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC)
ZONES = sorted(zoneinfo.available_timezones() & zone_names())
SHOP = weekly("Mon-Sat", "09:00", "20:00")

zones = st.sampled_from(ZONES)
instants = st.integers(0, int((LAST - FIRST).total_seconds())).map(
    lambda second: FIRST + timedelta(seconds=second)
)
fractions = st.integers(0, 999_999).map(lambda us: timedelta(microseconds=us))


@st.composite
def days(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=4)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


windows = (
    st.tuples(*[days()] * 7)
    .filter(lambda week: any(week))
    .map(WeeklyWindow)
    .filter(lambda week: any(end - start > 60 for day in week.days for start, end in day))
)


@lru_cache(maxsize=1)
def clock_changes() -> tuple[tuple[str, int], ...]:
    """Every clock change from 2026 to 2028, as (zone, UTC second); zones that agree count once."""
    began, ended = int(FIRST.timestamp()), int(LAST.timestamp())
    distinct = {}
    for zone in ZONES:
        for (_, change, before), (_, _, after) in pairwise(offset_spans(zone, began, ended)):
            distinct[change, before, after] = zone
    return tuple((zone, change) for (change, _, _), zone in sorted(distinct.items()))


@given(instants, fractions, zones, windows)
def test_the_next_opening_is_inside_never_earlier_and_stays_put(
    at: datetime, fraction: timedelta, zone: str, window: WeeklyWindow
) -> None:
    opening = next_allowed(at + fraction, zone, window)
    assert opening >= at + fraction
    assert is_allowed(opening, zone, window)
    assert next_allowed(opening, zone, window) == opening


@given(instants, zones, windows)
def test_nothing_before_the_next_opening_is_allowed(
    at: datetime, zone: str, window: WeeklyWindow
) -> None:
    opening = next_allowed(at, zone, window)
    minutes = range(0, int((opening - at).total_seconds()), 60)
    assert not any(is_allowed(at + timedelta(seconds=s), zone, window) for s in minutes)
    if opening > at:
        assert not is_allowed(opening - timedelta(seconds=1), zone, window)


@given(instants, zones, windows, st.integers(1, 4 * 86_400))
def test_intervals_and_next_opening_agree_at_every_edge(
    start: datetime, zone: str, window: WeeklyWindow, length: int
) -> None:
    spans = allowed_intervals(zone, window, start, start + timedelta(seconds=length))
    edges = {0, length - 1, *spans.ravel().tolist(), *(spans.ravel() - 1).tolist()}
    for second in sorted(edge for edge in edges if 0 <= edge < length):
        at = start + timedelta(seconds=second)
        inside = bool(np.any((spans[:, 0] <= second) & (second < spans[:, 1])))
        assert inside == is_allowed(at, zone, window) == (next_allowed(at, zone, window) == at)


def test_around_every_clock_change_the_intervals_are_what_the_clock_says() -> None:
    window = WeeklyWindow((((0, 70), (95, 165), (1_370, 1_440)),) * 7)
    assert len(clock_changes()) > 50
    for zone, change in clock_changes():
        start = datetime.fromtimestamp(change - 2 * 3600, UTC)
        spans = allowed_intervals(zone, window, start, start + timedelta(hours=4))
        for second in range(0, 4 * 3600, 300):
            inside = bool(np.any((spans[:, 0] <= second) & (second < spans[:, 1])))
            assert inside == is_allowed(start + timedelta(seconds=second), zone, window)


@given(instants, zones, windows, st.integers(0, 30 * 86_400))
def test_intervals_are_ordered_apart_and_within_the_range(
    start: datetime, zone: str, window: WeeklyWindow, length: int
) -> None:
    spans = allowed_intervals(zone, window, start, start + timedelta(seconds=length))
    assert spans.dtype == np.int64
    assert spans.shape[1:] == (2,)
    assert np.all(np.diff(spans.ravel()) > 0)
    assert spans.size == 0 or (spans[0, 0] >= 0 and spans[-1, 1] <= length)


@given(instants, zones, st.integers(1, 400 * 86_400))
def test_offsets_are_those_of_the_zone_from_their_first_second_on(
    start: datetime, zone: str, length: int
) -> None:
    table = zone_offsets(zone, start, start + timedelta(seconds=length))
    assert table[0, 0] == 0
    for second, offset in table.tolist():
        at = start + timedelta(seconds=second)
        assert local(at, zone).utcoffset() == timedelta(seconds=offset)
    for second, offset in zip(table[1:, 0].tolist(), table[:-1, 1].tolist(), strict=True):
        before = start + timedelta(seconds=second - 1)
        assert local(before, zone).utcoffset() == timedelta(seconds=offset)


@given(instants, fractions, zones, st.integers(0, 1439))
def test_waiting_for_a_time_ends_within_a_day_or_two_when_the_clock_has_come_to_it(
    at: datetime, fraction: timedelta, zone: str, minute: int
) -> None:
    time = f"{minute // 60:02}:{minute % 60:02}"
    moment = until_local_time(at + fraction, zone, time)
    assert at + fraction <= moment <= at + timedelta(hours=49)
    there = local(moment, zone)
    assert there.strftime("%H:%M") == time or _jumped_over(moment, zone, time)
    assert until_local_time(moment, zone, time) == moment


def _jumped_over(moment: datetime, zone: str, time: str) -> bool:
    before = local(moment - timedelta(seconds=1), zone).strftime("%H:%M")
    return before < time < local(moment, zone).strftime("%H:%M")


@given(instants, zones, st.sampled_from(["Mon", "wednesday", "Sat-Sun", "Tue, Thu"]))
def test_waiting_for_a_weekday_ends_on_that_day(at: datetime, zone: str, names: str) -> None:
    there = local(until_weekday(at, zone, names, "10:30"), zone)
    assert (
        there.strftime("%a")
        in {
            "Mon": ("Mon",),
            "wednesday": ("Wed",),
            "Sat-Sun": ("Sat", "Sun"),
            "Tue, Thu": ("Tue", "Thu"),
        }[names]
    )
    assert there.strftime("%H:%M") == "10:30"


@given(instants, zones, st.integers(0, 1439))
def test_daily_moments_are_what_waiting_again_and_again_finds(
    start: datetime, zone: str, minute: int
) -> None:
    time = f"{minute // 60:02}:{minute % 60:02}"
    end, at, found = start + timedelta(days=5), start, []
    while (at := until_local_time(at, zone, time)) < end:
        found.append(int((at - start).total_seconds()))
        at += timedelta(seconds=1)
    assert daily_moments(zone, time, start, end).tolist() == found


def test_a_time_that_the_clocks_skip_comes_when_they_jump() -> None:
    eve = datetime(2026, 3, 8, 5, tzinfo=UTC)
    moment = until_local_time(eve, "America/New_York", "02:30")
    assert local(moment, "America/New_York").strftime("%d %H:%M") == "08 03:00"


def test_a_time_that_the_clocks_repeat_comes_once() -> None:
    eve = datetime(2026, 11, 1, 4, tzinfo=UTC)
    first = until_local_time(eve, "America/New_York", "01:30")
    second = until_local_time(first + timedelta(seconds=1), "America/New_York", "01:30")
    assert first == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert second == datetime(2026, 11, 2, 6, 30, tzinfo=UTC)


@given(instants, st.lists(zones, min_size=2, max_size=3), windows)
def test_an_uncertain_zone_means_open_in_every_candidate(
    at: datetime, names: list[str], window: WeeklyWindow
) -> None:
    spans = allowed_intervals(tuple(names), window, at, at + timedelta(days=2))
    for second in range(0, 2 * 86_400, 3_599):
        moment = at + timedelta(seconds=second)
        inside = bool(np.any((spans[:, 0] <= second) & (second < spans[:, 1])))
        assert inside == all(is_allowed(moment, name, window) for name in names)


@given(windows, windows, st.integers(0, 6), st.integers(0, 1439))
def test_an_intersection_is_open_when_both_are(
    one: WeeklyWindow, other: WeeklyWindow, day: int, minute: int
) -> None:
    both = intersect([one, other])
    assert both.is_open(day, minute) == (one.is_open(day, minute) and other.is_open(day, minute))
    assert intersect([one, ALWAYS]) == one


def test_quiet_hours_across_midnight_leave_the_day_open() -> None:
    assert QuietHours("21:00", "09:00").window().days[0] == ((540, 1260),)
    assert QuietHours("12:30", "14:00").window().days[0] == ((0, 750), (840, 1440))
    assert QuietHours("00:00", "08:00").window().days[0] == ((480, 1440),)
    assert QuietHours("08:00", "08:00").window() == ALWAYS


def test_quiet_hours_only_ever_narrow_the_law() -> None:
    both = intersect([window_for("US-TX"), QuietHours("19:00", "08:00").window()])
    assert both.days[0] == ((540, 1140),)
    assert both.days[6] == ((720, 1140),)


def test_public_holidays_close_the_window_of_their_own_region() -> None:
    bastille = datetime(2026, 7, 14, 10, tzinfo=UTC)
    opening = next_allowed(bastille, "Europe/Paris", window_for("FR"))
    assert opening == datetime(2026, 7, 15, 6, tzinfo=UTC)
    mardi_gras = date(2027, 2, 9)
    assert mardi_gras in holiday_dates("US-LA", range(2027, 2028))
    assert mardi_gras not in holiday_dates("US-AL", range(2027, 2028))


def test_holidays_given_by_the_caller_replace_the_calendar() -> None:
    window = WeeklyWindow(SHOP.days, no_holidays=True)
    monday = datetime(2026, 3, 2, 12, tzinfo=UTC)
    opening = next_allowed(monday, "UTC", window, holidays=frozenset({date(2026, 3, 2)}))
    assert opening == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_a_window_that_never_opens_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="not open within 400 days"):
        next_allowed(FIRST, "UTC", WeeklyWindow(((),) * 7))


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(BadInput, match="no time zone"):
        next_allowed(datetime(2026, 3, 2), "UTC", SHOP)


def test_an_unknown_zone_names_the_nearest_one() -> None:
    with pytest.raises(BadInput, match="America/New_York"):
        local(FIRST, "America/New York")


@pytest.mark.parametrize("text", ["9", "25:00", "10:60", "24:01", "half past", "1o:30", "10:3"])
def test_a_time_of_day_must_read_like_one(text: str) -> None:
    with pytest.raises(BadInput, match="HH:MM"):
        until_local_time(FIRST, "UTC", text)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="names no weekday"):
        until_weekday(FIRST, "UTC", "someday")


def test_a_week_out_of_order_cannot_be_built() -> None:
    with pytest.raises(BadInput, match="seven days"):
        WeeklyWindow((((600, 540),),) * 7)


def test_the_profile_zone_is_trusted_first_then_region_country_and_default() -> None:
    assert resolve_zone("Asia/Tokyo", "US", "TX").names == ("Asia/Tokyo",)
    assert resolve_zone("Texas time", "US", "TX").names == ("America/Chicago", "America/Denver")
    assert resolve_zone(None, "US", "US-OH").names == ("America/New_York",)
    assert resolve_zone(None, None, "US-OH").known_by == "region"
    assert "Pacific/Honolulu" in resolve_zone(None, "US").names
    assert resolve_zone(None, "FR", "IDF").names == ("Europe/Paris",)
    assert resolve_zone(region="CA", default="UTC").known_by == "default"  # a state or Canada?
    assert resolve_zone(default="Europe/Rome").known_by == "default"


def test_states_with_two_zones_know_both() -> None:
    for state in ["FL", "TX", "TN", "KY", "IN", "MI", "ND", "SD", "NE", "KS", "OR", "ID", "AK"]:
        assert len(region_zones()[f"US-{state}"]) == 2, state


def test_every_zone_of_every_place_exists() -> None:
    for names in (*region_zones().values(), *country_zones().values()):
        assert zone_names().issuperset(names)
