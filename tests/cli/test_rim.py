"""However a command ends, one sentence and an exit code come out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import journeyboard.message.sms

MAIN = "import sys; from journeyboard.cli import main; sys.exit(main())"


def shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["sms", "--nonsense"],
        ["fly"],
        ["check"],
        ["new"],
        ["preview"],
        ["simulate", "checkout_rescue", "--days", "many"],
        ["simulate", "checkout_rescue", "--start", "someday"],
        ["power", "--control", "8"],
        ["customers", "-1"],
        ["simulate", "checkout_rescue", "--days", "700"],
        ["simulate", "checkout_rescu"],
        ["preview", "checkout_rescue", "--at", "2031-01-01"],
        ["customers", "5", "--csv", "nowhere/people.csv"],
        ["report", "nothing.parquet"],
        ["--port", "99999"],
    ],
)
def test_misuse_is_one_sentence_and_exit_code_2(run: Any, arguments: list[str]) -> None:
    answer = run(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert not answer.err[0].islower() or answer.err.startswith("no")


def test_with_json_a_mistake_is_one_document_too(run: Any) -> None:
    answer = run("new", "nonsense", "--json")
    assert answer.code == 2
    assert answer.data["error"]["message"] == answer.err.strip()
    assert set(answer.data["error"]) == {"message", "file", "line", "column", "node"}


def test_a_failure_of_ours_is_one_sentence_that_says_how_to_see_more(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr(journeyboard.message.sms, "sms", broken)
    answer = run("sms", "hello")
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert "KeyError" in answer.err
    assert "JOURNEYBOARD_DEBUG=1" in answer.err
    monkeypatch.setenv("JOURNEYBOARD_DEBUG", "1")
    assert "Traceback" in run("sms", "hello").err


def test_a_file_that_cannot_be_written_is_named(run: Any, folder: Path) -> None:
    (folder / "taken").mkdir()
    answer = run("schema", "brand", "--out", "taken")
    assert answer.code == 2
    assert answer.err.startswith("taken: is a directory.")


def test_stopping_a_command_is_no_failure_with_a_traceback(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(journeyboard.message.sms, "sms", stopped)
    answer = run("sms", "hello")
    assert (answer.code, answer.err) == (130, "Stopped.\n")


def test_a_reader_who_leaves_early_disturbs_nobody() -> None:
    command = f"{sys.executable} -c '{MAIN}' schema | head -1"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, timeout=120, check=True)
    assert ended.stdout == b"{\n"
    assert ended.stderr == b""


def test_a_terminal_without_unicode_shows_question_marks() -> None:
    ended = shell("sms", "It’s here 🎉", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"right single quotation mark" in ended.stdout


def test_json_is_whole_on_a_terminal_without_unicode() -> None:
    ended = shell("sms", "--json", "It’s here", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert json.loads(ended.stdout)["text"] == "It’s here"


def test_light_commands_do_not_load_heavy_libraries() -> None:
    heavy = "{'pandas', 'duckdb', 'streamlit', 'numba', 'scipy', 'ibis', 'plotly', 'sqlmodel'}"
    program = (
        f"import sys; from journeyboard.cli import main; main(['sms', 'hello']); "
        f"main(['check', 'checkout_rescue']); sys.exit(str({heavy} & set(sys.modules) or ''))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, timeout=120, check=False
    )
    assert ended.stderr == b"\n"


def test_every_command_explains_itself_and_speaks_json(run: Any) -> None:
    from journeyboard.cli.commands import COMMANDS

    whole = run("--help").out
    for name in COMMANDS:
        help_text = run(name, "--help").out
        assert name in whole
        assert "--json" in help_text, name
        assert len(help_text.splitlines()[2].split()) > 3, name


def test_the_version_is_said(run: Any) -> None:
    answer = run("--version")
    assert answer.code == 0
    assert answer.out.startswith("journeyboard ")
