"""`journeyboard` starts the app on this machine only, from any folder, and ends when told to."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from journeyboard.cli import starting

COMMAND = [sys.executable, "-c", "import sys; from journeyboard.cli import main; sys.exit(main())"]


def test_the_app_starts_from_another_folder_and_answers(tmp_path: Path) -> None:
    port = starting.free_port()
    command = [*COMMAND, "--no-browser", "--port", str(port)]
    log = tmp_path / "log.txt"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=tmp_path, env=os.environ, stdout=file, stderr=subprocess.STDOUT
        )
        try:
            assert health(port, process) == b"ok", log.read_text("utf-8")
        finally:
            process.terminate()
            process.wait(30)
    said = log.read_text("utf-8")
    assert f"http://localhost:{port}" in said
    assert "Traceback" not in said
    assert "mail" not in said


def health(port: int, process: subprocess.Popen[bytes]) -> bytes:
    for _ in range(600):
        if process.poll() is not None:
            return b"ended"
        try:
            with urllib.request.urlopen(
                f"http://localhost:{port}/_stcore/health", timeout=1
            ) as page:
                answer: bytes = page.read()
                return answer
        except OSError:
            time.sleep(0.1)
    return b"nothing"


def test_a_taken_port_is_refused_in_one_sentence(run: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        answer = run("--port", str(taken.getsockname()[1]))
    assert answer.code == 2
    assert "is taken" in answer.err
    assert answer.err.count("\n") == 1


def test_a_free_port_is_found_beside_a_taken_one() -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        number = taken.getsockname()[1]
        assert starting.free_port(number, number) != number


def test_the_app_is_found_in_the_checkout() -> None:
    assert starting.app_path().name == "app.py"


def test_no_figure_about_use_leaves_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.web import cli

    seen: list[str] = []
    monkeypatch.setattr(cli, "main", lambda **_: seen.extend(sys.argv))
    monkeypatch.setattr(sys, "argv", ["journeyboard"])
    starting._streamlit(Path("app.py"), 8501)
    told = dict(zip(seen[3::2], seen[4::2], strict=True))
    assert told["--browser.gatherUsageStats"] == "false"
    assert told["--server.address"] == "localhost"
    assert told["--server.showEmailPrompt"] == "false"
