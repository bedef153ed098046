"""What a flight is made of: its settings, and the program that the kernel runs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.kernel.ground import Ground
from journeyboard.simulation.kernel.layout import L_ASSIGNMENT, REASONS

if TYPE_CHECKING:
    import pyarrow as pa

    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.behaviour import Behaviour


@dataclass(frozen=True)
class Assignment:
    """One experiment of a journey: a control group, a random split, or a factor."""

    journey: int
    id: str
    arms: tuple[str, ...]
    control: int | None
    window: int
    shares: tuple[float, ...] = ()


@dataclass(frozen=True)
class Reply:
    """A text that a customer sends at a second of the run, in every life of theirs.

    `choice` is what it does to their consent: stop, less, start, or other for nothing.
    """

    profile_key: str
    second: int
    choice: str


@dataclass(frozen=True)
class Ledger:
    """What a sender's limits come to, minute by minute, as data that every customer's life reads.

    `queues` holds for a limited channel [minutes, 2]: seconds of the sender's work waiting at the start
    of a minute, and those that the minute brings. `cutoffs` [days, 2] is the minute of the run in which
    the budget of a day ends, and the share of that minute's messages still paid for, in billionths.
    """

    queues: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    cutoffs: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class Flight:
    """Who flies what, when, in which world: everything a run depends on.

    `start` is midnight UTC, naive; `days` the length; `seed` a signed 63-bit number. `season` has a
    factor for each day, in thousandths of a usual one; `launches` the second from which a journey may
    be entered; `cohort_days` over how many days cohorts are spread.
    """

    journeys: tuple[Journey, ...]
    brand: Brand
    people: Audience
    behaviour: Behaviour
    seed: int
    days: int
    start: datetime
    force_at: int | None = None
    quiet_world: bool = False
    replies: tuple[Reply, ...] = ()
    season: tuple[int, ...] = ()
    launches: Mapping[str, int] = field(default_factory=dict)
    cohort_days: int = 1
    ledger: Ledger = field(default_factory=Ledger)


@dataclass(frozen=True)
class Names:
    """What the kernel's numbers mean, for writing events; `not_flown` are kinds of lives left out."""

    nodes: tuple[str, ...]
    variants: tuple[str, ...]
    reasons: tuple[str, ...] = REASONS
    assignments: tuple[Assignment, ...] = ()
    lives: tuple[tuple[str, ...], ...] = ()
    not_flown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Program:
    """A compiled flight: the kernel's arrays, the customers, the lives to live, and the names.

    `labels` are the customers' profile keys in UTF-8 where they are not those of the audience: a
    crowd repeats an audience under other keys.
    """

    ground: Ground
    people: NDArray[Any]
    lives: NDArray[np.int64]
    names: Names
    flight: Flight
    labels: NDArray[np.bytes_] | None = None

    @property
    def size(self) -> int:
        """How many customers fly."""
        return len(self.people)

    @property
    def arm_lives(self) -> NDArray[np.int64]:
        """Which lives belong to an arm of an experiment, in their order."""
        return np.flatnonzero(self.lives[:, L_ASSIGNMENT] >= 0)

    @cached_property
    def keys(self) -> pa.StringArray:
        """The profile key of each customer."""
        if self.labels is None:
            keys = [key.encode() for key in self.flight.people.columns["profile_key"].tolist()]
            ends = np.cumsum([0, *map(len, keys)], dtype=np.int32)
            return _strings(ends, b"".join(keys))
        width = self.labels.dtype.itemsize
        ends = np.arange(0, width * len(self.labels) + 1, width, dtype=np.int32)
        return _strings(ends, np.ascontiguousarray(self.labels))

    @cached_property
    def digest(self) -> str:
        """The hash of everything that decides the events, in hexadecimal."""
        total = hashlib.blake2b(digest_size=16)
        for array in (*self.ground, self.people, self.lives):
            total.update(np.ascontiguousarray(array).tobytes())
        total.update(repr((self.names.nodes, self.names.variants, self.names.reasons)).encode())
        return total.hexdigest()


def _strings(ends: NDArray[np.int32], letters: Any) -> pa.StringArray:
    """Texts end to end as Arrow has them; `pa.array` would load pandas."""
    import pyarrow as pa

    return pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), pa.py_buffer(letters))
