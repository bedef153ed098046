"""The calendar's days, its pressure and its files, against slow counts of the same flight."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.journey.graph import DateEntry, FrequencyCap, Journey
from journeyboard.workflows.calendar import (
    CalendarDay,
    DayJourney,
    DayMessage,
    Pressure,
    allowance,
    calendar_of,
    dated_sends,
)
from journeyboard.workflows.calendar_files import calendar_csv, calendar_ics
from journeyboard.workflows.together import Month, fly_month, month_of

from .month import MARCH, brand, sample, timing

MADE = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def days() -> tuple[CalendarDay, ...]:
    return calendar_of(timing())


def test_every_delivery_of_the_month_stands_on_exactly_one_day(days: tuple[CalendarDay, ...]) -> None:  # fmt: skip
    landings = timing().inside().landings
    wanted = Counter(zip(landings["local"].dt.date, landings["journey_id"], strict=True))
    found = {(day.day, line.journey): line.landed for day in days for line in day.journeys}
    assert {key: number for key, number in found.items() if number} == wanted
    assert [day.day for day in days] == [date(2026, 3, 1) + timedelta(k) for k in range(31)]


def test_a_broadcast_stands_on_its_days_at_its_local_time(days: tuple[CalendarDay, ...]) -> None:
    dated = {day.day: line for day in days for line in day.journeys if line.clock}
    assert list(dated) == [date(2026, 3, day) for day in (5, 12, 19, 26)]
    assert {line.clock for line in dated.values()} == {"12:00"}
    assert all(line.entered > 100 for line in dated.values())


def test_pressure_is_a_sum_over_seven_days_and_each_subscriber(days: tuple[CalendarDay, ...]) -> None:  # fmt: skip
    month = timing()
    frame = month.flown.people.frame
    subscribers = set(frame.loc[frame["consent_sms_marketing"] == "subscribed", "profile_key"])
    texts: Counter[tuple[str, date]] = Counter()
    sent: Counter[tuple[str, date]] = Counter()
    for row in month.sends.itertuples():
        text = row.channel in ("sms", "mms") and row.profile_key in subscribers
        if text and (
            row.type == "message.sent" or row.reason in ("frequency_cap", "smart_sending")
        ):
            texts[row.profile_key, row.local.date()] += 1
            sent[row.profile_key, row.local.date()] += row.type == "message.sent"
    for day in (days[0], days[9], days[-1]):
        week = [day.day - timedelta(k) for k in range(7)]
        due = {key: sum(texts[key, one] for one in week) for key in subscribers}
        assert day.pressure.due == sum(due.values()) > 0
        assert day.pressure.sent == sum(sent[key, one] for key in subscribers for one in week)
        assert day.pressure.subscribers == len(subscribers)
        assert (day.pressure.over, day.pressure.level) == (0, "")  # this brand has no cap


@pytest.mark.parametrize(
    ("caps", "wanted"),
    [
        ([], None),
        ([(1, 1, "sms")], 7),
        ([(3, 7, None)], 3),
        ([(1, 2, "sms")], 4),
        ([(6, 30, "sms")], 6),
        ([(1, 1, "sms"), (6, 30, "sms"), (3, 7, None)], 3),
        ([(1, 7, "email")], None),
    ],
)
def test_the_allowance_is_the_tightest_cap_of_a_week(
    caps: list[tuple[int, int, str]], wanted: int | None
) -> None:
    made = tuple(FrequencyCap(max=m, per=d * 86_400, channel=c) for m, d, c in caps)  # type: ignore[arg-type]
    assert allowance(brand().model_copy(update={"caps": made})) == wanted


def test_a_day_is_marked_by_the_average_and_by_one_in_a_hundred() -> None:
    assert Pressure(10, 400, 90, 100, 3).level == "full"
    assert Pressure(10, 300, 1, 100, 3).level == "crowded"
    assert Pressure(10, 100, 1, 200, 3).level == ""
    assert Pressure(10, 400, 0, 100, None).level == ""
    assert Pressure(0, 0, 0, 0, 3).level == ""


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 4, 30)), st.integers(1, 20), st.integers(1, 9)
)
def test_dated_sends_are_every_moment_of_the_series_in_the_month(
    at: datetime, times: int, every: int
) -> None:
    entry = DateEntry(at=at, times=times, repeat_every=every * 43_200)
    journey = Journey(id="b", name="B", entry=entry)
    wanted: dict[date, list[str]] = {}
    for k in range(times):
        moment = at + timedelta(hours=12 * every * k)
        if (moment.year, moment.month) == (2026, 3):
            wanted.setdefault(moment.date(), []).append(f"{moment:%H:%M}")
    found = dated_sends(journey, MARCH)
    assert {day: clocks.split(", ") for day, clocks in found.items()} == wanted


def test_months_follow_each_other() -> None:
    december = month_of(date(2026, 12, 31))
    assert (december.before.words, december.next.words) == ("November 2026", "January 2027")
    assert len(month_of(date(2028, 2, 3)).days) == 29


def test_a_cohort_starts_on_the_first_and_what_cannot_fly_is_left_out() -> None:
    broken = Journey.model_validate(
        {"id": "broken", "name": "Broken", "entry": {"kind": "event", "event": "no.such"}}
    )
    flown = fly_month([sample("win_back"), broken], brand(), Month(date(2026, 4, 1)))
    assert [name for name, _ in flown.left_out] == ["Broken"]
    assert "no.such" in flown.left_out[0][1]
    assert flown.cohorts == {"win_back"}
    assert dated_sends(flown.journeys[0], flown.month) == {date(2026, 4, 1): "10:00"}


NAMES = st.text(max_size=60) | st.sampled_from(
    ["Sale; 20 % off, today\\tomorrow\nEND:VEVENT", "=cmd()", "ü" * 90, "🔥" * 40, "\r\n"]
)


def made_day(name: str, title: str) -> CalendarDay:
    message = DayMessage("m", title, "sms", 12, 3)
    line = DayJourney("j", name, "12:00", 20, (message,))
    return CalendarDay(date(2026, 3, 5), (line,), Pressure(9, 9, 1, 10, 3), (), (), ())


def unfolded(text: str) -> list[str]:
    """The content lines of an iCalendar text, as RFC 5545 section 3.1 says."""
    assert text.endswith("\r\n")
    lines = text[:-2].split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    return "\r\n".join(lines).replace("\r\n ", "").split("\r\n")


def text_value(value: str) -> str:
    """A TEXT value read back, as RFC 5545 section 3.3.11 says."""
    out, signs = [], iter(value)
    for sign in signs:
        if sign == "\\":
            escaped = next(signs)
            out.append("\n" if escaped in "nN" else escaped)
        else:
            assert sign not in ";,"
            out.append(sign)
    return "".join(out)


@given(NAMES, NAMES)
def test_the_calendar_file_says_any_name_and_is_never_broken_by_it(name: str, title: str) -> None:
    lines = unfolded(calendar_ics([made_day(name, title)], name, 5_000, MADE))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert "DTSTART:20260305T120000" in lines
    said = next(line for line in lines if line.startswith("SUMMARY:"))
    printable = "".join(c for c in name if c.isprintable() or c == "\n")
    assert text_value(said.removeprefix("SUMMARY:")) == printable


@given(NAMES, NAMES)
def test_the_table_file_reads_back_whole_and_holds_no_formula(name: str, title: str) -> None:
    rows = list(
        csv.DictReader(io.StringIO(calendar_csv([made_day(name, title)], 5_000), newline=""))
    )
    assert len(rows) == 1
    assert rows[0]["journey"].removeprefix("'") == name.removeprefix("'")
    assert (rows[0]["expected_deliveries"], rows[0]["sample_customers"]) == ("12", "5000")
    assert not rows[0]["journey"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_whole_month_is_written_with_every_event_id_once(days: tuple[CalendarDay, ...]) -> None:
    lines = unfolded(calendar_ics(days, "Lumen Skin", 400, MADE))
    ids = [line for line in lines if line.startswith("UID:")]
    assert len(ids) == len(set(ids)) > 10
    assert lines.count("SUMMARY:Broadcast every week") == 4
    assert sum(line.startswith("SUMMARY:Clocks change") for line in lines) > 5
