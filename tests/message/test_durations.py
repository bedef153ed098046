"""Durations in words, against the cases that the browser's reader runs too."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.message.duration import _SECONDS, format_duration, parse_duration

CASES = json.loads((Path(__file__).parents[1] / "rules" / "durations.json").read_text("utf-8"))
WRONG = {"wording": "is not a duration", "range": "between 0 and 10 years"}


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: ascii(case["text"]))
def test_a_duration_is_read_as_the_case_says(case: Mapping[str, Any]) -> None:
    assert parse_duration(case["text"]) == case["seconds"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: ascii(case["text"]))
def test_what_is_no_duration_is_refused_for_its_wording_or_its_range(
    case: Mapping[str, Any],
) -> None:
    with pytest.raises(ValueError, match=WRONG[case["wrong"]]):
        parse_duration(case["text"])


@pytest.mark.parametrize("case", CASES["written"], ids=lambda case: case["text"])
def test_seconds_are_written_as_the_case_says(case: Mapping[str, Any]) -> None:
    assert format_duration(case["seconds"]) == case["text"]


@given(st.integers(0, 315_360_000))
def test_what_is_written_is_read_back(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds


def test_every_word_for_a_unit_has_a_case() -> None:
    texts = " ".join(case["text"].lower() for case in CASES["read"])
    assert set(_SECONDS) <= set(re.findall("[a-z]+", texts))
