"""The heat map says its busiest hour, and shows every count it was given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journeyboard.charts.theme import alt_text
from journeyboard.charts.timing import LONG_DAYS, heat_finding, heat_map

CELLS = st.lists(st.lists(st.integers(0, 500), min_size=24, max_size=24), min_size=7, max_size=7)


@given(CELLS, st.booleans())
def test_every_count_is_drawn_in_its_own_square(cells: list[list[int]], dark: bool) -> None:
    figure = heat_map(cells, what="texts", dark=dark)
    drawn = figure.data[0]
    assert [[number or 0 for number in row] for row in drawn.z] == cells
    assert (len(drawn.x), len(drawn.y)) == (24, 7)
    assert all(f"{day} {sum(row):,}" in alt_text(figure) for day, row in zip(LONG_DAYS, cells, strict=True))  # fmt: skip


@given(CELLS)
def test_the_finding_names_a_busiest_hour_and_what_it_is_of(cells: list[list[int]]) -> None:
    total, most = sum(map(sum, cells)), max(map(max, cells))
    said = heat_finding(cells, "texts")
    if not total:
        assert said == "No texts land in this month"
        return
    assert f"{most:,} of {total:,}" in said
    if said.startswith("The busiest"):
        day = next(k for k, name in enumerate(LONG_DAYS) if name in said)
        hour = int(said.partition(" from ")[2].partition(" to ")[0])
        assert cells[day][hour] == most
