"""Large runs: a crowd flown part by part tells what its customers tell, and a run that fails loses nothing."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from journeyboard.audience.crowd import Crowd, labels
from journeyboard.audience.customers import customers
from journeyboard.errors import BadInput, RunError
from journeyboard.simulation import buffers, logbook
from journeyboard.simulation import part as parts
from journeyboard.simulation import run as flying
from journeyboard.simulation.results import open_run
from journeyboard.simulation.run import simulate

from .flights import brand, every_kind, journey, shoppers

PLAIN = """
import sys
import journeyboard as jb
from journeyboard.journey.samples import find_brand, sample_journeys
journey = jb.load(sample_journeys()["checkout_rescue"])
brand = find_brand(journey)
run = jb.simulate(journey, jb.customers(40, brand=brand), brand=brand, days=60, out=sys.argv[1], workers=1)
print(run.digest)
"""


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of 100 customers, so that a small flight has several."""
    monkeypatch.setattr(flying, "PART", 100)


def event_files(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted(folder.glob("events/*.parquet"))]


def _of_all(truth: dict[str, Any]) -> dict[str, Any]:
    """Without the audiences: those by RFM compare customers, and a crowd does so part by part."""
    return {life: sums for life, sums in truth.items() if not life.startswith("audience/")}


@pytest.mark.usefixtures("small_parts")
def test_a_crowd_lives_the_lives_of_its_customers(tmp_path: Path) -> None:
    """Made part by part, or all at once: the same rows, and the same sums."""
    whole = simulate(journey("checkout_rescue"), customers(250, brand=brand()), brand=brand(), days=60, out=tmp_path / "a")  # fmt: skip
    made = simulate(journey("checkout_rescue"), Crowd(250, brand=brand()), brand=brand(), days=60, out=tmp_path / "b")  # fmt: skip
    ours, theirs = ([parts.read_part(run.path, k) for k in range(3)] for run in (whole, made))
    assert [one and one.digest for one in ours] == [one and one.digest for one in theirs]
    assert _of_all(made.manifest["truth"]) == _of_all(whole.manifest["truth"])
    assert made.manifest["counts"] == whole.manifest["counts"]
    assert made.customers == 250
    columns = ["at", "profile_key", "type", "node_id", "value", "cost", "order_id"]
    assert made.events.select(columns).equals(whole.events.select(columns))


@pytest.mark.usefixtures("small_parts")
def test_neither_threads_nor_chunks_change_a_file_of_a_crowd(tmp_path: Path) -> None:
    crowd = Crowd(250, brand=brand(), repeats=True)
    ways: list[dict[str, Any]] = [{"workers": 1}, {"workers": 2, "chunk": 36}, {"chunk": 125}]
    runs = [
        simulate(every_kind(), crowd, brand=brand(), days=45, out=tmp_path / str(k), **way)
        for k, way in enumerate(ways)
    ]
    assert len({run.digest for run in runs}) == 1
    first, *others = (event_files(run.path) for run in runs)
    assert all(other == first for other in others)


def test_a_repeating_crowd_has_its_own_keys_and_dice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeyboard.audience.crowd.BASE", 100)
    monkeypatch.setattr(flying, "PART", 100)
    run = simulate(journey("checkout_rescue"), Crowd(200, brand=brand(), repeats=True), brand=brand(), days=90)  # fmt: skip
    told = run.events.to_pandas()
    first, again = (
        told[told["profile_key"].between(f"c{k:08d}", f"c{k + 99:08d}")] for k in (0, 100)
    )
    assert set(run.outcomes["profile_key"]) == {f"c{k:08d}" for k in range(200)}
    assert len(first) > 0
    assert len(again) > 0
    assert list(first["at"]) != list(again["at"])


def test_labels_are_the_keys_of_generated_customers() -> None:
    made = customers(30, first=9_999_990)
    assert [key.decode() for key in labels(9_999_990, 10_000_020)] == made.frame["profile_key"].tolist()  # fmt: skip
    with pytest.raises(BadInput, match="between 1 and"):
        Crowd(0)


def test_a_run_that_finds_the_disk_full_says_so_and_loses_no_earlier_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    earlier = simulate(every_kind(), shoppers(50), brand=brand(), days=20, out=tmp_path / "first")
    monkeypatch.setattr(logbook, "write_table", _full)
    with pytest.raises(RunError, match=r"No space left on device.*Free some space"):
        simulate(every_kind(), shoppers(50), brand=brand(), days=20, out=tmp_path / "second")
    monkeypatch.undo()
    assert open_run(earlier.path).digest == earlier.digest
    again = simulate(every_kind(), shoppers(50), brand=brand(), days=20, out=tmp_path / "second")
    assert again.digest == earlier.digest


def _full(*_: Any, **__: Any) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_process_leaves_a_run_that_can_be_taken_up(tmp_path: Path) -> None:
    """Killed in the middle of a flight: no manifest, and the same command finishes the run."""
    folder = tmp_path / "run"
    script = f"from journeyboard.simulation import run as flying; flying.PART = 20\n{PLAIN}"
    script = script.replace("customers(40", "customers(400")
    told = "progress=lambda done, all: done >= 40 and os.kill(os.getpid(), signal.SIGKILL), out="
    killed = f"import os, signal\n{script.replace('out=', told)}"
    flight = subprocess.run([sys.executable, "-c", killed, str(folder)], check=False)
    assert flight.returncode == -signal.SIGKILL
    assert len(list(folder.glob("parts/part-*.json"))) >= 2
    with pytest.raises(RunError, match="no finished run"):
        open_run(folder)
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True)  # fmt: skip
    assert open_run(folder).digest == done.stdout.strip()
    assert not list(folder.rglob("*.unfinished"))


def test_uncompiled_and_compiled_tell_the_same(tmp_path: Path) -> None:
    digests = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", PLAIN, str(tmp_path / name)],
            capture_output=True, text=True, check=True, env={**os.environ, **more},
        ).stdout.strip()
        for name, more in (("compiled", {}), ("plain", {"NUMBA_DISABLE_JIT": "1"}))
    ]  # fmt: skip
    assert digests[0] == digests[1]


def test_rows_without_room_make_the_buffer_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A buffer that starts small holds the same rows as one that has room from the start."""
    from journeyboard.simulation.program import compile_flight
    from journeyboard.simulation.run import flight_of

    program = compile_flight(flight_of(every_kind(), shoppers(600), brand=brand(), days=60))
    roomy, _ = parts.fly_range(program, 0, program.size, 50, lambda: None)
    kept = parts.Chunk(*(np.array(array) for array in roomy))
    tight = parts.Buffers(program, program.size)
    tight.rows = tight.rows[:13_000].copy()
    monkeypatch.setattr(buffers, "CHUNK_ROWS", 0)
    grown, _ = parts.fly_range(program, 0, program.size, 50, lambda: None, tight)
    assert len(tight.rows) > 13_000
    assert (grown.rows == kept.rows).all()
    assert (grown.totals == kept.totals).all()


def test_money_and_segments_are_read_back_in_the_types_of_the_event_table() -> None:
    from journeyboard.records import event_schema

    run = simulate(every_kind(), shoppers(60), brand=brand(), days=30)
    file = next(run.path.glob("events/*.parquet"))
    assert pq.read_schema(file).equals(event_schema())


def test_a_part_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"part 0 of the run .* is gone. Fly it again"):
        list(parts.Parts(tmp_path, 2))
