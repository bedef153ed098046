"""Moments as the audience keeps them: naive UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime

from journeyboard.errors import BadInput


def moment(at: str | date) -> datetime:
    """Naive UTC of a day (its midnight), a time, or either as text; raises BadInput for others.

    >>> moment("2026-03-02T10:00:00+01:00")
    datetime.datetime(2026, 3, 2, 9, 0)
    """
    try:
        found = datetime.fromisoformat(at.strip() if isinstance(at, str) else at.isoformat())
    except ValueError:
        raise BadInput(
            f"“{at}” is not a date.", advice="Write 2026-03-02 or 2026-03-02 10:00."
        ) from None
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
