"""Where things lie on disk: the data directory, the database's address, a folder for every run."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def data_home() -> Path:
    """The data directory: `JOURNEYBOARD_HOME`, or the user's own for applications."""
    chosen = os.environ.get("JOURNEYBOARD_HOME")
    home = Path(chosen) if chosen else user_data_path("journeyboard", appauthor=False)
    return home.expanduser().absolute()


def database_address(home: Path) -> str:
    """`JOURNEYBOARD_DATABASE_URL`, or the SQLite file in the data directory."""
    return os.environ.get("JOURNEYBOARD_DATABASE_URL") or f"sqlite:///{home / 'journeyboard.db'}"


def run_folder(home: Path, run_id: str) -> Path:
    """The folder that holds a run's event log, outcomes and manifest."""
    return home / "runs" / run_id
