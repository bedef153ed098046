"""Funnels equal a search through every customer's events, for all orders, open and closed."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyboard.errors import BadInput
from journeyboard.measurement.chains import BOOKKEEPING
from journeyboard.measurement.funnel import Step, as_step, funnel
from journeyboard.measurement.log import open_log

from .logs import event, messy_rows, table

STEPS = ["message.delivered channel=sms", "message.clicked", "order.placed"]


def matches(row: dict[str, Any], step: Step) -> bool:
    return row["type"] == step.type and step.channel in (None, row.get("channel"))


def chains(
    rows: list[dict[str, Any]], steps: list[Step], order: str, minutes: float | None
) -> bool:
    """Whether some choice of one event per step is a valid chain: every combination is tried."""
    choices = [[k for k, row in enumerate(rows) if matches(row, step)] for step in steps]
    return any(is_chain(rows, pick, order, minutes) for pick in itertools.product(*choices))


def is_chain(
    rows: list[dict[str, Any]], pick: tuple[int, ...], order: str, minutes: float | None
) -> bool:
    times = [rows[k]["at"] for k in pick]
    near = minutes is None or (max(times) - min(times)).total_seconds() <= minutes * 60
    if order == "any":
        return near
    if order == "strict":
        return near and all(after - before == 1 for before, after in itertools.pairwise(pick))
    return near and all(before < after for before, after in itertools.pairwise(pick))


def oracle(
    rows: list[dict[str, Any]], order: str, is_open: bool, minutes: float | None
) -> list[tuple[int, int]]:
    steps = [as_step(step) for step in STEPS]
    lives: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["at"], row["seq"])):
        if order != "strict" or not row["type"].startswith(BOOKKEEPING):
            lives[row["profile_key"]].append(row)
    counts = []
    for k in range(len(steps)):
        wanted = [steps[k]] if is_open else steps[: k + 1]
        pair = steps[max(k - 1, 0) : k + 1] if is_open else wanted
        counts.append(
            tuple(
                sum(chains(mine, want, order, minutes) for mine in lives.values())
                for want in (wanted, pair)
            )
        )
    return counts  # type: ignore[return-value]


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("minutes", [700, None])
def test_a_funnel_counts_the_customers_a_full_search_finds(
    order: Any, is_open: bool, minutes: int | None
) -> None:
    rows = messy_rows(7, customers=40)
    within = None if minutes is None else minutes * 60
    log = open_log(table(rows))
    found = funnel(log, STEPS, order=order, open=is_open, within=within)
    counts = [(step.customers, step.continued) for step in found.steps]
    assert counts == oracle(rows, order, is_open, minutes)


moves = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from(["message.delivered", "message.clicked", "order.placed", "page.viewed"]),
        st.integers(0, 4),
    ),
    max_size=9,
)


@settings(max_examples=25, deadline=None)
@given(moves=moves, order=st.sampled_from(["ordered", "strict", "any"]), is_open=st.booleans())
def test_small_lives_with_equal_times_are_counted_right(
    moves: list[tuple[str, str, int]], order: Any, is_open: bool
) -> None:
    rows = [event(at, who, kind, channel="sms") for who, kind, at in moves]
    log = open_log(table(rows))
    found = funnel(log, STEPS, order=order, open=is_open, within=120)
    counts = [(step.customers, step.continued) for step in found.steps]
    assert counts == oracle(rows, order, is_open, 2)


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
@pytest.mark.parametrize("is_open", [False, True])
def test_the_parts_of_a_run_give_the_funnel_of_the_whole(
    tmp_path: Path, order: Any, is_open: bool
) -> None:
    rows = table(messy_rows(9))
    last = [int(key[1:]) % 3 for key in rows["profile_key"].to_pylist()]
    (tmp_path / "events").mkdir()
    (tmp_path / "manifest.json").write_text("{}")
    for k in range(3):
        part = rows.filter([one == k for one in last])
        pq.write_table(part, tmp_path / "events" / f"part-{k:05d}.parquet")
    options: Any = {"order": order, "open": is_open, "within": "2d"}
    assert funnel(open_log(tmp_path), STEPS, **options) == funnel(open_log(rows), STEPS, **options)


def test_a_closed_funnel_never_widens_and_a_wider_window_never_loses() -> None:
    log = open_log(table(messy_rows(8)))
    narrow, wide = (funnel(log, STEPS, within=within) for within in ("1 hour", "30d"))
    for found in (narrow, wide):
        customers = [step.customers for step in found.steps]
        assert customers == sorted(customers, reverse=True)
    assert all(a.customers <= b.customers for a, b in zip(narrow.steps, wide.steps, strict=True))


def test_a_step_nobody_reached_has_no_rate_after_it() -> None:
    log = open_log(table([event(0, "a", "message.delivered", channel="sms")]))
    found = funnel(log, STEPS)
    assert found.steps[1].from_previous == 0
    assert found.steps[2].from_previous is None
    assert found.steps[2].reason == "nobody took the step before"
    json.dumps(found.to_dict(), allow_nan=False)
    assert len(found.to_pandas()) == 3


def test_the_same_step_twice_asks_for_a_second_time() -> None:
    orders = [event(n, "a", "order.placed") for n in (0, 5)] + [event(0, "b", "order.placed")]
    found = funnel(open_log(table(orders)), ["order.placed", "order.placed"])
    assert [step.customers for step in found.steps] == [2, 1]


def test_steps_are_spelled_as_words_mappings_or_records() -> None:
    words = as_step("message.clicked node=nudge channel=sms")
    assert words == as_step({"type": "message.clicked", "node": "nudge", "channel": "sms"})
    assert words.name == "message.clicked · nudge · sms"


@pytest.mark.parametrize("step", ["", "order.placed nonsense", {"kind": "x"}, "a node"])
def test_an_unreadable_step_is_refused_in_one_sentence(step: Any) -> None:
    with pytest.raises(BadInput, match="not a funnel step"):
        as_step(step)


def test_a_funnel_needs_two_steps_and_a_known_order() -> None:
    log = open_log(table([]))
    with pytest.raises(BadInput, match="at least two"):
        funnel(log, ["order.placed"])
    with pytest.raises(BadInput, match="no funnel order"):
        funnel(log, STEPS, order="sideways")  # type: ignore[arg-type]


def test_an_empty_log_has_an_empty_funnel() -> None:
    assert [step.customers for step in funnel(open_log(table([])), STEPS).steps] == [0, 0, 0]
