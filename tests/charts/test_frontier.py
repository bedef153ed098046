"""The search's charts: every design that flew is a point, and both say in words what they show."""

from __future__ import annotations

from functools import cache
from html import unescape

import pytest

from journeyboard.charts.frontier import frontier_chart, worlds_chart
from journeyboard.charts.theme import alt_text
from journeyboard.journey.file import load
from journeyboard.journey.offered import knobs_named
from journeyboard.journey.samples import sample_journeys
from journeyboard.simulation.searching.search import Round
from journeyboard.simulation.searching.searched import Design, Proof, Search
from journeyboard.simulation.searching.worth import Estimate, Guardrails, Score


def score(opt_outs: float, gain: float, customers: int = 900) -> Score:
    made = Estimate(gain, 20.0, customers)
    return Score(customers, made, made, opt_outs, 40.0, 1_000.0, 0.004, 0.0, 0.2)


@cache
def search() -> Search:
    journey = load(sample_journeys()["checkout_rescue"])
    knobs = knobs_named(journey, ["delay/first_hour=1h,2h,3h,4h,5h"])
    designs = (
        Design((3_600,), journey, score(8, 0)),
        Design((7_200,), journey, score(6, 300), fresh=score(6, 100)),
        Design((10_800,), journey, score(2, 50)),
        Design((14_400,), journey, score(1, 900), ("messages cost 99, <b>the limit</b> is 40",)),
        Design((18_000,), journey, score(4, 10, 300)),
    )
    proof = Proof((Estimate(90, 60, 900), Estimate(-20, 60, 900)), Estimate(35, 42, 1_800), score(8, 0), score(6, 35))  # fmt: skip
    return Search(
        journey, knobs, "value", Guardrails(), "USD", (Round(5, 300), Round(3, 900)), designs, designs[0],
        designs[1:2], designs[1], proof, True, 9, 4_000, 1.0,
    )  # fmt: skip


@pytest.mark.parametrize("dark", [False, True])
def test_every_design_that_flew_is_a_point_of_its_kind(dark: bool) -> None:
    figure = frontier_chart(search(), lambda value: f"${value:g}", finding="Found", dark=dark)
    points = {trace.name: list(zip(trace.x, trace.y, strict=True)) for trace in figure.data}
    assert points["Breaks a limit"] == [(1, 900)]
    assert points["Dropped early"] == [(4, 10)]
    assert points["Last round"] == [(8, 0), (6, 300), (2, 50)]
    assert points["Best trade-offs"] == [(2, 50), (6, 300)]
    assert points["Your design"] == [(8, 0)]
    assert points["Best found, not proven"] == [(6, 300)]
    assert figure.layout.meta["finding"] == "Found"
    assert "6.0 opt-outs, $300" in alt_text(figure)


def test_what_stands_in_a_reason_is_no_markup_in_the_chart() -> None:
    figure = frontier_chart(search(), str, finding="Found")
    said = next(trace for trace in figure.data if trace.name == "Breaks a limit").customdata[0]
    assert "<b>the limit" not in said
    assert "&lt;b&gt;" in said


def test_the_worlds_stand_in_order_with_their_intervals() -> None:
    figure = worlds_chart(search(), lambda value: f"${value:.0f}", finding="1 of 2")
    assert list(figure.data[0].y) == [-20, 90]
    assert unescape(figure.data[0].customdata[1]) == "$90 ($-28 to $208)"
    assert "$35" in alt_text(figure)
