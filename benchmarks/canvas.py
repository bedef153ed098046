#!/usr/bin/env python3
"""The canvas at 200 steps in a real Chromium: frames while a card is dragged, and how soon an edit's findings are back.

`uv run python benchmarks/canvas.py` prints the figures, `--write` puts them into CANVAS.md. It starts the
app in a data directory of its own, opens a journey of 200 steps, and measures what a hand would do.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from canvas_journey import long_journey  # noqa: E402
from conftest import FLAGS, chromium, served  # noqa: E402

MOVES, EDITS, ROUNDS = 120, 40, 5
PAUSES = (250, 1_250)
"""Milliseconds from what an edit brought to the next edit."""
WORK = {"EventDispatch", "FunctionCall", "FireAnimationFrame", "RunMicrotasks", "TimerFire", "EvaluateScript",
        "UpdateLayoutTree", "Layout"}  # fmt: skip
CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]


class Figure(NamedTuple):
    """One measured number with its unit and what it should be."""

    label: str
    value: float
    unit: str
    wanted: str


@contextmanager
def open_board() -> Iterator[Page]:
    """The app with the long journey on its shelf, and a browser that shows it."""
    from journeyboard.workflows.library import import_journey, open_library

    home = Path(tempfile.mkdtemp(prefix="journeyboard-bench-"))
    import_journey(open_library(home), long_journey().encode(), "long.journey.yaml")
    with served(HERE.parent / "app.py", home) as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{url}/design?journey=long")
        page.locator('.react-flow__node[data-id="n1"]').wait_for(timeout=90_000)
        page.wait_for_timeout(3_000)
        yield page
        browser.close()


def drag_figures(page: Page) -> list[Figure]:
    """Long tasks, and script and layout per frame, while a card follows the pointer."""
    rounds = [_dragged(page) for _ in range(ROUNDS)]
    tasks = [task for tasks, _ in rounds for task in tasks]
    frames = [frame for _, frames in rounds for frame in frames]
    return [
        Figure("Tasks over 50 ms during a drag", sum(task > 50 for task in tasks), "", "0"),
        Figure("Longest task during a drag", max(tasks), "ms", "≤ 50"),
        Figure("Script and layout per frame, median", statistics.median(frames), "ms", "≤ 12"),
        Figure("Script and layout per frame, 95th percentile", quantile(frames, 0.95), "ms", ""),
        Figure("Frames measured", len(frames), "", ""),
    ]


def _dragged(page: Page) -> tuple[list[float], list[float]]:
    box: Any = page.locator('.react-flow__node[data-id="n1"] .title').bounding_box()
    x, y = box["x"] + 20, box["y"] + 5
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 9, y + 9)
    page.wait_for_timeout(200)
    session = page.context.new_cdp_session(page)
    events = _traced(page, session, x, y)
    page.mouse.up()
    page.keyboard.press("Control+z")
    page.wait_for_timeout(500)
    return _tasks(events), _frames(events)


def _traced(page: Page, session: CDPSession, x: float, y: float) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    ended: list[bool] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda _: ended.append(True))
    session.send(
        "Tracing.start",
        {"traceConfig": {"includedCategories": CATEGORIES}, "transferMode": "ReportEvents"},
    )
    for i in range(MOVES):
        page.mouse.move(x + 9 + (i % 40) * 5, y + 9 + (i % 25) * 4)
        page.wait_for_timeout(16)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(20)
    names = [e for e in events if e["name"] == "thread_name"]
    mains = {(e["pid"], e["tid"]) for e in names if e["args"]["name"] == "CrRendererMain"}
    return [e for e in events if (e["pid"], e["tid"]) in mains and e.get("ph") == "X"]


def _tasks(events: list[dict[str, Any]]) -> list[float]:
    """Milliseconds of each task of the main thread."""
    return [e["dur"] / 1000 for e in events if e["name"] == "ThreadControllerImpl::RunTask"]


def _frames(events: list[dict[str, Any]]) -> list[float]:
    """Milliseconds of script and layout between two commits, of the frames in which the card was drawn anew."""
    work = _joined(sorted((e["ts"], e["ts"] + e["dur"]) for e in events if e["name"] in WORK))
    commits = sorted(e["ts"] for e in events if e["name"] == "Commit")
    spans = pairwise(commits)
    busy = [
        sum(max(0, min(end, b) - max(start, a)) for start, end in work) / 1000 for a, b in spans
    ]
    return [frame for frame in busy if frame > 1]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


ROUND_TRIP = """async (board) => {
  const card = () => board.querySelector('.react-flow__node[data-id="n1"]');
  const seen = () => card()?.querySelector('.level') !== null;
  const before = seen(), start = performance.now();
  const keys = {key: before ? 'z' : 'y', ctrlKey: true};
  board.querySelector('.flow').dispatchEvent(new KeyboardEvent('keydown', {...keys, bubbles: true, composed: true}));
  while (seen() === before && performance.now() - start < 10000) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
"""Undo or redo an edit that makes a finding on a card, until the finding has come or gone."""


def edit_figures(page: Page) -> list[Figure]:
    """From an edit to the findings that follow from it, on the card again."""
    board = page.locator(".board").first.element_handle()
    _press_wire_above(page, "n2")
    page.keyboard.press("Delete")
    page.wait_for_timeout(1_500)
    pauses = Random(1)  # an edit meets the figures of the one before it as often as it may
    times = []
    for _ in range(EDITS):
        page.wait_for_timeout(pauses.uniform(*PAUSES))
        times.append(float(board.evaluate(ROUND_TRIP)))
    return [
        Figure(
            "Edit to its findings on the canvas, median", statistics.median(times), "ms", "≤ 300"
        ),
        Figure(
            "Edit to its findings on the canvas, 95th percentile",
            quantile(times, 0.95),
            "ms",
            "≤ 600",
        ),
        Figure("Edits measured", len(times), "", ""),
    ]


TO_FIGURES = """async (board) => {
  const seen = () => board.querySelector('.react-flow__node[data-id="n2"] .figures') !== null;
  const before = seen(), start = performance.now();
  const keys = {key: before ? 'y' : 'z', ctrlKey: true};
  board.querySelector('.flow').dispatchEvent(new KeyboardEvent('keydown', {...keys, bubbles: true, composed: true}));
  while (seen() === before && performance.now() - start < 10000) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
"""Undo or redo an edit after which nobody comes to a step, until its figures have come or gone."""


def live_figures(page: Page) -> list[Figure]:
    """From an edit to the live figures that follow from it, and what the flight alone takes here."""
    board = page.locator(".board").first.element_handle()
    page.wait_for_timeout(5_000)
    times = [
        float(board.evaluate(TO_FIGURES)) for _ in range(EDITS) if not page.wait_for_timeout(1_500)
    ]
    said = page.locator(".live-line").inner_text()
    customers = int(said.split()[0].replace(",", ""))
    return [
        Figure("Edit to its live figures, median", statistics.median(times), "ms", ""),
        Figure("Edit to its live figures, 95th percentile", quantile(times, 0.95), "ms", ""),
        Figure("Customers flown at each edit", customers, "", "20,000, or what fits in 150 ms"),
        Figure("Their flight alone, median", _flight(customers), "ms", "≤ 150"),
    ]


def _flight(customers: int) -> float:
    """Milliseconds of a flight of the long journey with its figures, the engine ready."""
    from journeyboard.journey.file import loads
    from journeyboard.journey.samples import find_brand
    from journeyboard.workflows.live import flown

    journey = loads(long_journey(), "long.journey.yaml")
    brand, times = find_brand(journey), []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        flown(journey, brand, customers, lambda: False)
        times.append(1_000 * (time.perf_counter() - began))
    return statistics.median(times[1:])


def _press_wire_above(page: Page, node: str) -> None:
    box: Any = page.locator(f'.react-flow__node[data-id="{node}"] .card').bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] - 14)


def quantile(values: list[float], share: float) -> float:
    """The value below which a share of all lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def page_of(figures: list[Figure], load: tuple[float, float]) -> str:
    """The figures as CANVAS.md."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    rows = [
        f"| {f.label} | {f.value:,.{0 if not f.unit else 1}f} {f.unit} | {f.wanted} |"
        for f in figures
    ]
    return "\n".join(
        [
            "# The canvas at 200 steps",
            "",
            f"Written by `uv run python benchmarks/canvas.py --write` on {machine}, headless Chromium without a",
            f"graphics card, load {load[0]:.2f} before and {load[1]:.2f} after. {ROUNDS} drags of {MOVES} moves; an edit is timed from",
            "the key that makes it until the finding it causes or mends has come or gone on the card, of which",
            "120 ms are the deliberate pause before a drawing is sent. Live figures are on,",
            f"and the next edit comes at random {PAUSES[0] / 1000:g} to {PAUSES[1] / 1000:g} s after what the last one brought.",
            "",
            "| Measured | Value | Wanted |",
            "|---|--:|--:|",
            *rows,
            "",
        ]
    )  # fmt: skip


def main() -> None:
    """Measure, print, and with --write keep."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help="write benchmarks/CANVAS.md")
    write = options.parse_args().write
    before = os.getloadavg()[0]
    with open_board() as page:
        figures = [*drag_figures(page), *edit_figures(page), *live_figures(page)]
    text = page_of(figures, (before, os.getloadavg()[0]))
    print(text)
    if write:
        (HERE / "CANVAS.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
