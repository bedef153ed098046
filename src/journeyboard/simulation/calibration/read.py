"""The evidence of a calibration: the events of whole customers, in seconds, with what is known of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.errors import BadInput
from journeyboard.records import STAGES
from journeyboard.simulation.calibration.fit import Floats
from journeyboard.simulation.kernel.layout import DAY
from journeyboard.simulation.season import USUAL, daily_factors

if TYPE_CHECKING:
    import pandas as pd

    from journeyboard.measurement.log import EventLog

MOST = 60_000
"""Customers that are read; of a larger log a fixed random part of that size."""
MATCHED = 0.5
"""Share of the log's customers that must be in the audience that is said to be theirs."""
LANE = float(1 << 33)
"""Seconds set aside for each customer on one long line, on which one search answers for everybody."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Evidence:
    """Events by customer, time and seq: `who` counts customers, `at` seconds since `start`.

    `keys` are the customers, those of the audience without any event included; `end` is the last
    second that was observed. `of` is how many customers the log or the audience has in all, `season`
    the factor on visits and own orders of each day, in thousandths (empty: every day is a usual one).
    """

    events: pd.DataFrame
    keys: tuple[str, ...]
    start: datetime
    end: float
    of: int
    season: tuple[int, ...] = ()

    def kind(self, *types: str) -> pd.DataFrame:
        """The events of these types."""
        return self.events[self.events["type"].isin(types)]

    def pace(self, at: Floats) -> Floats:
        """The season's factor on visits and own orders at each moment."""
        factors = np.array(self.season or (USUAL,)) / USUAL
        return np.asarray(factors[np.minimum(at // DAY, len(factors) - 1).astype(np.int64)])

    def usual(self, at: Any) -> Floats:
        """The seconds of usual days that come to as much as the time until each moment."""
        if not self.season:
            return np.asarray(at, np.float64)
        passed = np.cumsum([0, *self.season]) * (DAY / USUAL)
        return np.asarray(np.interp(at, np.arange(len(passed)) * DAY, passed))

    def has(self, type_: str) -> bool:
        """Whether there is any such event."""
        return type_ in self.types

    @cached_property
    def types(self) -> frozenset[str]:
        """The types of event there are."""
        return frozenset(self.events["type"].unique())

    @cached_property
    def _stages(self) -> tuple[Floats, Ints]:
        known = self.events[self.events["stage"] >= 0]
        return line(known["who"], known["at"]), known["stage"].to_numpy(np.int64)

    def stage(self, who: Ints, at: Floats) -> Ints:
        """The stage each customer was in at a moment, -1 where the log does not say."""
        places, stages = self._stages
        if not len(places):
            return np.full(who.shape, -1, np.int64)
        found = np.searchsorted(places, line(who, at), "right") - 1
        same = (found >= 0) & (places[found] // LANE == who)
        return np.where(same, stages[found], -1)


def line(who: Any, at: Any) -> Floats:
    """Customer and moment as one number that sorts by both."""
    return np.asarray(np.asarray(who, float) * LANE + np.asarray(at, float))


def read_evidence(
    log: EventLog,
    *,
    audience: Sequence[str] | None = None,
    span: tuple[datetime, datetime] | None = None,
    seasons: Sequence[str] = (),
    most: int = MOST,
) -> Evidence:
    """Read what a calibration needs; `span` is the observed time, else first to last event.

    `seasons` are those it is known to have been in.

    Raises BadInput for a log without events, or one whose customers are not the audience's.
    """
    began, ended, size = _extent(log)
    start, end = span or (began.replace(hour=0, minute=0, second=0, microsecond=0), ended)
    share = most / max(size, len(audience or ()), 1)
    frame = _events(log, start, share)
    keys = _keys(frame, audience, share)
    number = {key: k for k, key in enumerate(keys)}
    frame["who"] = frame.pop("profile_key").map(number)
    frame = frame[frame["who"].notna() & (frame["at"] >= 0)].copy()
    frame["who"] = frame["who"].astype(np.int64)
    frame["stage"] = _places(frame["stage"])
    events = frame.sort_values(["who", "at", "seq"], kind="stable").reset_index(drop=True)
    whole = len(audience) if audience is not None else size
    seconds = (end - start).total_seconds()
    season = daily_factors(seasons, start.date(), int(seconds // DAY) + 1)
    return Evidence(events, keys, start, seconds, whole, season)


def _extent(log: EventLog) -> tuple[datetime, datetime, int]:
    query = (
        'SELECT min("at") AS first, max("at") AS last, count(DISTINCT profile_key) AS n FROM events'
    )
    row = log.sql(query).iloc[0]
    if not int(row["n"]):
        raise BadInput(
            f"There are no events in {log.name}.", advice="Choose a run or a file with events."
        )
    return row["first"].to_pydatetime(), row["last"].to_pydatetime(), int(row["n"])


def _events(log: EventLog, start: datetime, share: float) -> pd.DataFrame:
    query = (
        'SELECT profile_key, (epoch_us("at") - epoch_us(?::TIMESTAMP)) / 1e6 AS at, seq, type,'
        " channel, message_id, variant, stage, reason, order_id, journey_id, experiment_id, arm,"
        f" is_control FROM events WHERE {_chosen(share)}"
    )
    return log.sql(query, [start])


def _chosen(share: float) -> str:
    return "true" if share >= 1 else f"hash(profile_key) % 1000000 < {round(share * 1e6)}"


def _keys(frame: pd.DataFrame, audience: Sequence[str] | None, share: float) -> tuple[str, ...]:
    seen = frame["profile_key"].unique().tolist()
    if audience is None:
        return tuple(seen)
    theirs = set(audience)
    known = sum(key in theirs for key in seen)
    if known < MATCHED * len(seen):
        raise BadInput(
            f"Only {known:,} of the log's {len(seen):,} customers are in the customer file.",
            advice="Give the customers whose events these are, or none.",
        )
    if share >= 1:
        return tuple(audience)
    chosen = set(_sampled(audience, share))
    return tuple(key for key in audience if key in chosen)


def _sampled(audience: Sequence[str], share: float) -> list[str]:
    """The customers of the audience that the log's own sampling would choose."""
    import duckdb
    import pyarrow as pa

    connection = duckdb.connect(":memory:")
    try:
        connection.register("people", pa.table({"profile_key": list(audience)}))
        rows = connection.execute(f"SELECT profile_key FROM people WHERE {_chosen(share)}")
        return [row[0] for row in rows.fetchall()]
    finally:
        connection.close()


def _places(stages: pd.Series[Any]) -> pd.Series[Any]:
    number = {name: k for k, name in enumerate(STAGES)}
    return stages.map(number).fillna(-1).astype(np.int64)
