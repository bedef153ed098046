"""Figures of designs flown again and again in memory, and of the same events flown in other ways."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from journeyboard.cli.course import DAYS, Course, Figure, on_cpu
from journeyboard.errors import RunError

if TYPE_CHECKING:
    from journeyboard.journey.graph import Journey

SLOWER = 6 * 3_600
OTHER_PROCESS = """
import json, sys, tempfile
import journeyboard as jb
from journeyboard.journey.samples import find_brand, sample_journeys
journey = jb.load(sample_journeys()["checkout_rescue"])
brand = find_brand(journey)
with tempfile.TemporaryDirectory() as folder:
    run = jb.simulate(journey, jb.customers(int(sys.argv[1]), brand=brand), brand=brand, days=90, out=folder + "/run")
    print(json.dumps({"digest": run.digest}))
"""


def designs(course: Course, quick: bool) -> Iterator[Figure]:
    """Previews, designs a minute, and what the same dice for both save in a comparison."""
    from journeyboard.simulation.trial import Field

    ours, other = course.journey, with_first_wait(course.journey, SLOWER)
    small = Field(course.small, course.brand, days=DAYS)
    small.fly(ours)
    taken = median(on_cpu(lambda: small.fly(other)) for _ in range(7))
    label = f"Preview of {len(course.small):,} customers in a warm process"
    yield Figure("preview", label, 1_000 * taken, "ms", "≤ 20 ms", 1)
    field, count = Field(course.people, course.brand, days=DAYS), len(course.people)
    ones, others = field.fly(ours), field.fly(other)
    turns = (ours, other) * (3 if quick else 7)
    each = median(on_cpu(partial(field.fly, one)) for one in turns)
    wanted = "≥ 1,500" if count == 100_000 else ""
    yield Figure("designs", f"Designs a minute, {count:,} customers, 1 core", 60 / each, "", wanted)
    saved = min(
        variance_saved(ones.outcome(name), others.outcome(name)) for name in ("converted", "margin")
    )
    label = "Variance of an unpaired difference against a paired one (the first wait 6 hours)"
    yield Figure("pairing", label, saved, "×", "≥ 30 ×")


def with_first_wait(journey: Journey, seconds: int) -> Journey:
    """The journey with another first delay."""
    from journeyboard.journey.nodes import Delay

    first = next(node for node in journey.nodes if isinstance(node, Delay))
    changed = first.model_copy(update={"for_": seconds})
    nodes = tuple(changed if node is first else node for node in journey.nodes)
    return journey.model_copy(update={"nodes": nodes})


def variance_saved(ones: Any, others: Any) -> float:
    """How many times the variance of the difference of two samples is that of the paired difference."""
    paired = float(np.var(others - ones))
    return float((np.var(ones) + np.var(others)) / paired) if paired > 0 else float("inf")


def sameness(course: Course) -> Iterator[Figure]:
    """In how many ways of flying the events have the digest of the first."""
    people, count = course.small, len(course.small)
    ways: list[dict[str, Any]] = [{"workers": 1, "chunk": count}]
    ways += [{"workers": 2, "chunk": -(-count // parts)} for parts in (1, 2, 7)]
    found = []
    with tempfile.TemporaryDirectory(prefix="journeyboard-bench-") as folder:
        for k, way in enumerate(ways):
            found.append(course.logged(people, Path(folder) / str(k), **way)["digest"])
    found.append(_elsewhere(count, {}))
    same = sum(digest == found[0] for digest in found)
    label = "Ways of flying with the same digest (chunks, threads, a new process)"
    yield Figure("same", label, same, f"of {len(found)}", f"{len(found)} of {len(found)}")
    few = min(count, 100)
    compiled, plain = (_elsewhere(few, more) for more in ({}, {"NUMBA_DISABLE_JIT": "1"}))
    label = f"Compiled and uncompiled alike, {few} customers"
    yield Figure("uncompiled", label, 1 + (compiled == plain), "of 2", "2 of 2")


def _elsewhere(customers: int, more: dict[str, str]) -> str:
    """The digest that a new process finds."""
    command = [sys.executable, "-c", OTHER_PROCESS, str(customers)]
    done = subprocess.run(
        command, capture_output=True, check=False, text=True, env={**os.environ, **more}
    )
    if done.returncode:
        why = done.stderr.strip().rpartition("\n")[2]
        raise RunError(f"a new process could not fly {customers:,} customers: {why}.")
    return str(json.loads(done.stdout)["digest"])
