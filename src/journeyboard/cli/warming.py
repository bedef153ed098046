"""The engine compiled in the background of the app's start, once a machine, saying so."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from journeyboard.cli.show import note

SLOW = 4.0
"""Seconds after which it is a compilation and not only a look into the cache."""


@contextmanager
def warm_in_background() -> Iterator[None]:
    """Prepare the engine while the block runs, in a process of its own: the app stays quick."""
    command = [sys.executable, "-m", "journeyboard.cli.warming"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


def warm() -> None:
    """Fly a handful of customers, so that the compiled engine lies in the cache."""
    began = time.monotonic()
    slow = threading.Timer(SLOW, note, ["Preparing the engine in the background, once a machine."])
    slow.start()
    try:
        _fly_a_few()
    finally:
        slow.cancel()
    if time.monotonic() - began > SLOW:
        note(f"The engine is ready ({time.monotonic() - began:.0f} s).")


def _fly_a_few() -> None:
    from journeyboard.audience.customers import customers
    from journeyboard.journey.file import load
    from journeyboard.journey.samples import sample_journeys
    from journeyboard.simulation.run import simulate

    simulate(load(sample_journeys()["checkout_rescue"]), customers(100), days=10)


if __name__ == "__main__":
    warm()
