"""When a month's messages reach people: sends on each customer's own clock, holds, drops and collisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from journeyboard.journey.reach import Clock, clock_of
from journeyboard.message.timing import zone_offsets
from journeyboard.records import Customer
from journeyboard.workflows.together import Together

if TYPE_CHECKING:
    import pandas as pd

HOUR = 3_600
DROPPED = ("stale", "quiet_hours", "never_open")
"""Reasons of skipping that come from the clock: held too long, not held at all, no window ever."""
_SEEN = (
    "message.sent",
    "message.skipped",
    "message.queued",
    "message.delivered",
    "journey.entered",
)
_KEYS = ["profile_key", "journey_id"]


@dataclass(frozen=True)
class Timing:
    """A month in tables; every time is naive, `local` the customer's clock and `at` UTC.

    `sends`: one row a message that came to an end in the month, sent or skipped, with the moment it was
    first `due` and the seconds it was `held`. `landings`: one row a message delivered in the month.
    `entries`: one row a customer who entered. All know profile_key, journey_id, zone and jurisdiction.
    """

    flown: Together
    sends: pd.DataFrame
    landings: pd.DataFrame
    entries: pd.DataFrame
    clocks: dict[str, Clock]

    @property
    def customers(self) -> int:
        """How many customers flew."""
        return len(self.flown.people)

    def inside(self) -> Timing:
        """Without the days before the month."""
        first = datetime.combine(self.flown.month.first, datetime.min.time())
        tables = (self.sends, self.landings, self.entries)
        sends, landings, entries = (one[one["local"] >= first] for one in tables)
        return replace(self, sends=sends, landings=landings, entries=entries)

    def of(self, channel: str | None, journeys: set[str] | None = None) -> Timing:
        """Only one channel (None: all) and some journeys (None: all)."""
        return replace(
            self,
            sends=_only(self.sends, channel, journeys),
            landings=_only(self.landings, channel, journeys),
            entries=_only(self.entries, channel, journeys),
        )


@dataclass(frozen=True)
class Holds:
    """What the clock did to messages that were due: how many went out, waited first, or were dropped.

    `median` and `ninetieth` are seconds of waiting among the held; None when none was.
    """

    sent: int
    held: int
    dropped: int
    median: float | None
    ninetieth: float | None

    @property
    def due(self) -> int:
        """Sent or dropped by the clock; other reasons to skip are not counted."""
        return self.sent + self.dropped


def timing_of(flown: Together, lead: int = 0) -> Timing:
    """The month's tables: what happens inside the month on the customer's own clock.

    `lead` adds so many days before it (at most those of the warm-up).
    """
    clocks = {
        str(key): clock_of(_placed(row), flown.brand)
        for key, row in flown.people.frame.set_index("profile_key")[
            ["zone", "country", "region"]
        ].iterrows()
    }
    events = _events(flown, clocks)
    sends = _within(flown, _attempts(events), lead)
    landings = _within(flown, events[events["type"] == "message.delivered"], lead)
    entries = _within(flown, events[events["type"] == "journey.entered"], lead)
    return Timing(flown, sends, landings, entries, clocks)


def _placed(row: Any) -> Customer:
    zone = row["zone"] if isinstance(row["zone"], str) else None
    region = row["region"] if isinstance(row["region"], str) else ""
    country = row["country"] if isinstance(row["country"], str) else ""
    return Customer("", country=country, region=region, zone=zone)


def _events(flown: Together, clocks: dict[str, Clock]) -> pd.DataFrame:
    """What is looked at of the run, in order, with each customer's zone, law and clock."""
    import pandas as pd

    columns = ["at", "profile_key", "type", "channel", "journey_id", "node_id", "reason", "seq"]
    if flown.run is None:
        empty = pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
        never = pd.Series(dtype="datetime64[us]")
        return empty.assign(at=never, zone="", jurisdiction="", local=never)
    table = flown.run.events.select(columns).to_pandas()
    events = table[table["type"].isin(_SEEN)].copy()
    for name in ("profile_key", "type", "channel", "journey_id", "node_id", "reason"):
        events[name] = events[name].astype(object)
    zones = {key: clock.zones[0] for key, clock in clocks.items()}
    laws = {key: clock.jurisdiction for key, clock in clocks.items()}
    events["zone"] = events["profile_key"].map(zones)
    events["jurisdiction"] = events["profile_key"].map(laws)
    events["local"] = local_times(events["at"], events["zone"])
    ordered: pd.DataFrame = events.sort_values([*_KEYS, "at", "seq"], kind="stable")
    return ordered


