"""What a life remembers: its rows, its places in journeys, and what is still to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import simpy

from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Node

from .customer import Customer
from .numbers import DAY

ROWS, TO_COME, BOOSTS, SENDS = 6_000, 96, 160, 256
"""What a life can hold: rows, things to come, effects at once, messages remembered."""
VISITS, ROWS_OF_JOURNEYS = 500, 4_800
"""Who walks further, or has left more rows, is taken out of the journey for good."""
NOTICE, WORLD, JOURNEY = 0, 1, 2
"""At one moment notices come first, then the world, then journeys by their rank."""
CLICK_CLAIMS = 5 * DAY


class Row(NamedTuple):
    """One row of the event log, with names."""

    at: int
    type: str
    channel: str | None
    journey: str | None
    node: str | None
    variant: str | None
    reason: str
    experiment: str | None
    arm: str | None
    stage: str
    order: int | None
    cart: int | None
    value: int
    cost: int


@dataclass(frozen=True)
class Experiment:
    """A control group, a factor or a random split; outcomes count for `window` seconds."""

    id: str
    arms: tuple[str, ...]
    window: int


@dataclass
class Place:
    """A customer's place in one journey."""

    journey: Journey
    rank: int
    closed: bool = False
    inside: bool = False
    node: Node | None = None
    turn: int = 0
    entered: int = 0
    times: int = 0
    cart: int | None = None
    value: int = 0
    rows_before: int = 0
    control: bool = False
    experiment: str | None = None
    ads_turn: int = 0
    passes: Counter[str] = field(default_factory=Counter)
    walk: Iterator[None] | None = None
    listens: bool = False


@dataclass
class Cart:
    """An abandoned cart: the number of the visit that filled it."""

    number: int
    product: int
    value: int
    since: int = 0


@dataclass
class Life:
    """One life of one customer: what is known, what has happened and what is to come."""

    flight: Any  # what `known.Known` holds
    customer: Customer
    stage: str
    consent: dict[tuple[str, str], str]
    places: list[Place]
    hear: Callable[[Life, Row], None]
    walk: Callable[[Life, Place], Iterator[None]]
    channels_off: frozenset[str] = frozenset()
    demanded: tuple[str, str] | None = None
    left_out: tuple[str, str] | None = None
    env: simpy.Environment = field(default_factory=simpy.Environment)
    to_come: int = 0
    overflow: int = 0
    stopped: bool = False
    rows: list[Row] = field(default_factory=list)
    visited: int = 0
    visited_at: int = -1
    visits: Counter[tuple[str, str]] = field(default_factory=Counter)
    attributes: dict[str, Any] = field(default_factory=dict)
    assigned: dict[str, tuple[int, str]] = field(default_factory=dict)
    totals: Counter[str] = field(default_factory=Counter)
    windows: dict[str, Counter[str]] = field(default_factory=dict)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    hazard: int = 0
    hazard_at: int = 0
    threshold: int = 0
    thresholds: int = 0
    boosts: list[tuple[int, int]] = field(default_factory=list)
    orders: int = 0
    site_visits: int = 0
    last_order: int | None = None
    satisfied_until: int = 0
    cart: Cart | None = None
    shopping: Cart | None = None
    offer: Any = None
    offer_until: int = 0
    offer_margin: int = 1000
    tip_read: bool = False
    status_read: bool = False
    reviewed: bool = False
    clicked: tuple[str, str, int] | None = None
    sends: list[tuple[int, str, str]] = field(default_factory=list)
    delivered: list[int] = field(default_factory=list)
    less: bool = False
    entered: bool = False

    @property
    def now(self) -> int:
        """The second of the run."""
        return int(self.env.now)

    def later(self, at: int, rank: int, action: Callable[[], None]) -> None:
        """Put something on the agenda, unless the run is over by then; a full one counts what it refuses."""
        if at >= self.flight.horizon:
            return
        if self.to_come >= TO_COME:
            self.overflow += 1
            return
        self.to_come += 1
        self.at(at, rank, lambda: self._take(action))

    def at(self, at: int, rank: int, action: Callable[[], None]) -> None:
        """Let something happen at a moment, after all of lower rank at that moment."""
        event = simpy.Event(self.env)
        event._ok, event._value = True, None  # has its value already, like a SimPy timeout
        event.callbacks.append(lambda _: action())
        self.env.schedule(event, rank, at - self.now)

    def _take(self, action: Callable[[], None]) -> None:
        self.to_come -= 1
        action()

    def log(
        self,
        type: str,
        *,
        place: Place | None = None,
        node: str | None = None,
        channel: str | None = None,
        variant: str | None = None,
        reason: str = "",
        experiment: str | None = None,
        order: int | None = None,
        cart: int | None = None,
        value: int = 0,
        cost: int = 0,
    ) -> None:
        """Write a row, and tell the journeys that listen for its type."""
        if len(self.rows) >= ROWS:
            self.overflow += 1
            self.stopped = True
            return
        known = experiment or (place.experiment if place else next(iter(self.assigned), None))
        arm = self.assigned[known][1] if known else None
        journey = place.journey.id if place else None
        row = Row(
            self.now, type, channel, journey, node, variant, reason, known, arm, self.stage,
            order, cart, value, cost,
        )  # fmt: skip
        self.rows.append(row)
        if journey and node:
            self.counts[journey, node, type] += 1
        if type in self.flight.listened:
            self.later(self.now, NOTICE, partial(self.hear, self, row))

    def log_step(self, type: str, place: Place, reason: str = "", **more: Any) -> None:
        """A row about the customer's way through a journey."""
        node = place.node.id if place.node else None
        self.log(type, place=place, node=node, reason=reason, cart=place.cart, **more)

    def move_stage(self, stage: str) -> None:
        """Put the customer into a stage, if it is another."""
        if stage != self.stage:
            before, self.stage = self.stage, stage
            self.log("stage.changed", reason=f"from_{before}")

    def leaves_out(self, place: Place, node: str) -> bool:
        """Whether this is the life without the message of that node."""
        return self.left_out == (place.journey.id, node)

    def count_opt_out(self, channel: str) -> None:
        """One subscriber less, and what the brand expected to earn from them in the future."""
        self.tally("opt_outs", 1)
        worth = getattr(self.flight.brand.subscriber_value, channel)
        self.tally("lost_value", round(worth * 100))

    def tally(self, outcome: str, amount: int) -> None:
        """Count an outcome, for the run and inside the window of every assignment."""
        self.totals[outcome] += amount
        for experiment, (since, _) in self.assigned.items():
            if self.now < since + self.flight.experiments[experiment].window:
                self.windows.setdefault(experiment, Counter())[outcome] += amount
