"""The chart of a calibration: its words, its marks, and numbers with their units."""

from __future__ import annotations

import pytest

from journeyboard.charts.calibration import (
    GROUPS,
    calibration_dots,
    dots_finding,
    group_of,
    shown,
)
from journeyboard.charts.calibration_names import name_of
from journeyboard.charts.theme import alt_text
from journeyboard.simulation.behaviour import parameters
from journeyboard.simulation.calibration.answer import Estimate


def estimate(key: str, value: float, low: float, high: float, events: int = 100) -> Estimate:
    return Estimate(key, value, low, high, 1_000, events, "by hand")


APART = estimate("click.sms", 0.14, 0.12, 0.16)
ALIKE = estimate("click.email", 0.11, 0.09, 0.13, events=7)


def test_every_number_has_a_part_and_a_name_of_its_own() -> None:
    names = [name_of(key) for key in parameters()]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 29
    assert {group_of(key) for key in parameters()} == set(GROUPS)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("click.sms", 0.1234, "12.3 %"),
        ("opt_out.sms", 0.0062, "0.62 %"),
        ("click.open_cart", 1.5, "× 1.5"),
        ("parcel.transit_median", 72.4, "72.4 h"),
    ],
)
def test_numbers_have_their_units(key: str, value: float, words: str) -> None:
    assert shown(key, value) == words


def test_the_title_counts_what_differs_and_the_alt_text_has_the_figures() -> None:
    figure = calibration_dots([APART, ALIKE])
    assert "1 of 2 fitted numbers differ" in figure.layout.meta["finding"]
    assert "14.0 % (12.0 to 16.0), default 10.0 %" in alt_text(figure)
    assert dots_finding([ALIKE]).startswith("The one fitted number agrees")
    assert dots_finding([]).startswith("Nothing")


def test_marks_are_multiples_of_the_default_and_thin_ones_are_hollow() -> None:
    figure = calibration_dots([APART, ALIKE], dark=True)
    dots = figure.data[1]
    assert list(dots.x) == pytest.approx([1.4, 1.0])
    assert list(dots.marker.symbol) == ["circle", "circle-open"]
    assert dots.marker.color[0] != dots.marker.color[1]
    assert list(dots.error_x.array) == pytest.approx([0.2, 0.02 / 0.11])


def test_an_interval_down_to_nothing_stays_on_the_axis() -> None:
    figure = calibration_dots([estimate("order.after_click", 0.1, 0.0, 40.0)])
    dots = figure.data[1]
    assert dots.x[0] - dots.error_x.arrayminus[0] > 0
    assert figure.layout.xaxis.range[0] < figure.layout.xaxis.range[1]
