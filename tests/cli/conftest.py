"""For the tests of the command line: a folder of their own and commands run in this process."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from journeyboard.cli import main

GOLDEN = Path(__file__).parents[1] / "golden"


@dataclass(frozen=True)
class Answer:
    """What a command answered: its exit code and both outputs."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the small inputs of the golden outputs."""
    for file in GOLDEN.iterdir():
        if file.suffix != ".golden":
            shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command in `folder`; `stdin` is what stands on its standard input."""
    del folder

    def command(*arguments: str, stdin: bytes = b"") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        capsys.readouterr()
        code = main(arguments)
        return Answer(code, *capsys.readouterr())

    return command
