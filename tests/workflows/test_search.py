"""Optimise under findings: a planted mistake is found and proven, limits hold, and nothing better is said to be so."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, partial

import pytest

from journeyboard.audience.customers import customers
from journeyboard.errors import BadInput, RunCancelled, StaleRevision
from journeyboard.journey.edits import SetField, apply
from journeyboard.journey.file import load, update_text
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import find_brand, sample_journeys
from journeyboard.lint.check import check
from journeyboard.simulation.searching.searched import Search
from journeyboard.simulation.searching.worth import Estimate, Guardrails, Score
from journeyboard.storage.consents import ConsentChoice
from journeyboard.storage.journeys import revisions
from journeyboard.ui.wording import money
from journeyboard.workflows.crowds import crowds_of
from journeyboard.workflows.library import add_another, open_library, open_stored, save_edited
from journeyboard.workflows.proving import together
from journeyboard.workflows.search import optimize
from journeyboard.workflows.search_words import (
    crowd_words,
    curse_words,
    headline,
    keep_winner,
    verdict,
)

DAY = 86_400
RESCUE = load(sample_journeys()["checkout_rescue"])
pay = partial(money, currency="USD")


def spoiled() -> Journey:
    """The checkout rescue with two mistakes: ten days before the first word, and 40 % off in it."""
    offer = {"kind": "percent", "value": 40}
    mistakes = (
        SetField(node="first_hour", path="for", value="10 days"),
        SetField(node="reminder", path="offer", value=offer),
        SetField(node="reminder_email", path="offer", value=offer),
    )
    journey = RESCUE
    for mistake in mistakes:
        journey = apply(journey, mistake)
    return journey


@cache
def mended() -> Search:
    return optimize(
        spoiled(),
        [
            "delay/first_hour=1h,4h,1 day,10 days",
            "offer/reminder=5,40",
            "offer/reminder_email=5,40",
        ],
        3_000,
        days=60,
    )


def test_a_planted_mistake_is_found_and_proven_on_twenty_fresh_worlds() -> None:
    search = mended()
    assert search.winner
    assert search.proof
    turned = dict(zip((knob.id for knob in search.knobs), search.winner.settings, strict=True))
    assert turned["offer/reminder_email"] == 5.0
    assert len(search.proof.worlds) == 20
    assert search.proof.total.n == 60_000
    assert search.proven
    assert search.proof.wins >= 15
    assert headline(search) == "A better design is proven"
    assert f"in {search.proof.wins} of 20 fresh worlds, by $" in verdict(search, pay)
    assert pay(search.proof.total.mean) in curse_words(search, pay)


def test_the_winner_adds_no_error_and_its_search_is_plain_data() -> None:
    search = mended()
    assert search.winner
    before = {(f.code, f.node_id) for f in check(search.journey, find_brand(RESCUE))}
    after = check(search.winner.journey, find_brand(RESCUE))
    errors = {(f.code, f.node_id) for f in after if f.severity == "error"}
    assert errors <= before
    data = search.to_dict()
    assert data["proven"] is True
    assert data["proof"]["wins"] == search.proof.wins if search.proof else False
    assert data["designs"][0]["words"] == "as it is"


def test_the_same_seed_finds_the_same() -> None:
    again = optimize(RESCUE, ["drop/proof", "delay/next_day=4h"], 800, days=20, worlds=2)
    once = optimize(RESCUE, ["drop/proof", "delay/next_day=4h"], 800, days=20, worlds=2)
    assert once.to_dict() == again.to_dict()


def test_where_the_start_is_best_the_search_says_so() -> None:
    """Every message brings orders, so leaving one out brings none."""
    search = optimize(RESCUE, ["messages"], 3_000, objective="orders", designs=12, days=60)
    assert not search.proven
    assert verdict(search, pay).startswith("No better design was proven; keep yours")


def test_limits_hold_in_the_fresh_worlds_too() -> None:
    free = optimize(RESCUE, ["messages"], 2_000, designs=10, days=40, worlds=3)
    assert free.start.score
    limit = 0.7 * free.start.score.cost
    search = optimize(
        RESCUE, ["messages"], 2_000, guardrails=Guardrails(cost=limit), designs=10, days=40, worlds=3
    )  # fmt: skip
    assert search.start.broken
    assert search.winner
    assert search.proof
    assert all(one.score.cost <= limit for one in search.designs if one.allowed and one.score)
    refused = [one for one in search.designs if one.broken]
    assert refused
    assert all("the limit is" in one.broken[0] for one in refused)
    assert search.rescued == (search.proof.winner.cost <= limit)
    assert "breaks a limit" in verdict(search, pay)


def test_designs_with_a_new_error_never_fly() -> None:
    """A cart reminder after the 48 hours that carriers allow is an error of the checks."""
    search = optimize(RESCUE, ["delay/first_hour=5 days"], 800, days=20, worlds=2)
    late = next(one for one in search.designs if one.settings == (5 * DAY,))
    assert late.score is None
    assert "48 hours" in late.broken[0]
    loose = Guardrails(findings=False)
    freed = optimize(RESCUE, ["delay/first_hour=5 days"], 800, guardrails=loose, days=20, worlds=2)
    assert all(one.score for one in freed.designs)


def test_a_stopped_search_stops_at_once_and_keeps_nothing() -> None:
    store = open_library()
    told: list[int] = []
    before = revisions(store, "checkout_rescue")
    with pytest.raises(RunCancelled):
        optimize(
            RESCUE, ["delays"], 800, days=20, worlds=2,
            progress=lambda done, _: told.append(done), cancel=lambda: len(told) == 4,
        )  # fmt: skip
    assert told == [1, 2, 3, 4]
    assert revisions(store, "checkout_rescue") == before


def test_the_winner_becomes_a_revision_that_says_how_it_was_found() -> None:
    store = open_library()
    text = update_text(sample_journeys()["checkout_rescue"].read_text("utf-8"), spoiled())
    opened = add_another(store, spoiled(), text)
    search = mended()
    kept = keep_winner(store, opened, search, pay)
    assert search.winner
    assert kept.journey.nodes == search.winner.journey.nodes
    assert kept.revision.number == opened.revision.number + 1
    assert "Drawn only now, before any message" in kept.revision.text  # a comment of the file
    assert f"a search of {len(search.designs)} designs" in kept.revision.message


def test_a_revision_saved_meanwhile_is_not_overwritten() -> None:
    store = open_library()
    opened = open_stored(store, "checkout_rescue")
    save_edited(store, opened, apply(opened.journey, SetField(path="notes", value="mine")))
    with pytest.raises(StaleRevision):
        keep_winner(store, opened, mended(), pay)
    assert open_stored(store, "checkout_rescue").journey.notes == "mine"


def test_customers_of_a_file_are_split_so_that_the_proof_is_on_others() -> None:
    own = customers(900, 4, find_brand(RESCUE))
    crowds = crowds_of(own, find_brand(RESCUE), "2026-03-02")
    searched, chosen, kept = (set(crowds.of(k).frame["profile_key"]) for k in (0, 1, 2))
    assert (len(searched), len(chosen), len(kept)) == (300, 300, 300)
    assert len(searched | chosen | kept) == 900
    assert set(crowds.of(7).frame["profile_key"]) == kept
    search = optimize(RESCUE, ["drop/proof"], own, days=40, worlds=3)
    assert not search.fresh_people
    assert "split in three" in crowd_words(search)


def test_the_same_customers_in_many_worlds_count_once() -> None:
    one = Estimate(10.0, 2.0, 300)
    score = Score(300, one, one, 1.0, 1.0, 100.0, 0.01, None, 0.1)
    same, fresh = (together([score] * 4, is_fresh) for is_fresh in (False, True))
    assert (same.customers, same.gain) == (300, one)
    assert (fresh.customers, fresh.gain) == (1_200, Estimate(10.0, 1.0, 1_200))


def test_customers_who_chose_in_the_app_are_searched_on_as_they_chose() -> None:
    brand = find_brand(RESCUE)
    key = str(customers(300, 1, brand).frame["profile_key"].iloc[0])
    stop = ConsentChoice(brand.id, key, "sms", "stop", datetime(2026, 3, 1, tzinfo=UTC))
    asked, plain = (crowds_of(300, brand, "2026-03-02", some) for some in ((stop,), ()))
    assert not asked.of(0).frame.equals(plain.of(0).frame)
    assert asked.of(1).frame.equals(plain.of(1).frame), "keys name other people there"


@pytest.mark.parametrize(
    ("knobs", "people", "objective", "says"),
    [
        (["delays"], 1_000, "fame", "there is no objective"),
        (["fame"], 1_000, "value", "has no knob “fame”"),
        (["delays"], 50, "value", "too few to search on"),
    ],
)
def test_what_cannot_be_searched_is_refused_in_one_sentence(
    knobs: list[str], people: int, objective: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        optimize(RESCUE, knobs, people, objective=objective)
