"""Runs: a row and a folder each, listed only when finished; what a killed process left is swept."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from journeyboard.errors import StoreError
from journeyboard.storage.paths import run_folder
from journeyboard.storage.plain import plain
from journeyboard.storage.store import Store, now
from journeyboard.storage.tables import FlownRow, RunRow

LONGEST_RUN = timedelta(days=1)


@dataclass(frozen=True)
class StoredRun:
    """A run: its name, what it flew (journey id and revision), its settings, and small results.

    `path` is the folder of its event log; `digest` is None until it is finished. Times are aware
    UTC, `settings` and `results` plain values fit for JSON.
    """

    id: str
    name: str
    status: str
    seed: int
    customers: int
    digest: str | None
    path: Path
    settings: dict[str, Any]
    results: dict[str, Any]
    created_at: datetime
    finished_at: datetime | None
    journeys: tuple[tuple[str, int], ...] = ()


def start_run(
    store: Store,
    name: str,
    *,
    seed: int,
    customers: int,
    journeys: Sequence[tuple[str, int]] = (),
    settings: Mapping[str, Any] | None = None,
) -> StoredRun:
    """A new run, not yet listed, with an empty folder to write to; `keep_run` finishes it.

    `journeys` are the stored revisions flown, as (journey id, number). Should this process die,
    a later one sweeps the run away.
    """
    sweep(store)
    run_id = f"{now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    row = RunRow(
        id=run_id,
        name=name,
        status="running",
        owner=_this_process(),
        seed=seed,
        customers=customers,
        path=f"runs/{run_id}",
        settings=plain(dict(settings or {})),
        results={},
        created_at=now(),
    )
    with store.writing() as session:
        session.add(row)
        session.flush()
        session.add_all(_flown(run_id, journeys))
    _make(store, run_id)
    return _run(store, row, tuple(journeys))


def _flown(run_id: str, journeys: Sequence[tuple[str, int]]) -> list[FlownRow]:
    return [
        FlownRow(run_id=run_id, position=i, journey_id=journey_id, revision=number)
        for i, (journey_id, number) in enumerate(journeys)
    ]


def _make(store: Store, run_id: str) -> None:
    folder = run_folder(store.home, run_id)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(
            f"The run's folder {folder} cannot be made: {reason}. "
            "Make room there, or set JOURNEYBOARD_HOME to another folder."
        ) from None


def keep_run(
    store: Store, run_id: str, *, digest: str, results: Mapping[str, Any] | None = None
) -> StoredRun:
    """Finish a run whose folder is complete: from now on it is listed."""
    with store.writing() as session:
        row = _row(session, run_id, status="running")
        row.status, row.digest, row.finished_at = "finished", digest, now()
        row.results = plain(dict(results or {}))
        return _run(store, row, _journeys(session, run_id))


def name_run(store: Store, run_id: str, name: str) -> StoredRun:
    """Give a run another name."""
    with store.writing() as session:
        row = _row(session, run_id)
        row.name = name
        return _run(store, row, _journeys(session, run_id))


def find_run(store: Store, run_id: str) -> StoredRun:
    """A finished run; StoreError when there is none of that id."""
    with store.reading() as session:
        row = _row(session, run_id, status="finished")
        return _run(store, row, _journeys(session, run_id))


def list_runs(store: Store, *, journey_id: str | None = None) -> list[StoredRun]:
    """The finished runs, newest first; only those that flew one journey, if asked."""
    query = select(RunRow).where(RunRow.status == "finished")
    if journey_id is not None:
        flown = select(FlownRow.run_id).where(FlownRow.journey_id == journey_id)
        query = query.where(col(RunRow.id).in_(flown))
    with store.reading() as session:
        rows = session.exec(query.order_by(col(RunRow.created_at).desc(), col(RunRow.id))).all()
        return [_run(store, row, _journeys(session, row.id)) for row in rows]


def delete_run(store: Store, run_id: str) -> None:
    """Remove a run, finished or not, and its folder; to be killed meanwhile leaves nothing listed."""
    with store.writing() as session:
        _row(session, run_id).status = "deleted"
    _remove(store, run_id)


def sweep(store: Store) -> int:
    """Remove what killed processes left half-written or half-removed; says how many runs."""
    with store.reading() as session:
        rows = session.exec(select(RunRow).where(RunRow.status != "finished")).all()
    left = [row.id for row in rows if row.status == "deleted" or _abandoned(row)]
    for run_id in left:
        _remove(store, run_id)
    return len(left)


def _remove(store: Store, run_id: str) -> None:
    # The row goes last: as long as it stands, a later sweep finds the folder again.
    folder = run_folder(store.home, run_id)
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        return
    with store.writing() as session:
        if row := session.get(RunRow, run_id):
            session.delete(row)


def _this_process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _abandoned(row: RunRow) -> bool:
    host, _, pid = row.owner.rpartition(":")
    gone = host == socket.gethostname() and not _alive(int(pid))
    return gone or now() - row.created_at > LONGEST_RUN


def _alive(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # there, asking with a signal would end the process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _row(session: Session, run_id: str, status: str | None = None) -> RunRow:
    row = session.get(RunRow, run_id)
    if row is None or (status and row.status != status):
        raise StoreError(f"There is no stored run “{run_id}”. Choose one from the list.")
    return row


def _journeys(session: Session, run_id: str) -> tuple[tuple[str, int], ...]:
    query = select(FlownRow).where(FlownRow.run_id == run_id).order_by(col(FlownRow.position))
    return tuple((row.journey_id, row.revision) for row in session.exec(query))


def _run(store: Store, row: RunRow, journeys: tuple[tuple[str, int], ...]) -> StoredRun:
    values = row.model_dump(exclude={"owner", "path"})
    return StoredRun(path=store.home / row.path, journeys=journeys, **values)
