"""Whole-number sums of what lives add: what a part keeps, so that any order of adding gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

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


def life_sums(
    program: Program, flown: Chunk, members: Mapping[str, NDArray[np.bool_]]
) -> dict[str, Sums]:
    """What one part adds to the truth: by life, by audience and life, and for both overlaps."""
    found: dict[str, Sums] = {}
    place = {name: k for k, name in enumerate(program.names.lives)}
    designed = flown.totals[:, 0]
    for name, k in place.items():
        is_arm = name[0] == "arm"
        found["/".join(name)] = (
            _arm_sums(program, k, flown) if is_arm else _sums(flown.totals[:, k], designed)
        )
    for name in (one for one in FOR_AUDIENCES if one in place):
        without = flown.totals[:, place[name]]
        for audience, mine in members.items():
            found["/".join(("audience", *name, audience))] = _sums(without[mine], designed[mine])
    for kind in ("channel", "message"):
        found[f"overlap/{kind}"] = _overlap(flown.totals, place, kind)
    return found


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


def _arm_sums(program: Program, life: int, flown: Chunk) -> Sums:
    a = int(program.lives[life, at.L_ASSIGNMENT])
    assigned = flown.marks[:, a, 0] >= 0
    control = program.names.assignments[a].control or 0
    places = program.arm_lives.tolist()
    reference = next(
        k
        for k in places
        if program.lives[k, at.L_ASSIGNMENT] == a and program.lives[k, at.L_FORCED_ARM] == control
    )
    without, with_ = (flown.arms[assigned, places.index(k)] for k in (reference, life))
    return _sums(without, with_)


def _sums(without: NDArray[np.int64], with_: NDArray[np.int64]) -> Sums:
    bought, anyway = with_[:, at.ORDERS] > 0, without[:, at.ORDERS] > 0
    fates = (bought & ~anyway, bought & anyway, ~bought & ~anyway, ~bought & anyway)
    return {
        "with": with_.sum(0).tolist(),
        "without": without.sum(0).tolist(),
        "fates": [int(fate.sum()) for fate in fates],
        **_differences(with_ - without),
    }


def _overlap(totals: NDArray[np.int64], place: Mapping[tuple[str, ...], int], kind: str) -> Sums:
    """Of each customer: all less nothing, less what is gone with each channel or message left out."""
    left_out = [k for name, k in place.items() if name[0] == f"without_{kind}" and is_own(name)]
    designed, untouched = (totals[:, place[(life,)]] for life in ("designed", "untouched"))
    bought = (totals[:, :, at.ORDERS] > 0).astype(np.int64)
    rest = designed - untouched
    converted = bought[:, 0] - bought[:, place["untouched",]]
    for k in left_out:
        rest -= designed - totals[:, k]
        converted -= bought[:, 0] - bought[:, k]
    return _differences(rest) | {"converted": [int(converted.sum()), int((converted**2).sum())]}


def is_own(life: Sequence[str]) -> bool:
    """Whether a channel is one of its own: picture messages go with the texts."""
    return tuple(life) != ("without_channel", "mms")


def _differences(change: NDArray[np.int64]) -> Sums:
    """Sums, squares and products of what each customer's lives differ by, shape [n, O]."""
    margin, cost, lost = (change[:, k] for k in (at.MARGIN, at.COST, at.LOST_VALUE))
    return {
        "n": [len(change)],
        "added": change.sum(0).tolist(),
        "squares": [product_sum(column, column) for column in change.T],
        "products": [product_sum(a, b) for a, b in ((margin, cost), (margin, lost), (cost, lost))],
    }


def product_sum(a: NDArray[np.int64], b: NDArray[np.int64]) -> int:
    """The sum of the products of two columns, exact however large: a square of millionths of the
    currency soon needs more than 64 bits.

    >>> product_sum(np.array([3_000_000_000_000]), np.array([3_000_000_000_000]))
    9000000000000000000000000
    """
    largest = [max(int(column.max(initial=0)), -int(column.min(initial=0))) for column in (a, b)]
    if largest[0] * largest[1] * len(a) < 1 << 63:
        return int(a @ b)
    both = (a != 0) & (b != 0)
    return sum(x * y for x, y in zip(a[both].tolist(), b[both].tolist(), strict=True))
