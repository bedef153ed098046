"""Entry cohorts: a plain reading of the log agrees, and a window that is still open has no rate."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.simulation.flights import brand, journey, people

from journeyboard.errors import BadInput
from journeyboard.measurement.cohorts import Span, cohorts
from journeyboard.measurement.log import EventLog, open_log
from journeyboard.simulation.circumstances import Circumstances
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import simulate

from .logs import event, table

START = "2026-03-18"
WINDOW = {"win_back": 30 * 86_400}


@pytest.fixture(scope="module")
def run() -> Run:
    """Customers who enter over four weeks, from a Wednesday on and across the end of a month."""
    around = Circumstances(cohort_days=28)
    return simulate(journey("win_back"), people(1_500), brand=brand(), days=60, start=START, circumstances=around)  # fmt: skip


@pytest.mark.parametrize("span", ["week", "month"])
def test_cohorts_count_as_a_plain_reading_of_the_log_does(run: Run, span: Span) -> None:
    frame = run.events.to_pandas().assign(value=lambda f: f["value"].fillna(0).astype(float))
    window = timedelta(seconds=journey("win_back").goal.window)
    entered = frame[frame["type"].eq("journey.entered")].groupby("profile_key")["at"].min()
    after = frame.merge(entered.rename("entered").reset_index())
    inside = after[(after["at"] >= after["entered"]) & (after["at"] < after["entered"] + window)]
    orders = inside[inside["type"].eq("order.placed")].groupby("profile_key")["value"].sum()
    gone = set(inside[inside["type"].eq("consent.unsubscribed")]["profile_key"])
    found: dict[date, list[str]] = {}
    for key, at in entered.items():
        back = at.weekday() if span == "week" else at.day - 1
        found.setdefault(at.date() - timedelta(days=back), []).append(str(key))
    told = run.cohorts(span)
    assert {c.begins: c.entered for c in told} == {day: len(keys) for day, keys in found.items()}
    assert len(told) == (5 if span == "week" else 2)
    for cohort in told:
        spent = orders.reindex(found[cohort.begins]).fillna(0)
        assert cohort.converted == (spent > 0).sum()
        assert cohort.opted_out == len(gone & set(found[cohort.begins]))
        assert cohort.revenue == pytest.approx(spent.sum())
        assert cohort.revenue_squares == pytest.approx((spent**2).sum())
    assert any(cohort.opted_out for cohort in told)


def test_a_cohort_has_rates_only_when_its_window_has_passed(run: Run) -> None:
    open_ones = cohorts(run.log, end="2026-04-15", windows=WINDOW)
    assert {one.complete for one in open_ones} == {False}
    assert all(one.entered > one.converted > 0 for one in open_ones)
    told = open_ones[0].to_dict()
    for name in ("conversion", "revenue_per_customer", "opt_out_rate"):
        assert told[name]["value"] is None
        assert told[name]["reason"] == "the log ends before their 30 days are over"
    for one in cohorts(run.log, end="2027-01-01", windows=WINDOW):
        assert one.complete
        assert one.conversion.value == one.converted / one.entered
        assert one.opt_out_rate.value == one.opted_out / one.entered
        assert one.revenue_per_customer.value == pytest.approx(one.revenue / one.entered)


def test_a_week_is_complete_only_when_its_last_entrant_is(run: Run) -> None:
    frame = run.events.to_pandas()
    last = np.datetime64("2026-03-23")
    entered = frame[frame["type"].eq("journey.entered") & (frame["at"] < last)]["at"].max()
    for early, complete in ((1, False), (0, True)):
        end = (entered + timedelta(days=30) - timedelta(seconds=early)).isoformat()
        first, *others = cohorts(run.log, end=end, windows=WINDOW)
        assert first.complete is complete
        assert not any(one.complete for one in others)


def test_cohorts_add_up_over_the_parts_of_a_log(run: Run, tmp_path: Path) -> None:
    keys = np.array(run.events["profile_key"].to_pylist())
    half = keys < sorted(set(keys))[700]
    parts = (tmp_path / "part-0.parquet", tmp_path / "part-1.parquet")
    for part, mine in zip(parts, (half, ~half), strict=True):
        pq.write_table(run.events.filter(mine), part)
    whole = cohorts(run.log, end="2026-05-01", windows=WINDOW)
    assert cohorts(EventLog(parts, whole_customers=True), end="2026-05-01", windows=WINDOW) == whole


def test_an_order_told_twice_counts_once() -> None:
    order = {"order_id": "o1", "value": 20.0}
    rows = [
        event(0, "a", "journey.entered", journey_id="j"), event(5, "a", "order.placed", **order),
        event(9, "a", "order.placed", **order), event(12, "a", "order.placed", order_id="o2", value=1.5),
        event(0, "b", "journey.entered", journey_id="j"),
    ]  # fmt: skip
    (one,) = cohorts(open_log(table(rows)), end="2027-01-01", windows={"j": 86_400})
    assert (one.entered, one.converted, one.revenue, one.revenue_squares) == (2, 1, 21.5, 21.5**2)
    with pytest.raises(BadInput, match="week or month"):
        cohorts(open_log(table(rows)), end="2027-01-01", windows={"j": 60}, span="year")  # type: ignore[arg-type]
