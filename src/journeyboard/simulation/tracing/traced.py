"""A life that was followed, as records: what happened, what was decided, and the reason for it in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal

from journeyboard.records import Event

Where = Literal["both", "here"]
"""Whether a moment is in the other life, too, or in this one only."""


@dataclass(frozen=True)
class Decision:
    """One thing decided in a life: at which second, before which row, and the number drawn below or above its limit.

    `what` is one of `kernel.deciding.DECISIONS`, `node` the step or message behind it, `number` what it
    is about (a page, a moment, a rate); `factors` are those that the limit is the product of.
    """

    at: int
    row: int
    what: str
    node: str | None
    number: int
    drawn: float
    limit: float
    factors: tuple[tuple[str, float], ...] = ()

    @property
    def came_true(self) -> bool:
        """Whether the chance came true."""
        return self.drawn < self.limit


@dataclass(frozen=True)
class Share:
    """What one source brought of the hazard that led to an order; `share` of 1 in all.

    `source` is own (the customer's habit), cart (coming back to an abandoned one) or message, then
    with the `node` it is of.
    """

    source: str
    node: str | None
    share: float


@dataclass(frozen=True)
class Moment:
    """One thing that happened, or did not: when (aware UTC, and on the customer's clock), what and why.

    `kind` is one of the timeline's: visit, cart, checkout, order, parcel, message, click, opt_out, held,
    skipped, step, entry, ad, stage, other. `minor` moments only fill in; `visit` numbers the visit it
    belongs to. `value` and `cost` are in the currency, `shares` the sources of an order's hazard.
    """

    at: datetime
    local: datetime
    kind: str
    what: str
    why: str
    type: str | None = None
    node: str | None = None
    title: str = ""
    channel: str | None = None
    where: Where = "both"
    minor: bool = False
    visit: int | None = None
    value: float | None = None
    cost: float | None = None
    shares: tuple[Share, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values; times as ISO 8601."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        times = {"at": self.at.isoformat(), "local": self.local.isoformat()}
        return told | times | {"shares": [asdict(share) for share in self.shares]}


@dataclass(frozen=True)
class Life:
    """One life of a customer: its events as a log has them, its moments, and what it brought.

    `key` is as in `Trial.lives`; `outcomes` by name, money in the currency. `complete` is False
    when more was decided than could be kept: then some reasons are missing, never an event.
    """

    key: str
    events: tuple[Event, ...]
    moments: tuple[Moment, ...]
    decisions: tuple[Decision, ...]
    outcomes: Mapping[str, float]
    complete: bool = True

    @property
    def net_margin(self) -> float:
        """Margin after discounts, less what the messages cost."""
        return self.outcomes["margin"] - self.outcomes["cost"]

    def to_dict(self) -> dict[str, Any]:
        """Moments and outcomes as plain values."""
        return {
            "life": self.key, "outcomes": dict(self.outcomes), "net_margin": self.net_margin,
            "moments": [moment.to_dict() for moment in self.moments],
        }  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """A customer followed through several lives with the same dice, the designed one first."""

    customer: str
    zone: str
    currency: str
    start: datetime
    days: int
    lives: tuple[Life, ...]
    summary: str

    def life(self, key: str) -> Life:
        """One of the lives by its key; KeyError when it was not followed."""
        return next(life for life in self.lives if life.key == key)

    def to_dict(self) -> dict[str, Any]:
        """All lives as plain values."""
        return {
            "customer": self.customer, "zone": self.zone, "currency": self.currency,
            "start": self.start.date().isoformat(), "days": self.days, "summary": self.summary,
            "lives": [life.to_dict() for life in self.lives],
        }  # fmt: skip
