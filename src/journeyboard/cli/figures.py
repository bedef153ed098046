"""The figures of `journeyboard bench`, each measured in rounds that take turns; a new one goes here."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import TYPE_CHECKING, Any

from journeyboard.cli import course as flown
from journeyboard.cli.course import DAYS, Course, Figure, on_cpu, timed

if TYPE_CHECKING:
    from journeyboard.audience.crowd import Crowd
    from journeyboard.simulation.flight import Program
    from journeyboard.simulation.part import Buffers


@dataclass(frozen=True)
class Seconds:
    """How long each thing took in one round."""

    kernel: float
    lives: float
    simpy: float | None
    two: float
    small: float
    threads: float


@dataclass(frozen=True)
class Hangar:
    """The engine ready to fly: programs, and the memory that each flight fills anew."""

    alone: Program
    lives: Program
    buffers: tuple[Buffers, Buffers]
    even: Crowd


def measured(quick: bool, full: bool, tell: Callable[[str], None]) -> Iterator[Figure]:
    """All figures; `tell` gets a line about what is going on."""
    from journeyboard.cli.figures_bound import against_c
    from journeyboard.cli.figures_designs import designs, sameness
    from journeyboard.cli.figures_large import processes, questions

    course = flown.course(20_000 if quick else 100_000)
    tell("Warming up: the engine is compiled once a machine.")
    hangar, simpy = _hangar(course), _simpy()
    _logged(course, course.people, 2)
    rounds = []
    for number in range(3 if quick else 7):
        tell(f"Round {number + 1}")
        rounds.append(_round(course, hangar, simpy))
    yield from _speeds(course, rounds)
    yield from _against_simpy(len(course.people), rounds)
    yield from against_c(
        hangar.alone, lambda: _kernel(hangar.alone, hangar.buffers[0]), 5 if quick else 9
    )
    yield from _sizes(course)
    tell("Designs")
    yield from designs(course, quick)
    tell("The same events, however they are flown")
    yield from sameness(course)
    yield from processes(quick, tell)
    yield from questions(course, quick, full, tell)


def _hangar(course: Course) -> Hangar:
    """Both programs, flown once: the engine is compiled, the memory is there."""
    from journeyboard.simulation.part import Buffers
    from journeyboard.simulation.program import compile_flight
    from journeyboard.simulation.run import flight_of

    program = compile_flight(
        flight_of(course.journey, course.people, brand=course.brand, days=DAYS)
    )
    names = replace(program.names, lives=program.names.lives[:1])
    alone = replace(program, lives=program.lives[:1], names=names)
    buffers = Buffers(alone, alone.size), Buffers(program, program.size)
    hangar = Hangar(alone, program, buffers, course.crowd(flown.WHOLE))
    _logged(course, hangar.even, 2)
    _kernel(hangar.alone, hangar.buffers[0])
    _kernel(hangar.lives, hangar.buffers[1])
    return hangar


def _simpy() -> ModuleType | None:
    """The journey in SimPy, where there is a checkout and SimPy is installed."""
    from journeyboard.cli.checkout import benchmark

    known = find_spec("simpy") is not None
    return benchmark("checkout_rescue_simpy.py") if known else None


def _round(course: Course, hangar: Hangar, simpy: ModuleType | None) -> Seconds:
    return Seconds(
        kernel=on_cpu(lambda: _kernel(hangar.alone, hangar.buffers[0])),
        lives=on_cpu(lambda: _kernel(hangar.lives, hangar.buffers[1])),
        simpy=None if simpy is None else on_cpu(lambda: _plain(simpy, course)),
        two=timed(lambda: _logged(course, course.people, 2)),
        small=timed(lambda: _logged(course, course.small, None)),
        threads=timed(lambda: _logged(course, hangar.even, 1))
        / timed(lambda: _logged(course, hangar.even, 2)),
    )


def _kernel(program: Program, buffers: Buffers) -> object:
    """The lives of all customers on one core, the rows of the first kept in memory."""
    from journeyboard.simulation.part import fly_range

    return fly_range(program, 0, program.size, 8_192, lambda: None, buffers)


def _plain(simpy: ModuleType, course: Course) -> object:
    from journeyboard.simulation.behaviour import Behaviour

    return simpy.fly(course.few, Behaviour().to_dict(), DAYS, seed=7)


def _logged(course: Course, people: Any, workers: int | None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="journeyboard-bench-") as folder:
        return course.logged(people, Path(folder), workers=workers)


def _speeds(course: Course, rounds: list[Seconds]) -> Iterator[Figure]:
    count = len(course.people)
    kernel = median(count / one.kernel for one in rounds)
    yield Figure("kernel", "Engine, 1 core, events in memory", kernel, "customers/s")
    lives = median(count / one.lives for one in rounds)
    yield Figure("lives", "The same with every other life of each customer", lives, "customers/s")
    logged = median(count / one.two for one in rounds)
    yield Figure(
        "logged", f"{count:,} customers with log on disk, 2 threads", logged, "customers/s"
    )
    taken = median(one.two for one in rounds)
    wanted = "≤ 2 s" if count == 100_000 else ""
    yield Figure("flight", f"Flight of {count:,} customers with log", taken, "s", wanted, 2)
    threads = median(one.threads for one in rounds)
    label = f"2 threads against 1, {flown.WHOLE:,} customers with log"
    yield Figure("threads", label, threads, "×", "≥ 1.6 ×", 2)
    small = 1_000 * median(one.small for one in rounds)
    yield Figure(
        "small", f"{len(course.small):,} customers with log in a warm process", small, "ms"
    )


def _against_simpy(count: int, rounds: list[Seconds]) -> Iterator[Figure]:
    few = flown.SIMPY_CUSTOMERS
    label = f"The same in SimPy, {few:,} customers"
    plain = [few / one.simpy for one in rounds if one.simpy]
    if not plain:
        why = "needs a checkout and SimPy (a development dependency)"
        yield Figure("simpy", label, None, reason=why)
        return
    yield Figure("simpy", label, median(plain), "customers/s")
    ratio = median(count / one.kernel * (one.simpy or 0) / few for one in rounds)
    yield Figure("simpy_ratio", "Engine against SimPy, median of rounds", ratio, "×", "≥ 200 ×")
    best = count / min(one.kernel for one in rounds) / max(plain)
    yield Figure("simpy_best", "Engine against SimPy, best against best", best, "×", "≥ 200 ×")


def _sizes(course: Course) -> Iterator[Figure]:
    manifest = _logged(course, course.people, None)
    events, size = manifest["events"], manifest["bytes"]
    each = events / len(course.people)
    yield Figure("events", "Events a customer", each, digits=1)
    yield Figure("bytes", "Bytes per event on disk", size / events, "", "≤ 6", 2)
