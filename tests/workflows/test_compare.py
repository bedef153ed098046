"""Designs by address, the first pair, and the work behind the views Compare and Assumptions."""

from __future__ import annotations

import pytest

from journeyboard.errors import BadInput, StoreError
from journeyboard.journey.file import dumps
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.storage.journeys import save_journey
from journeyboard.storage.store import Store
from journeyboard.workflows.assumptions import analysed, checked_range
from journeyboard.workflows.compare import (
    Design,
    Terms,
    audience,
    compared,
    design_of,
    first_pair,
    stored_designs,
)
from journeyboard.workflows.library import brand_of, open_library, open_stored
from journeyboard.workflows.people import People

WEEKLY, OFTEN = "weekly_broadcast", "frequent_broadcast"
SMALL = Terms(People("generated", 300), days=20)


@pytest.fixture
def store() -> Store:
    return open_library()


def saved_anew(store: Store) -> None:
    """A second revision of the weekly broadcast, with two texts."""
    opened = open_stored(store, WEEKLY)
    changed = opened.journey.model_copy(
        update={"entry": opened.journey.entry.model_copy(update={"times": 2})}
    )
    save_journey(store, WEEKLY, dumps(changed), based_on=1, message="Two texts")


def test_an_address_names_a_journey_and_its_version() -> None:
    assert design_of("rescue") == Design("rescue")
    assert design_of("rescue@3").number == 3
    assert design_of("rescue@draft").address == "rescue@draft"
    with pytest.raises(StoreError, match="no revision's number"):
        _ = design_of("rescue@first").number


def test_older_revisions_and_drafts_are_designs_of_their_own(store: Store) -> None:
    saved_anew(store)
    names = stored_designs(store, [OFTEN])
    assert names[f"{WEEKLY}@1"].startswith("Broadcast every week · revision 1")
    assert names[f"{OFTEN}@draft"] == "Broadcast every other day · not saved yet"
    assert names[OFTEN] == "Broadcast every other day · as saved"


def test_at_first_two_versions_of_one_journey_are_compared(store: Store) -> None:
    def read(address: str) -> object:
        return open_stored(store, address).journey

    assert first_pair([WEEKLY, OFTEN, "win_back"], read) == (WEEKLY, OFTEN)  # type: ignore[arg-type]
    assert first_pair([OFTEN, f"{WEEKLY}@draft", WEEKLY], read) == (WEEKLY, f"{WEEKLY}@draft")  # type: ignore[arg-type]
    assert first_pair(["win_back"], read) == ("win_back", "win_back")  # type: ignore[arg-type]


def test_two_revisions_meet_the_same_customers(store: Store) -> None:
    saved_anew(store)
    before, after = (open_stored(store, WEEKLY, number).journey for number in (1, 2))
    found = compared(store, before, after, SMALL, names=("eight", "two"))
    assert found.names == ("eight", "two")
    assert found["delivered"].effect.total < 0
    assert [cause.edit.texts for cause in found.causes] == [("entry › times is 2 instead of 8.",)]


def test_designs_of_two_brands_are_refused_before_anybody_flies(store: Store) -> None:
    one = open_stored(store, WEEKLY).journey
    other = one.model_copy(update={"brand": "north_trail"})
    with pytest.raises(BadInput, match="Compare journeys of one brand"):
        compared(store, one, other, SMALL)


def test_progress_runs_through_flights_and_runs_to_the_end(store: Store) -> None:
    journey = open_stored(store, WEEKLY).journey
    brand, heard = brand_of(store, journey), []
    world = Behaviour({"opt_out.sms": 0.01})
    terms = Terms(People("generated", 60), days=5, behaviour=world)
    people = audience(store, brand, terms)
    found = analysed(
        journey, people, brand, terms, keys=["opt_out.sms", "click.sms"], draws=3, runs=2,
        progress=lambda done, total: heard.append((done, total)),
    )  # fmt: skip
    counts = [done for done, _ in heard]
    assert counts == list(range(1, heard[-1][1] + 1))
    assert {total for _, total in heard} == {heard[-1][1]}
    assert found.replicates is not None
    assert found.replicates.seeds == (8, 9)
    bar = next(one for one in found.sensitivity.bars if one.key == "opt_out.sms")
    assert bar.value == 0.01
    assert set(found.to_dict()) >= {"assumptions", "conclusions", "replicates", "base"}


@pytest.mark.parametrize(
    ("low", "value", "high"), [(None, 1.0, 2.0), (2.0, 1.0, 3.0), (-1.0, 0.0, 1.0), (0.0, 2.0, 1.0)]
)
def test_a_range_out_of_order_is_refused_by_name(
    low: float | None, value: float | None, high: float | None
) -> None:
    with pytest.raises(BadInput, match=r"click\.sms"):
        checked_range("click.sms", low, value, high)
    assert checked_range("click.sms", 0.0, 0.1, 0.1) == (0.0, 0.1, 0.1)


def test_runs_with_other_customers_never_have_the_own_ones_again(store: Store) -> None:
    journey = open_stored(store, WEEKLY).journey
    brand = brand_of(store, journey)
    terms = Terms(People("generated", 60), seed=0, days=5)
    found = analysed(journey, audience(store, brand, terms), brand, terms, keys=["click.sms"], draws=0, runs=2)  # fmt: skip
    assert found.replicates is not None
    assert terms.people.seed == 1
    assert found.replicates.seeds == (2, 3)
