"""The README keeps its promises: its tour, its snippet, its tables and its links are tried."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from journeyboard.cli import main
from journeyboard.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
SETUP = "pip install uv && uv run journeyboard"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


def tour() -> list[str]:
    """The tour's commands; the app's own start is tested in tests/cli/test_start.py."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line != SETUP]


def test_two_commands_do_all_the_set_up() -> None:
    assert blocks("sh")[0].strip() == SETUP
    assert "`uv run pytest`" in README


def test_the_tour_and_the_notebook_work_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(tour()) >= 7
    for line in tour():
        assert line.startswith("uv run journeyboard "), line
        code = main(shlex.split(line)[3:])
        shown = capsys.readouterr()
        assert (code, shown.out != "") == (0, True), f"{line}: {shown.err}"
    (snippet,) = blocks("python")
    exec(compile(snippet, "README.md", "exec"), {})


def test_every_command_is_listed() -> None:
    listed = set(re.findall(r"^\| `journeyboard (\w+)", README, re.M))
    assert listed == set(COMMANDS)


def test_the_json_keys_are_the_listed_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    monkeypatch.chdir(tmp_path)
    examples = {
        "new": "win_back",
        "check": "win_back",
        "sms": "hello",
        "preview": "checkout_rescue --customers 20",
        "simulate": "checkout_rescue --customers 200 --days 10 --out run",
        "report": "run",
        "export": "mermaid win_back",
        "power": "--control 0.1 --people 1000",
        "customers": "10",
    }
    for command, arguments in examples.items():
        main([command, *arguments.split(), "--json"])
        keys = list(json.loads(capsys.readouterr().out))
        assert listed_keys(command) == keys, command


def listed_keys(command: str) -> list[str]:
    found = re.search(rf"^\| `{command}` \| (.*) \|$", README, re.M)
    assert found is not None, command
    return re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", found[1]))


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    missing = [link for link in links if not (ROOT / link).exists()]
    assert missing == []


def test_the_readme_names_no_machine_and_no_registry() -> None:
    assert not re.search(r"https?://|/home/|/root|/tmp|/work", README)
