"""Entry cohorts: who entered in the same week, and how many of them ordered within the goal's window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeyboard.measurement.log import EventLog

QUERY = """
with entries as (
    select profile_key, min("at") as entered
    from events where type = 'journey.entered' and journey_id = $journey group by all
), orders as (
    select profile_key, "at" as ordered from events where type = 'order.placed'
), customers as (
    select profile_key, entered,
        count(ordered) filter (where ordered >= entered and ordered < entered + to_seconds($window)) as bought
    from entries left join orders using (profile_key) group by all
)
select date_trunc('week', customers.entered)::date as week, count(*) as entered,
    count(*) filter (where bought > 0) as converted,
    max(customers.entered) + to_seconds($window) <= $end::timestamp as complete
from customers group by all order by week
"""


@dataclass(frozen=True)
class Cohort:
    """Customers whose first entry into a journey falls into one week, from Monday on (UTC).

    `converted` ordered within the goal's window, with or without the journey's help; `complete` says
    whether that window had passed for all of them when the log ends.
    """

    journey_id: str
    week: date
    entered: int
    converted: int
    complete: bool

    @property
    def conversion(self) -> float:
        """The share that ordered."""
        return self.converted / self.entered

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values."""
        return asdict(self) | {"week": self.week.isoformat(), "conversion": self.conversion}


def cohorts(log: EventLog, *, end: str, windows: Mapping[str, int]) -> tuple[Cohort, ...]:
    """The cohorts of each journey of `windows` (seconds, by journey id) in order of their week.

    `end` is the moment at which the log ends (ISO, UTC).
    """
    found: list[Cohort] = []
    with log.connect() as connection:
        for name, seconds in windows.items():
            asked = {"journey": name, "window": seconds, "end": end}
            rows = connection.execute(QUERY, asked).fetchall()
            found += [Cohort(name, *row) for row in rows]
    return tuple(found)
