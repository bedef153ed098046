"""`journeyboard optimize`: knobs, limits, the answer as data, and a file that keeps its comments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from journeyboard.journey.edits import SetField, apply
from journeyboard.journey.file import load, update_text
from journeyboard.journey.samples import sample_journeys

SMALL = ("--customers", "800", "--days", "20", "--worlds", "2", "--designs", "6")


def test_the_answer_is_one_document(run: Any) -> None:
    answer = run("optimize", "checkout_rescue", "--knob", "drop/proof", *SMALL, "--json")
    assert answer.code == 0
    assert answer.data["designs"][0]["words"] == "as it is"
    assert answer.data["knobs"][0]["id"] == "drop/proof"
    assert {"winner", "proof", "proven", "frontier", "finalists"} <= answer.data.keys()


def test_the_knobs_are_listed(run: Any) -> None:
    assert "delay/first_hour" in run("optimize", "checkout_rescue", "--knobs").out
    data = run("optimize", "checkout_rescue", "--knobs", "--json").data
    assert {"id", "family", "title", "now", "levels"} == set(data["knobs"][0])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--knob", "fame"), "has no knob “fame”"),
        (("--objective", "fame"), "Choose value, margin"),
        (("--guardrail", "fame=1"), "is no guardrail"),
        (("--guardrail", "cost=much"), "is no guardrail"),
        (("--customers", "20"), "too few to search on"),
    ],
)
def test_what_cannot_be_searched_is_one_sentence(run: Any, options: tuple[str, ...], says: str) -> None:  # fmt: skip
    answer = run("optimize", "checkout_rescue", *options)
    assert answer.code == 2
    assert answer.out == ""
    assert says in answer.err
    assert "Traceback" not in answer.err


def test_a_proven_design_is_written_with_the_file_s_comments(run: Any, folder: Path) -> None:
    source = sample_journeys()["checkout_rescue"]
    dear = {"kind": "percent", "value": 60}
    journey = load(source)
    for node in ("reminder", "reminder_email", "proof"):
        journey = apply(journey, SetField(node=node, path="offer", value=dear))
    (folder / "dear.journey.yaml").write_text(update_text(source.read_text("utf-8"), journey))
    knobs = [f"--knob=offer/{node}=5,60" for node in ("reminder", "reminder_email", "proof")]
    answer = run("optimize", "dear.journey.yaml", *knobs, "--customers", "2000", "--worlds", "6", "--out", "better.journey.yaml")  # fmt: skip
    assert answer.code == 0, answer.out
    better = load(folder / "better.journey.yaml")
    assert "offer" in (folder / "better.journey.yaml").read_text()
    assert min(better.node(n).offer.value for n in ("reminder_email", "proof")) == 5  # type: ignore[union-attr]
    assert "# Drawn only now" in (folder / "better.journey.yaml").read_text()


def test_nothing_is_written_when_nothing_is_proven(run: Any, folder: Path) -> None:
    answer = run("optimize", "checkout_rescue", "--knob", "drop/proof", "--objective", "orders", *SMALL, "--out", "x.yaml")  # fmt: skip
    assert answer.code == 1
    assert "no better design was proven" in answer.err
    assert not (folder / "x.yaml").exists()
