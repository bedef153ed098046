"""Crowds for a search: the customers it searches on, and fresh ones for the finalists and the proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journeyboard.errors import BadInput
from journeyboard.workflows.people import SAMPLE_SIZE, People, gathered

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.storage.consents import ConsentChoice

FEWEST = 200


@dataclass(frozen=True)
class Crowds:
    """`of(0)` is the crowd to search on, `of(1)`, `of(2)` … are for fresh worlds.

    `fresh` says whether those are new customers each time; those of a file are split in three
    instead: to search on, to choose the winner on (1), and for the proof (2 and on, each with new luck).
    """

    size: int
    fresh: bool
    of: Callable[[int], Audience]


def crowds_of(
    people: int | People | Audience,
    brand: Brand,
    start: str,
    choices: Sequence[ConsentChoice] = (),
) -> Crowds:
    """Crowds from a number of sample customers, from people, or from an audience at hand.

    `choices` are what the brand's customers chose; they hold for those that `People.knows`. Raises BadInput where there are too few to search on.
    """
    if isinstance(people, int):
        people = People("generated", people)
    if isinstance(people, People):
        if people.source != "file":
            return _generated(people, brand, start, choices)
        people = gathered(people, brand, start)
    return _thirds(people)


def _generated(people: People, brand: Brand, start: str, choices: Sequence[ConsentChoice]) -> Crowds:  # fmt: skip
    size = SAMPLE_SIZE if people.source == "sample" else people.size
    _refuse_few(size)

    def of(k: int) -> Audience:
        others = replace(people, source="generated", size=size, seed=people.seed + k)
        return gathered(others, brand, start, choices=choices)

    return Crowds(size, True, of)


def _thirds(audience: Audience) -> Crowds:
    import numpy as np

    n = len(audience)
    _refuse_few(n // 3)
    third = np.random.default_rng(n).permutation(n) % 3
    crowds = [audience.where(third == k) for k in range(3)]
    return Crowds(len(crowds[0]), False, lambda k: crowds[min(k, 2)])


def _refuse_few(size: int) -> None:
    if size < FEWEST:
        raise BadInput(
            f"{size:,} customers are too few to search on.", advice=f"Take at least {FEWEST:,}."
        )
