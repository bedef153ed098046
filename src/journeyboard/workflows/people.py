"""Who flies: the bundled sample customers, generated ones, or a user's own file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from journeyboard.audience.customers import customers
from journeyboard.audience.people import START, Audience
from journeyboard.errors import BadInput, RunCancelled
from journeyboard.journey.brand import Brand
from journeyboard.storage.consents import ConsentChoice
from journeyboard.workflows.consents import with_choices

SAMPLE_SIZE, SAMPLE_SEED = 5_000, 1
MOST = 2_000_000
CHUNK = 50_000
"""Customers that are made at once, between two looks at whether to stop."""

Progress = Callable[[int, int], None]
Cancel = Callable[[], bool]


@dataclass(frozen=True)
class People:
    """Where customers come from; `size` and `seed` are for generated ones, `path` for a file of one's own."""

    source: Literal["sample", "generated", "file"] = "sample"
    size: int = SAMPLE_SIZE
    seed: int = SAMPLE_SEED
    path: str = ""
    name: str = ""

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values."""
        return asdict(self)

    @property
    def knows(self) -> bool:
        """Whether they are the bundled customers of the Preview page, or more of the same.

        Keys of a file, or of customers of another seed, name other people there.
        """
        return self.source == "sample" or (self.source == "generated" and self.seed == SAMPLE_SEED)

    @property
    def words(self) -> str:
        """Who they are, in a few words."""
        match self.source:
            case "sample":
                return f"{SAMPLE_SIZE:,} sample customers"
            case "generated":
                return f"{self.size:,} generated customers"
            case "file":
                return f"customers of {self.name or Path(self.path).name}"


def gathered(
    people: People,
    brand: Brand,
    start: str = START,
    *,
    choices: Sequence[ConsentChoice] = (),
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Audience:
    """The audience; BadInput or TableError says what cannot be used.

    `choices` are what customers chose in a mock of the brand; they hold for the bundled customers
    (see `knows`). `progress` hears how many of how many customers are made; RunCancelled when
    `cancel` said so.
    """
    found = _gathered(people, brand, start, progress, cancel)
    return with_choices(found, choices) if people.knows else found


def _gathered(
    people: People, brand: Brand, start: str, progress: Progress | None, cancel: Cancel | None
) -> Audience:
    match people.source:
        case "sample":
            return customers(SAMPLE_SIZE, SAMPLE_SEED, brand, start)
        case "generated":
            if not 1 <= people.size <= MOST:
                raise BadInput(
                    f"{people.size:,} customers cannot be flown.", advice=f"Choose 1 to {MOST:,}."
                )
            parts = _made(people, brand, start, progress or _unheard, cancel or _never)
            return _joined(list(parts))
        case "file":
            from journeyboard.audience.read import read_customers

            return read_customers(people.path, brand=brand, start=start).audience


def _made(
    people: People, brand: Brand, start: str, progress: Progress, cancel: Cancel
) -> Iterator[Audience]:
    for first in range(0, people.size, CHUNK):
        if cancel():
            raise RunCancelled("Stopped while the customers were made; nothing is kept.")
        progress(first, people.size)
        many = min(CHUNK, people.size - first)
        yield customers(many, people.seed, brand, start, first=first)


def _joined(parts: Sequence[Audience]) -> Audience:
    if len(parts) == 1:
        return parts[0]
    import pandas as pd

    frame = pd.concat([part.frame for part in parts], ignore_index=True)
    orders = pd.concat([part.orders for part in parts], ignore_index=True)
    return Audience(frame, orders, parts[0].start)


def _unheard(done: int, total: int) -> None:
    assert done <= total


def _never() -> bool:
    return False
