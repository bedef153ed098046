"""The send calendar as files: iCalendar (RFC 5545) for other calendars, CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from journeyboard.workflows.calendar import CalendarDay, DayJourney

FOLD = 75
"""Octets in a line of iCalendar (RFC 5545, section 3.1)."""
COLUMNS = (
    "date", "journey_id", "journey", "kind", "local_time", "customers_entering", "message_id",
    "message", "channel", "expected_deliveries", "held_back_by_caps", "sample_customers",
)  # fmt: skip
_SIGNS = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def calendar_ics(days: Sequence[CalendarDay], brand: str, customers: int, made: datetime) -> str:
    """Dated sends at their local time (floating, as they follow each customer's clock), holidays that
    close texting, clock changes and days over the cap, as iCalendar text; `made` is aware UTC.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Journeyboard//Send calendar//EN"]
    lines += ["CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(f'{brand}: sends')}"]
    stamp = f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for day in days:
        for number, (when, title, words) in enumerate(_events(day, customers)):
            uid = f"UID:{day.day:%Y%m%d}-{number}-{_plain(brand)}@journeyboard"
            told = [f"SUMMARY:{_text(title)}", f"DESCRIPTION:{_text(words)}", "TRANSP:TRANSPARENT"]
            lines += ["BEGIN:VEVENT", uid, stamp, *when, *told, "END:VEVENT"]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def calendar_csv(days: Sequence[CalendarDay], customers: int) -> str:
    """One row a day and message; expected deliveries are counts among the `customers` who flew."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for day in days:
        for line in day.journeys:
            for row in _rows(line):
                writer.writerow([day.day.isoformat(), *map(_cell, row), customers])
    return out.getvalue()


def _rows(line: DayJourney) -> Iterator[tuple[str | int, ...]]:
    kind = "dated" if line.clock else "triggered"
    shared = (line.journey, line.name, kind, line.clock, line.entered)
    if not line.messages:
        yield (*shared, "", "", "", 0, 0)
    for one in line.messages:
        yield (*shared, one.node, one.title, one.channel, one.landed, one.held_back)


def _cell(value: str | int) -> str | int:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _events(day: CalendarDay, customers: int) -> Iterator[tuple[list[str], str, str]]:
    for line in day.journeys:
        for clock in line.clock.split(", ") if line.clock else ():
            words = f"{line.entered:,} of {customers:,} sample customers enter; {line.landed:,} messages are delivered."
            title = f"{line.name} ({clock.partition(' ')[2]})" if " " in clock else line.name
            yield _at(day.day, clock[:5]), title, words
    for holiday in day.holidays:
        if holiday.closes:
            where = ", ".join(holiday.closes)
            words = f"{holiday.name} ({holiday.place}): no marketing texts in {where}."
            yield _all_day(day.day), f"No texts in {where}: {holiday.name}", words
    for change in day.changes:
        yield _all_day(day.day), f"Clocks change: {change.zone}", change.words
    if day.pressure.level == "full":
        words = f"{day.pressure.over:,} of {day.pressure.subscribers:,} subscribers are due more than {day.pressure.allowance} marketing texts in 7 days."
        yield _all_day(day.day), "Over the cap", words


def _at(day: date, clock: str) -> list[str]:
    return [f"DTSTART:{day:%Y%m%d}T{clock.replace(':', '')}00", "DURATION:PT30M"]


def _all_day(day: date) -> list[str]:
    after = day + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _text(words: str) -> str:
    """A TEXT value (RFC 5545, section 3.3.11)."""
    shown = "".join(_SIGNS.get(sign, sign) for sign in words)
    return "".join(sign for sign in shown if sign.isprintable() or sign == " ")


def _plain(words: str) -> str:
    return "".join(sign for sign in words.lower() if sign.isascii() and sign.isalnum())


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, none of which splits a character."""
    pieces, now = [""], 0
    for sign in line:
        size = len(sign.encode())
        if now + size > FOLD - (len(pieces) > 1):
            pieces.append("")
            now = 0
        pieces[-1] += sign
        now += size
    return "\r\n ".join(pieces)
