"""A search under way: designs drawn, flown and ranked, the best looked around, tidied up, and met afresh."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from journeyboard.errors import BadInput, RunCancelled
from journeyboard.journey.knobs import Knob, Value, turned
from journeyboard.lint.check import check
from journeyboard.simulation.searching.search import (
    FINALISTS,
    Arena,
    Settings,
    candidates,
    halve,
    head,
    near,
    rounds,
)
from journeyboard.simulation.searching.searched import Design, Search
from journeyboard.simulation.searching.worth import OBJECTIVES, Guardrails, estimate
from journeyboard.simulation.trial import Field
from journeyboard.workflows.crowds import Crowds
from journeyboard.workflows.proving import prove

if TYPE_CHECKING:
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey

Progress = Callable[[int, int], None]
Cancel = Callable[[], bool]
PASSES = 2
"""Times that the best design is looked around."""


@dataclass
class Hunt:
    """A search under way: what was tried so far, and how far it is."""

    journey: Journey
    knobs: tuple[Knob, ...]
    brand: Brand
    objective: str
    guardrails: Guardrails
    crowds: Crowds
    ground: Field
    designs: int
    worlds: int
    progress: Progress
    cancel: Cancel
    tried: dict[Settings, Design] = field(default_factory=dict)
    arenas: dict[int, Arena] = field(default_factory=dict)
    tidied: Settings | None = None
    flights: int = 0
    flown: int = 0
    total: int = 0

    def search(self) -> Search:
        """Halve, look around the best, score the finalists afresh, and prove the winner."""
        began = time.perf_counter()
        tried = candidates(self.knobs, self.designs, self.ground.seed)
        plan = rounds(len(tried), len(self.ground.people))
        self.total = sum(one.designs for one in plan) + PASSES * 2 * len(self.knobs) + FINALISTS + 1 + 2 * self.worlds  # fmt: skip
        full = plan[-1].customers
        now = tried[0]
        self.rank(now, full)
        halve(tried, plan, self.rank)
        self.look_around(full)
        self.tidy(full)
        start, finalists = self.afresh(now, full)
        winner = best_of(start, finalists)
        proof = prove(self, winner, 2) if winner else None
        self.progress(self.total, self.total)
        return Search(
            self.journey, self.knobs, self.objective, self.guardrails, self.brand.currency, plan,
            tuple(self.tried.values()), start, finalists, winner, proof, self.crowds.fresh,
            self.flights, self.flown, time.perf_counter() - began, self.new_findings(winner.journey, "warning") if winner else (),
        )  # fmt: skip

    def rank(self, settings: Settings, customers: int) -> tuple[bool, float]:
        """Fly a design and take down its score: allowed designs come first, then by the objective."""
        known = self.tried.get(settings)
        if known is None:
            known = self.tried[settings] = self.drawn(settings)
        if known.score is None and known.broken:
            return False, float("-inf")
        if known.score is None or known.score.customers < customers:
            known = self.tried[settings] = self.scored(known, self.arena(customers))
        return known.allowed, known.score.better.mean if known.score else float("-inf")

    def drawn(self, settings: Settings) -> Design:
        """The design as a journey, refused with the reason where it makes none or adds an error."""
        try:
            journey = turned(self.journey, self.knobs, settings)
        except BadInput as error:
            return Design(settings, self.journey, broken=(str(error),))
        return Design(settings, journey, broken=self.new_findings(journey, "error") if self.guardrails.findings else ())  # fmt: skip

    def scored(self, design: Design, arena: Arena) -> Design:
        """The design with its score on this arena, and what it breaks there."""
        try:
            score = arena.score(design.journey)
        except BadInput as error:
            return replace(design, broken=(str(error),))
        self.count(score.customers)
        return replace(design, score=score, broken=self.guardrails.broken(score))

    def arena(self, customers: int) -> Arena:
        """The crowd of the search, cut to so many customers."""
        if customers not in self.arenas:
            self.arenas[customers] = self.opened(head(self.ground, customers))
        return self.arenas[customers]

    def opened(self, ground: Field) -> Arena:
        """An arena of a field; RunCancelled when the search was stopped."""
        if self.cancel():
            raise RunCancelled("The search was stopped; nothing is kept.")
        return Arena(
            self.journey, ground, OBJECTIVES[self.objective],
            entry_moves=any(knob.family == "audience" for knob in self.knobs), cancel=self.cancel,
        )  # fmt: skip

    def fresh(self, k: int) -> Arena:
        """The k-th fresh crowd, under luck of its own."""
        return self.opened(
            replace(self.ground, people=self.crowds.of(k), seed=self.ground.seed + k)
        )

    def look_around(self, full: int) -> None:
        """From the best design one step of each knob, and on from whatever is better."""
        for _ in range(PASSES):
            began = self.leaders(full)[:1]
            for k, knob in enumerate(self.knobs):
                for best in self.leaders(full)[:1]:
                    for value in near(knob, best.settings[k]):
                        self.rank(put(best.settings, k, value), full)
            if self.leaders(full)[:1] == began:
                return

    def tidy(self, full: int) -> None:
        """Take back, in the best design, what does not pay: a step whose worth may be chance."""
        arena = self.arena(full)
        for best in self.leaders(full)[:1]:
            settings, worth = best.settings, arena.flown(best.journey)[1]
            for k, knob in enumerate(self.knobs):
                back = put(settings, k, knob.now)
                if back == settings or not self.rank(back, full)[0]:
                    continue
                less = arena.flown(self.tried[back].journey)[1]
                if estimate(worth - less).low <= 0:
                    settings, worth = back, less
            self.tidied = settings

    def leaders(self, full: int) -> list[Design]:
        """The allowed designs that flew over all customers, best first, the simplest of equals."""
        found = [one for one in self.tried.values() if one.allowed and one.score and one.score.customers >= full]  # fmt: skip
        now = tuple(knob.now for knob in self.knobs)
        return sorted(found, key=lambda one: (-round(one.score.better.mean, 6) if one.score else 0.0, apart(one.settings, now)))  # fmt: skip

    def afresh(self, now: Settings, full: int) -> tuple[Design, tuple[Design, ...]]:
        """(the start, the finalists) scored again where nobody has searched yet."""
        arena = self.fresh(1)
        best = [self.tried[self.tidied]] if self.tidied and self.tidied != now else []
        known = {round(one.score.better.mean, 1) for one in best if one.score}
        for one in self.leaders(full):
            worth = round(one.score.better.mean, 1) if one.score else 0.0
            if one.settings != now and worth not in known and len(best) < FINALISTS:
                known.add(worth)  # of designs that come to the same, one is enough
                best.append(one)
        again = [self.rescored(one, arena) for one in (self.tried[now], *best)]
        return again[0], tuple(again[1:])

    def rescored(self, design: Design, arena: Arena) -> Design:
        """The design with its fresh score; what it breaks there, it breaks."""
        score = arena.score(design.journey)
        self.count(score.customers)
        broken = tuple(dict.fromkeys((*design.broken, *self.guardrails.broken(score))))
        return replace(design, fresh=score, broken=broken)

    def count(self, customers: int) -> None:
        """Take down a flight, and tell how far the search is."""
        self.flights += 1
        self.flown += customers
        self.progress(min(self.flights, self.total), self.total)
        if self.cancel():
            raise RunCancelled("The search was stopped; nothing is kept.")

    def new_findings(self, journey: Journey, severity: str) -> tuple[str, ...]:
        """Findings of this severity at places where the starting design has none of the kind."""
        found = [one for one in check(journey, self.brand) if one.severity == severity]
        return tuple(f"{one.code}: {one.message}" for one in found if (one.code, one.node_id) not in self.known)  # fmt: skip

    @cached_property
    def known(self) -> set[tuple[str, str | None]]:
        """What is found in the starting design: code and node."""
        return {(one.code, one.node_id) for one in check(self.journey, self.brand)}


def put(settings: Settings, k: int, value: Value) -> Settings:
    """The settings with the k-th knob at the value."""
    return (*settings[:k], value, *settings[k + 1 :])


def apart(settings: Settings, others: Settings) -> int:
    """How many knobs stand differently."""
    return sum(one != other for one, other in zip(settings, others, strict=True))


def best_of(start: Design, finalists: Sequence[Design]) -> Design | None:
    """The allowed finalist to be proven: the best on both crowds together.

    None when none is ahead of an allowed start there.
    """
    allowed = [(_on_both(one), one) for one in finalists if not one.broken]
    best = max(allowed, key=lambda pair: pair[0], default=None)
    if best is None or (best[0] <= 0 and not start.broken):
        return None
    return best[1]


def _on_both(design: Design) -> float:
    """What it brings over the start, on the crowd of the search and on the fresh one."""
    scores = [score.better.mean for score in (design.score, design.fresh) if score]
    return sum(scores) / len(scores)
