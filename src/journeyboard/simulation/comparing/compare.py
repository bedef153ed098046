"""Two designs on the same customers and the same dice: what differs, how surely, and which changes cause it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from journeyboard.errors import BadInput
from journeyboard.journey.diff import node_titles
from journeyboard.simulation.comparing.hybrids import Edit, edits_between, hybrid, related
from journeyboard.simulation.comparing.measures import (
    MEASURES,
    Effect,
    Values,
    effect_of,
    pairing_gain,
    values_of,
)
from journeyboard.simulation.comparing.step_differences import Step, by_kind, by_node, steps_of
from journeyboard.simulation.run import START
from journeyboard.simulation.trial import Cancel, Field, Trial

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.behaviour import Behaviour
    from journeyboard.simulation.circumstances import Circumstances

MOST_EDITS = 12
"""Changes that are traced one by one; with more of them two designs are compared as wholes."""
Progress = Callable[[int, int], None]
Money = Callable[[float], str]
HEADLINE = "net_value"


@dataclass(frozen=True)
class Difference:
    """One measure under both designs: their sums over all customers, and the paired difference B − A.

    `pairing` is how many times as many customers an unpaired comparison would take (None where
    nobody differs).
    """

    key: str
    a: float
    b: float
    effect: Effect
    pairing: float | None

    def to_dict(self) -> dict[str, Any]:
        """All fields, with the measure's label, unit and good direction."""
        said = MEASURES[self.key]
        return {
            "key": self.key, **said._asdict(), "a": self.a, "b": self.b,
            "difference": self.effect.to_dict(), "pairing": self.pairing,
        }  # fmt: skip


@dataclass(frozen=True)
class Cause:
    """One change and what it does, by measure: `own` is all changes less all but this one, `alone` this one only."""

    edit: Edit
    own: dict[str, Effect]
    alone: dict[str, Effect]

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        sides = {"own": self.own, "alone": self.alone}
        effects = {
            name: {key: one.to_dict() for key, one in side.items()} for name, side in sides.items()
        }
        return {**asdict(self.edit), **effects}


@dataclass(frozen=True)
class Comparison:
    """Two designs side by side; every difference is B − A, summed over `n` customers and `days` days.

    `together` is what the changes do only in each other's company: the whole difference less every
    own effect. `untraced` says why there are no causes, where there are none. `residual` is the share of
    what was handed over that the last round of looking for the queues still moved, of the design where it is
    greater; None without limits of the sender.
    """

    names: tuple[str, str]
    currency: str
    n: int
    seed: int
    days: int
    start: str
    differences: tuple[Difference, ...]
    changed: int
    causes: tuple[Cause, ...]
    together: dict[str, Effect]
    untraced: str
    grouped: bool
    steps: tuple[Step, ...]
    residual: float | None = None

    def __getitem__(self, key: str) -> Difference:
        return next(one for one in self.differences if one.key == key)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        plain = {
            name: getattr(self, name)
            for name in (
                "currency",
                "n",
                "seed",
                "days",
                "start",
                "changed",
                "untraced",
                "grouped",
                "residual",
            )
        }
        return {
            "a": self.names[0], "b": self.names[1], **plain,
            "differences": [one.to_dict() for one in self.differences],
            "causes": [one.to_dict() for one in self.causes],
            "together": {key: one.to_dict() for key, one in self.together.items()},
            "steps": [one.to_dict() for one in self.steps],
        }  # fmt: skip

    def verdict(self, money: Money) -> str:
        """Which design is better in net value, in one sentence; `money` writes an amount."""
        effect = self[HEADLINE].effect
        if not self.changed:
            return "Both designs do exactly the same for every customer."
        if effect.low is None or effect.high is None:
            return "One customer cannot tell which design is better."
        a, b = self.names
        if effect.verdict == "not clear":
            interval = f"95 % interval {money(effect.low)} to {money(effect.high)}"
            return f"No clear difference in net value: “{b}” less “{a}” is {money(effect.total)} ({interval})."  # fmt: skip
        better, worse = (b, a) if effect.total > 0 else (a, b)
        least, most = sorted((abs(effect.low), abs(effect.high)))
        return (
            f"“{better}” brings {money(abs(effect.total))} more net value than “{worse}” "
            f"(95 % interval {money(least)} to {money(most)})."
        )

    def pairing_words(self) -> str:
        """What flying both designs on the same dice saved, in one sentence; empty where nobody differs."""
        gain = self[HEADLINE].pairing
        if gain is None:
            return ""
        if gain <= 1:
            return "Pairing saved nothing here: the designs move too many customers apart."
        times = f"{gain:,.0f}" if gain >= 10 else f"{gain:.1f}"
        return (
            f"Pairing saved {100 * (1 - 1 / gain):.{1 if gain > 100 else 0}f} % of the variance: "
            f"unpaired it would take {times} times as many customers."
        )


