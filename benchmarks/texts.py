#!/usr/bin/env python3
"""How long the texts of 100,000 customers take to render and count, as the length distribution needs them.

`uv run python benchmarks/texts.py` prints the figures, `--write` puts them into TEXTS.md. The last text is
different for every customer, which is as slow as it gets; the others look alike for many, and each kind
is rendered once.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from pathlib import Path
from typing import NamedTuple

from journeyboard.audience.customers import customers
from journeyboard.journey.file import load_brand
from journeyboard.journey.form import journey_from
from journeyboard.journey.nodes import Sms
from journeyboard.journey.samples import sample_brands
from journeyboard.simulation.flight import Flight
from journeyboard.simulation.run import flight_of
from journeyboard.simulation.settings import Setting
from journeyboard.simulation.texts import texts_by_customer

HERE = Path(__file__).resolve().parent
CUSTOMERS, ROUNDS, WANTED = 100_000, 3, 5.0
END = "until {{ code_expires | date: '%b %d' | default: 'soon' }}: https://lumenskin.example/c"
TEXTS = {
    "First name and favourite product": "Lumen Skin: {{ first_name | default: 'hi' }}, "
    "{{ favourite_product | default: 'your serum' }} is here " + END,
    "First and last name": "Lumen Skin: {{ first_name | default: 'hi' }} {{ last_name | default: '' }}, it is here "
    + END,
    "A text of their own for everybody": "Lumen Skin: {{ first_name | default: 'hi' }}, we wrote to "
    "{{ email | default: 'you' }} " + END,
}


class Figure(NamedTuple):
    """Seconds for all customers: elapsed, and of the processor, which other work does not lengthen."""

    label: str
    elapsed: float
    processor: float


def measured() -> list[Figure]:
    """Every text's median of several rounds."""
    journey = journey_from({"id": "texts", "name": "Texts", "nodes": {}})
    flight = flight_of(journey, customers(CUSTOMERS), brand=load_brand(sample_brands()["lumen"]))
    return [_figure(label, body, flight) for label, body in TEXTS.items()]


def _figure(label: str, body: str, flight: Flight) -> Figure:
    node = Sms(id="text", body=body, opt_out=True)
    elapsed, processor = [], []
    for _ in range(ROUNDS):
        wall, work = time.perf_counter(), time.process_time()
        texts_by_customer(Setting(node, "sms", "", 0), flight)
        elapsed.append(time.perf_counter() - wall)
        processor.append(time.process_time() - work)
    return Figure(label, statistics.median(elapsed), statistics.median(processor))


def page(figures: list[Figure], load: float) -> str:
    """The figures as TEXTS.md shows them."""
    rows = "\n".join(
        f"| {one.label} | {one.elapsed:.2f} s | {one.processor:.2f} s | ≤ {WANTED:g} s |"
        for one in figures
    )
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return (
        f"# The texts of {CUSTOMERS:,} customers\n\n"
        f"Written by `uv run python benchmarks/texts.py --write` on {machine}, load {load:.2f} before. Medians of\n"
        f"{ROUNDS} rounds, in which every text is filled for each kind of customer and counted in parts.\n\n"
        f"| Text | Elapsed | Processor | Wanted |\n|---|--:|--:|--:|\n{rows}\n"
    )


def main() -> None:
    """Print the figures, or write them down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write TEXTS.md")
    write, load = parser.parse_args().write, os.getloadavg()[0]
    told = page(measured(), load)
    if write:
        (HERE / "TEXTS.md").write_text(told, encoding="utf-8")
    print(told)


if __name__ == "__main__":
    main()
