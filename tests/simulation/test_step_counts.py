"""Step figures counted in memory: the event log says the same, and differences know their noise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import sqrt
from statistics import stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import RunCancelled
from journeyboard.journey.form import journey_data, journey_from
from journeyboard.journey.graph import Journey
from journeyboard.measurement.steps import StepFigures
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import simulate
from journeyboard.simulation.step_changes import Change, change_of, step_changes
from journeyboard.simulation.step_counts import StepCounts, step_counts
from journeyboard.simulation.trial import Field, Trial

from .flights import brand, every_kind, journey, shoppers
from .shop import LIVELY

DAYS = 40
TOGETHER = ("every_kind", "checkout_rescue", "win_back")


def designs() -> list[Journey]:
    """Three journeys with every node kind, under one brand's caps."""
    return [every_kind(), *map(journey, TOGETHER[1:])]


def field(size: int = 1_200) -> Field:
    """A lively world."""
    return Field(shoppers(size), brand(), days=DAYS, behaviour=LIVELY)


@cache
def logged(name: str, window: str) -> StepFigures:
    """What the event log says."""
    return _run().steps(name, window=window)


@cache
def _run() -> Run:
    return simulate(designs(), shoppers(1_200), brand=brand(), days=DAYS, behaviour=LIVELY)


@cache
def counted(name: str, window: str | None = None) -> StepCounts:
    """What the rows in memory say."""
    return step_counts(_trial(), name, window=window)


@cache
def _trial() -> Trial:
    return field().fly(designs(), rows=True)


@pytest.mark.parametrize("window", ["1 hour", "5 days", "30 days"])
@pytest.mark.parametrize("name", TOGETHER)
def test_rows_in_memory_tell_what_the_event_log_tells(name: str, window: str) -> None:
    assert counted(name, window).figures == logged(name, window)
    assert logged(name, window).entries


@pytest.mark.parametrize("name", TOGETHER)
def test_without_a_window_the_first_journeys_own_is_meant(name: str) -> None:
    assert counted(name).figures == _run().steps(name)


@pytest.mark.parametrize("name", TOGETHER)
def test_the_first_customers_of_many_are_what_they_would_be_alone(name: str) -> None:
    people = shoppers(1_200)
    few = Field(people.where(np.arange(len(people)) < 500), brand(), days=DAYS, behaviour=LIVELY)
    alone = step_counts(few.fly(designs(), rows=True), name)
    assert counted(name).first(500).figures == alone.figures
    assert counted(name).first(500).customers == alone.customers == 500


def test_where_nobody_enters_there_are_zero_entries_and_no_steps() -> None:
    nobody = edited(every_kind(), entry={"kind": "event", "event": "support.contacted"},
                    entry_filter={"profile": {"attribute": "orders", "op": "lt", "value": 0}})  # fmt: skip
    found = step_counts(field(300).fly(nobody, rows=True), "every_kind").figures
    assert (found.entries, found.nodes, found.flows) == (0, {}, ())


def edited(one: Journey, **settings: object) -> Journey:
    """The journey with other settings."""
    return journey_from({**journey_data(one), **settings})


def later() -> Journey:
    """The checkout rescue with a longer first pause."""
    data = journey_data(journey("checkout_rescue"))
    data["nodes"]["first_hour"]["for"] = "8 hours"
    return journey_from(data)


def test_a_longer_pause_lets_fewer_on_and_what_comes_before_it_stays_within_noise() -> None:
    whole = field(3_000)
    was, now = (
        step_counts(whole.fly(one, rows=True), "checkout_rescue")
        for one in (journey("checkout_rescue"), later())
    )
    found = step_changes(now, was, [node.id for node in later().nodes])
    fewer = found.nodes["holdout"]["entered"]
    assert (
        fewer.by
        == now.figures.nodes["holdout"]["entered"] - was.figures.nodes["holdout"]["entered"]
    )
    assert fewer.by < 0
    assert not fewer.noise
    assert found.flows["first_hour", "holdout"] == fewer
    assert found.entries is None or found.entries.noise
    assert step_changes(now, now, []) == step_changes(was, was, ["first_hour"])


def test_a_step_that_is_new_has_no_change_and_neither_has_a_way_to_it() -> None:
    now = counted("checkout_rescue")
    blank = StepCounts(now.journey, now.window_s, now.customers, now.entries, {}, {})
    steps = set(now.nodes) - {"reminder"}
    found = step_changes(now, blank, steps)
    assert set(found.nodes) == steps
    assert not any("reminder" in pair for pair in found.flows)


Counts = Sequence[int]
_COUNTS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)


@given(_COUNTS)
def test_noise_is_less_than_1_96_standard_errors_of_the_paired_differences(
    pairs: list[tuple[int, int]],
) -> None:
    differences = [a - b for a, b in pairs]
    now, was = (_who([pair[k] for pair in pairs]) for k in (0, 1))
    found = change_of(now, was, len(pairs))
    if not any(differences):
        assert found is None
        return
    by = sum(differences)
    assert found == Change(by, abs(by) < 1.96 * stdev(differences) * sqrt(len(pairs)))


def test_a_change_of_one_customer_is_noise() -> None:
    assert change_of(_who([3]), _who([1]), 1) == Change(2, True)


def _who(counts: Counts) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def test_a_cancelled_trial_tells_nothing() -> None:
    with pytest.raises(RunCancelled):
        field(300).fly(every_kind(), rows=True, cancel=lambda: True)
