"""Who flies: the bundled sample customers, generated ones, or a user's own file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from journeyboard.audience.customers import customers
from journeyboard.audience.people import START, Audience
from journeyboard.errors import BadInput
from journeyboard.journey.brand import Brand

SAMPLE_SIZE = 5_000
MOST = 2_000_000


@dataclass(frozen=True)
class People:
    """Where customers come from; `size` and `seed` are for generated ones, `path` for a file of one's own."""

    source: Literal["sample", "generated", "file"] = "sample"
    size: int = SAMPLE_SIZE
    seed: int = 1
    path: str = ""
    name: str = ""

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values."""
        return asdict(self)

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


def gathered(people: People, brand: Brand, start: str = START) -> Audience:
    """The audience; BadInput or TableError says what cannot be used."""
    match people.source:
        case "sample":
            return customers(SAMPLE_SIZE, brand=brand, start=start)
        case "generated":
            if not 1 <= people.size <= MOST:
                raise BadInput(
                    f"{people.size:,} customers cannot be flown.", advice=f"Choose 1 to {MOST:,}."
                )
            return customers(people.size, people.seed, brand, start)
        case "file":
            from journeyboard.audience.read import read_customers

            return read_customers(people.path, brand=brand, start=start).audience
