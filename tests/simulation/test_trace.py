"""Following one customer: the same events as in the run, and reasons that add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from journeyboard.errors import BadInput
from journeyboard.journey.graph import Journey
from journeyboard.records import Event
from journeyboard.simulation.circumstances import Circumstances
from journeyboard.simulation.flight import Flight, Program
from journeyboard.simulation.part import fly_range
from journeyboard.simulation.program import compile_flight
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import flight_of, simulate
from journeyboard.simulation.tracing.ledger import due_orders
from journeyboard.simulation.tracing.trace import lives_of, trace
from journeyboard.simulation.tracing.traced import Life, Moment, Share, Trace
from journeyboard.simulation.tracing.words import Telling, summary

from .flights import brand, every_kind, journey, shoppers
from .shop import BRAND, LIVELY, audience
from .strategies import flights

MIXES = (["checkout_rescue"], ["post_purchase"], ["win_back"], ["fatigue_frequent", "checkout_rescue"])  # fmt: skip


def told(event: Event) -> dict[str, Any]:
    """What a log says of an event, but for the audiences and the run's name."""
    return {k: v for k, v in event.to_dict().items() if k not in ("segments", "run_id")}


@cache
def flown(mix: tuple[str, ...]) -> tuple[Run, Program]:
    together = [journey(name) for name in mix]
    crowd = shoppers(150)
    run = simulate(together, crowd, brand=brand(), days=60)
    return run, compile_flight(flight_of(together, crowd, brand=brand(), days=60))


@cache
def busy() -> Program:
    """A lively world with every node kind, in which everything happens to somebody."""
    return compile_flight(flight_of(every_kind(), audience(200), brand=BRAND, behaviour=LIVELY, days=60))  # fmt: skip


@cache
def busy_lives() -> tuple[Trace, ...]:
    return tuple(trace(busy(), key) for key in busy().flight.people.frame["profile_key"])


@pytest.mark.parametrize("mix", MIXES)
def test_a_followed_customer_lives_as_in_the_run(mix: list[str]) -> None:
    run, program = flown(tuple(mix))
    logged: dict[str, list[dict[str, Any]]] = {}
    for row in run.events.to_pylist():
        logged.setdefault(row["profile_key"], []).append(row)
    outcomes = run.outcomes.set_index("profile_key")
    for key in program.flight.people.frame["profile_key"]:
        designed, untouched = trace(program, key).lives
        assert [told(event) for event in designed.events] == [
            told(e) for e in _of(run, key, logged)
        ]
        mine = outcomes.loc[key]
        assert round(designed.outcomes["revenue"] * 100) == mine["revenue"]
        assert round(untouched.outcomes["revenue"] * 100) == mine["untouched_revenue"]
        assert untouched.outcomes["orders"] == mine["untouched_orders"]


def _of(run: Run, key: str, logged: dict[str, list[dict[str, Any]]]) -> list[Event]:
    return run.customer(key) if key in logged else []


@settings(max_examples=25)
@given(flights())
def test_to_follow_changes_nothing(flight: Flight) -> None:
    """Rows, counts and outcomes are the same with room for decisions and without."""
    import numpy as np

    from journeyboard.simulation.kernel import layout

    program = compile_flight(flight)
    alone = replace(program, lives=program.lives[:1])
    room = np.zeros(4, layout.DECISION).view(np.recarray)
    for place in range(program.size):
        plain, buffers = fly_range(alone, place, place + 1, 1, lambda: None)
        followed, others = fly_range(alone, place, place + 1, 1, lambda: None, told=room)
        assert plain.rows.tobytes() == followed.rows.tobytes()
        assert plain.totals.tobytes() == followed.totals.tobytes()
        assert buffers.counts.tobytes() == others.counts.tobytes()


def test_every_order_has_the_hazard_it_needed() -> None:
    """The sources of an order add up to its threshold, but for the rounding of one last second."""
    found = 0
    for one in busy_lives():
        place = list(busy().flight.people.frame["profile_key"]).index(one.customer)
        who = busy().people[place]
        for life in one.lives:
            for due in due_orders(life.decisions, int(who["own_hazard"]), int(who["low_hazard"])):
                total = sum(amount for *_, amount in due.parts)
                fastest = who["own_hazard"] + sum(d.number for d in life.decisions if d.what == "wish")  # fmt: skip
                assert due.needed <= total < due.needed + fastest
                assert sum(share.share for share in due.shares) == pytest.approx(1.0)
                found += 1
            by_hazard = [e for e in life.events if e.type == "order.placed" and e.reason != "checkout"]  # fmt: skip
            told = [m for m in life.moments if m.type == "order.placed" and m.shares]
            assert len(told) == len(by_hazard)
    assert found > 50


def test_a_limit_is_the_product_of_its_factors() -> None:
    seen: Counter[str] = Counter()
    for life in _all_lives():
        for one in life.decisions:
            if one.factors:
                product = 1.0
                for _, size in one.factors:
                    product *= size
                assert one.limit == pytest.approx(
                    min(product, 0.95 if one.what == "clicks" else 0.5)
                )
                seen[one.what] += 1
    assert min(seen["clicks"], seen["opts_out"]) > 50


def _all_lives() -> list[Life]:
    return [life for one in busy_lives() for life in one.lives]


