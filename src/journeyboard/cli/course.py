"""What `journeyboard bench` flies, and the lines of its result."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeyboard.audience.crowd import Crowd
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey

SAMPLE = "checkout_rescue"
SIMPY_CUSTOMERS = 5_000
SMALL = 10_000
WHOLE = 4 * 32_768
"""Customers of four whole parts: two threads have the same to do, which 100,000 would not give them."""
DAYS = 90


@dataclass(frozen=True)
class Figure:
    """One line of the result; `reason` says why there is no value."""

    key: str
    label: str
    value: float | None
    unit: str = ""
    wanted: str = ""
    digits: int = 0
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Course:
    """What is flown again and again."""

    journey: Journey
    brand: Brand
    people: Audience
    few: Audience
    small: Audience

    def crowd(self, size: int) -> Crowd:
        """So many customers that repeat 32,768 under dice of their own."""
        from journeyboard.audience.crowd import Crowd

        return Crowd(size, brand=self.brand, repeats=True)

    def logged(self, people: Audience | Crowd, folder: Path, **options: Any) -> dict[str, Any]:
        """A whole run with its log in a folder; its manifest."""
        from journeyboard.simulation.run import simulate

        run = simulate(
            self.journey, people, brand=self.brand, days=DAYS, out=folder / "run", **options
        )
        return dict(run.manifest)


def course(customers: int) -> Course:
    """The checkout-rescue sample and generated customers."""
    from journeyboard.audience.customers import customers as draw
    from journeyboard.journey.file import load
    from journeyboard.journey.samples import find_brand, sample_journeys

    journey = load(sample_journeys()[SAMPLE])
    brand = find_brand(journey)
    sizes = (customers, SIMPY_CUSTOMERS, SMALL)
    return Course(journey, brand, *(draw(size, brand=brand) for size in sizes))


def on_cpu(work: Callable[[], object]) -> float:
    """Seconds that this thread worked: what else the machine does counts less than on the clock."""
    began = time.thread_time()
    work()
    return time.thread_time() - began


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
