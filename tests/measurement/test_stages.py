"""Stage flows: every customer in one stage at each moment, moves that add up, counts as in a plain loop."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pandas as pd
import pytest

from journeyboard.errors import BadInput, TableError
from journeyboard.measurement.log import open_log
from journeyboard.measurement.stages import stages, stages_from_outcomes
from journeyboard.records import STAGES

from .logs import event, messy_rows, table


def stage_at(mine: list[dict[str, Any]], moment: Any) -> str:
    stage = mine[0]["reason"] if mine[0]["type"] == "stage.changed" else mine[0]["stage"]
    for row in mine:
        if row["at"] < moment:
            stage = row["stage"]
    return str(stage)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("every", ["day", "week"])
def test_counts_equal_a_loop_over_every_customer(seed: int, every: Any) -> None:
    rows = messy_rows(seed)
    flow = stages(open_log(table(rows)), every=every)
    lives: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["at"], row["seq"])):
        lives.setdefault(row["profile_key"], []).append(row)
    for number, moment in enumerate(flow.times):
        expected = Counter(stage_at(mine, moment) for mine in lives.values())
        assert {stage: flow.counts[stage][number] for stage in STAGES} == {
            stage: expected[stage] for stage in STAGES
        }


@pytest.mark.parametrize("every", ["day", "week"])
def test_every_customer_is_in_exactly_one_stage_at_each_moment(every: Any) -> None:
    flow = stages(open_log(table(messy_rows(4))), every=every)
    for number in range(len(flow.times)):
        assert sum(flow.counts[stage][number] for stage in STAGES) == flow.customers
    assert min(min(numbers) for numbers in flow.counts.values()) >= 0


def test_links_leave_and_reach_exactly_the_customers_counted() -> None:
    flow = stages(open_log(table(messy_rows(5))))
    for period in range(len(flow.times) - 1):
        links = [link for link in flow.links if link.period == period]
        for stage in STAGES:
            leaving = sum(link.customers for link in links if link.source == stage)
            reaching = sum(link.customers for link in links if link.target == stage)
            assert leaving == flow.counts[stage][period]
            assert reaching == flow.counts[stage][period + 1]


def test_overall_links_go_from_the_first_stage_to_the_last() -> None:
    flow = stages(open_log(table(messy_rows(6))))
    for stage in STAGES:
        ends = sum(link.customers for link in flow.overall if link.target == stage)
        assert ends == flow.counts[stage][-1]
    assert sum(link.customers for link in flow.overall) == flow.customers


def test_customers_without_a_stage_are_counted_apart() -> None:
    rows = [event(0, "a", "order.placed", stage="purchase"), event(0, "b", "page.viewed")]
    flow = stages(open_log(table(rows)))
    assert (flow.customers, flow.unknown) == (1, 1)


def test_a_log_without_change_events_is_read_by_its_stage_column() -> None:
    rows = [row for row in messy_rows(8) if row["type"] != "stage.changed"]
    flow = stages(open_log(table(rows)), every="day")
    last: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row["at"], row["seq"])):
        last[row["profile_key"]] = row["stage"]
    ends = Counter(last.values())
    assert {stage: flow.counts[stage][-1] for stage in STAGES} == {s: ends[s] for s in STAGES}


def test_customers_without_events_are_added_where_they_stay() -> None:
    log = open_log(table(messy_rows(9)))
    flow = stages(log)
    everyone = {stage: flow.counts[stage][0] + 100 for stage in STAGES}
    whole = stages(log, everyone=everyone)
    assert whole.customers == flow.customers + 500
    for stage in STAGES:
        assert whole.counts[stage] == tuple(number + 100 for number in flow.counts[stage])
    assert sum(link.customers for link in whole.overall) == whole.customers
    assert whole.unknown == flow.unknown


def test_an_empty_log_has_no_moments() -> None:
    flow = stages(open_log(table([])))
    assert flow.times == ()
    json.dumps(flow.to_dict())


def test_a_flow_is_plain_json_and_a_frame() -> None:
    flow = stages(open_log(table(messy_rows(7))))
    assert json.loads(json.dumps(flow.to_dict()))["customers"] == flow.customers
    assert list(flow.to_pandas().columns) == list(STAGES)


def test_outcome_rows_give_the_overall_links_of_all_customers() -> None:
    frame = pd.DataFrame(
        {
            "stage_start": ["awareness", "awareness", "purchase"],
            "stage_end": ["awareness", "purchase", "loyalty"],
        }
    )
    links = stages_from_outcomes(frame)
    assert [(link.source, link.target, link.customers) for link in links] == [
        ("awareness", "awareness", 1),
        ("awareness", "purchase", 1),
        ("purchase", "loyalty", 1),
    ]
    with pytest.raises(TableError, match="stage_end"):
        stages_from_outcomes(frame[["stage_start"]])


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(BadInput, match="day or week"):
        stages(open_log(table([])), every="hour")  # type: ignore[arg-type]
