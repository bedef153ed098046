"""Live figures: the newest edit wins whatever lands first, and what changed is known."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from journeyboard.errors import BadInput, RunCancelled
from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import find_brand, sample_journeys
from journeyboard.simulation.step_counts import StepCounts
from journeyboard.workflows import live
from journeyboard.workflows.jobs import Cancel
from journeyboard.workflows.live import BUDGET, LEAST, MOST, LiveFlights, Pace, Wish

NOBODY = np.zeros(0, np.int32)


@cache
def rescue() -> Journey:
    """The bundled checkout rescue."""
    return load(sample_journeys()["checkout_rescue"])


@cache
def lumen() -> Brand:
    """Its brand."""
    return find_brand(rescue())


def called(name: str) -> Journey:
    """The same journey under another name: one edit."""
    return rescue().model_copy(update={"name": name})


def counts(customers: int, entered: int) -> StepCounts:
    """A flight in which so many entered, and nothing else."""
    return StepCounts("j", 1, customers, np.arange(entered, dtype=np.int32), {}, {})


class Slow:
    """Flights that land when the test says so; each tells how many letters the journey's name has."""

    def __init__(self, *, heeds: bool = True) -> None:
        self.gates: dict[str, threading.Event] = {}
        self.begun: list[str] = []
        self.heeds = heeds

    def __call__(self, journey: Journey, _brand: Brand, size: int, cancel: Cancel) -> StepCounts:
        gate = self.gates.setdefault(journey.name, threading.Event())
        self.begun.append(journey.name)
        assert gate.wait(20)
        if self.heeds and cancel():
            raise RunCancelled("Stopped.")
        if journey.name == "bad":
            raise BadInput("this cannot fly.", advice="Wire it.")
        return counts(size, len(journey.name))

    def let(self, *names: str) -> None:
        """Let these land."""
        for name in names:
            self.gates.setdefault(name, threading.Event()).set()


def wish(name: str) -> Wish:
    """An edit of the checkout rescue."""
    return Wish(called(name), lumen(), rescue())


def jobs_of(flights: LiveFlights, *asked: Wish) -> list[threading.Thread]:
    """Ask for one after the other; their threads."""
    threads = []
    for one in asked:
        flights.ask(one)
        assert flights._job
        assert flights._job.thread
        threads.append(flights._job.thread)
    return threads


def test_a_flight_that_lands_late_does_not_overwrite_a_newer_one() -> None:
    fly = Slow(heeds=False)
    fly.let(rescue().name)
    flights = LiveFlights(fly)
    older, newer = jobs_of(flights, first := wish("a"), second := wish("bbbb"))
    assert not first.is_as(second)
    fly.let("bbbb")
    newer.join(20)
    fly.let("a")
    older.join(20)
    assert flights.landed
    assert flights.landed.wish is second
    assert flights.landed.figures.entries == 4
    assert not flights.flying


@pytest.mark.parametrize("order", [("a", "bb", "ccc"), ("ccc", "bb", "a"), ("bb", "ccc", "a")])
def test_whatever_the_order_of_landing_the_last_edit_stands(order: tuple[str, ...]) -> None:
    fly = Slow(heeds=False)
    fly.let(rescue().name)
    flights = LiveFlights(fly)
    names = ("a", "bb", "ccc")
    threads = dict(zip(names, jobs_of(flights, *map(wish, names)), strict=True))
    seen = []
    for name in order:
        fly.let(name)
        threads[name].join(20)
        assert flights.landed
        seen.append(flights.landed.number)
    assert seen == sorted(seen)
    assert seen[-1] == 3


def test_a_newer_edit_gives_the_older_flight_up() -> None:
    fly = Slow()
    flights = LiveFlights(fly)
    older, newer = jobs_of(flights, wish("a"), wish("bb"))
    fly.let("a", "bb", rescue().name)
    older.join(20)
    newer.join(20)
    assert flights.landed
    assert flights.landed.number == 2
    assert flights.problem == ""


def test_what_was_asked_for_is_not_flown_again_until_something_is_another_object() -> None:
    fly = Slow()
    fly.let("a", rescue().name)
    flights = LiveFlights(fly)
    one = wish("a")
    for _ in range(3):
        flights.ask(Wish(one.journey, one.brand, one.saved))
        flights.wait(20)
    assert fly.begun == ["a", rescue().name]
    flights.ask(Wish(called("a"), one.brand, one.saved))
    flights.wait(20)
    assert fly.begun == ["a", rescue().name, "a"]


