"""Runs in the store: listed only when finished, and nothing half-written stays behind."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest

from journeyboard.errors import StoreError
from journeyboard.storage import runs
from journeyboard.storage.journeys import save_journey
from journeyboard.storage.runs import (
    StoredRun,
    delete_run,
    find_run,
    keep_run,
    list_runs,
    name_run,
    start_run,
    sweep,
)
from journeyboard.storage.store import Store
from journeyboard.storage.tables import RunRow


def finished(store: Store, name: str = "First") -> StoredRun:
    """A run of one customer with one file."""
    run = start_run(store, name, seed=7, customers=1)
    (run.path / "manifest.json").write_text("{}")
    return keep_run(store, run.id, digest="d" * 64, results={"orders": 3})


def test_a_run_is_listed_only_when_it_is_finished(store: Store) -> None:
    run = start_run(store, "First", seed=7, customers=1)
    assert run.path.is_dir()
    assert list_runs(store) == []
    with pytest.raises(StoreError, match="no stored run"):
        find_run(store, run.id)
    kept = keep_run(store, run.id, digest="abc", results={"orders": 3})
    assert list_runs(store) == [kept] == [find_run(store, run.id)]
    assert (kept.digest, kept.results, kept.status) == ("abc", {"orders": 3}, "finished")


def test_large_seeds_and_counts_come_back_exactly(store: Store) -> None:
    run = start_run(store, "Large", seed=2**63 - 1, customers=2**40)
    kept = keep_run(store, run.id, digest="abc")
    assert (kept.seed, kept.customers) == (2**63 - 1, 2**40)


def test_a_run_knows_the_revisions_it_flew_in_their_order(store: Store) -> None:
    for journey_id in ("a", "b"):
        save_journey(store, journey_id, "x", based_on=None)
    run = start_run(store, "Both", seed=1, customers=1, journeys=[("b", 1), ("a", 1)])
    keep_run(store, run.id, digest="abc")
    finished(store, "Other")
    assert list_runs(store, journey_id="a")[0].journeys == (("b", 1), ("a", 1))
    assert len(list_runs(store, journey_id="a")) == 1


def test_a_run_of_a_revision_that_was_never_kept_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="revision that is not stored"):
        start_run(store, "Lost", seed=1, customers=1, journeys=[("nope", 1)])
    assert list((store.home).glob("runs/*")) == []


def test_what_cannot_be_computed_is_kept_as_nothing_not_as_nan(store: Store) -> None:
    run = start_run(store, "x", seed=1, customers=1, settings={"lift": float("nan")})
    kept = keep_run(store, run.id, digest="abc", results={"rates": (0.5, float("inf"))})
    assert find_run(store, run.id).settings == {"lift": None}
    assert kept.results == {"rates": [0.5, None]}


def test_the_newest_run_is_listed_first_and_a_new_name_stays(store: Store) -> None:
    first, second = finished(store, "First"), finished(store, "Second")
    name_run(store, first.id, "Renamed")
    assert [run.name for run in list_runs(store)] == ["Second", "Renamed"]
    assert second.created_at >= first.created_at


def test_a_deleted_run_leaves_neither_row_nor_folder(store: Store) -> None:
    run = finished(store)
    delete_run(store, run.id)
    assert list_runs(store) == []
    assert not run.path.exists()
    with pytest.raises(StoreError, match="no stored run"):
        delete_run(store, run.id)


def test_a_deletion_cut_short_is_finished_by_the_sweep(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finished(store)
    with monkeypatch.context() as patch:
        patch.setattr(runs, "_remove", lambda *_: None)
        delete_run(store, run.id)
    assert list_runs(store) == []
    assert sweep(store) == 1
    assert not run.path.exists()


def test_the_sweep_spares_what_a_living_process_is_writing(store: Store) -> None:
    mine = start_run(store, "Mine", seed=1, customers=1)
    assert sweep(store) == 0
    assert mine.path.is_dir()


def test_the_sweep_takes_what_a_dead_process_or_a_day_long_past_left(store: Store) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True
    )
    dead = start_run(store, "Dead", seed=1, customers=1)
    old = start_run(store, "Old", seed=1, customers=1)
    with store.writing() as session:
        host = runs._this_process().rpartition(":")[0]
        session.get_one(RunRow, dead.id).owner = f"{host}:{int(gone.stdout)}"
        session.get_one(RunRow, old.id).created_at -= timedelta(days=2)
    assert sweep(store) == 2
    assert not dead.path.exists()
    assert not old.path.exists()
