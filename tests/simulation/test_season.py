"""Seasons, launches and spread cohorts: time runs faster or slower, later or in shares, and luck stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyboard.errors import BadInput
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.circumstances import Circumstances
from journeyboard.simulation.flight import Flight
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import flight_of, simulate
from journeyboard.simulation.season import daily_factors, seasons, thanksgiving

from .flights import brand, journey, people
from .flown import flown
from .strategies import flights

DAYS = st.dates(date(2001, 1, 1), date(2098, 1, 1))


@settings(max_examples=20)
@given(DAYS)
def test_a_season_moves_orders_within_the_year_and_adds_none(start: date) -> None:
    for season in seasons().values():
        factors = daily_factors((season.key,), start, 364)
        assert np.mean(factors) == pytest.approx(1_000, rel=0.02)


@given(st.integers(2000, 2099))
def test_thanksgiving_is_the_fourth_thursday_of_november(year: int) -> None:
    found = thanksgiving(year)
    assert (found.month, found.weekday(), (found.day - 1) // 7) == (11, 3, 3)


def test_seasons_multiply_and_the_last_span_counts() -> None:
    monday = date(2026, 11, 30)
    assert daily_factors(("holiday",), monday, 2) == (2520, 1090)
    assert daily_factors(("holiday", "weekend"), monday, 1) == (2646,)
    assert daily_factors((), monday, 9) == ()
    with pytest.raises(BadInput, match="no season “easter”"):
        daily_factors(("easter",), monday, 2)


def flights_with(factor: int, flight: Flight) -> Flight:
    return Flight(**vars(flight) | {"season": (factor,) * flight.days})


@settings(max_examples=15)
@given(flights(customers=6))
def test_a_season_of_usual_days_changes_nothing(flight: Flight) -> None:
    plain = Flight(**vars(flight) | {"season": ()})
    assert flown(flights_with(1_000, flight)).rows == flown(plain).rows


@settings(max_examples=15)
@given(flights(customers=6), st.integers(1_001, 4_000))
def test_in_high_season_nobody_comes_later_for_the_first_time(flight: Flight, factor: int) -> None:
    silent = Flight(**vars(flight) | {"behaviour": Behaviour().without_effects()})
    usual, high = (first_visits(flights_with(f, silent)) for f in (1_000, factor))
    assert all(later <= before for before, later in zip(usual, high, strict=True))


def first_visits(flight: Flight) -> list[float]:
    """The second of each customer's first visit, endless for those who never come."""
    rows = flown(flight).rows
    return [
        next((float(r.at) for r in mine if r.type == "session.started"), np.inf) for mine in rows
    ]


def test_orders_without_messages_follow_the_season() -> None:
    """Twice the pace brings about twice the visits and own orders, of the same customers."""

    def counted(factor: int) -> tuple[int, int]:
        flight = flight_of(journey("checkout_rescue"), people(3_000), brand=brand(), days=60)
        types = [
            row.type for rows in flown(flights_with(factor, flight), 3_000).rows for row in rows
        ]
        return types.count("session.started"), types.count("order.placed")

    (visits, orders), (more, plenty) = counted(1_000), counted(2_000)
    assert more / visits == pytest.approx(2, rel=0.03)
    assert plenty / orders == pytest.approx(2, rel=0.15)


def fly(**around: Any) -> Run:
    return simulate(journey("win_back"), people(1_500), brand=brand(), days=60, circumstances=Circumstances(**around))  # fmt: skip


def entries(run: Run) -> Any:
    """When each customer entered, in days of the run."""
    events = run.events.to_pandas().query("type == 'journey.entered'")
    return (events["at"] - events["at"].min().floor("D")).dt.days


def test_nobody_enters_before_the_launch() -> None:
    run = fly(launches={"win_back": "2026-03-16"})
    events = run.events.to_pandas().query("journey_id == 'win_back'")
    assert f"{events['at'].min():%Y-%m-%d}" == "2026-03-16"


def test_a_cohort_is_spread_in_equal_shares() -> None:
    plain, spread = entries(fly()), entries(fly(cohort_days=20))
    assert set(plain) == {0}
    counts = np.bincount(spread, minlength=20)
    assert len(counts) == 20
    assert counts.sum() == pytest.approx(len(plain), rel=0.05)
    expected = counts.sum() / 20
    assert ((counts - expected) ** 2 / expected).sum() < 43.8  # chi-square, 19 degrees, 0.1 %


@pytest.mark.parametrize(
    ("around", "words"),
    [
        ({"launches": {"other": "2026-03-16"}}, "does not fly"),
        ({"launches": {"win_back": "2026-09-16"}}, "after the end"),
        ({"launches": {"win_back": "tomorrow"}}, "not a day"),
        ({"cohort_days": 0}, "1 to 366 days"),
    ],
)
def test_circumstances_that_do_not_fit_are_refused(around: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        fly(**around)


def test_circumstances_survive_being_stored() -> None:
    told = {"limits": {"sms": 3.0, "stands_for": 500_000}, "seasons": ["holiday"],
            "launches": {"win_back": "2026-03-16"}, "cohort_days": 9}  # fmt: skip
    assert Circumstances.of_dict(told).to_dict() == told
    assert Circumstances().to_dict() == {}
