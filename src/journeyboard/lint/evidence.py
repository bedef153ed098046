"""What a flight has shown about a journey; rules that need it stay silent without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class OfferTaken:
    """How an offer was used: buyers who had got it, and those of them who buy without it as well.

    `bought` and `anyway` count customers; `discount` is what the second kind were given, in `currency`.
    """

    bought: int
    anyway: int
    discount: float
    currency: str


@dataclass(frozen=True)
class Assigned:
    """Customers who were assigned in a test, and how many of them buy in its window as control."""

    customers: int
    anyway: int


@dataclass(frozen=True)
class Evidence:
    """Facts of one run; `run` is its name for people, None when nothing was flown.

    `offers` are by message id, `tests` by the random split's id or `control_group`.
    """

    run: str | None = None
    offers: Mapping[str, OfferTaken] = field(default_factory=dict)
    tests: Mapping[str, Assigned] = field(default_factory=dict)


NOTHING_FLOWN = Evidence()
