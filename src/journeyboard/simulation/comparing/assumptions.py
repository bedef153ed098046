"""What a sensitivity analysis found: every assumption's reach, and which conclusions survive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from journeyboard.simulation.behaviour import parameters
from journeyboard.simulation.comparing.conclusions import Reading, Statement
from journeyboard.simulation.comparing.measures import Effect

LEAST = 0.03
"""Assumptions that move the answer by less than this share of the widest one are only counted."""
SHOWN = 14
Side = Literal["low", "high"]
Fate = Literal["survives", "falls", "too close to tell", "not tested"]
MOST_OF = 0.95
"""Share of the cases, and of the joint draws, in which a statement must hold to survive."""


@dataclass(frozen=True)
class Case:
    """One assumption at one end of its range: how far each answer moved from where it stands.

    `flown` customers were flown for it; `moved` is scaled to all customers, its error with it.
    """

    key: str
    side: Side
    value: float
    flown: int
    moved: Mapping[str, Effect]

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        moved = {answer: effect.to_dict() for answer, effect in self.moved.items()}
        return {"side": self.side, "value": self.value, "flown": self.flown, "moved": moved}


@dataclass(frozen=True)
class Bar:
    """One assumption: its value in force, and its cases at `low` and `high` (None where the range ends there)."""

    key: str
    value: float
    low: Case | None
    high: Case | None

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases it has, the low one first."""
        return tuple(case for case in (self.low, self.high) if case)

    def width(self, answer: str) -> float:
        """The larger of the two moves, whichever way."""
        return max((abs(case.moved[answer].total) for case in self.cases), default=0.0)

    def reach(self, answer: str) -> float:
        """How far it may move an answer at most: the larger move and twice its error."""
        moved = [case.moved[answer] for case in self.cases]
        return max((abs(one.total) + 2 * (one.error or 0.0) for one in moved), default=0.0)

    def is_clear(self, answer: str) -> bool:
        """Whether it moves an answer by more than the noise of the flights."""
        verdicts = [case.moved[answer].verdict for case in self.cases]
        return "higher" in verdicts or "lower" in verdicts

    def to_dict(self) -> dict[str, Any]:
        """All of it, with where the assumption comes from."""
        sides = {"low": self.low, "high": self.high}
        return {
            **asdict(parameters()[self.key]),
            "value": self.value,
            **{side: case.to_dict() if case else None for side, case in sides.items()},
        }


@dataclass(frozen=True)
class Count:
    """How many cases a statement was read in, how often it held, and how often it was too close to tell."""

    cases: int
    held: int
    close: int

    @classmethod
    def of(cls, readings: Collection[Reading]) -> Count:
        """The count of these readings."""
        counted = Counter(readings)
        return cls(len(readings), counted["holds"], counted["close"])

    def words(self, things: str) -> str:
        """
        >>> Count(58, 57, 1).words("cases")
        '57 of 58 cases (1 too close to tell)'
        """
        close = f" ({self.close:,} too close to tell)" if self.close else ""
        return f"{self.held:,} of {self.cases:,} {things}{close}"


@dataclass(frozen=True)
class Survival:
    """How a statement fared: one assumption at a time, and in joint draws of all of them.

    `falls` are the assumptions, and their ends, at which it does not hold.
    """

    statement: Statement
    alone: Count
    joint: Count
    falls: tuple[tuple[str, Side], ...]

    @property
    def fate(self) -> Fate:
        """“survives” where it falls nowhere alone, and holds in at least 19 of 20 cases and joint draws."""
        counts = (self.alone, self.joint)
        if not self.alone.cases:
            return "not tested"
        if self.falls or self.joint.held + self.joint.close < MOST_OF * self.joint.cases:
            return "falls"
        is_told = all(one.held >= MOST_OF * one.cases for one in counts)
        return "survives" if is_told else "too close to tell"

    @property
    def survives(self) -> bool:
        """Whether its fate is to survive."""
        return self.fate == "survives"

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {
            **self.statement.to_dict(),
            "survives": self.survives,
            "fate": self.fate,
            "alone": asdict(self.alone),
            "joint": asdict(self.joint),
            "falls": [{"key": key, "side": side} for key, side in self.falls],
            "words": self.words(),
        }

    def words(self) -> str:
        """How it fared, in one sentence."""
        joint = f" and in {self.joint.words('joint draws')}" if self.joint.cases else ""
        said = f"Holds in {self.alone.words('one-at-a-time cases')}{joint}"
        where = [f"{key} is at its {side}" for key, side in self.falls[:3]]
        more = f", and in {len(self.falls) - 3:,} more" if len(self.falls) > 3 else ""
        return f"{said}; falls when {' or '.join(where)}{more}." if where else f"{said}."


@dataclass(frozen=True)
class Sensitivity:
    """How the answers move with the assumptions, on the same `n` customers and dice throughout.

    `base` are the answers under the assumptions in force, `bars` every assumption with a range, and
    `few` how many of the customers flew in each joint draw.
    """

    names: tuple[str, ...]
    currency: str
    n: int
    seed: int
    days: int
    few: int
    base: Mapping[str, Effect]
    bars: tuple[Bar, ...]
    survivals: tuple[Survival, ...]

    def ranked(self, answer: str = "net_value") -> tuple[Bar, ...]:
        """The assumptions that move an answer by more than noise and more than a little, the widest first."""
        clear = [bar for bar in self.bars if bar.is_clear(answer)]
        ordered = sorted(clear, key=lambda bar: -bar.width(answer))
        least = LEAST * ordered[0].width(answer) if ordered else 0.0
        return tuple(bar for bar in ordered[:SHOWN] if bar.width(answer) > least)

    def rest(self, answer: str = "net_value") -> tuple[int, float]:
        """How many assumptions are not among them, and by how much the widest of those moves the answer."""
        shown = {bar.key for bar in self.ranked(answer)}
        others = [bar.width(answer) for bar in self.bars if bar.key not in shown]
        return len(others), max(others, default=0.0)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values; bars by net value, the widest first."""
        plain = {name: getattr(self, name) for name in ("currency", "n", "seed", "days", "few")}
        bars = sorted(self.bars, key=lambda bar: -bar.width("net_value"))
        return {
            "journeys": list(self.names), **plain,
            "base": {answer: effect.to_dict() for answer, effect in self.base.items()},
            "assumptions": [bar.to_dict() for bar in bars],
            "conclusions": [one.to_dict() for one in self.survivals],
        }  # fmt: skip
