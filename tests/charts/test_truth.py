"""What the truth's chart says: what is beyond chance, in the right direction, in order."""

from __future__ import annotations

import pytest
from tests.charts.results import ADDED, MARGIN

from journeyboard.charts.palette import palette
from journeyboard.charts.truth import Added, Measure, added_dots, added_finding

OPT_OUTS = Measure("opt-outs", "count", "down")


@pytest.mark.parametrize(
    ("rows", "measure", "said"),
    [
        (ADDED, MARGIN, "“Reminder after one hour” adds most: $1,234 of net margin; “Free shipping offer” takes away $420.00 of net margin."),
        ([Added("A", 3.0, 2.0), Added("B", -1.0, 1.0)], MARGIN, "No message adds net margin beyond chance."),
        ([Added("A", 8.0, 2.0)], OPT_OUTS, "“A” costs: 8 opt-outs."),
        ([Added("A", 1.0, 0.1), Added("B", -1.0, 0.1)], OPT_OUTS, "“A” costs most: 1 opt-out; “B” saves 1 opt-out."),
        ([], MARGIN, "There is no message to look at."),
    ],
)  # fmt: skip
def test_the_title_says_what_is_beyond_chance(rows: list[Added], measure: Measure, said: str) -> None:  # fmt: skip
    assert added_finding(rows, measure, currency="USD") == said


def test_most_added_stands_first_and_colour_says_good_or_bad() -> None:
    colours = palette(False)
    dots = added_dots(ADDED, MARGIN).data[0]
    assert list(dots.x) == [1_234.5, 12.0, -420.0]
    assert list(dots.marker.color) == [colours.good, colours.muted, colours.bad]
    assert dots.error_x.array[0] == pytest.approx(1.96 * 210)
    assert added_dots([Added("A", 8.0, 2.0)], OPT_OUTS).data[0].marker.color[0] == colours.bad


def test_without_an_error_there_is_no_interval() -> None:
    figure = added_dots([Added("A", 8.0, None)], OPT_OUTS)
    assert "±" not in figure.layout.meta["alt"]


def test_a_title_in_a_hover_is_no_markup() -> None:
    hover = added_dots([Added("<b>Now</b> & then", 8.0, 2.0)], MARGIN).data[0].customdata[0]
    assert hover.startswith("&lt;b&gt;Now&lt;/b&gt; &amp; then: ")
