"""Every command's output, whole, beside the command that printed it.

`JOURNEYBOARD_WRITE_GOLDEN=1 pytest tests/cli/test_golden.py` writes them anew; read the difference.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from journeyboard.cli.commands import COMMANDS

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = sorted(GOLDEN.glob("*.golden"))
MEASURED = {"bench"}
"""Its output is another one on every machine."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_command_prints_what_it_always_printed(file: Path, run: Any) -> None:
    written = file.read_text(encoding="utf-8")
    printed = "".join(transcript(line, run) for line in written.splitlines() if line[:2] == "$ ")
    if os.environ.get("JOURNEYBOARD_WRITE_GOLDEN"):
        file.write_text(printed, encoding="utf-8")
    assert printed == written


def test_every_command_has_a_golden_output() -> None:
    assert {file.stem for file in FILES} | MEASURED == set(COMMANDS)


def transcript(line: str, run: Any) -> str:
    """The command, what it printed, its notes behind “! ”, and its exit code when it is not 0."""
    answer = run(*shlex.split(line)[2:])
    notes = "".join(f"! {timeless(note)}\n" for note in answer.err.splitlines())
    code = f"[exit {answer.code}]\n" if answer.code else ""
    return f"{line}\n{answer.out}{notes}{code}"


def timeless(note: str) -> str:
    """A note without how long it took."""
    return re.sub(r"in [\d.]+ s \([\d,]+ a second\)", "in … s (… a second)", note)
