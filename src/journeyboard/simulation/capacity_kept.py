"""The queue and the budget of a run, kept beside its log: whoever follows a customer needs the same table."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from journeyboard.errors import RunError
from journeyboard.simulation.flight import Ledger

FILE = "ledger.npz"
CUTOFFS = "cutoffs"


def keep_ledger(ledger: Ledger, folder: Path) -> None:
    """Write it into the run's folder; nothing for a run without limits."""
    tables = dict(ledger.queues)
    if ledger.cutoffs is not None:
        tables[CUTOFFS] = ledger.cutoffs
    if tables:
        np.savez_compressed(folder / FILE, allow_pickle=False, **tables)


def kept_ledger(folder: Path) -> Ledger:
    """The table of a run under limits. Raises RunError where it is not there or not whole."""
    try:
        with (folder / FILE).open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            tables = {name: file[name] for name in file.files}
    except (OSError, ValueError, BadZipFile, EOFError):
        raise RunError("The queue and the budget of this run under limits were not kept with it, so its customers cannot be followed. Fly it again.") from None  # fmt: skip
    cutoffs = tables.pop(CUTOFFS, None)
    return Ledger(tables, cutoffs)
