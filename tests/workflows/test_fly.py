"""Fly and keep: a run is listed only when it is finished, and its small results are those of its log."""

from __future__ import annotations

import itertools

import pytest

from journeyboard.audience.customers import customers
from journeyboard.errors import BadInput, RunCancelled, RunError
from journeyboard.journey.brand import Brand
from journeyboard.storage.runs import list_runs
from journeyboard.storage.store import Store
from journeyboard.workflows import people
from journeyboard.workflows.fly import Flight, Plan, flown, fly, summary, take_off
from journeyboard.workflows.library import open_library
from journeyboard.workflows.people import People, gathered

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


@pytest.mark.parametrize("patience", [0, 1])
def test_a_cancelled_run_leaves_nothing(store: Store, patience: int) -> None:
    answers = itertools.chain([False] * patience, itertools.repeat(True))
    with pytest.raises(RunCancelled):
        fly(store, SMALL, cancel=lambda: next(answers))
    assert list_runs(store) == []
    assert not list((store.home / "runs").glob("*"))


def test_customers_made_in_parts_are_those_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    whole = customers(700, 3, Brand(id="a", name="A"))
    monkeypatch.setattr(people, "CHUNK", 300)
    made = gathered(
        People("generated", 700, 3),
        Brand(id="a", name="A"),
        progress=lambda done, total: told.append((done, total)),
    )
    assert made.digest == whole.digest
    assert told == [(0, 700), (300, 700), (600, 700)]


def test_making_customers_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "CHUNK", 100)
    told: list[int] = []
    with pytest.raises(RunCancelled):
        gathered(
            People("generated", 1_000),
            Brand(id="a", name="A"),
            progress=lambda done, _: told.append(done),
            cancel=lambda: len(told) == 2,
        )
    assert told == [0, 100]


def test_a_flight_says_at_once_that_it_is_being_stopped() -> None:
    flight = Flight(SMALL)
    flight.making(50_000, 1_000_000)
    assert flight.words == "Making customers: 50,000 of 1,000,000"
    flight.cancel()
    assert flight.words == "Cancelling …"


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
