"""What the law, the carriers and custom ask of a message, by jurisdiction, each with its source.

A new rule is a row of `data/sms_rules.csv`. Nothing here is legal advice.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

from journeyboard.errors import BadInput
from journeyboard.message.keywords import OPT_OUT, is_opt_out, reply_meaning
from journeyboard.message.window import (
    ALWAYS,
    Bound,
    Day,
    WeeklyWindow,
    clock,
    intersect,
    unite,
    weekdays,
)
from journeyboard.message.zones import region_zones

__all__ = [
    "FrequencyCap",
    "Rule",
    "applicable",
    "frequency_caps",
    "intersect",
    "is_opt_out",
    "jurisdiction_of",
    "lineage",
    "opt_out_keywords",
    "reply_meaning",
    "rules",
    "window_for",
]

_EU: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_COLLECTIONS: Final = ("DEFAULT", "EU", "GLOBAL", "US-5CIR", "US-STRICT")
_MARKERS: Final = ("practice_not_law", "voice_rule_used_as_default")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table; texts as printed there, empty where the source is silent.

    `confidence` is `primary` (the text itself was read), `secondary` or `general`.
    """

    jurisdiction: str
    rule: str
    start: str
    end: str
    days: str
    source: str
    confidence: Literal["primary", "secondary", "general"]
    year: str
    value: str
    note: str

    @property
    def values(self) -> tuple[str, ...]:
        """The items of a `|`-separated value."""
        return tuple(self.value.split("|")) if self.value else ()

    @property
    def is_law(self) -> bool:
        """False for custom and for voice rules borrowed as a default: these only warn."""
        return self.value not in _MARKERS

    def in_force(self, on: date) -> bool:
        """Does the rule bind on this day?"""
        if self.value.startswith("deferred_until_"):
            return on >= date.fromisoformat(self.value.removeprefix("deferred_until_"))
        return self.value != "not_in_force"


@dataclass(frozen=True, slots=True)
class FrequencyCap:
    """At most `messages` to one person within `hours`, counted over `scope`."""

    messages: int
    hours: int
    scope: str
    rule: Rule


@lru_cache(maxsize=256)
def rules(jurisdiction: str | None = None, rule: str | None = None) -> tuple[Rule, ...]:
    """The rows of exactly this jurisdiction and rule, in table order; without arguments all."""
    return tuple(
        row
        for row in _table()
        if jurisdiction in (None, row.jurisdiction) and rule in (None, row.rule)
    )


def applicable(jurisdiction: str, rule: str) -> tuple[Rule, ...]:
    """The rows that hold there: its own, else its country's, else the EU's, else the global."""
    found = (rules(place, rule) for place in (*lineage(jurisdiction), "GLOBAL"))
    return next((rows for rows in found if rows), ())


def jurisdiction_of(country: str, region: str | None = None) -> str:
    """The jurisdiction of an address: `US-TX` for a US state, else the country.

    >>> jurisdiction_of("us", "tx"), jurisdiction_of("FR", "IDF")
    ('US-TX', 'FR')
    """
    country = country.strip().upper()
    code = f"{country}-{(region or '').strip().upper().removeprefix('US-')}"
    return code if country == "US" and code in region_zones() else country


def lineage(jurisdiction: str) -> tuple[str, ...]:
    """The jurisdiction and those it belongs to, nearest first.

    >>> lineage("US-FL"), lineage("BE")
    (('US-FL', 'US'), ('BE', 'EU'))

    Raises BadInput for what is neither a country code nor a US state.
    """
    place = jurisdiction.strip().upper()
    place = "GB" if place == "UK" else place
    country = place.partition("-")[0]
    known = place in _COLLECTIONS or (country == "US" and place in region_zones())
    if known or re.fullmatch(r"[A-Z]{2}", place):
        above = ("EU",) if country in _EU.split() else ()
        return tuple(dict.fromkeys((place, country, *above)))
    raise BadInput(
        f"{jurisdiction!r} is not a jurisdiction.",
        advice="Write a country code such as FR or a US state such as US-TX.",
    )


def window_for(jurisdiction: str, strict: bool = True) -> WeeklyWindow:
    """When marketing texts may be sent there, recipient's local time.

    A state's rows replace its country's; a place without rows gets DEFAULT. Where charts
    disagree (US-IL, US-NJ), `strict` takes the narrower. The window's `bounds` name its
    source and say whether it is law or custom. Raises BadInput as `lineage` does.
    """
    place = lineage(jurisdiction)[0]
    closed = rules(place, "no_send_day")
    return intersect([_opening(_hours(place, strict)), *([_closing(closed)] if closed else [])])


def opt_out_keywords(jurisdiction: str = "US") -> tuple[str, ...]:
    """The words that must be honoured as a stop request, the law's own first."""
    law = [word for row in applicable(jurisdiction, "opt_out_keywords") for word in row.values]
    return tuple(dict.fromkeys((*law, *OPT_OUT)))


def frequency_caps(jurisdiction: str) -> tuple[FrequencyCap, ...]:
    """The legal caps on messages per person there; usually none."""
    return tuple(_cap(row) for row in applicable(jurisdiction, "frequency_cap"))


def _cap(row: Rule) -> FrequencyCap:
    match = re.fullmatch(r"(\d+)_per_(\d+)h_(\w+)", row.value)
    if match is None:
        raise BadInput(f"sms_rules.csv: the cap {row.value!r} of {row.jurisdiction} is unreadable.")
    return FrequencyCap(int(match[1]), int(match[2]), match[3], row)


def _hours(place: str, strict: bool) -> tuple[Rule, ...]:
    for name in (place, place.partition("-")[0], "DEFAULT"):
        found = (strict and rules(name, "send_window_strict")) or rules(name, "send_window")
        if found:
            return found
    return ()


def _opening(rows: tuple[Rule, ...]) -> WeeklyWindow:
    """Rows of one place are alternatives by day; a day that none names is left out on purpose."""
    return _bounded(tuple(_spans(rows, day) for day in range(7)), False, rows)


def _closing(rows: tuple[Rule, ...]) -> WeeklyWindow:
    never = {day for row in rows for day in weekdays(row.days)}
    days = tuple(() if day in never else ALWAYS.days[day] for day in range(7))
    return _bounded(days, any("Holiday" in row.days for row in rows), rows)


def _bounded(days: tuple[Day, ...], no_holidays: bool, rows: tuple[Rule, ...]) -> WeeklyWindow:
    bound = Bound(
        rows[0].jurisdiction,
        rows[0].rule,
        days,
        no_holidays,
        "; ".join(dict.fromkeys(row.source for row in rows)),
        max((row.confidence for row in rows), key=_doubt),
        next((row.value for row in rows if not row.is_law), ""),
        " ".join(dict.fromkeys(row.note for row in rows if row.note)),
    )
    return WeeklyWindow(days, no_holidays, (bound,))


def _spans(hours: tuple[Rule, ...], day: int) -> tuple[tuple[int, int], ...]:
    return unite((clock(row.start), clock(row.end)) for row in hours if day in weekdays(row.days))


def _doubt(confidence: str) -> int:
    return ("primary", "secondary", "general").index(confidence)


@lru_cache(maxsize=1)
def _table() -> tuple[Rule, ...]:
    path = files("journeyboard.message") / "data" / "sms_rules.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple(Rule(**row) for row in rows)  # type: ignore[arg-type]