def local_times(at: pd.Series[Any], zone: pd.Series[Any]) -> pd.Series[Any]:
    """What each customer's clock shows: naive UTC in, naive local time out."""
    import numpy as np

    shown = at.copy()
    for name, times in at.groupby(zone):
        start = times.min().to_pydatetime().replace(tzinfo=UTC)
        end = times.max().to_pydatetime().replace(tzinfo=UTC) + timedelta(seconds=1)
        table = zone_offsets(str(name), start, end)
        seconds = (times - times.min()).dt.total_seconds().to_numpy()
        places = np.searchsorted(table[:, 0], seconds, side="right") - 1
        shift = (table[places, 1] * 1_000_000).astype("timedelta64[us]")
        shown.loc[times.index] = times + shift
    return shown


def _attempts(events: pd.DataFrame) -> pd.DataFrame:
    """One row a message sent or skipped, with when it was first due since that customer entered."""
    entered = (events["type"] == "journey.entered").groupby([events[k] for k in _KEYS])
    rows = events.assign(stay=entered.cumsum())
    rows = rows[rows["type"].isin(("message.sent", "message.skipped", "message.queued"))]
    keys = [*_KEYS, "stay", "node_id"]
    ended = (rows["type"] != "message.queued").astype(int)
    rows = rows.assign(attempt=ended.groupby([rows[k] for k in keys]).cumsum() - ended)
    first = rows.groupby([*keys, "attempt"])["at"].transform("min")
    done = rows.assign(due=first)[ended.eq(1)]
    return done.assign(held=(done["at"] - done["due"]).dt.total_seconds())


def _within(flown: Together, rows: pd.DataFrame, lead: int) -> pd.DataFrame:
    first = datetime.combine(flown.month.first, datetime.min.time()) - timedelta(days=lead)
    last = datetime.combine(flown.month.next.first, datetime.min.time())
    return rows[(rows["local"] >= first) & (rows["local"] < last)].reset_index(drop=True)


def _only(rows: pd.DataFrame, channel: str | None, journeys: set[str] | None) -> pd.DataFrame:
    if journeys is not None:
        rows = rows[rows["journey_id"].isin(journeys)]
    if channel is not None:
        rows = rows[rows["channel"].eq(channel) | rows["channel"].isna()]
    return rows


def heat(timing: Timing) -> list[list[int]]:
    """Messages delivered by local weekday (Monday first) and hour: 7 rows of 24 counts."""
    local = timing.landings["local"]
    cells = [[0] * 24 for _ in range(7)]
    if len(local):
        places = local.dt.day_of_week * 24 + local.dt.hour
        for place, number in places.value_counts().items():
            cells[int(str(place)) // 24][int(str(place)) % 24] = int(number)
    return cells


def holds(timing: Timing) -> Holds:
    """How many were sent, how many of them had waited, how long, and how many the clock dropped."""
    sends = timing.sends
    sent = sends[sends["type"] == "message.sent"]
    held = sent.loc[sent["held"] > 0, "held"]
    dropped = sends["type"].eq("message.skipped") & sends["reason"].isin(DROPPED)
    return Holds(
        len(sent),
        len(held),
        int(dropped.sum()),
        float(held.median()) if len(held) else None,
        float(held.quantile(0.9)) if len(held) else None,
    )


def holds_by_message(timing: Timing) -> dict[tuple[str, str], Holds]:
    """The same for every message, by journey id and node id."""
    found = {}
    for key, rows in timing.sends.groupby(["journey_id", "node_id"], sort=False):
        found[str(key[0]), str(key[1])] = holds(replace(timing, sends=rows))
    return found
