"""The app as a test opens it, on a fresh data directory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.storage.journeys import delete_journey, list_journeys
from journeyboard.storage.runs import StoredRun
from journeyboard.storage.settings import set_setting
from journeyboard.storage.store import Store
from journeyboard.ui.design import live
from journeyboard.workflows import first_flight
from journeyboard.workflows.fly import Plan, fly
from journeyboard.workflows.library import open_library
from journeyboard.workflows.people import People

from .board import RESCUE

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]


@pytest.fixture
def store() -> Store:
    """The library the app works with in this test, in which the sample is not flown again."""
    library = open_library()
    set_setting(library, first_flight.SETTING, "")
    return library


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boards fly nothing by themselves, unless the address says so."""
    monkeypatch.setattr(live, "AT_FIRST", live.OFF)


@pytest.fixture
def bare(store: Store) -> Store:
    """The library without any journey."""
    for journey in list_journeys(store):
        delete_journey(store, journey.id)
    return store


@pytest.fixture
def open_page(store: Store) -> Open:
    """Open a page, with what the address says after the question mark."""
    assert store

    def opened(page: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.run()
        app.switch_page(f"pages/{page}.py")
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    return opened


@pytest.fixture
def run(store: Store) -> StoredRun:
    """A small run of the checkout rescue, kept in this test's library."""
    people = People("generated", 1_500)
    return fly(store, Plan("Small test", ("checkout_rescue",), people, days=30))


@pytest.fixture
def design(open_page: Open, store: Store) -> AppTest:
    """The Design page with the checkout rescue on its board."""
    assert store
    return open_page("design", journey=RESCUE)
