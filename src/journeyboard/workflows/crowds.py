"""Crowds for a search: the customers it searches on, and fresh ones for the finalists and the proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journeyboard.errors import BadInput
from journeyboard.workflows.people import SAMPLE_SIZE, People, gathered

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand

FEWEST = 200


@dataclass(frozen=True)
class Crowds:
    """`of(0)` is the crowd to search on, `of(1)`, `of(2)` … are for fresh worlds.

    `fresh` says whether those are new customers each time; those of a file are split in half
    instead: one half to search on, the other for every fresh world, each with new luck.
    """

    size: int
    fresh: bool
    of: Callable[[int], Audience]


def crowds_of(people: int | People | Audience, brand: Brand, start: str) -> Crowds:
    """Crowds from a number of sample customers, from people, or from an audience at hand.

    Raises BadInput where there are too few to search on.
    """
    if isinstance(people, int):
        people = People("generated", people)
    if isinstance(people, People):
        if people.source != "file":
            return _generated(people, brand, start)
        people = gathered(people, brand, start)
    return _halves(people)


def _generated(people: People, brand: Brand, start: str) -> Crowds:
    size = SAMPLE_SIZE if people.source == "sample" else people.size
    _refuse_few(size)

    def of(k: int) -> Audience:
        return gathered(replace(people, source="generated", size=size, seed=people.seed + k), brand, start)  # fmt: skip

    return Crowds(size, True, of)


def _halves(audience: Audience) -> Crowds:
    import numpy as np

    n = len(audience)
    _refuse_few(n // 2)
    first = np.random.default_rng(n).permutation(n) < n // 2
    searched, kept = audience.where(first), audience.where(~first)
    return Crowds(n // 2, False, lambda k: kept if k else searched)


def _refuse_few(size: int) -> None:
    if size < FEWEST:
        raise BadInput(
            f"{size:,} customers are too few to search on.", advice=f"Take at least {FEWEST:,}."
        )