def test_figures_land_before_what_they_are_compared_with_has_flown() -> None:
    fly = Slow()
    flights = LiveFlights(fly)
    fly.let("ab")
    flights.ask(wish("ab"))
    waited(lambda: flights.landed is not None)
    assert flights.landed
    assert flights.landed.changes is None
    assert flights.flying
    fly.let(rescue().name)
    flights.wait(20)
    changed = flights.landed.changes
    assert changed
    assert changed.entries
    assert changed.entries.by == 2 - len(rescue().name)


def test_the_saved_journey_itself_has_no_changes_and_is_flown_once() -> None:
    fly = Slow()
    fly.let(rescue().name, "a")
    flights = LiveFlights(fly)
    flights.ask(Wish(rescue(), lumen(), rescue()))
    flights.wait(20)
    assert flights.landed
    assert flights.landed.changes is None
    flights.ask(wish("a"))
    flights.wait(20)
    assert fly.begun == [rescue().name, "a"]
    assert flights.landed.changes


def test_what_cannot_be_flown_says_why_and_older_figures_stay() -> None:
    fly = Slow()
    fly.let("a", "bad", rescue().name)
    flights = LiveFlights(fly)
    flights.ask(wish("a"))
    flights.wait(20)
    flights.ask(wish("bad"))
    flights.wait(20)
    assert flights.problem == "this cannot fly. Wire it."
    assert flights.landed
    assert flights.landed.wish.journey.name == "a"
    flights.ask(wish("a"))
    flights.wait(20)
    assert flights.problem == ""


def test_given_up_flights_can_be_asked_for_again() -> None:
    fly = Slow()
    flights = LiveFlights(fly)
    one = wish("a")
    (thread,) = jobs_of(flights, one)
    flights.stop()
    fly.let("a", rescue().name)
    thread.join(20)
    assert flights.landed is None
    assert not flights.flying
    assert flights.problem == ""
    flights.ask(one)
    flights.wait(20)
    assert flights.landed


def test_the_pace_halves_where_flights_are_slow_and_doubles_where_there_is_room() -> None:
    pace = Pace()
    pace.took(60)  # getting ready says nothing
    pace.took(2 * BUDGET)
    assert pace.size == MOST
    pace.took(BUDGET / 2)  # one slow flight was another task's doing
    assert pace.size == MOST
    for _ in range(20):
        pace.took(2 * BUDGET)
    assert pace.size == LEAST
    for _ in range(20):
        pace.took(BUDGET / 3)
    assert pace.size == MOST


def test_a_flight_that_just_fits_keeps_its_size() -> None:
    pace = Pace()
    for _ in range(5):
        pace.took(2 * BUDGET)
    size = pace.size
    for _ in range(10):
        pace.took(BUDGET * 0.9)
    assert pace.size == size < MOST


def test_a_smaller_crowd_is_the_first_of_the_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST", 600)
    monkeypatch.setattr(live, "_fields", {})
    brand = lumen()
    all_of_them, some = (live.flown(rescue(), brand, size, lambda: False) for size in (600, 300))
    assert all_of_them.first(300).figures == some.figures
    assert some.customers == 300
    assert list(live._fields) == [brand.model_dump_json()]


@pytest.mark.parametrize("change", [{"start": None}, {"nodes": ()}])
def test_a_half_finished_draft_flies_too(
    change: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST", 300)
    monkeypatch.setattr(live, "_fields", {})
    blank = {"start": None, **change}
    draft = rescue().model_copy(update=blank)
    found = live.flown(draft, lumen(), 300, lambda: False).figures
    assert found.entries is not None
    assert found.nodes == {}


def waited(until: Callable[[], bool]) -> None:
    """Wait until it is so, twenty seconds at most."""
    tick = threading.Event()
    for _ in range(2_000):
        if until():
            return
        tick.wait(0.01)
    pytest.fail("it did not come about")


def test_a_flight_given_up_neither_sets_the_pace_nor_keeps_what_it_compared_with() -> None:
    fly = Slow(heeds=False)
    flights = LiveFlights(fly)
    older = Wish(called("a"), lumen(), called("an older save"))
    threads = jobs_of(flights, older, wish("bb"))
    fly.let("bb", rescue().name)
    threads[1].join(20)
    kept, times = flights._saved, flights._pace._times
    fly.let("a", "an older save")
    threads[0].join(20)
    assert kept
    assert flights._saved is kept
    assert flights._pace._times is times
