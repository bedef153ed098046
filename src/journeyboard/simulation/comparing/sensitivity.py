"""Sensitivity: how the answer moves with each behaviour assumption, and which conclusions survive all of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from journeyboard.errors import BadInput
from journeyboard.simulation.behaviour import Behaviour, Parameter, parameters
from journeyboard.simulation.comparing.assumptions import (
    Bar,
    Case,
    Count,
    Sensitivity,
    Side,
    Survival,
)
from journeyboard.simulation.comparing.conclusions import (
    Answers,
    Statement,
    answers_of,
    lives_needed,
    statements_of,
)
from journeyboard.simulation.comparing.measures import Effect, effect_of
from journeyboard.simulation.run import START
from journeyboard.simulation.trial import Cancel, Field, refuse_limits

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.circumstances import Circumstances

DRAWS = 100
FEW = 5_000
"""Customers of a joint draw, and of the first look at every assumption."""
FLOWN_AGAIN = 16
"""Assumptions with the widest reach, which fly again with all customers."""
Progress = Callable[[int, int], None]
Spans = Mapping[str, tuple[float, float]]


def sensitivity(
    j: Journey,
    people: Audience,
    keys: Collection[str] | None = None,
    *,
    other: Journey | None = None,
    seed: int = 7,
    brand: Brand | None = None,
    days: int = 90,
    start: str | date = START,
    behaviour: Behaviour | None = None,
    circumstances: Circumstances | None = None,
    ranges: Spans | None = None,
    draws: int = DRAWS,
    few: int = FEW,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Sensitivity:
    """Fly a journey (and a second design, when given) under every assumption's low and high end.

    `keys` narrows the assumptions (default: all with a range), `ranges` replaces ranges of the
    behaviour table. Every assumption flies with `few` of the customers first; those with the widest
    reach on net value (and on the difference of the designs) fly again with all of them. Then all assumptions
    vary together, in `draws` of a Latin hypercube (McKay, Beckman, Conover, Technometrics 1979; half of the draws on
    either side of the value in force, evenly). Everything meets the same dice; what a part of the
    customers says is its difference from its own base, scaled up and added to the base of all (the
    difference estimator; Cochran, Sampling techniques, 1977, section 7.2). `progress` hears (flights
    flown, in all). Raises BadInput for an unknown key and for limits of the sender, and RunCancelled when `cancel` said so.
    """
    world = behaviour or Behaviour()
    spans = _spans(keys, ranges or {})
    second = other.model_copy(update={"id": j.id}) if other else None
    refuse_limits(circumstances)
    field = Field(people, brand, seed, days, start, world, circumstances)
    hangar = _Hangar(j, second, _lives(field, j), progress, cancel)
    is_large = len(people) > few
    hangar.many = draws + _flights(world, spans, is_large)
    whole = _Ground.of(field, hangar)
    part = _Ground.of(_with_few(field, few), hangar) if is_large else whole
    bars = _bars(part, world, spans, len(people))
    if is_large:
        bars = _flown_again(bars, whole, world, spans)
    joint = [part.moved(drawn, len(people)) for drawn in _draws(world, spans, draws, seed)]
    base = {answer: effect_of(values) for answer, values in whole.base.items()}
    fates = [
        _survival(one, bars, base, joint, len(part.field.people))
        for one in statements_of(whole.base, j, other)
    ]
    names = (j.name, other.name) if other else (j.name,)
    return Sensitivity(
        names, hangar.currency, len(people), seed, days, len(part.field.people), base, bars, tuple(fates)
    )  # fmt: skip


def _spans(keys: Collection[str] | None, ranges: Spans) -> dict[str, tuple[float, float]]:
    """The range of each assumption that is asked for and has one."""
    unknown = sorted({*(keys or ()), *ranges} - set(parameters()))
    if unknown:
        raise BadInput(
            f"the behaviour model has no “{unknown[0]}”.",
            advice="Take the keys of the behaviour table.",
        )
    wanted = parameters() if keys is None else {key: parameters()[key] for key in keys}
    return {key: span for key, one in wanted.items() if (span := ranges.get(key) or _range(one))}


def _range(one: Parameter) -> tuple[float, float] | None:
    return None if one.low is None or one.high is None else (one.low, one.high)


def _lives(field: Field, j: Journey) -> tuple[str, ...]:
    """The lives that are needed, asked of the first customer."""
    first = np.arange(len(field.people)) == 0
    probe = replace(field, people=field.people.where(first)).fly(j, lives=None)
    return lives_needed(probe.program)


def _with_few(field: Field, few: int) -> Field:
    """Every k-th customer, so that at most `few` are left."""
    every = max(1, math.ceil(len(field.people) / few))
    return replace(field, people=field.people.where(np.arange(len(field.people)) % every == 0))


@dataclass
class _Hangar:
    """What flies in every world, and how far it is."""

    j: Journey
    other: Journey | None
    lives: tuple[str, ...]
    progress: Progress | None
    cancel: Cancel | None
    flown: int = 0
    many: int = 0
    currency: str = ""

    def answers(self, field: Field) -> Answers:
        """The answers customer by customer."""
        trial = field.fly(self.j, lives=self.lives, cancel=self.cancel)
        second = field.fly(self.other, cancel=self.cancel) if self.other else None
        self.flown, self.currency = self.flown + 1, trial.program.flight.brand.currency
        if self.progress:
            self.progress(min(self.flown, self.many), self.many)
        return answers_of(trial, second)


@dataclass(frozen=True)
class _Ground:
    """Customers with their answers under the assumptions in force."""

    field: Field
    hangar: _Hangar
    base: Answers

    @classmethod
    def of(cls, field: Field, hangar: _Hangar) -> _Ground:
        return cls(field, hangar, hangar.answers(field))

    def moved(self, world: Behaviour, n: int) -> dict[str, Effect]:
        """How far each answer moves in another world, scaled to `n` customers."""
        found = self.hangar.answers(replace(self.field, behaviour=world))
        return {
            answer: effect_of(found[answer] - base).scaled_to(n)
            for answer, base in self.base.items()
        }


def _flights(world: Behaviour, spans: Spans, is_large: bool) -> int:
    """Flights at the assumptions in force and at every end, of a part of the customers and of all."""
    ends = sum(len(_ends(world, key, span)) for key, span in spans.items())
    return 1 + ends + is_large * (1 + min(2 * FLOWN_AGAIN, ends))


def _ends(world: Behaviour, key: str, span: tuple[float, float]) -> dict[Side, float]:
    """The ends of a range that are another value than the one in force."""
    ends: dict[Side, float] = {"low": span[0], "high": span[1]}
    return {side: end for side, end in ends.items() if end != world[key]}


def _bars(ground: _Ground, world: Behaviour, spans: Spans, n: int) -> tuple[Bar, ...]:
    """Each assumption at both ends, with the customers of one ground."""
    bars = []
    for key, span in spans.items():
        cases: dict[Side, Case] = {
            side: Case(
                key,
                side,
                value,
                len(ground.field.people),
                ground.moved(Behaviour({**world.changed, key: value}), n),
            )
            for side, value in _ends(world, key, span).items()
        }
        bars.append(Bar(key, world[key], cases.get("low"), cases.get("high")))
    return tuple(bars)


def _flown_again(
    bars: tuple[Bar, ...], whole: _Ground, world: Behaviour, spans: Spans
) -> tuple[Bar, ...]:
    """The same bars; those with the widest reach come from all customers."""
    ranks = [
        [bar.key for bar in sorted(bars, key=lambda bar: -bar.reach(answer))]
        for answer in ("better", "net_value")
        if answer in whole.base
    ]
    mixed = dict.fromkeys(key for pair in zip(*ranks, strict=True) for key in pair)
    wide = list(mixed)[:FLOWN_AGAIN]
    again = _bars(whole, world, {key: spans[key] for key in wide}, len(whole.field.people))
    exact = {bar.key: bar for bar in again}
    return tuple(exact.get(bar.key, bar) for bar in bars)


def _draws(world: Behaviour, spans: Spans, draws: int, seed: int) -> Iterator[Behaviour]:
    """Worlds in which every assumption lies somewhere in its range."""
    if draws < 1 or not spans:
        return
    from scipy.stats import qmc

    ranks = qmc.LatinHypercube(len(spans), rng=np.random.default_rng(seed)).random(draws)
    for row in ranks:
        drawn = {
            key: _between(low, world[key], high, float(rank))
            for (key, (low, high)), rank in zip(spans.items(), row, strict=True)
        }
        yield Behaviour({**world.changed, **drawn})


def _between(low: float, value: float, high: float, rank: float) -> float:
    """The value of this rank (0 to 1) in a range whose middle rank is `value`.

    >>> _between(0.0, 1.0, 5.0, 0.75)
    3.0
    """
    middle = min(max(value, low), high)
    if rank < 0.5:
        return low + 2 * rank * (middle - low)
    return middle + (2 * rank - 1) * (high - middle)


def _survival(
    statement: Statement,
    bars: Sequence[Bar],
    base: Mapping[str, Effect],
    joint: Sequence[Mapping[str, Effect]],
    few: int,
) -> Survival:
    alone = {
        (case.key, case.side): statement.reading(base, case.moved, case.flown)
        for bar in bars
        for case in bar.cases
    }
    together = [statement.reading(base, moved, few) for moved in joint]
    falls = tuple(where for where, reading in alone.items() if reading == "falls")
    return Survival(statement, Count.of(list(alone.values())), Count.of(together), falls)
