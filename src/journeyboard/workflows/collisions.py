"""Collisions: messages that reach one customer within a few hours of each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeyboard.workflows.timing import HOUR, Timing

if TYPE_CHECKING:
    import pandas as pd

MOST_HOURS = 72


@dataclass(frozen=True)
class Collision:
    """Two messages, as (journey id, node id), how often the second came soon after the first, and to how many."""

    first: tuple[str, str]
    second: tuple[str, str]
    pairs: int
    customers: int
    median_hours: float


@dataclass(frozen=True)
class Collisions:
    """All collisions, the most frequent first; `customers` of the `reached` had at least one."""

    found: tuple[Collision, ...]
    customers: int
    reached: int
    hours: int

    @property
    def pairs(self) -> int:
        """How many collisions there are in all."""
        return sum(one.pairs for one in self.found)


def collisions(timing: Timing, hours: int, *, within_journey: bool = False) -> Collisions:
    """Pairs of deliveries to one customer at most `hours` apart, of different journeys.

    With `within_journey` also those of one journey. Each pair counts once, the earlier first.
    """
    landings = timing.landings.sort_values(["profile_key", "at", "seq"], kind="stable")
    pairs = _pairs(landings.reset_index(drop=True), hours, within_journey)
    reached = int(landings["profile_key"].nunique())
    if pairs.empty:
        return Collisions((), 0, reached, hours)
    keys = ["journey_1", "node_1", "journey_2", "node_2"]
    found = [_collision(key, rows) for key, rows in pairs.groupby(keys)]
    ranked = sorted(found, key=lambda one: (-one.pairs, one.first, one.second))
    return Collisions(tuple(ranked), int(pairs["customer"].nunique()), reached, hours)


def _collision(key: Any, rows: pd.DataFrame) -> Collision:
    return Collision(
        (key[0], key[1]),
        (key[2], key[3]),
        len(rows),
        int(rows["customer"].nunique()),
        float(rows["gap"].median()) / HOUR,
    )


def _pairs(landings: pd.DataFrame, hours: int, within_journey: bool) -> pd.DataFrame:
    """Every pair in reach: each row beside the next, then the one after it, until none is near."""
    import pandas as pd

    found = [pd.DataFrame()]
    for step in range(1, len(landings)):
        later = landings.shift(-step)
        gap = (later["at"] - landings["at"]).dt.total_seconds()
        near = later["profile_key"].eq(landings["profile_key"]) & (gap <= hours * HOUR)
        if not near.any():
            break
        if not within_journey:
            near &= later["journey_id"].ne(landings["journey_id"])
        pair = {
            "customer": landings["profile_key"],
            "journey_1": landings["journey_id"], "node_1": landings["node_id"],
            "journey_2": later["journey_id"], "node_2": later["node_id"], "gap": gap,
        }  # fmt: skip
        found.append(pd.DataFrame(pair)[near])
    return pd.concat(found)
