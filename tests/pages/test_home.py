"""Home: a finished result at once, doors, recent journeys, and the own brand."""

from __future__ import annotations

import pytest

from journeyboard.storage.runs import StoredRun
from journeyboard.storage.store import Store
from journeyboard.ui import state
from journeyboard.workflows import first_flight
from journeyboard.workflows.fly import Flight
from journeyboard.workflows.library import is_first_run, own_brand

from .conftest import Open
from .words import words_on


def test_a_first_start_shows_a_finished_result(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "first_flight", lambda: Flight(first_flight.PLAN))
    monkeypatch.setattr(first_flight, "get_setting", lambda *_: None)
    app = open_page("home")
    assert "the truth is" in words_on(app)
    assert len(app.get("plotly_chart")) == 1


def test_a_kept_run_is_shown_with_its_lift_and_the_truth(open_page: Open, run: StoredRun) -> None:
    app = open_page("home")
    assert run.name in words_on(app)
    assert app.button(key=f"read-result-{run.id}").label == "Read the report"


def test_without_any_run_home_says_how_to_get_one(open_page: Open) -> None:
    assert "No run is kept" in words_on(open_page("home"))


def test_every_sample_stands_among_the_recent_journeys(open_page: Open) -> None:
    assert "**Checkout rescue**" in words_on(open_page("home"))


def test_a_brief_opens_beside_the_page(open_page: Open) -> None:
    app = open_page("home")
    app.button(key="brief-checkout_rescue").click().run()
    assert not app.exception
    assert "Seven in ten people" in words_on(app)


def test_the_own_brand_is_kept_and_the_panel_goes(open_page: Open, store: Store) -> None:
    app = open_page("home")
    app.text_input(key="brand-name").input("North & Sons")
    app.text_area(key="brand-products").input("Boots, 140, 45\nSocks, 12, 60")
    app.button[[one.label for one in app.button].index("Keep my brand")].click().run()
    assert not app.exception
    brand = own_brand(store)
    assert brand
    assert [product.price for product in brand.products] == [140, 12]
    assert not is_first_run(store)


def test_a_mistyped_product_is_named_by_its_line(open_page: Open, store: Store) -> None:
    app = open_page("home")
    app.text_input(key="brand-name").input("North")
    app.text_area(key="brand-products").input("Boots, a lot")
    app.button[[one.label for one in app.button].index("Keep my brand")].click().run()
    assert not app.exception
    assert any("Line 1" in toast.value for toast in app.toast)
    assert own_brand(store) is None


def test_the_panel_can_be_skipped(open_page: Open, store: Store) -> None:
    open_page("home").button(key="skip-brand").click().run()
    assert not is_first_run(store)


def test_home_opens_without_a_journey(open_page: Open, bare: Store) -> None:
    assert bare
    open_page("home")
