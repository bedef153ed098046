"""Preview's Copy test: levels, cells, the customers they need, and the test in the journey."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.ui.preview.variants_power import USUAL_RATE, order_rate
from journeyboard.workflows.copy_flown import FlownCosts

from .conftest import Open
from .test_copy import now, plain_words

RESCUE = {"journey": "checkout_rescue", "view": "variants"}
LEVELS = {"offers": "none,10-percent,free-shipping", "waits": "30 minutes,1 hour,1 day"}


@pytest.fixture
def grid(open_page: Open) -> AppTest:
    app = open_page("preview", **RESCUE, **LEVELS)
    box = next(one for one in app.text_area if one.label.startswith("Headlines"))
    box.set_value("Your cart is saved.\nStill <b>thinking</b> it over?").run()
    assert not app.exception
    return app


def test_all_cells_their_texts_and_the_customers_they_need_are_told(grid: AppTest) -> None:
    words = plain_words(grid)
    assert "18 cells, 6 texts of 1 to 2 parts" in words
    assert "18 cells need" in words
    assert "Each level with the first" in words
    assert "Every cell with every other" in words
    assert "&lt;b&gt;thinking&lt;/b&gt;" in words
    assert "<b>thinking" not in words
    assert "sample customers are too few" in plain_warnings(grid)
    for key, value in LEVELS.items():
        assert grid.query_params[key] == value


def test_a_larger_effect_needs_fewer_customers(grid: AppTest) -> None:
    def total() -> int:
        title = next(one.value for one in grid.subheader if "cells need" in one.value)
        return int(title.split("need ")[1].split()[0].replace(",", ""))

    before = total()
    grid.number_input(key="test-effect").set_value(4.0).run()
    assert total() < before / 8


def test_the_test_goes_into_the_journey_and_out_again_in_one_step(grid: AppTest) -> None:
    before = now(grid, "checkout_rescue")
    grid.button(key="put-test").click().run()
    assert not grid.exception
    after = now(grid, "checkout_rescue")
    assert {name: len(levels) for name, levels in after.experiments.items()} == {"headline": 2, "offer": 3, "timing": 3}  # fmt: skip
    assert set(after.node("reminder").by) == {"headline", "offer"}  # type: ignore[union-attr]
    assert set(after.node("wait_for_test").by) == {"timing"}  # type: ignore[union-attr]
    grid.button(key="undo-test").click().run()
    assert now(grid, "checkout_rescue") == before


def test_one_level_of_each_compares_nothing(open_page: Open) -> None:
    app = open_page("preview", **RESCUE)
    words = plain_words(app)
    assert "Nothing is compared yet" in words
    assert app.button(key="put-test").disabled


def test_two_offers_of_one_code_are_refused_in_a_sentence(grid: AppTest) -> None:
    next(one for one in grid.text_input if one.label == "Code").set_value("TESTSHIP").run()
    assert not grid.exception
    assert any("two offers have the code" in one.value.replace("\\", "") for one in grid.error)


def test_levels_outlive_a_look_at_another_view(grid: AppTest) -> None:
    for view in ("copy", "variants"):
        grid.segmented_control(key="view").set_value(view).run()
    assert "18 cells, 6 texts" in plain_words(grid)


def plain_warnings(app: AppTest) -> str:
    """All warnings, one after the other."""
    return "\n".join(one.value.replace("\\", "") for one in app.warning)


def test_the_order_rate_starts_at_that_of_a_run_or_at_the_usual_one() -> None:
    told = FlownCosts(5_000, 90, {}, {"a": 400, "b": 99}, {"a": 30, "b": 30}, 604_800)
    rate, source = order_rate(told, "a")
    assert rate == 7.5
    assert "30 of 400 who get to this message order within 7 days" in source
    for node in ("b", "nowhere"):
        assert order_rate(told, node)[0] == USUAL_RATE
        assert "no run tells it" in order_rate(told, node)[1]
