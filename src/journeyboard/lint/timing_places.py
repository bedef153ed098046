"""Where the customers of a journey may live: windows, closed days and clocks, each with its source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from journeyboard.errors import BadInput
from journeyboard.lint.rule import Source
from journeyboard.lint.subject import Subject
from journeyboard.message.rules import Rule, lineage, rules, window_for
from journeyboard.message.window import WEEKDAYS, WeeklyWindow
from journeyboard.message.zones import resolve_zone, zone_info

_WINTER, _SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


class Where(NamedTuple):
    """A jurisdiction with its window for marketing texts and the row that gives it.

    `chosen` is False for a state of a country that was chosen: only some customers live there.
    """

    code: str
    window: WeeklyWindow
    row: Rule
    chosen: bool

    @property
    def is_law(self) -> bool:
        """False where the window is custom, borrowed from voice calls, or only a default."""
        return self.row.is_law and self.row.jurisdiction != "DEFAULT"

    @property
    def source(self) -> Source:
        """The row's source."""
        return Source.of(self.row)

    @property
    def hours(self) -> str:
        """Its hours on a Monday and what else closes it, such as “08:00–20:00, not on Sundays”."""
        return _hours(self.window)


def places(subject: Subject) -> tuple[Where, ...]:
    """The jurisdictions of the journey, then the states of those that are a country with states."""
    chosen = [code for code in subject.jurisdictions if _is_known(code)]
    within = [state for code in chosen for state in _states(code)]
    return (
        *(_where(code, chosen=True) for code in chosen),
        *(_where(code, chosen=False) for code in within),
    )


def row_of(code: str, rule: str) -> Rule | None:
    """The row that holds there: its own, else its country's, else the default."""
    found = (rules(place, rule) for place in (*lineage(code)[:2], "DEFAULT"))
    return next((rows[0] for rows in found if rows), None)


def names(wheres: list[Where]) -> str:
    """Up to three places by their codes, and how many more."""
    shown = ", ".join(where.code for where in wheres[:3])
    return shown + (f" and {len(wheres) - 3} more" if len(wheres) > 3 else "")


def has_one_clock(subject: Subject, zone: str) -> bool:
    """Whether every place the journey names keeps the same time as this zone, all year."""
    codes = [code for code in subject.jurisdictions if _is_known(code)]
    return bool(codes) and all(
        _offsets(name) == _offsets(zone) for code in codes for name in _zones(code, zone)
    )


@lru_cache(maxsize=256)
def _where(code: str, *, chosen: bool) -> Where:
    row = row_of(code, "send_window")
    assert row is not None  # DEFAULT has one
    return Where(code, window_for(code), row, chosen)


def _states(code: str) -> Iterator[str]:
    """The states of a country that have hours or closed days of their own."""
    rows = (row.jurisdiction for row in rules() if row.rule in ("send_window", "no_send_day"))
    inside = dict.fromkeys(name for name in rows if name.startswith(f"{code.upper()}-"))
    return (name for name in inside if name not in ("US-STRICT", "US-5CIR"))


def _is_known(code: str) -> bool:
    try:
        return bool(lineage(code))
    except BadInput:
        return False


def _zones(code: str, otherwise: str) -> tuple[str, ...]:
    country, _, region = code.upper().partition("-")
    return resolve_zone(None, country, region or None, otherwise).names


def _offsets(zone: str) -> tuple[object, object]:
    there = zone_info(zone)
    return _WINTER.astimezone(there).utcoffset(), _SUMMER.astimezone(there).utcoffset()


@lru_cache(maxsize=256)
def _hours(window: WeeklyWindow) -> str:
    first = next((day for day in window.days if day), ())
    spans = " and ".join(f"{_time(start)}–{_time(end)}" for start, end in first)
    closed = [WEEKDAYS[day] for day, spans_then in enumerate(window.days) if not spans_then]
    days = [*closed, *(["public holidays"] if window.no_holidays else [])]
    return f"{spans}, not on {' or '.join(days)}" if days else spans


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
