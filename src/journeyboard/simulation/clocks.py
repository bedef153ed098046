"""Places and clocks compiled: zone offsets, send windows and entry dates as seconds of the run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience.columns import Columns, listed
from journeyboard.errors import BadInput
from journeyboard.journey.graph import DateEntry, Journey, QuietRule
from journeyboard.message.rules import jurisdiction_of, window_for
from journeyboard.message.timing import QuietHours, allowed_intervals, intersect, zone_offsets
from journeyboard.message.zones import resolve_zone, zone_info
from journeyboard.simulation.kernel.layout import DAY

if TYPE_CHECKING:
    import pandas as pd

SLACK = 15 * DAY
"""Windows and offsets are known a little beyond the end of the run."""


@lru_cache(4_096)
def _open(place: tuple[tuple[str, ...], str], quiet: QuietHours, law: bool, span: tuple[datetime, datetime]) -> NDArray[np.int64]:  # fmt: skip
    names, jurisdiction = place
    bound = [quiet.window(), window_for(jurisdiction)] if law else [quiet.window()]
    return allowed_intervals(names, intersect(bound), *span, jurisdiction)


@dataclass(frozen=True)
class Clocks:
    """Where customers are: for each the number of their zone and of their place.

    A place is a set of possible zones with a jurisdiction; a window must be open in all of them.
    """

    customers: Columns | pd.DataFrame
    start: datetime
    days: int
    default_zone: str
    extra_zones: tuple[str, ...] = ()

    @cached_property
    def _addresses(self) -> tuple[list[tuple[str | None, str, str]], NDArray[np.int64]]:
        columns = (listed(self.customers[name]) for name in ("zone", "country", "region"))
        each = list(zip(*columns, strict=True))
        found = sorted(set(each), key=lambda row: [(part is None, part or "") for part in row])
        number = {row: k for k, row in enumerate(found)}
        return found, np.array([number[row] for row in each], np.int64)

    @cached_property
    def places(self) -> list[tuple[tuple[str, ...], str]]:
        """(possible zones, jurisdiction) of each place."""
        return [
            (
                resolve_zone(zone, country, region, self.default_zone).names,
                jurisdiction_of(country or "US", region),
            )
            for zone, country, region in self._addresses[0]
        ]

    @cached_property
    def zones(self) -> list[str]:
        """Every zone that a customer or a journey goes by."""
        return list(dict.fromkeys([names[0] for names, _ in self.places] + list(self.extra_zones)))

    @cached_property
    def place_of(self) -> NDArray[np.int64]:
        """The place of each customer."""
        return self._addresses[1]

    @cached_property
    def zone_of(self) -> NDArray[np.int64]:
        """The zone of each customer: the first of the possible ones."""
        number = {name: k for k, name in enumerate(self.zones)}
        return np.array([number[names[0]] for names, _ in self.places], np.int64)[self.place_of]

    @property
    def _span(self) -> tuple[datetime, datetime]:
        start = self.start.replace(tzinfo=UTC)
        return start, start + timedelta(seconds=self.days * DAY + SLACK)

    @cached_property
    def offsets(self) -> list[NDArray[np.int64]]:
        """The offsets of each zone, as `zone_offsets` gives them."""
        return [zone_offsets(zone, *self._span) for zone in self.zones]

    def windows(self, rule: QuietRule) -> list[NDArray[np.int64]]:
        """The open intervals of each place under a journey's quiet hours and, if asked, the law."""
        hours = QuietHours(rule.start, rule.end)
        return [_open(place, hours, rule.law, self._span) for place in self.places]

    def dates(self, journey: Journey, entry: DateEntry) -> NDArray[np.int64]:
        """The moments of a dated entry in each zone, shape [zones, times], seconds of the run."""
        if entry.at is None:
            raise BadInput(f"“{journey.id}” enters by date, but its entry names none.", advice="Set `at` or `attribute`.")  # fmt: skip
        fixed = None if journey.timezone == "profile" else journey.timezone
        return np.stack([self._moments(entry, entry.at, fixed or zone) for zone in self.zones])

    def _moments(self, entry: DateEntry, at: datetime, zone: str) -> NDArray[np.int64]:
        step = timedelta(seconds=entry.repeat_every or 0)
        clock = at.replace(tzinfo=None) + timedelta(seconds=entry.offset)
        return np.array([self.second(clock + k * step, zone) for k in range(entry.times)], np.int64)

    def second(self, clock: datetime, zone: str) -> int:
        """The second of the run at which a zone's clock shows this; before the start it is -1."""
        moment = clock.replace(tzinfo=zone_info(zone)).astimezone(UTC)
        seconds = int((moment - self.start.replace(tzinfo=UTC)).total_seconds())
        return seconds if seconds >= 0 else -1

    def birthdays(self, entry: DateEntry) -> NDArray[np.int64]:
        """The next anniversary of each customer's date, at the entry's local time; -1 for none."""
        column = entry.attribute or ""
        if column not in self.customers:
            raise BadInput(f"customers have no attribute “{column}”.", advice="Choose a date column of the audience.")  # fmt: skip
        zones = [self.zones[k] for k in self.zone_of]
        return np.array([self._next(v, z, entry) for v, z in zip(self.customers[column].tolist(), zones, strict=True)], np.int64)  # fmt: skip

    def _next(self, value: object, zone: str, entry: DateEntry) -> int:
        if not hasattr(value, "month") or value != value:
            return -1
        hours, minutes = entry.time.split(":")
        for year in (self.start.year, self.start.year + 1):
            day = date(year, value.month, min(value.day, 28 if value.month == 2 else value.day))  # type: ignore[attr-defined]
            clock = datetime.combine(day, time(int(hours), int(minutes)))
            seconds = self.second(clock + timedelta(seconds=entry.offset), zone)
            if seconds >= 0:
                return seconds
        return -1
