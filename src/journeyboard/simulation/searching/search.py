"""Search: many designs tried on the same customers and luck, the weaker ones dropped round by round.

Successive halving with common random numbers (Jamieson & Talwalkar 2016, arXiv 1502.07943): each
round keeps the better third and flies it over three times as many customers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from journeyboard.errors import BadInput
from journeyboard.journey.knobs import Knob, Value, control_share
from journeyboard.simulation.searching.worth import Objective, Score, score_of
from journeyboard.simulation.trial import DESIGNED, UNTOUCHED, Cancel, Field

if TYPE_CHECKING:
    from journeyboard.journey.graph import Journey

D = TypeVar("D")
Settings = tuple[Value, ...]
"""The value of every knob, in the knobs' order."""
Rank = tuple[bool, float]
"""Whether a design keeps every limit, and what it brings."""
KEEP = 3
"""One in so many designs goes on to the next round, which has so many times the customers."""
FINALISTS = 5
SMALLEST = 1_000
"""Customers below which a round says too little: a flight of fewer takes hardly less time."""
TOGETHER = (2, 3, 4)
"""How many knobs a random design turns: one that turns all of them is no longer this journey."""


@dataclass(frozen=True)
class Round:
    """How many designs were flown over how many customers."""

    designs: int
    customers: int


def rounds(designs: int, customers: int) -> tuple[Round, ...]:
    """The rounds of a search: the last has all customers, the first at least SMALLEST.

    >>> rounds(135, 27_000)
    (Round(designs=135, customers=1000), Round(designs=45, customers=3000), Round(designs=15, customers=9000), Round(designs=5, customers=27000))
    """
    found = [designs]
    while found[-1] > FINALISTS and customers / KEEP ** len(found) >= SMALLEST:
        found.append(max(FINALISTS, -(-found[-1] // KEEP)))
    last = len(found) - 1
    return tuple(Round(many, customers // KEEP ** (last - k)) for k, many in enumerate(found))


def halve(designs: Sequence[D], plan: Sequence[Round], rank: Callable[[D, int], Rank]) -> list[D]:
    """The designs that the last round flew, best first; `rank(design, customers)` is higher for better."""
    alive = list(designs)
    for number, one in enumerate(plan):
        scored = [(rank(design, one.customers), design) for design in alive]
        scored.sort(key=lambda pair: pair[0], reverse=True)
        following = plan[number + 1].designs if number + 1 < len(plan) else len(scored)
        alive = [design for _, design in scored[:following]]
    return alive


def candidates(knobs: Sequence[Knob], many: int, seed: int) -> list[Settings]:
    """Different designs to try, the starting one first: all there are, or every knob turned alone and then random ones."""
    now = tuple(knob.now for knob in knobs)
    if prod(len(knob.levels) for knob in knobs) <= many:
        return list(dict.fromkeys((now, *product(*(knob.levels for knob in knobs)))))
    alone = [turned for k, knob in enumerate(knobs) for turned in _alone(now, k, knob)]
    dice = random.Random(seed)
    dice.shuffle(alone)
    found = dict.fromkeys((now, *alone[: max(many // 2, 1)]))
    for _ in range(20 * many):
        if len(found) >= many:
            break
        found[_mixed(dice, knobs)] = None
    return list(found)


def _mixed(dice: random.Random, knobs: Sequence[Knob]) -> Settings:
    """A few knobs turned at once."""
    many = min(dice.choice(TOGETHER), len(knobs))
    chosen = {knob.id for knob in dice.sample(list(knobs), many)}
    return tuple(dice.choice(knob.levels) if knob.id in chosen else knob.now for knob in knobs)


def _alone(now: Settings, k: int, knob: Knob) -> Iterator[Settings]:
    for value in knob.levels:
        if value != knob.now:
            yield (*now[:k], value, *now[k + 1 :])


def near(knob: Knob, value: Value) -> list[Value]:
    """The values one step away, and where the knob stood at first."""
    place = knob.levels.index(value)
    steps = [knob.levels[p] for p in (place - 1, place + 1) if 0 <= p < len(knob.levels)]
    return [other for other in dict.fromkeys((*steps, knob.now)) if other != value]


class Arena:
    """One crowd under one luck, on which designs are compared with a starting one, customer by customer.

    The untouched life and the starting design are flown once. Who does not enter lives the same life
    in every design that leaves the entry alone (`entry_moves` False): they are counted, not flown.
    Raises BadInput when nobody enters.
    """

    def __init__(
        self, start: Journey, field: Field, objective: Objective,
        *, entry_moves: bool = False, cancel: Cancel | None = None,
    ) -> None:  # fmt: skip
        self._objective, self._cancel = objective, cancel
        trial = field.fly(start, lives=(DESIGNED, UNTOUCHED), cancel=cancel)
        entered: NDArray[np.bool_] = trial.marks[:, -1, 1] > 0
        if not entered.any():
            raise BadInput(
                f"none of {len(entered):,} customers enters “{start.name}”.",
                advice="Take more customers or more days.",
            )
        self.inside = np.ones_like(entered) if entry_moves else entered
        self._field = replace(field, people=field.people.where(self.inside))
        self._untouched = objective.of(trial, UNTOUCHED)
        self._start = objective.of(trial, DESIGNED)
        self.start = score_of(trial, self._start - self._untouched, 0 * self._start, control_share(start))  # fmt: skip

    def score(self, journey: Journey) -> Score:
        """The design on this crowd; RunCancelled when it was stopped, BadInput when it cannot fly."""
        return self.flown(journey)[0]

    def flown(self, journey: Journey) -> tuple[Score, NDArray[np.float64]]:
        """Its score, and by customer of the whole crowd what it brings over the starting design."""
        trial = self._field.fly(journey, cancel=self._cancel)
        worth = self._start.copy()
        worth[self.inside] = self._objective.of(trial, DESIGNED)
        better = worth - self._start
        # Who stays out has the untouched life in every design, so that nothing is gained there.
        return score_of(trial, worth - self._untouched, better, control_share(journey)), better


def head(field: Field, customers: int) -> Field:
    """The field with so many of its customers: always the same ones first, in no order of a file."""
    n = len(field.people)
    if customers >= n:
        return field
    rank = np.random.default_rng(field.seed).permutation(n)
    return replace(field, people=field.people.where(rank < customers))
