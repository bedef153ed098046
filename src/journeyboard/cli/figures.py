"""The figures of `journeyboard bench`, each measured in rounds that take turns; a new one goes here."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import TYPE_CHECKING, Any

from journeyboard.errors import RunError

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.flight import Program

SAMPLE = "checkout_rescue"
SIMPY_CUSTOMERS = 5_000
SMALL = 10_000
DAYS = 90
PROCESS = """
import json, resource, sys, time
import journeyboard as jb
from journeyboard.journey.samples import sample_journeys
journey = jb.load(sample_journeys()["checkout_rescue"])
run = jb.simulate(journey, jb.customers(int(sys.argv[1])))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"entered": run.manifest["entered"], "kilobytes": peak}))
"""


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


@dataclass(frozen=True)
class Seconds:
    """How long each thing took in one round."""

    kernel: float
    lives: float
    simpy: float | None
    one: float
    two: float
    small: float


def measured(quick: bool, tell: Callable[[str], None]) -> Iterator[Figure]:
    """All figures; `tell` gets a line about what is going on."""
    course = _course(20_000 if quick else 100_000)
    tell("Warming up: the engine is compiled once a machine.")
    _logged(course, course.small, 1)
    program, simpy = _program(course), _simpy()
    rounds = []
    for number in range(3 if quick else 5):
        tell(f"Round {number + 1}")
        rounds.append(_round(course, program, simpy))
    yield from _speeds(course, rounds, simpy is not None)
    yield from _sizes(course)
    tell("A new process")
    yield from _processes(3 if quick else 5, len(course.people))


def _course(customers: int) -> Course:
    from journeyboard.audience.customers import customers as draw
    from journeyboard.journey.file import load
    from journeyboard.journey.samples import find_brand, sample_journeys

    journey = load(sample_journeys()[SAMPLE])
    brand = find_brand(journey)
    sizes = (customers, SIMPY_CUSTOMERS, SMALL)
    return Course(journey, brand, *(draw(size, brand=brand) for size in sizes))


def _program(course: Course) -> Program:
    from journeyboard.simulation.program import compile_flight
    from journeyboard.simulation.run import flight_of

    return compile_flight(flight_of(course.journey, course.people, brand=course.brand, days=DAYS))


def _simpy() -> ModuleType | None:
    """The journey in SimPy, where there is a checkout and SimPy is installed."""
    from journeyboard.cli.measuring import benchmarks_folder

    file = benchmarks_folder() / "checkout_rescue_simpy.py"
    if not file.is_file() or importlib.util.find_spec("simpy") is None:
        return None
    spec = importlib.util.spec_from_file_location("checkout_rescue_simpy", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _round(course: Course, program: Program, simpy: ModuleType | None) -> Seconds:
    return Seconds(
        kernel=_timed(lambda: _kernel(replace(program, lives=program.lives[:1]))),
        lives=_timed(lambda: _kernel(program)),
        simpy=None if simpy is None else _timed(lambda: _plain(simpy, course)),
        one=_timed(lambda: _logged(course, course.people, 1)),
        two=_timed(lambda: _logged(course, course.people, 2)),
        small=_timed(lambda: _logged(course, course.small, None)),
    )


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _kernel(program: Program) -> object:
    """The lives of all customers on one core, the rows of the first kept in memory."""
    from journeyboard.simulation.part import fly_range

    return fly_range(program, 0, program.size, 8_192, lambda: None)


def _plain(simpy: ModuleType, course: Course) -> object:
    from journeyboard.simulation.behaviour import Behaviour

    return simpy.fly(course.few, Behaviour().to_dict(), DAYS, seed=7)


def _logged(course: Course, people: Audience, workers: int | None) -> dict[str, Any]:
    """A whole run with its log on disk; its manifest."""
    from journeyboard.simulation.run import simulate

    with tempfile.TemporaryDirectory(prefix="journeyboard-bench-") as folder:
        run = simulate(
            course.journey,
            people,
            brand=course.brand,
            days=DAYS,
            workers=workers,
            out=Path(folder) / "run",
        )
        return dict(run.manifest)


def _speeds(course: Course, rounds: list[Seconds], has_simpy: bool) -> Iterator[Figure]:
    count = len(course.people)
    kernel = median(count / one.kernel for one in rounds)
    yield Figure("kernel", "Engine, 1 core, events in memory", kernel, "customers/s")
    lives = median(count / one.lives for one in rounds)
    yield Figure("lives", "The same with every other life of each customer", lives, "customers/s")
    yield from _against_simpy(count, rounds, has_simpy)
    logged = median(count / one.two for one in rounds)
    yield Figure(
        "logged", f"{count:,} customers with log on disk, 2 threads", logged, "customers/s"
    )
    taken = median(one.two for one in rounds)
    wanted = "≤ 2 s" if count == 100_000 else ""
    yield Figure("flight", f"Flight of {count:,} customers with log", taken, "s", wanted, 2)
    threads = median(one.one / one.two for one in rounds)
    yield Figure("threads", "2 threads against 1", threads, "×", "≥ 1.6 ×", 2)
    small = 1_000 * median(one.small for one in rounds)
    yield Figure("small", f"{SMALL:,} customers with log in a warm process", small, "ms")


def _against_simpy(count: int, rounds: list[Seconds], has_simpy: bool) -> Iterator[Figure]:
    label = f"The same in SimPy, {SIMPY_CUSTOMERS:,} customers"
    if not has_simpy:
        why = "needs a checkout and SimPy (a development dependency)"
        yield Figure("simpy", label, None, reason=why)
        return
    plain = [SIMPY_CUSTOMERS / one.simpy for one in rounds if one.simpy]
    ratio = median(count / one.kernel * (one.simpy or 0) / SIMPY_CUSTOMERS for one in rounds)
    yield Figure("simpy", label, median(plain), "customers/s")
    yield Figure("simpy_ratio", "Engine against SimPy", ratio, "×", "≥ 200 ×")


def _sizes(course: Course) -> Iterator[Figure]:
    manifest = _logged(course, course.people, None)
    events, size = manifest["events"], manifest["bytes"]
    each = events / len(course.people)
    yield Figure("events", "Events a customer", each, digits=1)
    yield Figure("bytes", "Bytes per event on disk", size / events, "", "≤ 6", 1)


def _processes(rounds: int, customers: int) -> Iterator[Figure]:
    """New processes: how soon the first answer is there, and how much memory a large run takes."""
    _process(SMALL)  # a compiled engine is what a new process meets
    times = [_timed(lambda: _process(SMALL)) for _ in range(rounds)]
    label = f"New process to the first answer of {SMALL:,} customers"
    yield Figure("first_answer", label, median(times), "s", "≤ 1 s", 2)
    megabytes = _process(customers)["kilobytes"] / 1_024
    yield Figure("memory", f"Peak memory of {customers:,} customers", megabytes, "MB", "≤ 350 MB")


def _process(customers: int) -> dict[str, Any]:
    command = [sys.executable, "-c", PROCESS, str(customers)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode:
        why = done.stderr.strip().rpartition("\n")[2]
        raise RunError(f"A new process could not fly {customers:,} customers: {why}.")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
