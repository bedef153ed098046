"""What a search found: every design with its score, the finalists on fresh customers, and the proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from journeyboard.journey.knobs import Knob, changed_words
from journeyboard.simulation.searching.search import Round, Settings
from journeyboard.simulation.searching.worth import Estimate, Guardrails, Score

if TYPE_CHECKING:
    from journeyboard.journey.graph import Journey


@dataclass(frozen=True)
class Design:
    """A design that was tried: its settings, its last score, and why it is out of the question, if it is.

    `score` is None where it was refused before it flew; `fresh` is its score on customers and luck
    that the search had not seen.
    """

    settings: Settings
    journey: Journey
    score: Score | None = None
    broken: tuple[str, ...] = ()
    fresh: Score | None = None

    @property
    def allowed(self) -> bool:
        """Whether it keeps every limit."""
        return self.score is not None and not self.broken

    def to_dict(self, knobs: Sequence[Knob]) -> dict[str, Any]:
        """Settings by knob, in words too, scores, and what it breaks."""
        return {
            "settings": {k.id: v for k, v in zip(knobs, self.settings, strict=True)},
            "words": changed_words(knobs, self.settings) or "as it is",
            "score": self.score.to_dict() if self.score else None,
            "fresh": self.fresh.to_dict() if self.fresh else None,
            "broken": list(self.broken),
        }


@dataclass(frozen=True)
class Proof:
    """The winner against the starting design in fresh worlds: new luck, and new customers where there are.

    `worlds` holds the difference in each, `total` that over all of them; `start` and `winner` are the
    two designs' scores over all worlds, `broken` what the winner breaks there.
    """

    worlds: tuple[Estimate, ...]
    total: Estimate
    start: Score
    winner: Score
    broken: tuple[str, ...] = ()

    @property
    def wins(self) -> int:
        """In how many worlds the winner did better."""
        return sum(world.mean > 0 for world in self.worlds)

    @property
    def holds(self) -> bool:
        """Whether it does better beyond chance (95 % interval above nothing) and keeps every limit."""
        return self.total.low > 0 and not self.broken

    def to_dict(self) -> dict[str, Any]:
        """The difference in every world, over all, and the two scores."""
        return {
            "worlds": [world.to_dict() for world in self.worlds],
            "wins": self.wins,
            "total": self.total.to_dict(),
            "start": self.start.to_dict(),
            "winner": self.winner.to_dict(),
            "broken": list(self.broken),
            "holds": self.holds,
        }


@dataclass(frozen=True)
class Search:
    """A finished search; `designs` are all that were tried, the starting one first.

    `objective` is a key of OBJECTIVES; `finalists` have fresh scores; `winner` is None when no allowed
    design did better than the start on fresh customers. `fresh_people` says whether the proof had new
    customers in each world, `new_warnings` what a reviewer should know of the winner.
    """

    journey: Journey
    knobs: tuple[Knob, ...]
    objective: str
    guardrails: Guardrails
    currency: str
    rounds: tuple[Round, ...]
    designs: tuple[Design, ...]
    start: Design
    finalists: tuple[Design, ...]
    winner: Design | None
    proof: Proof | None
    fresh_people: bool
    flights: int
    customers_flown: int
    seconds: float
    new_warnings: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether a better design was found and held in fresh worlds."""
        return self.proof is not None and self.proof.holds

    @property
    def rescued(self) -> bool:
        """Whether the start breaks a limit and the winner keeps all of them, also in fresh worlds."""
        return bool(self.start.broken) and self.proof is not None and not self.proof.broken

    @property
    def frontier(self) -> tuple[Design, ...]:
        """Allowed designs of the last round that no other beats in the objective with fewer opt-outs."""
        return frontier([design for design in self.designs if self.is_full(design)])

    def is_full(self, design: Design) -> bool:
        """Whether it was flown over all customers and keeps every limit."""
        full = self.rounds[-1].customers
        return design.allowed and design.score is not None and design.score.customers >= full

    def changes(self, design: Design) -> str:
        """What the design turns, in words."""
        return changed_words(self.knobs, design.settings) or "as it is"

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values; journeys are left to the files."""
        return {
            "journey": self.journey.id,
            "objective": self.objective,
            "currency": self.currency,
            "guardrails": asdict(self.guardrails),
            "knobs": [_knob(knob) for knob in self.knobs],
            "rounds": [asdict(one) for one in self.rounds],
            "start": self.start.to_dict(self.knobs),
            "finalists": [design.to_dict(self.knobs) for design in self.finalists],
            "winner": self.winner.to_dict(self.knobs) if self.winner else None,
            "proof": self.proof.to_dict() if self.proof else None,
            "fresh_people": self.fresh_people,
            "proven": self.proven,
            "frontier": [design.to_dict(self.knobs) for design in self.frontier],
            "designs": [design.to_dict(self.knobs) for design in self.designs],
            "new_warnings": list(self.new_warnings),
            "flights": self.flights,
            "customers_flown": self.customers_flown,
        }


def frontier(designs: Sequence[Design]) -> tuple[Design, ...]:
    """Those that no other beats in the objective with as few opt-outs, by opt-outs; ties keep one."""
    found: list[Design] = []
    scored = [(design.score, design) for design in designs if design.score]
    for score, design in sorted(scored, key=lambda one: (one[0].opt_outs, -one[0].better.mean)):
        best = found[-1].score if found else None
        if best is None or score.better.mean > best.better.mean + 1e-9:
            found.append(design)
    return tuple(found)


def _knob(knob: Knob) -> dict[str, Any]:
    return {
        "id": knob.id,
        "family": knob.family,
        "title": knob.title,
        "now": knob.now,
        "levels": list(knob.levels),
    }
