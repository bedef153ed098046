"""Figures of new processes, of very many customers, and of questions to their event logs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from journeyboard.cli.course import SMALL, Course, Figure, timed
from journeyboard.errors import RunError

Tell = Callable[[str], None]
EVENTS_EACH = 8
"""Events a customer, roughly: how many customers make a log of a size."""
PROCESS = """
import json, sys, tempfile, time
began = time.perf_counter()
import journeyboard as jb
from journeyboard.audience.crowd import Crowd
from journeyboard.journey.samples import find_brand, sample_journeys
size, repeats = int(sys.argv[1]), sys.argv[2] == "repeats"
journey = jb.load(sample_journeys()["checkout_rescue"])
brand = find_brand(journey)
people = Crowd(size, brand=brand, repeats=True) if repeats else jb.customers(size, brand=brand)
made = time.perf_counter()
with tempfile.TemporaryDirectory(prefix="journeyboard-bench-") as folder:
    lives = ("untouched",) if sys.argv[3:] == ["few"] else None
    run = jb.simulate(journey, people, brand=brand, out=folder + "/run", lives=lives)
    flown = time.perf_counter() - made
try:
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": flown, "kilobytes": peak, "events": run.manifest["events"]}))
"""
FUNNEL = ("checkout.started", "journey.entered", "message.sent", "order.placed")
COUNTS = "SELECT node_id, type, count(*) AS n FROM events GROUP BY ALL"


def processes(quick: bool, tell: Tell) -> Iterator[Figure]:
    """New processes: how soon the first answer is there, and the memory of ever larger runs."""
    tell("New processes")
    process(SMALL, repeats=False)  # a compiled engine is what a new process meets
    times = [timed(lambda: process(SMALL, repeats=False)) for _ in range(3 if quick else 5)]
    label = f"New process (bytecode and engine kept) to the first answer of {SMALL:,} customers"
    yield Figure("first_answer", label, median(times), "s", "≤ 1 s", 2)
    sizes = (SMALL, 200_000) if quick else (SMALL, 1_000_000, 10_000_000)
    peaks = []
    for size in sizes:
        tell(f"{size:,} customers in a new process")
        answer = process(size, repeats=size > SMALL)
        peaks.append(answer["kilobytes"] / 1_024)
        label = f"Peak memory of {size:,} customers with log"
        yield Figure(f"memory_{size}", label, peaks[-1], "MB", "≤ 350 MB")
        if size > SMALL:
            label = f"{size:,} customers (32,768 that repeat) with log on disk, 2 threads"
            yield Figure(f"logged_{size}", label, size / answer["seconds"], "customers/s", "≥ 2 M" if size == sizes[-1] else "")  # fmt: skip
    tell(f"{sizes[-1]:,} customers, two lives each")
    seconds = process(sizes[-1], repeats=True, few=True)["seconds"]
    label = "The same, of all lives the designed and the untouched one alone"
    yield Figure("logged_two_lives", label, sizes[-1] / seconds, "customers/s", "≥ 2 M" if not quick else "")  # fmt: skip
    if not quick:
        more = 100 * (peaks[2] / peaks[1] - 1)
        yield Figure("flat", "Memory at 10 million against 1 million", more, "%", "≤ 10 %", 1)


def process(customers: int, *, repeats: bool, few: bool = False) -> dict[str, Any]:
    """What a new process says of one run, of all lives or of the designed and the untouched one."""
    told = ["repeats" if repeats else "once", *(["few"] if few else [])]
    command = [sys.executable, "-c", PROCESS, str(customers), *told]
    done = subprocess.run(command, capture_output=True, check=False, text=True, env=_environment())
    if done.returncode:
        why = done.stderr.strip().rpartition("\n")[2]
        raise RunError(f"A new process could not fly {customers:,} customers: {why}.")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _environment() -> dict[str, str]:
    """Where Python may keep its bytecode, as it does after the first start on any other machine.

    Some environments forbid it, and then a new process would mostly measure Python's compiler.
    """
    mine = dict(os.environ)
    if mine.pop("PYTHONDONTWRITEBYTECODE", ""):
        mine["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "journeyboard-bytecode")
    return mine


def questions(course: Course, quick: bool, full: bool, tell: Tell) -> Iterator[Figure]:
    """Seconds of questions to an event log on disk, asked a second time."""
    sizes = [1_000_000] if quick else [10_000_000]
    for events in [*sizes, *([100_000_000] if full else [])]:
        tell(f"Questions to {events:,} events")
        with tempfile.TemporaryDirectory(prefix="journeyboard-bench-") as folder:
            course.logged(course.crowd(events // EVENTS_EACH), Path(folder))
            yield from _asked(Path(folder) / "run", events)


def _asked(folder: Path, events: int) -> Iterator[Figure]:
    from journeyboard.simulation.results import open_run

    run, millions = open_run(folder), events // 1_000_000
    asked: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("counts", "events by node and type", lambda: run.log.rows(COUNTS)),
        ("funnel", "funnel", lambda: run.funnel(FUNNEL)),
        ("lift", "lift from the assignments", lambda: open_run(folder).lift()),
        ("touch", "metrics by node with last touch", lambda: run.metrics(by="node")),
    )
    wanted = {10: (0.5, 1, 1, 4), 100: (3, 6, 1, 35)}.get(millions)
    for k, (key, label, ask) in enumerate(asked):
        ask()
        taken = median(timed(ask) for _ in range(3))
        limit = f"≤ {wanted[k]} s" if wanted else ""
        yield Figure(f"{key}_{millions}m", f"{millions} M events: {label}", taken, "s", limit, 2)
