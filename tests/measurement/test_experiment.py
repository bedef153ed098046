"""Experiments: each arm against the named control, sizes checked, from customers or from a log."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from journeyboard.errors import BadInput, TableError
from journeyboard.measurement.assigned import lift_from_assignments
from journeyboard.measurement.estimate import Sums
from journeyboard.measurement.experiment import experiment, ratio_check
from journeyboard.measurement.log import open_log

from .logs import event, messy_rows, table


def customers(seed: int = 3) -> pd.DataFrame:
    dice = np.random.default_rng(seed)
    arm = dice.choice(["mens", "none", "womens"], 6000)
    visit = dice.random(6000) < np.where(arm == "none", 0.10, 0.16)
    return pd.DataFrame({"arm": arm, "visit": visit, "spend": visit * dice.gamma(2, 30, 6000)})


def test_every_arm_is_compared_with_the_named_control_in_every_outcome() -> None:
    found = experiment(customers(), arm="arm", control="none", outcomes=["visit", "spend"])
    assert {(one.arm, one.outcome) for one in found.lifts} == {
        (arm, outcome) for arm in ("mens", "womens") for outcome in ("visit", "spend")
    }
    assert {one.verdict for one in found.lifts} == {"higher"}
    assert found.lift("mens", "visit").control == "none"
    assert not found.ratio.alarm
    json.dumps(found.to_dict(), allow_nan=False)


def test_duplicate_rows_count_and_rows_without_an_arm_or_value_are_reported() -> None:
    frame = pd.concat([customers(), customers()], ignore_index=True)
    frame.loc[0, "spend"] = None
    frame.loc[1, "arm"] = None
    found = experiment(frame, arm="arm", control="none", outcomes=["spend"])
    assert sum(found.counts.values()) == 11_999
    assert any("1 rows without a value in “arm”" in note for note in found.notes)
    assert any("1 rows without a value of “spend”" in note for note in found.notes)


def test_an_arrow_table_gives_the_same_experiment() -> None:
    import pyarrow as pa

    frame = customers()
    arrow = pa.Table.from_pandas(frame)
    ours, theirs = (
        experiment(data, arm="arm", control="none", outcomes=["visit"]) for data in (frame, arrow)
    )
    assert ours == theirs


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"arm": "group"}, "no column “group”"),
        ({"control": "nobody"}, "no control arm “nobody”"),
        ({"outcomes": ["word"]}, "not numeric"),
    ],
)
def test_a_wrong_column_or_arm_is_named(changes: dict[str, Any], words: str) -> None:
    frame = customers().assign(word="x")
    arguments = {"arm": "arm", "control": "none", "outcomes": ["visit"]} | changes
    with pytest.raises((TableError, BadInput), match=words):
        experiment(frame, **arguments)


def test_the_ratio_check_knows_planned_weights_and_alarms_below_one_in_a_thousand() -> None:
    counts = {"control": 1000, "treated": 9000}
    assert ratio_check(counts).alarm
    assert not ratio_check(counts, {"control": 0.1, "treated": 0.9}).alarm
    assert ratio_check({"only": 5}).p_value is None


def test_an_arm_that_got_nobody_is_seen_by_the_ratio_check() -> None:
    assert ratio_check({"control": 500}, {"control": 0.5, "treated": 0.5}).alarm


def oracle(rows: list[dict[str, Any]], window: timedelta | None) -> dict[str, dict[str, Sums]]:
    """Sums by outcome and arm, counted in plain loops over the events."""
    rows = sorted(rows, key=lambda row: (row["at"], row["seq"]))
    assigned: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["type"] == "journey.assigned":
            assigned.setdefault(row["profile_key"], row)
    orders: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["type"] == "order.placed":
            orders.setdefault(row["order_id"], row)
    values: dict[str, dict[str, list[int]]] = {}
    for customer, start in assigned.items():

        def inside(
            row: dict[str, Any], customer: str = customer, start: dict[str, Any] = start
        ) -> bool:
            late = window is not None and row["at"] >= start["at"] + window
            return row["profile_key"] == customer and row["at"] >= start["at"] and not late

        mine = [row for row in orders.values() if inside(row)]
        left = [row for row in rows if row["type"] == "consent.unsubscribed" and inside(row)]
        facts = {
            "converted": int(bool(mine)),
            "orders": len(mine),
            "revenue": sum(int(row["value"] * 1_000_000) for row in mine),
            "opt_outs": len(left),
        }
        for outcome, value in facts.items():
            values.setdefault(outcome, {}).setdefault(start["arm"], []).append(value)
    return {
        outcome: {
            arm: Sums(len(numbers), sum(numbers), sum(number**2 for number in numbers))
            for arm, numbers in arms.items()
        }
        for outcome, arms in values.items()
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("window", ["2 days", None])
def test_lift_from_the_log_counts_as_plain_loops_do(seed: int, window: str | None) -> None:
    rows = messy_rows(seed)
    log = open_log(table(rows))
    outcomes = ("converted", "orders", "revenue", "opt_outs")
    (found,) = lift_from_assignments(log, outcomes=outcomes, window=window)
    expected = oracle(rows, timedelta(days=2) if window else None)
    for one in found.lifts:
        treated, control = expected[one.outcome]["treated"], expected[one.outcome]["control"]
        scale = 1e6 if one.outcome == "revenue" else 1
        assert (one.n_treated, one.n_control) == (treated.n, control.n)
        assert one.mean_treated == pytest.approx(treated.mean / scale)
        assert one.mean_control == pytest.approx(control.mean / scale)


def test_a_split_log_of_whole_customers_gives_the_same_lift(tmp_path: Path) -> None:
    rows = table(messy_rows(4))
    whole = lift_from_assignments(open_log(rows), window="5 days")
    (tmp_path / "events").mkdir()
    (tmp_path / "manifest.json").write_text("{}")
    early = [key < "c030" for key in rows["profile_key"].to_pylist()]
    pq.write_table(rows.filter(early), tmp_path / "events" / "part-00000.parquet")
    pq.write_table(rows.filter([not one for one in early]), tmp_path / "events/part-00001.parquet")
    assert lift_from_assignments(open_log(tmp_path), window="5 days") == whole


def test_control_customers_count_as_assigned_even_without_any_message() -> None:
    shared = {"journey_id": "j", "experiment_id": "e"}
    rows = [
        event(0, f"t{n}", "journey.assigned", arm="on", is_control=False, **shared)
        for n in range(40)
    ]
    rows += [
        event(0, f"c{n}", "journey.assigned", arm="off", is_control=True, **shared)
        for n in range(40)
    ]
    rows += [event(5, f"t{n}", "order.placed", order_id=f"o{n}", value=10) for n in range(20)]
    rows += [event(5, "c1", "order.placed", order_id="oc", value=10)]
    (found,) = lift_from_assignments(open_log(table(rows)))
    assert found.control == "off"
    assert found.lift("on", "revenue").difference == pytest.approx(5 - 0.25)


def test_without_planned_shares_an_uneven_split_is_no_alarm() -> None:
    rows = [
        event(0, f"c{n}", "journey.assigned", experiment_id="e", arm=arm, is_control=arm == "off")
        for n, arm in enumerate(["off"] * 10 + ["on"] * 90)
    ]
    log = open_log(table(rows))
    (unknown,) = lift_from_assignments(log)
    assert (unknown.ratio.p_value, unknown.ratio.alarm) == (None, False)
    assert "not known" in (unknown.ratio.reason or "")
    (known,) = lift_from_assignments(log, weights={"e": {"on": 0.5, "off": 0.5}})
    assert known.ratio.alarm


def test_assignment_rows_come_out_in_the_currency() -> None:
    frame = pd.DataFrame(
        {
            "experiment_id": "e",
            "arm": ["on", "on", "off", "off"],
            "is_control": [False, False, True, True],
            "converted": [True, False, False, False],
            "revenue": [12_50, 0, 0, 1],
            "cost": [7_900, 7_900, 0, 1],
        }
    )
    (found,) = lift_from_assignments(frame, outcomes=["converted", "revenue", "cost"])
    assert found.lift("on", "revenue").mean_treated == 6.25
    assert found.lift("on", "cost").mean_treated == pytest.approx(0.0079)
    with pytest.raises(TableError, match="margin"):
        lift_from_assignments(frame, outcomes=["margin"])


def test_an_unknown_outcome_of_a_log_is_refused() -> None:
    with pytest.raises(BadInput, match="no outcome “margin”"):
        lift_from_assignments(open_log(table(messy_rows(1))), outcomes=["margin"])
