"""`journeyboard export`: the text on the terminal, in a file or in JSON, and clear about what is unknown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from journeyboard.cli.exporting import TARGETS


def test_the_text_is_the_same_on_the_terminal_in_a_file_and_in_json(run: Any, folder: Path) -> None:
    shown = run("export", "mermaid", "checkout_rescue")
    document = run("export", "mermaid", "checkout_rescue", "--json").data
    assert run("export", "mermaid", "checkout_rescue", "--out", "rescue.mmd").code == 0
    assert shown.out == document["text"] == (folder / "rescue.mmd").read_text("utf-8")
    assert shown.out.startswith("flowchart TD\n")
    assert (document["target"], document["journey"]) == ("mermaid", "checkout_rescue")


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_an_unknown_target_is_refused_with_the_list(run: Any, as_json: tuple[str, ...]) -> None:
    answer = run("export", "pizza", "checkout_rescue", *as_json)
    assert answer.code == 2
    assert answer.err == f"There is no target “pizza”. The targets are: {', '.join(TARGETS)}.\n"


def test_an_unknown_journey_and_a_closed_folder_are_named(run: Any) -> None:
    assert "no sample “nope”" in run("export", "mermaid", "nope").err
    answer = run("export", "mermaid", "checkout_rescue", "--out", "nowhere/x.mmd")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert answer.err.startswith("nowhere/x.mmd: no such file")


def test_every_target_is_named_in_the_help(run: Any) -> None:
    text = run("export", "--help").out
    assert all(target in text for target in TARGETS)
