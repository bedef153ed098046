"""The chart of parts draws every customer once, and its finding names the commonest length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.charts.copy import odd_note, parts_bars, parts_finding
from journeyboard.charts.theme import alt_text

PARTS = st.dictionaries(st.integers(1, 9), st.integers(1, 900), min_size=1)


@given(PARTS, st.booleans())
def test_every_customer_stands_in_one_bar(parts: dict[int, int], dark: bool) -> None:
    figure = parts_bars(parts, dark=dark)
    (bars,) = figure.data
    assert {k: n for k, n in enumerate(bars.customdata, 1) if n} == parts
    assert sum(bars.y) == pytest.approx(1)
    assert all(f"{k}: {n:,}" in alt_text(figure) for k, n in parts.items())


@given(PARTS)
def test_the_finding_counts_the_commonest_length(parts: dict[int, int]) -> None:
    assert f"{max(parts.values()):,}" in parts_finding(parts)


def test_names_are_blamed_only_where_they_are_to_blame() -> None:
    assert parts_finding({}) == "Nobody may get this text"
    assert odd_note(0, 10) == odd_note(3, 0) == ""
    assert odd_note(5, 10).startswith("5 of 10 (50.0 %) go as Unicode only because of a name")
