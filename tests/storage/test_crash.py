"""Killing the program at any moment loses at most the edit being typed; two programs never mix their saves."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from journeyboard.storage.drafts import find_draft
from journeyboard.storage.journeys import find_journey, open_journey, revisions
from journeyboard.storage.runs import list_runs, sweep
from journeyboard.storage.store import Store, open_store

PROGRAMS = Path(__file__).with_name("programs.py")


def started(name: str, home: Path) -> subprocess.Popen[str]:
    """One of the programs, running."""
    command = [sys.executable, str(PROGRAMS), name, str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed_after(lines: int, name: str, home: Path) -> str:
    """The last line a program said before it was killed."""
    with started(name, home) as program:
        assert program.stdout
        for _ in range(lines):
            said = program.stdout.readline()
        program.kill()
        return (said + program.stdout.read()).split()[-1]


@contextmanager
def reopened(home: Path) -> Iterator[Store]:
    """The store after the crash, found undamaged."""
    with closing(open_store(home)) as store:
        with store.reading() as session:
            assert session.connection().execute(text("PRAGMA integrity_check")).scalar() == "ok"
        yield store


@pytest.mark.parametrize("lines", [1, 2, 20])
def test_a_killed_editor_loses_no_save_and_at_most_the_newest_draft(
    tmp_path: Path, lines: int
) -> None:
    said = int(killed_after(lines, "save", tmp_path))
    with reopened(tmp_path) as store:
        kept = revisions(store, "welcome")
        assert len(kept) in (said, said + 1)
        for revision in kept:
            assert revision.text.startswith(f"revision {revision.number}\n")
            assert revision.digest == hashlib.sha256(revision.text.encode()).hexdigest()
        draft = find_draft(store, "welcome")
        assert draft is None or draft.based_on in (said, said + 1)
        assert draft or len(kept) == said + 1


@pytest.mark.parametrize("lines", [2, 3, 8])
def test_a_killed_flight_is_never_listed_and_its_leftovers_are_swept(
    tmp_path: Path, lines: int
) -> None:
    said = killed_after(lines, "fly", tmp_path)
    number, part = map(int, said.split("."))
    with reopened(tmp_path) as store:
        listed = list_runs(store)
        assert len(listed) in (number - 1, number) if part == 2 else (number - 1,)
        assert all(len(list(run.path.iterdir())) == 3 for run in listed)
        sweep(store)
        assert set((tmp_path / "runs").iterdir()) == {run.path for run in listed}
        assert list_runs(store) == listed


def test_two_programs_that_save_at_once_make_one_line_of_revisions(tmp_path: Path) -> None:
    with started("race", tmp_path) as one, started("race", tmp_path) as two:
        said = [program.communicate(timeout=60)[0] for program in (one, two)]
    assert [line.split()[0] for line in said] == ["20", "20"]
    with reopened(tmp_path) as store:
        kept = revisions(store, "race")
        assert [int(r.text.split()[0]) for r in kept] == list(range(40, 0, -1))
        by = [revision.text.split()[2] for revision in kept]
        assert sorted(by.count(program) for program in set(by)) == [20, 20]
        assert find_journey(store, "race").revision == 40
        assert open_journey(store, "race").number == 40


def test_many_may_make_the_same_database_at_once(tmp_path: Path) -> None:
    for home in (tmp_path / "a", tmp_path / "b", tmp_path / "c"):
        with ThreadPoolExecutor(4) as people:
            for store in people.map(open_store, [home] * 4):
                store.close()
