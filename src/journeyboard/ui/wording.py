"""Numbers and times as people read them: money with its currency, rates with what they are of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from journeyboard.records import CURRENCY_SYMBOLS

NOTHING = "–"


def money(value: float | None, currency: str | None = "USD", digits: int | None = None) -> str:
    """An amount: cents below 1,000, whole units above.

    >>> money(-12.5)
    '-$12.50'
    """
    if value is None:
        return NOTHING
    places = digits if digits is not None else (2 if abs(value) < 1000 else 0)
    amount = f"{abs(value):,.{places}f}"
    minus = "-" if value < 0 else ""
    code = currency or ""
    symbol = CURRENCY_SYMBOLS.get(code)
    return f"{minus}{symbol}{amount}" if symbol else f"{minus}{code} {amount}".strip()


def percent(share: float | None, digits: int = 1) -> str:
    """A share in percent.

    >>> percent(0.091)
    '9.1 %'
    """
    return NOTHING if share is None else f"{100 * share:,.{digits}f} %"


def points(share: float | None, digits: int = 1) -> str:
    """A difference of two shares, signed, in percentage points.

    >>> points(0.031)
    '+3.1 pp'
    """
    return NOTHING if share is None else f"{100 * share:+,.{digits}f} pp"


def count(value: float | None) -> str:
    """A whole number with thousands apart."""
    return NOTHING if value is None else f"{value:,.0f}"


def many(number: int, thing: str, things: str = "") -> str:
    """A number of things.

    >>> many(1, "row"), many(2000, "row")
    ('1 row', '2,000 rows')
    """
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"


def of(cell: dict[str, Any], currency: str | None = None) -> str:
    """What a metric's value is made of: “123 of 1,352”."""
    if cell.get("denominator") is None:
        return ""
    top = cell["numerator"]
    above = money(top, currency) if currency else count(top)
    return f"{above} of {count(cell['denominator'])}"


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long ago, roughly.

    >>> ago(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC))
    '2 days ago'
    """
    seconds = ((now or datetime.now(UTC)) - moment).total_seconds()
    for name, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        many = int(seconds // size)
        if many:
            return f"{many} {name}{'s' if many > 1 else ''} ago"
    return "just now"
