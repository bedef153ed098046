#!/usr/bin/env python3
"""The checker at 500 steps, family by family, and how soon `journeyboard check` answers in a new process.

`uv run python benchmarks/checker.py` prints the figures, `--write` puts them into CHECKER.md. Every figure
is the median of five; a review is timed in a process in which one has been made before.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load_brand, save
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import sample_brands
from journeyboard.lint.check import FAMILIES, RULES, check
from journeyboard.lint.rule import findings
from journeyboard.lint.subject import Subject

HERE = Path(__file__).resolve().parent
STEPS, ROUNDS = 500, 5
COMMAND = [sys.executable, "-c", "from journeyboard.cli import main; main(['check', *__import__('sys').argv[1:]])"]  # fmt: skip


class Figure(NamedTuple):
    """One measured time in milliseconds, and what it should be."""

    label: str
    value: float
    wanted: str = ""


def long_journey(steps: int = STEPS, *, straight: bool = False) -> Journey:
    """Texts, e-mails and pushes between delays, waits and splits; a straight one has no splits."""
    nodes = {f"n{i}": _step(i, steps, straight) for i in range(steps - 1)}
    nodes[f"n{steps - 1}"] = {"kind": "exit", "reason": "finished"}
    settings = {"id": "long", "name": "Long", "brand": "lumen", "control_group": {"share": 0.1}}
    rules = [{"event": "order.placed", "goal": True}]
    return journey_from({**settings, "exit_rules": rules, "start": "n0", "nodes": nodes})


def _step(i: int, steps: int, straight: bool) -> dict[str, Any]:
    on = {"next": f"n{i + 1}"}
    link = {"url": "https://lumenskin.example/cart"}
    job = {"job": "When I left, I want to come back, so I can buy.", "metric": "Clicks per delivered message"}  # fmt: skip
    fork = {
        "kind": "split",
        "branches": [{"name": "yes", "when": {"consent": {"channel": "sms"}}, **on}],
        "everyone_else": f"n{min(i + 2, steps - 1)}",
    }
    kinds: tuple[dict[str, Any], ...] = (
        {"kind": "sms", "body": "Lumen Skin: {{ first_name | default: 'hi' }}, your cart is saved: {{ link }}", "link": link, **job, **on},
        {"kind": "delay", "for": "1 day", **on},
        {"kind": "update", "set": {"seen": True}, **on} if straight else fork,
        {"kind": "email", "subject": "We kept your cart", "body": "Hello {{ first_name }}. {{ link }}", "link": link, **job, **on},
        {"kind": "wait_until", "branches": [{"name": "back", "event": "checkout.started", **on}], "timeout": "1 day", "on_timeout": f"n{i + 1}"},
        {"kind": "push", "heading": "Your cart", "body": "It is still here.", "offer": {"kind": "percent", "value": 10}, **job, **on},
    )  # fmt: skip
    return {"title": f"Step {i}", **kinds[i % len(kinds)]}


def reviewed(journey: Journey, brand: Brand) -> tuple[float, float]:
    """Milliseconds of one review, on the clock and of the processor."""
    check(journey, brand)
    clock = [_timed(lambda: check(journey, brand), time.perf_counter) for _ in range(ROUNDS)]
    processor = [_timed(lambda: check(journey, brand)) for _ in range(ROUNDS)]
    return statistics.median(clock), statistics.median(processor)


def _timed(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    before = clock()
    work()
    return 1000 * (clock() - before)


def measured() -> Iterator[Figure]:
    """Every figure, one after the other."""
    brand = load_brand(sample_brands()["lumen"])
    forked, straight = long_journey(), long_journey(straight=True)
    for name, journey in (("with splits", forked), ("in a row", straight)):
        clock, processor = reviewed(journey, brand)
        yield Figure(f"`check`, {STEPS} steps {name}: on the clock", clock, "< 200")
        yield Figure(f"`check`, {STEPS} steps {name}: of the processor", processor)
    for family, time_taken in by_family(forked, brand).items():
        yield Figure(f"of which {family}, of the processor", time_taken)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.journey.yaml"
        save(forked, file)
        for name, arguments in (
            ("checkout_rescue", ["checkout_rescue"]),
            ("--explain JB600", ["--explain", "JB600"]),
            (f"{STEPS} steps", [str(file)]),
        ):
            clock, processor = _started(arguments, folder)
            wanted = "" if str(file) in arguments else "< 700"
            yield Figure(f"`check` as a command, {name}: on the clock", clock, wanted)
            yield Figure(f"`check` as a command, {name}: of the processor", processor)


def by_family(journey: Journey, brand: Brand) -> dict[str, float]:
    """Milliseconds of each family, in their order: what one asks first, the later ones need not ask again."""
    rounds = [_spent(journey, brand) for _ in range(ROUNDS + 1)][1:]
    return {family: statistics.median(one[family] for one in rounds) for family in FAMILIES}


def by_rule(journey: Journey, brand: Brand) -> dict[str, float]:
    """Milliseconds of each rule in one review, what is shared counted to the first that asks."""
    subject, spent = Subject(journey, brand), defaultdict[str, float](float)
    for rule in RULES:
        before = time.process_time()
        for _ in findings(rule, subject):
            pass
        spent[rule.code] += 1000 * (time.process_time() - before)
    return spent


def _spent(journey: Journey, brand: Brand) -> dict[str, float]:
    spent, family = defaultdict[str, float](float), {rule.code: rule.family for rule in RULES}
    for code, taken in by_rule(journey, brand).items():
        spent[family[code]] += taken
    return spent


def _started(arguments: list[str], folder: str) -> tuple[float, float]:
    """Milliseconds of the clock and of the processor, with compiled modules as after an installation."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = folder

    def run() -> float:
        before = _children()
        done = subprocess.run(
            [*COMMAND, *arguments], capture_output=True, text=True, check=False, env=env
        )
        assert "Traceback" not in done.stderr, done.stderr
        return 1000 * (_children() - before)

    run()
    rounds = [_both(run) for _ in range(ROUNDS)]
    return statistics.median(one[0] for one in rounds), statistics.median(one[1] for one in rounds)


def _both(run: Callable[[], float]) -> tuple[float, float]:
    before = time.perf_counter()
    processor = run()
    return 1000 * (time.perf_counter() - before), processor


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    rows = [f"| {one.label} | {one.value:.1f} ms | {one.wanted} |" for one in figures]
    return "\n".join(["| Measured | Value | Wanted |", "|---|--:|--:|", *rows])


def report(figures: list[Figure], load: tuple[float, float]) -> str:
    """CHECKER.md."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"  # fmt: skip
    return (
        f"# The checker at {STEPS} steps\n\n"
        f"Written by `uv run python benchmarks/checker.py --write` on {machine}, load {load[0]:.2f} before and\n"
        f"{load[1]:.2f} after. Medians of five. All {len(RULES)} rules are on; what a family asks first, the later\n"
        f"ones need not ask again.\n\n{table(figures)}\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write CHECKER.md")
    parser.add_argument("--rules", action="store_true", help="list the slowest rules")
    asked = parser.parse_args()
    if asked.rules:
        brand = load_brand(sample_brands()["lumen"])
        by_rule(long_journey(), brand)
        spent = by_rule(long_journey(), brand)
        for code, taken in sorted(spent.items(), key=lambda one: -one[1])[:15]:
            print(f"{code} {taken:.1f} ms")
        return
    before = os.getloadavg()[0]
    figures = list(measured())
    print(table(figures))
    if asked.write:
        text = report(figures, (before, os.getloadavg()[0]))
        (HERE / "CHECKER.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
