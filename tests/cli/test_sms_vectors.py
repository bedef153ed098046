"""`journeyboard sms` agrees with every example of the rules of counting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

CASES = Path(__file__).parents[1] / "rules" / "sms" / "counts.yaml"
EMOJI_UNITS = {"😀": 2, "❤️": 2, "👍🏽": 4, "🇫🇷": 4, "🏳️‍🌈": 6, "👨‍👩‍👧‍👦": 11}


@pytest.mark.parametrize("case", YAML(typ="safe").load(CASES), ids=lambda case: case["name"])
def test_the_command_counts_a_text_as_the_case_says(run: Any, case: dict[str, Any]) -> None:
    text = "".join(piece * times for piece, times in case["text"])
    told = run("sms", text, "--json").data
    wanted = (case["encoding"], case["units"], case["parts"])
    assert (told["encoding"], told["units"], told["parts"]) == wanted


@pytest.mark.parametrize(("emoji", "units"), EMOJI_UNITS.items())
def test_the_command_knows_what_an_emoji_takes(run: Any, emoji: str, units: int) -> None:
    assert run("sms", emoji, "--json").data["units"] == units
