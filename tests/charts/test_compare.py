"""Charts of two designs and of assumptions: findings in words, rows in order, nothing drawn that is not known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.simulation.flights import brand, journey, people

from journeyboard.charts.compare import cause_forest, difference_forest, seed_dots
from journeyboard.charts.theme import alt_text
from journeyboard.charts.tornado import amount, name_of, tornado
from journeyboard.simulation.behaviour import parameters
from journeyboard.simulation.comparing.assumptions import Sensitivity
from journeyboard.simulation.comparing.compare import Comparison, compare
from journeyboard.simulation.comparing.replicates import replicates
from journeyboard.simulation.comparing.sensitivity import sensitivity

WEEKLY, OFTEN = "fatigue_weekly", "fatigue_frequent"
each_mode = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@cache
def compared() -> Comparison:
    return compare(journey(WEEKLY), journey(OFTEN), people(800), brand=brand(), days=40)


@cache
def analysed() -> Sensitivity:
    keys = ["opt_out.sms", "click.sms", "review.alone"]
    return sensitivity(journey(WEEKLY), people(800), keys, brand=brand(), days=40, draws=0)


@each_mode
def test_what_differs_is_told_as_gain_and_price(dark: bool) -> None:
    figure = difference_forest(compared(), dark=dark)
    finding = figure.layout.meta["finding"]
    assert "Broadcast every other day" in finding
    assert "%" in finding
    assert "Opt-outs:" in alt_text(figure)
    assert len(figure.data[0].x) == 8


def test_equal_designs_have_no_finding_but_that() -> None:
    twin = compare(journey(WEEKLY), journey(WEEKLY), people(50), brand=brand(), days=10)
    figure = difference_forest(twin)
    assert figure.layout.meta["finding"] == "Both designs do exactly the same for every customer."
    assert set(figure.data[0].x) == {0.0}


def test_a_measure_of_nothing_has_no_mark() -> None:
    few = compare(journey(WEEKLY), journey(OFTEN), people(3), brand=brand(), days=40)
    marks = dict(zip(("net_value", "orders"), difference_forest(few).data[0].x, strict=False))
    if few["orders"].a == 0 and few["orders"].effect.touched:
        assert marks["orders"] is None
    assert len(marks) == 2


@each_mode
def test_a_cause_is_drawn_by_its_name(dark: bool) -> None:
    figure = cause_forest(compared(), dark=dark)
    assert "Journey: entry" in alt_text(figure)
    assert list(figure.data[0].x) == [compared().causes[0].own["net_value"].total]


def test_the_tornado_begins_with_the_widest_bar() -> None:
    figure = tornado(analysed(), "opt_outs")
    assert "“Opt out: SMS” matters most" in figure.layout.meta["finding"]
    assert {trace.base for trace in figure.data} == {analysed().base["opt_outs"].total}
    assert figure.layout.title.subtitle.text.count("others") <= 1


def test_runs_are_counted_above_zero() -> None:
    found = replicates(
        journey(WEEKLY), lambda seed: people(150, seed), (1, 2, 3), brand=brand(), days=20
    )
    figure = seed_dots(found, "delivered")
    assert "above zero in 3 of 3 runs" in figure.layout.meta["finding"]
    assert list(figure.data[0].x) == list(found["delivered"].values)


def test_every_assumption_has_a_name_of_its_own() -> None:
    names = [name_of(key) for key in parameters()]
    assert len(set(names)) == len(names)
    assert amount(-1234.4, "net_value", "USD") == "−$1,234"
    assert amount(12.0, "orders", "USD", signed=True) == "+12"


def test_a_name_in_a_hover_is_no_markup() -> None:
    found = compared()
    odd = replace(found.causes[0], edit=replace(found.causes[0].edit, name="<b>A & B</b>"))
    figure = cause_forest(replace(found, causes=(odd,)))
    assert figure.data[0].customdata[0].startswith("&lt;b&gt;A &amp; B&lt;/b&gt;: ")
