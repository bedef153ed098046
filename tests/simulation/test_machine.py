"""Machine code on disk: loaded without the compiler, checked before it is trusted, called as Python would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from journeyboard.errors import RunError
from journeyboard.simulation import dice
from journeyboard.simulation.kernel import cache
from journeyboard.simulation.kernel.inner import Inner, inner
from journeyboard.simulation.kernel.machine import Kept, kept

FLOWN = """
import sys
import journeyboard as jb
from journeyboard.journey.samples import find_brand, sample_journeys
journey = jb.load(sample_journeys()["checkout_rescue"])
brand = find_brand(journey)
run = jb.simulate(journey, jb.customers(50, brand=brand), brand=brand, days=20)
heavy = {"numba", "holidays", "liquid", "duckdb", "ibis", "networkx"} & set(sys.modules)
print(run.digest, *sorted(heavy))
"""


@inner
def half(number: Any) -> Any:
    """A function that only compiled ones call."""
    return number // 2


def halved(numbers: Any, pair: Any, first: Any) -> Any:
    """Halves from `first` on, in place; their sum and how many."""
    total = 0
    for k in range(first, numbers.shape[0]):
        numbers[k] = half(numbers[k])
        total += numbers[k] + pair[0][0] + pair[1][0, 0]
    return total, numbers.shape[0] - first


@kept
def spread(table: Any, value: Any) -> None:
    """Writes a logarithm everywhere, and returns nothing."""
    for i in range(table.shape[0]):
        for k in range(table.shape[1]):
            table[i, k] = dice.minus_log(np.float64(value))  # type: ignore[no-untyped-call]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path)
    return tmp_path


def again() -> Kept:
    """The function as a new process would have it."""
    return kept(halved)


def pair() -> tuple[Any, Any]:
    return np.array([3]), np.array([[5]])


def test_what_is_compiled_and_what_is_loaded_say_the_same(folder: Path) -> None:
    functions = (again(), again())
    for function in functions:
        numbers = np.array([9, 8, 7])
        assert function(numbers, pair(), 1) == (4 + 3 + 2 * 8, 2)
        assert numbers.tolist() == [9, 4, 3]
    assert len(list(folder.iterdir())) == 1
    keepers = [type(one.kept_by).__name__ for f in functions for one in f._machines.values()]
    assert keepers == ["JITCodeLibrary", "ExecutionEngine"]


def test_other_types_are_another_function(folder: Path) -> None:
    function = again()
    for kind in (np.int64, np.int16):
        numbers = np.array([8, 8], kind)
        function(numbers, pair(), 0)
        assert numbers.tolist() == [4, 4]
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_half_a_file_is_made_anew(folder: Path, damage: bytes | None) -> None:
    again()(np.array([2]), pair(), 0)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] if damage is None else damage)
    assert again()(np.array([6]), pair(), 0) == (3 + 8, 1)
    assert file.read_bytes() == whole or cache.read(file.name) is not None


def test_a_folder_that_cannot_be_written_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path / "file" / "kernel")
    assert again()(np.array([6]), pair(), 0) == (11, 1)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps temporary folders apart")
def test_code_from_where_others_can_write_is_not_run(folder: Path) -> None:
    cache.write("some.code", b"code")
    assert cache.read("some.code") == b"code"
    folder.chmod(0o777)
    assert cache.read("some.code") is None


@pytest.mark.usefixtures("folder")
def test_nothing_and_one_number_come_back_as_they_are() -> None:
    table, logarithm = np.ones((2, 3)), dice.minus_log(8.0)  # type: ignore[no-untyped-call]
    assert spread(table, 8) is None
    assert table.tolist() == [[logarithm] * 3] * 2
    assert kept(lambda numbers: numbers[0] * 2)(np.array([21])) == 42


@pytest.mark.usefixtures("folder")
def test_what_would_be_read_wrongly_is_refused() -> None:
    with pytest.raises(RunError, match="lies in pieces"):
        again()(np.arange(8)[::2], pair(), 0)
    with pytest.raises(TypeError):
        again()(np.arange(8), pair(), 0.5)


@pytest.mark.usefixtures("folder")
def test_a_function_that_returns_a_fraction_is_refused() -> None:
    with pytest.raises(TypeError, match="64 bits"):
        kept(lambda numbers: numbers[0] / 2.0)(np.array([3]))


@pytest.mark.usefixtures("folder")
def test_a_failure_inside_is_told() -> None:
    with pytest.raises(RunError, match="Report this"):
        kept(lambda numbers: numbers[0] // numbers[1])(np.array([3, 0]))


def test_inner_functions_know_their_own_words() -> None:
    assert isinstance(half, Inner)
    assert half.__doc__ == "A function that only compiled ones call."


def test_a_new_process_flies_without_the_heavy_libraries(tmp_path: Path) -> None:
    answers = [
        subprocess.run(
            [sys.executable, "-c", FLOWN], capture_output=True, text=True, check=True,
            timeout=600, env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        ).stdout.split()
        for _ in range(2)
    ]  # fmt: skip
    assert answers[1] == answers[0][:1]
