"""Limits of the sender: what queues, what is late, what the money ends, and what all of it leaves alone."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from functools import cache
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import BadInput
from journeyboard.journey.graph import Journey
from journeyboard.simulation.capacity import backlog, blank, budget_of, queue_of, settle
from journeyboard.simulation.circumstances import Circumstances, Limits
from journeyboard.simulation.handed import waits_of
from journeyboard.simulation.kernel.layout import FOREVER, QUEUE_SECONDS
from journeyboard.simulation.part import fly_range
from journeyboard.simulation.program import compile_flight
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import flight_of, simulate

from .agreement import agree
from .flights import brand, every_kind, journey, people, shoppers
from .shop import BRAND, LIVELY, audience
from .straits import cutoffs, queue

MINUTES = st.lists(st.integers(0, 400), min_size=1, max_size=60).map(np.array)


@cache
def limited(**limits: float) -> Run:
    """A broadcast to 1,500 customers who stand for half a million."""
    around = Circumstances(Limits(stands_for=500_000, **limits))
    return simulate(
        journey("fatigue_weekly"), people(1_500), brand=brand(), days=30, circumstances=around
    )


@given(MINUTES, st.floats(0.1, 5.0))
def test_the_queue_is_that_of_a_line_of_single_parts(parts: np.ndarray, rate: float) -> None:
    """An oracle that serves minute by minute whole lines: what waits, is served and is turned away."""
    line: deque[float] = deque()
    for minute, coming in enumerate(parts.tolist()):
        assert backlog(parts.astype(float), rate)[minute] == pytest.approx(sum(line), abs=1e-6)
        room = rate * QUEUE_SECONDS - sum(line)
        line.append(min(coming, max(room, 0.0)))
        served = rate * 60
        while line and served > 0:
            taken = min(line[0], served)
            line[0] -= taken
            served -= taken
            if line[0] <= 1e-12:
                line.popleft()


@given(MINUTES, st.floats(0.1, 5.0))
def test_nobody_overtakes(parts: np.ndarray, rate: float) -> None:
    """Whoever is handed over in a later minute leaves no earlier than the last of the one before."""
    table = queue_of(parts.astype(float), rate)
    starts = 60 * np.arange(len(table)) + table[:, 0]
    ends = np.minimum(starts + table[:, 1], 60 * np.arange(len(table)) + QUEUE_SECONDS)
    assert (starts[1:] >= ends[:-1] - 2).all()  # whole seconds, rounded down twice


@given(
    st.dictionaries(st.integers(0, 2 * 1440 - 1), st.floats(0.01, 500), max_size=40),
    st.none() | st.floats(1, 3_000),
    st.none() | st.floats(1, 3_000),
)
def test_what_is_paid_is_what_the_budgets_allow(
    asked: dict[int, float], run: float | None, day: float | None
) -> None:
    wanted = np.zeros(2 * 1440)
    wanted[list(asked)] = list(asked.values())
    found = budget_of(wanted, Limits(budget=run, daily_budget=day), 2)
    shares = np.ones(2 * 1440)
    for d, (minute, share) in enumerate(found.tolist()):
        if minute < FOREVER:
            shares[minute] = share / 1e9
            shares[minute + 1 : (d + 1) * 1440] = 0
    paid = (wanted * shares).reshape(2, 1440).sum(1)
    assert paid.sum() <= (run or np.inf) + 1e-3
    assert (paid <= (day or np.inf) + 1e-3).all()
    if run is not None and day is None:
        assert paid.sum() == pytest.approx(min(run, wanted.sum()), rel=1e-6)


def test_limits_that_never_bind_change_no_customer() -> None:
    """The rows are the same but for the moments at which messages were handed over."""
    crowd, days = people(800), 30
    free = compile_flight(flight_of(journey("fatigue_weekly"), crowd, brand=brand(), days=days))
    wide = Limits(sms=1e9, budget=1e9)
    flight = replace(free.flight, ledger=blank(wide, days))
    bound, told = settle(compile_flight(flight), wide, lambda: None)
    (before, _), (after, _) = (fly_range(p, 0, p.size, p.size, lambda: None) for p in (free, bound))
    assert told.residual == 0
    assert np.array_equal(before.rows, after.rows[after.rows["value"] * (after.rows["cost"] == 0) * (after.rows["reason"] > 0) * (after.rows["channel"] >= 0) == 0])  # fmt: skip
    assert (before.totals == after.totals).all()


def test_no_circumstances_are_the_flight_as_it_was() -> None:
    plain, neutral = (
        simulate(journey("checkout_rescue"), people(400), brand=brand(), days=20, circumstances=one)
        for one in (None, Circumstances())
    )
    assert plain.digest == neutral.digest
    assert plain.capacity is None


def test_a_slow_sender_makes_a_queue_that_agrees_with_itself() -> None:
    told = limited(sms=3.0).capacity
    assert told is not None
    queue, waits = told["queues"]["sms"], told["queues"]["sms"]["waits"]
    assert told["residual"] == 0
    assert queue["longest"] <= 3 * QUEUE_SECONDS
    assert 0 < waits["p50"] < waits["p95"] <= waits["max"] <= QUEUE_SECONDS
    types = limited(sms=3.0).manifest["types"]
    assert types["message.sent"] == waits["n"]
    assert told["effect"]["delivered"][1] == types["message.delivered"]
    assert told["outside_window"] > 0
    assert told["queue_full"] > 0


def test_a_faster_sender_has_shorter_waits() -> None:
    waits = [limited(sms=rate).capacity["queues"]["sms"]["waits"] for rate in (3.0, 25.0, 225.0)]  # type: ignore[index]
    assert waits[0]["p50"] > waits[1]["p50"] > waits[2]["p50"]
    assert waits[0]["n"] < waits[1]["n"]


def test_the_first_wave_drains_at_the_senders_rate() -> None:
    """Handed over at one moment, the k-th part leaves k / rate seconds later: no wait is beyond the last."""
    run = limited(sms=225.0)
    events = run.events.to_pandas().query("channel == 'sms'")
    queued = events[events["reason"].eq("throughput")]
    sent = events[events["type"].eq("message.sent")]
    first = queued["at"].min()
    wave = queued[queued["at"].eq(first)]
    parts = len(wave) * 500_000 / 1_500  # one part each at least
    left = sent[sent["profile_key"].isin(wave["profile_key"])].groupby("profile_key")["at"].min()
    seconds = (left - first).dt.total_seconds().sort_values().to_numpy()
    assert seconds.max() >= 0.9 * parts / 225
    middle = np.median(seconds)
    assert middle == pytest.approx(seconds.max() / 2, rel=0.3)


def test_the_budget_is_reached_and_not_passed_by_more_than_chance() -> None:
    budget = limited(budget=2_000.0).capacity["budget"]  # type: ignore[index]
    assert budget["spent"] == pytest.approx(2_000, rel=0.06)
    assert budget["wanted"] > 4_000
    assert budget["cut_off"] > 0
    skipped = limited(budget=2_000.0).events.to_pandas().query("reason == 'budget'")
    assert len(skipped) == budget["cut_off"]
    assert f"{skipped['at'].min():%Y-%m-%dT%H:%M}" >= budget["ends"][0]


def test_workers_and_chunks_change_nothing_under_limits() -> None:
    around = Circumstances(Limits(sms=3, budget=3_000, stands_for=200_000), ("holiday",), cohort_days=5)  # fmt: skip
    settled = {"brand": brand(), "days": 40, "start": "2026-11-10", "circumstances": around}
    one, other = (
        simulate(journey("fatigue_weekly"), people(600), workers=w, chunk=c, **settled)
        for w, c in ((1, None), (2, 77))
    )
    assert one.digest == other.digest


def test_every_fate_in_the_queue_is_flown_as_specified() -> None:
    """Late, turned away, opted out meanwhile, and beyond the budget: kernel and specification agree."""
    often = Journey.model_validate({
        "id": "often", "name": "Often", "start": "a", "reentry": {"allow": "always"},
        "entry": {"kind": "event", "event": "session.started"},
        "quiet_hours": {"start": "20:00", "end": "10:00"},
        "nodes": [{"id": "a", "kind": "sms", "body": "Hello", "next": "b"},
                  {"id": "b", "kind": "sms", "body": "Again", "quiet_hours": "ignore", "next": None}],
    })  # fmt: skip
    flight = flight_of(often, audience(200), brand=BRAND, behaviour=LIVELY, days=40)
    ledger = blank(Limits(sms=1, budget=1), 40)
    ledger = replace(ledger, queues={"sms": queue(40, 39_000, 1)}, cutoffs=cutoffs(40, 2))
    seen: Counter[tuple[str, str]] = Counter()
    for life in agree(replace(flight, ledger=ledger), others=10):
        seen.update((row.type, row.reason) for row in life.rows)
    for fate in (
        ("message.queued", "throughput"), ("message.sent", ""), ("message.sent", "outside_window"),
        ("message.failed", "queue_full"), ("message.skipped", "budget"),
        ("message.skipped", "opted_out"),
    ):  # fmt: skip
        assert seen[fate] > 0, fate


def test_waits_are_told_for_nobody_who_never_left() -> None:
    assert len(waits_of(fly_range(compile_flight(flight_of(journey("checkout_rescue"), people(50), brand=brand(), days=5)), 0, 50, 50, lambda: None)[0].rows)) == 0  # fmt: skip


@pytest.mark.parametrize("limits", [{"sms": 0}, {"budget": -1}, {"stands_for": 0}, {"email": inf}, {"budget": inf}, {"sms": nan}])  # fmt: skip
def test_limits_of_nothing_are_refused(limits: dict[str, float]) -> None:
    with pytest.raises(BadInput, match="more than 0"):
        Limits(**limits)  # type: ignore[arg-type]


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_sender_slower_than_by_hand_is_refused(channel: str) -> None:
    with pytest.raises(BadInput, match=r"at least 0\.01"):
        Limits(**{channel: 0.0099})  # type: ignore[arg-type]


def test_ads_draw_on_no_budget() -> None:
    crowd = shoppers(400)
    around = Circumstances(Limits(budget=1_000.0, stands_for=10 * len(crowd)))
    run = simulate(every_kind(), crowd, brand=brand(), days=30, circumstances=around)
    cost = run.events.to_pandas().groupby("type")["cost"].sum()
    assert cost["ad.impression"] > 0
    budget = run.capacity["budget"]  # type: ignore[index]
    assert budget["spent"] == pytest.approx(10 * float(cost["message.sent"]))