def test_what_happened_was_below_its_limit_and_what_did_not_was_not() -> None:
    """The reasons hold: clicks, opt-outs and replies are exactly the decisions that came true."""
    for event, what in (("message.clicked", "clicks"), ("consent.unsubscribed", "opts_out"),
                        ("message.replied", "replies"), ("cart.updated", "fills_cart")):  # fmt: skip
        happened = true = 0
        for life in _all_lives():
            happened += sum(one.type == event for one in life.events)
            true += sum(one.what == what and one.came_true for one in life.decisions)
        # Somebody may decide to opt out who is silent on the channel already.
        assert happened == true or (event == "consent.unsubscribed" and 0 < happened <= true)
        assert happened > 1


def test_every_moment_that_needs_a_reason_has_one() -> None:
    reasoned = ("order.placed", "message.clicked", "message.skipped", "message.queued",
                "message.delivered", "message.failed", "consent.unsubscribed", "cart.updated",
                "checkout.started", "journey.assigned")  # fmt: skip
    seen: Counter[str] = Counter()
    for life in _all_lives():
        for one in life.moments:
            if one.type in reasoned:
                assert one.why, one
                seen[one.type or ""] += 1
    assert set(seen) == set(reasoned)


def test_lives_pair_moment_by_moment() -> None:
    """What both lives share is told in both, and without the journey nobody gets a message."""
    for one in busy_lives():
        designed, untouched = one.lives
        shared = [m for m in designed.moments if m.where == "both"]
        assert len(shared) == sum(m.where == "both" for m in untouched.moments)
        assert all(m.where == "here" for m in designed.moments if m.channel)
        assert not any(m.channel for m in untouched.moments)


def test_the_summary_says_what_changed() -> None:
    """Who orders only with the journey is told so, and who orders as ever is not."""
    only, same = 0, 0
    for one in busy_lives():
        designed, untouched = one.lives
        mine, theirs = designed.outcomes["orders"], untouched.outcomes["orders"]
        if mine > 0 and theirs == 0:
            assert "without the journey not at all" in one.summary
            only += 1
        if {m.at for m in designed.moments if m.type == "order.placed"} == {
            m.at for m in untouched.moments if m.type == "order.placed"
        } and mine == theirs == 0:
            assert "no order" in one.summary
            same += 1
    assert only > 1
    assert same > 0


def test_a_life_without_one_channel_can_be_followed() -> None:
    run, program = flown(("checkout_rescue",))
    life = "without_channel/email"
    assert life in lives_of(program)
    mailed = next(e.profile_key for e in map(_event, run.events.to_pylist()) if e.channel == "email")  # fmt: skip
    designed, without = trace(program, mailed, ("designed", life)).lives
    assert any(event.channel == "email" for event in designed.events)
    assert not any(event.channel == "email" for event in without.events)


def test_who_comes_before_the_launch_is_told_so() -> None:
    around = Circumstances(launches={"checkout_rescue": "2026-03-20"})
    flight = flight_of(journey("checkout_rescue"), shoppers(60), brand=brand(), days=30, circumstances=around)  # fmt: skip
    program, seen = compile_flight(flight), Counter[str]()
    for key in flight.people.frame["profile_key"]:
        for one in trace(program, key, ("designed",)).lives[0].moments:
            if one.what.startswith("Not let into"):
                early = one.at < datetime(2026, 3, 20, tzinfo=UTC)
                assert (one.why == "It has not been launched yet.") == early
                seen[one.why] += 1
    assert len(seen) > 1


def test_the_summary_calls_everything_by_its_name() -> None:
    """Journeys, steps and arms by name and not by id, and a title that reads “the journey” as it is."""
    steps = {"id": "text", "kind": "sms", "title": "Join the journey", "body": "Hi"}
    one, two = (
        Journey.model_validate({
            "id": f"j{k}", "name": f"Plan {k}", "start": "text", "nodes": [steps],
            "entry": {"kind": "event", "event": "session.started"},
        })
        for k in (1, 2)
    )  # fmt: skip
    at = datetime(2026, 3, 4, tzinfo=UTC)
    share = Share("message", "text", 1.0)
    order = Moment(at, at, "order", "Ordered", "", "order.placed", where="here", value=5.0, shares=(share,))  # fmt: skip
    mine = Life("designed", (), (order,), (), {"orders": 1.0, "revenue": 5.0, "discount": 0.0})
    told = Telling("USD", datetime(2026, 3, 2), (one, two))
    for key, words in (
        ("untouched", "without the journeys"), ("without_journey/j2", "without “Plan 2”"),
        ("without_message/j1/text", "without “Join the journey”"), ("arm/j1/control/held out", "in the arm “held out”"),
    ):  # fmt: skip
        other = replace(mine, key=key, moments=(), outcomes={"orders": 0.0, "revenue": 0.0})
        assert summary((mine, other), told) == f"Ordered for $5.00 on day 3 because of “Join the journey” (100 % of the wish); {words} not at all."  # fmt: skip
        lost = summary((replace(other, key="designed"), replace(mine, key=key)), told)
        assert lost == f"{words[0].upper()}{words[1:]}, they would have ordered for $5.00 on day 3; the journeys lost it."  # fmt: skip
    alone = replace(told, journeys=(one,))
    assert "without the journey not" in summary((mine, replace(other, key="untouched")), alone)


def _event(row: dict[str, Any]) -> Event:
    from journeyboard.simulation.results import event_of

    return event_of(row)


def test_who_is_not_there_is_named() -> None:
    _, program = flown(("checkout_rescue",))
    with pytest.raises(BadInput, match="no customer “nobody”"):
        trace(program, "nobody")
    with pytest.raises(BadInput, match="no life “other”"):
        trace(program, program.flight.people.frame["profile_key"].iloc[0], ("other",))


def test_a_trace_is_plain_values() -> None:
    import json

    assert json.loads(json.dumps(busy_lives()[0].to_dict()))["customer"] == busy_lives()[0].customer