def compare(
    j: Journey,
    other: Journey,
    people: Audience,
    *,
    seed: int = 7,
    brand: Brand | None = None,
    days: int = 90,
    start: str | date = START,
    behaviour: Behaviour | None = None,
    circumstances: Circumstances | None = None,
    names: tuple[str, str] | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Comparison:
    """Fly `j` (A) and `other` (B) on one field: the same customers, brand, world and luck.

    Dice are keyed by journey and node id. So that two journeys meet the same ones at nodes of one
    name, the second flies under the id of the first; nothing else in it changes. Where the second
    is a version of the first, each change is also undone in B and made in A, to see what it does.
    `circumstances` are those of both, launches under the id of `j`; with limits of the sender each design
    meets the queue and the budget that come of itself.
    `progress` hears (flights flown, flights in all). Raises BadInput for journeys of two brands and
    for what cannot be flown, and RunCancelled when `cancel` said so.
    """
    if brand is None:
        refuse_two_brands(j, other)
    field = Field(people, brand, seed, days, start, behaviour, circumstances)
    edits, untraced = _traced(j, other)
    flights = _Flights(field, 2 + 2 * len(edits) * (len(edits) > 1), progress, cancel)
    second = other.model_copy(update={"id": j.id})
    a, b = flights.fly(j, rows=True), flights.fly(second, rows=True)
    sums = tuple(_difference(key, a, b) for key in MEASURES)
    causes = _causes(flights, j, second, edits, a, b)
    grouped = not related(j, second)
    return Comparison(
        names or _names(j, other), a.program.flight.brand.currency, a.program.size, seed, days, str(start)[:10],
        sums, int(np.any(a.totals != b.totals, axis=(1, 2)).sum()), tuple(cause for cause, _ in causes),
        _together(a, b, [own for _, own in causes]) if causes else {}, untraced, grouped,
        steps_of((j, a), (second, b), by_kind if grouped else by_node, {**node_titles(j), **node_titles(other)} if not grouped else {}),
        max((one.settled.residual for one in (a, b) if one.settled), default=None),
    )  # fmt: skip


def refuse_two_brands(j: Journey, other: Journey) -> None:
    """BadInput where two designs belong to two brands."""
    if j.brand != other.brand:
        first, second = (f"“{one.name}” belongs to {_brand(one)}" for one in (j, other))
        raise BadInput(
            f"{first}, {second}.",
            advice="Compare journeys of one brand, or name the brand to fly both for.",
        )


def _brand(j: Journey) -> str:
    return f"the brand “{j.brand}”" if j.brand else "no brand"


def _names(j: Journey, other: Journey) -> tuple[str, str]:
    return (j.name, other.name) if j.name != other.name else (f"{j.name} (A)", f"{other.name} (B)")


def _traced(j: Journey, other: Journey) -> tuple[tuple[Edit, ...], str]:
    """The changes to trace, or why none are."""
    if not related(j, other):
        return (), "The designs share too few steps to be versions of each other; they are compared by kind of message."  # fmt: skip
    edits = edits_between(j, other)
    if len(edits) > MOST_EDITS:
        return (), f"{len(edits)} changes are too many to trace one by one; up to {MOST_EDITS} are."
    return edits, "" if edits else "The designs differ in nothing that a customer meets."


class _Flights:
    """Flies design after design and says how far it is."""

    def __init__(self, field: Field, many: int, progress: Progress | None, cancel: Cancel | None) -> None:  # fmt: skip
        self.field, self.many, self.progress, self.cancel = field, many, progress, cancel
        self.flown = 0

    def fly(self, journey: Journey, rows: bool = False) -> Trial:
        """One design in its designed life."""
        trial = self.field.fly(journey, rows=rows, cancel=self.cancel)
        self.flown += 1
        if self.progress:
            self.progress(self.flown, self.many)
        return trial


def _difference(key: str, a: Trial, b: Trial) -> Difference:
    here, there = values_of(a, key), values_of(b, key)
    return Difference(
        key,
        float(here.sum()),
        float(there.sum()),
        effect_of(there - here),
        pairing_gain(here, there),
    )


Owns = dict[str, Values]


def _causes(
    flights: _Flights, j: Journey, other: Journey, edits: Sequence[Edit], a: Trial, b: Trial
) -> list[tuple[Cause, Owns]]:
    """Each change's own and lone effect; a single change is the whole difference, both ways."""
    found = []
    for edit in edits:
        rest = [one for one in edits if one is not edit]
        without = flights.fly(hybrid(j, other, rest)) if rest else a
        alone = flights.fly(hybrid(j, other, [edit])) if rest else b
        own = {key: values_of(b, key) - values_of(without, key) for key in MEASURES}
        lone = {key: effect_of(values_of(alone, key) - values_of(a, key)) for key in MEASURES}
        cause = Cause(edit, {key: effect_of(values) for key, values in own.items()}, lone)
        found.append((cause, own))
    return found


def _together(a: Trial, b: Trial, owns: Sequence[Owns]) -> dict[str, Effect]:
    """What is left of the whole difference after every change's own effect, paired by customer.

    To the millionth, of which all money is a whole number: sums of floats leave less than that behind.
    """

    def left(key: str) -> Values:
        whole = values_of(b, key) - values_of(a, key)
        return np.asarray(np.round(whole - np.sum([own[key] for own in owns], axis=0), 6))

    return {key: effect_of(left(key)) for key in MEASURES}
