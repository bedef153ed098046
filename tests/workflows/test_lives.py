"""The customers of a kept run: found, and followed exactly as the run's log tells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from journeyboard.errors import BadInput, RunError
from journeyboard.simulation.capacity_kept import FILE
from journeyboard.simulation.circumstances import Circumstances, Limits
from journeyboard.storage.consents import keep_choice
from journeyboard.storage.store import Store
from journeyboard.workflows import lives
from journeyboard.workflows.fly import Plan, fly
from journeyboard.workflows.library import open_library
from journeyboard.workflows.lives import (
    KeptRun,
    counted,
    first_customer,
    followed,
    found_by,
    opened,
)
from journeyboard.workflows.people import People

CSV = "customer_id,first_name,email,consent_email_marketing,country\n" + "".join(
    f"p{k},Ada{k},ada{k}@example.com,subscribed,US\n" for k in range(120)
)


@pytest.fixture
def store() -> Store:
    return open_library()


def kept(store: Store, *journeys: str, people: People | None = None) -> KeptRun:
    plan = Plan("Test", journeys, people or People("generated", 800), days=45)
    return opened(store, fly(store, plan).id)


def somebody(run: KeptRun, question: str) -> tuple[str, ...]:
    return found_by(run, question, 5).keys


@pytest.mark.parametrize("journeys", [("checkout_rescue",), ("post_purchase",), ("win_back",), ("checkout_rescue", "weekly_broadcast")])  # fmt: skip
def test_customers_of_a_sample_run_are_followed_as_logged(store: Store, journeys: tuple[str, ...]) -> None:  # fmt: skip
    """`followed` refuses a life that differs from the log, so that it answers is the test."""
    run = kept(store, *journeys)
    names = [name for name, number in counted(run).items() if number]
    for key in {key for name in names for key in somebody(run, name)}:
        designed, untouched = followed(store, run, key).lives
        assert not any(event.channel for event in untouched.events)
        assert designed.complete


def test_of_a_large_run_only_the_one_customer_is_made(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    small = kept(store, "checkout_rescue")
    monkeypatch.setattr(lives, "WHOLE", 100)
    large = opened(store, small.stored.id)
    assert large.whole is None
    for key in (*somebody(large, "held"), *somebody(large, "nothing_sent")):
        assert followed(store, large, key).to_dict() == followed(store, small, key).to_dict()
    with pytest.raises(BadInput, match="no customer “c00000800”"):
        followed(store, large, "c00000800")


def test_choices_kept_before_the_run_hold_and_later_ones_do_not(store: Store) -> None:
    keep_choice(store, "lumen", "c00000003", "stop")
    people = People("generated", 400, 1)
    run = kept(store, "weekly_broadcast", people=people)
    texted = next(key for key in somebody(run, "clicked") or [first_customer(run)])
    keep_choice(store, "lumen", texted, "stop")
    again = opened(store, run.stored.id)
    assert followed(store, again, texted).to_dict() == followed(store, run, texted).to_dict()
    assert not any(e.type == "message.sent" and e.channel == "sms" for e in followed(store, again, "c00000003").lives[0].events)  # fmt: skip


def test_customers_of_an_own_file_are_followed(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(CSV, "utf-8")
    run = kept(store, "checkout_rescue", people=People("file", path=str(path), name="people.csv"))
    assert followed(store, run, first_customer(run)).customer == first_customer(run)
    path.unlink()
    with pytest.raises(BadInput):
        opened(store, run.stored.id)


def test_a_life_that_is_not_the_one_of_the_log_is_refused(store: Store) -> None:
    """A brand changed since: better no answer than another customer's."""
    run = kept(store, "checkout_rescue")
    key = somebody(run, "nothing_sent")[0]
    other = run.brand.model_copy(update={"products": ()})
    changed = replace(run, brand=other, whole=None)
    with pytest.raises(RunError, match="cannot be followed exactly"):
        followed(store, changed, key)


def test_another_life_can_be_chosen(store: Store) -> None:
    run = kept(store, "checkout_rescue")
    key = somebody(run, "clicked")[0]
    trace = followed(store, run, key, ("designed", "without_channel/sms"))
    assert [life.key for life in trace.lives] == ["designed", "without_channel/sms"]
    assert not any(event.channel == "sms" for event in trace.lives[1].events)


LIMITS = Circumstances(Limits(sms=2.0, daily_budget=200.0, stands_for=200_000), ("weekend",))


def limited(store: Store) -> KeptRun:
    plan = Plan("Limits", ("checkout_rescue", "weekly_broadcast"), People("generated", 600), days=30, circumstances=LIMITS)  # fmt: skip
    return opened(store, fly(store, plan).id)


def test_customers_of_a_run_under_limits_are_followed_as_logged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """`followed` refuses a life that differs from the log; the queue is the run's, for one as for all."""
    run = limited(store)
    counts = counted(run)
    assert counts["queued"] > 5
    assert counts["unpaid"] > 5
    keys = {key for name, number in counts.items() if number for key in somebody(run, name)}
    assert len(keys) > 20
    told = {key: followed(store, run, key).to_dict() for key in sorted(keys)}
    monkeypatch.setattr(lives, "WHOLE", 100)
    large = opened(store, run.stored.id)
    assert large.whole is None
    for key in sorted(keys)[:6]:
        assert followed(store, large, key).to_dict() == told[key]


def test_a_run_whose_queue_was_not_kept_is_refused_before_anything_is_offered(store: Store) -> None:
    run = limited(store)
    (run.run.path / FILE).unlink()
    with pytest.raises(RunError, match="were not kept with it"):
        opened(store, run.stored.id)
