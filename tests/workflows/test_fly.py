"""Fly and keep: a run is listed only when it is finished, and its small results are those of its log."""

from __future__ import annotations

import pytest

from journeyboard.errors import BadInput, RunCancelled, RunError
from journeyboard.storage.runs import list_runs
from journeyboard.storage.store import Store
from journeyboard.workflows.fly import Plan, flown, fly, summary, take_off
from journeyboard.workflows.library import open_library
from journeyboard.workflows.people import People

SMALL = Plan("Small", ("checkout_rescue",), People("generated", 600), days=20)


@pytest.fixture
def store() -> Store:
    return open_library()


def test_a_run_is_kept_with_what_it_flew(store: Store) -> None:
    run = fly(store, SMALL)
    assert [one.id for one in list_runs(store)] == [run.id]
    assert run.journeys == (("checkout_rescue", 1),)
    assert run.settings["people"]["size"] == 600
    assert run.settings["currency"] == "USD"


def test_the_small_results_are_those_of_the_log(store: Store) -> None:
    run = fly(store, SMALL)
    assert summary(flown(store, run.id)) == run.results


def test_progress_ends_with_everybody(store: Store) -> None:
    told: list[tuple[int, int]] = []
    fly(store, SMALL, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (600, 600)


def test_a_cancelled_run_leaves_nothing(store: Store) -> None:
    with pytest.raises(RunCancelled):
        fly(store, SMALL, cancel=lambda: True)
    assert list_runs(store) == []
    assert not list((store.home / "runs").iterdir())


def test_a_plan_without_a_journey_is_refused(store: Store) -> None:
    with pytest.raises(RunError, match="Choose at least one"):
        fly(store, Plan("Nothing", ()))


def test_an_impossible_size_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="cannot be flown"):
        fly(store, Plan("Nobody", ("checkout_rescue",), People("generated", 0)))


def test_a_flight_in_the_background_lands_with_its_run(store: Store) -> None:
    flight = take_off(store, SMALL)
    assert flight.thread
    flight.thread.join(180)
    assert flight.run
    assert not flight.problem


def test_a_flight_that_cannot_start_says_why(store: Store) -> None:
    flight = take_off(store, Plan("Gone", ("gone",)))
    assert flight.thread
    flight.thread.join(180)
    assert flight.run is None
    assert "gone" in flight.problem
