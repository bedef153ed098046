"""Whole-number sums of what lives add: what a part keeps, so that any order of adding gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.kernel import layout as at

if TYPE_CHECKING:
    from journeyboard.simulation.flight import Program
    from journeyboard.simulation.part import Chunk

Sums = dict[str, list[int]]
"""`n`; for each outcome `with`, `without`, `added` and the `squares` of what was added; the `products`
of added margin with cost, margin with lost value and cost with lost value; and the four `fates`, or
for an overlap, whose customers have none, the sum and squares of `converted`."""
SMS = ("without_channel", "sms")
FOR_AUDIENCES = (("untouched",), SMS)
"""The lives that are summed up for each audience as well."""
OVERLAPS = ("channel", "message")
"""What lives leave out whose increments are set against that of the whole."""


class Tally:
    """The sums of a part, to which the customers flown are added a few at a time.

    `groups` are the combinations of audiences that occur.
    """

    def __init__(self, program: Program, groups: Sequence[tuple[str, ...]]) -> None:
        from journeyboard.simulation.kernel.summing import SUM

        self.program, self.groups = program, groups
        self._change, self._used = np.zeros(at.N_OUTCOMES, np.int64), len(groups)
        self._places = np.array([self._place(name) for name in program.names.lives], np.int64)
        self._of_arms = np.array(list(self._arms()), np.int64).reshape(-1, 3)
        self._overlaps = [kind for kind in OVERLAPS if f"{kind}s" not in program.names.not_flown]
        weights = [self._weighed(kind) for kind in self._overlaps]
        self._weights = np.array(weights, np.int64).reshape(-1, len(program.lives) + 1)
        self._sums = np.zeros(self._used, SUM).view(np.recarray)

    def _room(self, wanted: int) -> int:
        self._used += wanted
        return self._used - wanted

    def _place(self, life: tuple[str, ...]) -> tuple[int, int]:
        if life[0] == "arm":
            return -1, 0
        each = life in FOR_AUDIENCES
        return self._room(len(self.groups) if each else 1), int(each)

    def _arms(self) -> Iterator[tuple[int, int, int]]:
        """For each life of an arm its assignment, the control arm's number among them, its place."""
        lives, assignments = self.program.lives, self.program.names.assignments
        told = [(int(a), int(arm)) for a, arm in lives[self.program.arm_lives][:, [at.L_ASSIGNMENT, at.L_FORCED_ARM]]]  # fmt: skip
        for a, _ in told:
            yield a, told.index((a, assignments[a].control or 0)), self._room(1)

    def _weighed(self, kind: str) -> list[int]:
        """How often each life counts: all less nothing, less what is gone with each one left out."""
        names = self.program.names.lives
        left_out = [int(name[0] == f"without_{kind}" and is_own(name)) for name in names]
        weights = [-1 if name == ("untouched",) else out for name, out in zip(names, left_out, strict=True)]  # fmt: skip
        return [1 - sum(left_out), *weights[1:], self._room(1)]

    def add(self, flown: Chunk, groups: NDArray[np.int64]) -> None:
        """Add customers; `groups` [n] is the combination of audiences of each."""
        from journeyboard.simulation.kernel.summing import add_up

        add_up(
            flown.totals, flown.arms, flown.marks, groups, self._places, self._of_arms, self._weights,
            self._sums, self._change, len(flown.totals),
        )  # fmt: skip

    def told(self) -> dict[str, Sums]:
        """By life, by audience and life, and for both overlaps."""
        found: dict[str, Sums] = {}
        everyone = np.ones(len(self.groups), np.bool_)
        everybody = self._among(0, everyone)
        arms = iter(self._of_arms[:, 2])
        for name, (place, each) in zip(self.program.names.lives, self._places, strict=True):
            if name[0] == "arm":
                mine = self._sums[next(arms)]
                found["/".join(name)] = _told(mine, mine)
            else:
                changed = self._among(place, everyone) if each else self._sums[place]
                found["/".join(name)] = _told(everybody, changed)
        return found | self._by_audience() | self._of_overlaps()

    def _among(self, place: int, members: NDArray[np.bool_]) -> Any:
        """The sums by group from `place` on of some groups, added up."""
        by_group = self._sums[place : place + len(self.groups)].view(np.int64)
        mine = by_group.reshape(len(self.groups), -1)[members]
        return mine.sum(0).view(self._sums.dtype)[0]

    def _by_audience(self) -> dict[str, Sums]:
        found: dict[str, Sums] = {}
        members = {
            name: np.array([name in group for group in self.groups])
            for name in dict.fromkeys(chain(*self.groups))
        }
        designed = {name: self._among(0, inside) for name, inside in members.items()}
        for life, (place, each) in zip(self.program.names.lives, self._places, strict=True):
            for name, inside in members.items() if each else ():
                changed = self._among(place, inside)
                found["/".join(("audience", *life, name))] = _told(designed[name], changed)
        return found

    def _of_overlaps(self) -> dict[str, Sums]:
        n = int(self._sums["n"][: len(self.groups)].sum())
        places = zip(self._overlaps, self._weights[:, -1], strict=True)
        sums = {kind: self._sums[place] for kind, place in places}
        return {f"overlap/{kind}": _moments(mine, n) | {"converted": mine["converted"].tolist()} for kind, mine in sums.items()}  # fmt: skip


def life_sums(program: Program, flown: Chunk, groups: Sequence[tuple[str, ...]], codes: NDArray[np.int64]) -> dict[str, Sums]:  # fmt: skip
    """What these customers add to the truth; `codes` [n] is the combination of audiences of each."""
    tally = Tally(program, groups)
    tally.add(flown, codes)
    return tally.told()


def _told(designed: Any, changed: Any) -> Sums:
    """A life's sums, from a record (dtype SUM) of those who lived it and one of what was different."""
    n, bought = int(designed["n"]), int(designed["bought"])
    persuaded, lost = int(changed["persuaded"]), int(changed["lost"])
    return {
        "with": designed["with_"].tolist(),
        "without": (designed["with_"] - changed["added"]).tolist(),
        "fates": [persuaded, bought - persuaded, n - bought - lost, lost],
        **_moments(changed, n),
    }


def _moments(changed: Any, n: int) -> Sums:
    return {
        "n": [n],
        "added": changed["added"].tolist(),
        "squares": _whole(changed["squares"]),
        "products": _whole(changed["products"]),
    }


def _whole(limbs: NDArray[np.int64]) -> list[int]:
    """The numbers that lie in limbs, shape [numbers, 3]."""
    from journeyboard.simulation.kernel.summing import LIMB

    return [(high << 2 * LIMB) + (middle << LIMB) + low for low, middle, high in limbs.tolist()]


def added(parts: Iterable[Mapping[str, Mapping[str, Sequence[int]]]]) -> dict[str, Sums]:
    """The sums of all parts."""
    total: dict[str, Sums] = {}
    for part in parts:
        for life, sums in part.items():
            mine = total.setdefault(life, {})
            for name, values in sums.items():
                old = mine.get(name, [0] * len(values))
                mine[name] = [a + b for a, b in zip(old, values, strict=True)]
    return total


def is_own(life: Sequence[str]) -> bool:
    """Whether a channel is one of its own: picture messages go with the texts."""
    return tuple(life) != ("without_channel", "mms")
