"""Programs that the crash tests start, and kill or race: `python programs.py NAME HOME`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from journeyboard.errors import StaleRevision
from journeyboard.storage.drafts import save_draft
from journeyboard.storage.journeys import find_journey, save_journey
from journeyboard.storage.runs import keep_run, start_run
from journeyboard.storage.store import Store, open_store


def text(number: int) -> str:
    """A text long enough to fill several pages of the database."""
    return f"revision {number}\n" * 2_000


def save(store: Store) -> None:
    """Type and save without end, saying each save that is done."""
    for number in range(1, 100_000):
        save_journey(store, "welcome", text(number), based_on=number - 1 or None)
        save_draft(store, "welcome", f"draft {number}", based_on=number)
        print(number, flush=True)


def fly(store: Store) -> None:
    """Write runs without end, file by file, saying each file that is written."""
    for number in range(1, 100_000):
        run = start_run(store, f"run {number}", seed=number, customers=3)
        for part in range(3):
            (run.path / f"part-{part}").write_bytes(b"x" * 100_000)
            print(f"{number}.{part}", flush=True)
        keep_run(store, run.id, digest=f"{number}")


def race(store: Store) -> None:
    """Win twenty saves against whoever else is saving, then say how many were lost on the way."""
    won = lost = 0
    while won < 20:
        there = find_journey(store, "race")
        number = there.revision if there else None
        try:
            save_journey(store, "race", f"{(number or 0) + 1} by {os.getpid()}", based_on=number)
            won += 1
        except StaleRevision:
            lost += 1
    print(won, lost, flush=True)


if __name__ == "__main__":
    {"save": save, "fly": fly, "race": race}[sys.argv[1]](open_store(Path(sys.argv[2])))
