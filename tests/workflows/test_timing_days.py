"""Clock changes, holidays and closed days are those of the zone tables and the holiday calendars."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays

from journeyboard.message.rules import window_for
from journeyboard.message.timing import QuietHours, intersect, is_allowed
from journeyboard.message.zones import zone_info
from journeyboard.ui.preview.who import moment
from journeyboard.workflows.timing_days import (
    clock_changes,
    closed_in,
    holidays_of,
    moved_by_holidays,
    odd_time,
)

from .month import MAY, timing

ZONES = (
    "America/New_York", "America/St_Johns", "America/Phoenix", "Europe/London", "Europe/Paris",
    "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata", "Africa/Casablanca", "Pacific/Apia",
)  # fmt: skip


def by_minutes(zone: str, first: date, last: date) -> list[tuple[date, str, str]]:
    """Every change of the offset, found by asking the zone minute by minute around each changed day."""
    there, found = zone_info(zone), []
    at = datetime.combine(first, datetime.min.time(), UTC) - timedelta(days=1)
    while at.date() <= last + timedelta(days=1):
        later = at + timedelta(days=1)
        if at.astimezone(there).utcoffset() != later.astimezone(there).utcoffset():
            found += list(_within_a_day(at, there))
        at = later
    return [one for one in found if first <= one[0] <= last]


def _within_a_day(at: datetime, there: ZoneInfo) -> list[tuple[date, str, str]]:
    found = []
    for minute in range(24 * 60):
        now, then = at + timedelta(minutes=minute), at + timedelta(minutes=minute + 1)
        before, after = now.astimezone(there).utcoffset(), then.astimezone(there).utcoffset()
        assert before is not None
        assert after is not None
        if before != after:
            shows, becomes = then + before, then + after
            found.append((min(shows, becomes).date(), f"{shows:%H:%M}", f"{becomes:%H:%M}"))
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_every_clock_change_of_three_years_is_found(zone: str) -> None:
    first, last = date(2026, 1, 1), date(2028, 12, 31)
    found = [(one.day, one.shows, one.then) for one in clock_changes(zone, first, last)]
    assert found == by_minutes(zone, first, last)
    assert bool(found) == (zone not in ("America/Phoenix", "Asia/Kolkata", "Pacific/Apia"))


def test_what_a_change_does_is_said_in_words() -> None:
    spring, autumn = clock_changes("America/New_York", date(2026, 1, 1), date(2026, 12, 31))
    assert spring.words == "02:00 becomes 03:00: the time between does not exist"
    assert autumn.words == "02:00 becomes 01:00: the time between comes twice"
    assert (spring.day, autumn.day) == (date(2026, 3, 8), date(2026, 11, 1))


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Paris", "Australia/Lord_Howe", "America/Santiago"])  # fmt: skip
@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_a_time_is_odd_when_no_instant_shows_it_or_two_do(zone: str, year: int) -> None:
    """Counted by looking for every quarter of an hour of the days around each change."""
    there = zone_info(zone)
    for change in clock_changes(zone, date(year, 1, 1), date(year, 12, 31)):
        for quarter in range(2 * 96):
            clock = datetime.combine(change.day, time()) + timedelta(minutes=15 * quarter)
            instants = {clock.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1)}
            real = [at for at in instants if at.astimezone(there).replace(tzinfo=None) == clock]
            said = odd_time(
                clock.date(), clock.time(), zone, moment(clock.date(), clock.time(), zone)
            )
            assert ("does not exist on" in said) == (not real)
            assert ("comes twice on" in said) == (len(real) == 2)
            assert bool(said) or clock.date() != change.day


def test_a_months_holidays_are_those_of_the_calendars() -> None:
    found = holidays_of(["US-NY", "US-LA", "FR", "GB"], MAY)
    wanted = {
        (day, place, name)
        for place in ("US", "FR", "GB")
        for day, name in country_holidays(place, years=2026).items()
        if day.month == 5
    }
    assert {(one.day, one.place, one.name) for one in found if one.place != "US-LA"} == wanted
    memorial = next(one for one in found if one.name == "Memorial Day")
    assert memorial.closes == ("US-LA",)
    assert next(one for one in found if one.name == "Ascension Day").closes == ("FR",)


def test_closed_days_are_those_on_which_no_minute_is_open() -> None:
    """Counted minute by minute through the window itself."""
    places = ["US-NY", "US-LA", "FR", "GB", "US-MS"]
    for day in MAY.days:
        midnight = datetime.combine(day, datetime.min.time(), UTC)
        closed = {
            place for place in places
            if not any(
                is_allowed(midnight + timedelta(minutes=15 * k), "UTC", window_for(place), frozenset(country_holidays(place[:2], subdiv=place[3:] or None, years=2026, observed=True)))
                for k in range(96)
            )
        }  # fmt: skip
        assert set(closed_in(places, day)) == closed, day


def test_a_text_is_moved_by_a_holiday_when_its_day_was_open_but_for_it() -> None:
    """In France: every held text is walked quarter by quarter through a calendar without holidays."""
    inside = timing(MAY, country="FR").inside()
    quiet = QuietHours("21:00", "08:00").window()
    windows = {
        "night_owl": intersect([quiet, window_for("FR")]),
        "checkout_rescue": intersect([quiet, window_for("FR")]),
        "weekly_broadcast": intersect([QuietHours("20:00", "09:00").window(), window_for("FR")]),
    }
    wanted: Counter[tuple[date, str]] = Counter()
    sends = inside.sends
    for row in sends[(sends["type"] == "message.sent") & (sends["held"] > 0)].itertuples():
        at = row.due.to_pydatetime().replace(tzinfo=UTC)
        while not is_allowed(at, "Europe/Paris", windows[row.journey_id]):
            at += timedelta(minutes=1)
            at = at.replace(second=0)
        if at < row.at.to_pydatetime().replace(tzinfo=UTC):
            wanted[at.astimezone(ZoneInfo("Europe/Paris")).date(), "FR"] += 1
    assert moved_by_holidays(inside) == wanted
    assert sum(wanted.values()) > 5
    holidays = {day for day in country_holidays("FR", years=2026) if day.month == 5}
    assert {day for day, _ in wanted} <= holidays
