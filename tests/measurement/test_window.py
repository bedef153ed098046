"""Windows of time are read as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journeyboard.errors import BadInput
from journeyboard.measurement.window import seconds, words


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("7d", 604_800),
        ("5 days", 432_000),
        ("72 hours", 259_200),
        ("1 hour 30 minutes", 5_400),
        ("1.5h", 5_400),
        ("90 min", 5_400),
        ("2 weeks", 1_209_600),
        (timedelta(minutes=3), 180),
        (60, 60),
    ],
)
def test_a_window_is_whole_seconds(text: str | int | timedelta, length: int) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize("text", ["", "soon", "5", "5 moons", "-3 days", "1e3 d x", True, 0])
def test_what_is_no_window_is_refused(text: object) -> None:
    with pytest.raises(BadInput):
        seconds(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["7 days", "5 hours", "1 minute", "61 seconds"])
def test_words_and_seconds_are_each_others_way_back(text: str) -> None:
    assert words(seconds(text)) == text
