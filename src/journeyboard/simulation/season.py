"""Seasons: by how much visits and own orders rise and fall, day by day; `data/seasons.csv` lists them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from journeyboard.errors import BadInput

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
USUAL = 1_000


@dataclass(frozen=True)
class Span:
    """Days on which a factor holds: `always`, a weekday, `11-01..12-31`, or `cyber week`."""

    when: str
    factor: float
    source: str
    confidence: str
    note: str

    def covers(self, day: date) -> bool:
        """Whether a day belongs to it."""
        if self.when in WEEKDAYS:
            return day.weekday() == WEEKDAYS.index(self.when)
        if self.when == "cyber week":
            return timedelta(0) <= day - thanksgiving(day.year) <= timedelta(days=4)
        if self.when == "always":
            return True
        first, last = self.when.split("..")
        return first <= f"{day:%m-%d}" <= last


@dataclass(frozen=True)
class Season:
    """A named pattern; of several spans that cover a day the last one counts."""

    key: str
    title: str
    spans: tuple[Span, ...]

    def factor(self, day: date) -> float:
        """Visits and own orders on a day, against a usual one."""
        return next((s.factor for s in reversed(self.spans) if s.covers(day)), 1.0)

    @property
    def is_assumed(self) -> bool:
        """Whether no source stands behind it."""
        return all(span.confidence == "assumption" for span in self.spans)

    @property
    def sources(self) -> str:
        """Where its factors come from."""
        return "; ".join(dict.fromkeys(span.source for span in self.spans))


def thanksgiving(year: int) -> date:
    """The fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


@cache
def seasons() -> dict[str, Season]:
    """The catalogue, in the order of its file."""
    text = files("journeyboard.simulation").joinpath("data/seasons.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {
        key: Season(key, title, tuple(
            Span(r["when"], float(r["factor"]), r["source"], r["confidence"], r["note"])
            for r in rows if r["key"] == key
        ))
        for key, title in {r["key"]: r["title"] for r in rows}.items()
    }  # fmt: skip


def daily_factors(names: Sequence[str], start: date, days: int) -> tuple[int, ...]:
    """The product of some seasons for each day of a run (UTC), in thousandths; empty for none.

    Raises BadInput for a season that is not in the catalogue.
    """
    chosen = [_season(name) for name in names]
    if not chosen:
        return ()
    found = []
    for k in range(days):
        factor = 1.0
        for season in chosen:
            factor *= season.factor(start + timedelta(days=k))
        found.append(max(round(factor * USUAL), 1))
    return tuple(found)


def _season(name: str) -> Season:
    if name not in seasons():
        raise BadInput(
            f"there is no season “{name}”.", advice=f"The seasons are: {', '.join(seasons())}."
        )
    return seasons()[name]
