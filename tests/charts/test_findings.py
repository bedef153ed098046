"""Findings say what the data says, in one sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.measurement.logs import event, table

from journeyboard.charts.findings import (
    flow_finding,
    funnel_finding,
    lift_finding,
    message_finding,
    opt_out_finding,
    power_finding,
    series_finding,
    stage_finding,
)
from journeyboard.charts.wording import money, percent, points, short, wrapped
from journeyboard.measurement.estimate import Sums
from journeyboard.measurement.funnel import funnel
from journeyboard.measurement.lift import lift
from journeyboard.measurement.log import open_log
from journeyboard.measurement.metrics import MetricTable, metrics
from journeyboard.measurement.power import power
from journeyboard.measurement.stages import stages


def messages(**sent: tuple[int, int, int]) -> MetricTable:
    """A table by node from (delivered, clicked, opted out) per node."""
    rows = []
    for node, counts in sent.items():
        kinds = ("message.delivered", "message.clicked", "consent.unsubscribed")
        for kind, count in zip(kinds, counts, strict=True):
            rows += [
                event(
                    n,
                    f"c{n}",
                    kind,
                    node_id=node,
                    channel="sms",
                    journey_id="j",
                    source="simulation",
                )
                for n in range(count)
            ]
    return metrics(open_log(table(rows)), "node")


def test_messages_are_compared_best_with_worst() -> None:
    found = message_finding(messages(a=(100, 12, 0), b=(200, 10, 0)), "ctr", {"a": "Nudge"})
    assert found == "“Nudge” has the best CTR: 12.0 % (12 of 100); “b” has 5.0 % (10 of 200)."


def test_a_metric_that_is_bad_when_high_ranks_the_other_way() -> None:
    found = message_finding(messages(a=(100, 0, 9), b=(200, 0, 2)), "opt_out_rate")
    assert found.startswith("“b” has the best opt-out rate: 1.0 % (2 of 200)")


def test_counts_are_most_or_fewest() -> None:
    table_ = messages(a=(100, 12, 3), b=(200, 10, 1))
    assert message_finding(table_, "clicks") == "“a” has the most clicks: 12; “b” has 10."
    assert message_finding(table_, "opt_outs") == "“b” has the fewest opt-outs: 1; “a” has 3."


def test_a_metric_nobody_can_compute_says_why() -> None:
    found = message_finding(messages(a=(10, 0, 0)), "opens")
    assert found == "Opens cannot be computed: SMS has no open event."


@pytest.mark.parametrize(
    ("left", "ending"),
    [
        (0, "Nobody opted out after a message."),
        (40, "clearly above the 1.5 % guard."),
        (16, "it may be above the 1.5 % guard."),
        (2, "below the 1.5 % guard."),
    ],
)
def test_opt_outs_are_read_against_the_guard_with_their_interval(left: int, ending: str) -> None:
    assert opt_out_finding(messages(a=(1000, 0, left)), 0.015).endswith(ending)


def test_the_funnel_names_the_largest_loss() -> None:
    rows = [event(0, f"c{n}", "message.delivered") for n in range(10)]
    rows += [event(1, f"c{n}", "message.clicked") for n in range(8)]
    rows += [event(2, "c1", "order.placed")]
    found = funnel(open_log(table(rows)), ["message.delivered", "message.clicked", "order.placed"])
    sentence = (
        "Most customers stop between “Clicked a message” and “Placed an order”: 88 % go no further."
    )
    assert funnel_finding(found) == sentence
    assert funnel_finding(funnel(open_log(table([])), ["a", "b"])) == "Nobody took the first step."


def test_the_day_series_names_its_peak() -> None:
    rows = [event(60 * 24 * (n % 3 == 0), f"c{n}", "message.sent") for n in range(10)]
    found = metrics(open_log(table(rows)), "day")
    assert series_finding(found, "sent") == "Sent peaked on 2 March with 6."


def test_stages_name_the_largest_change_and_the_largest_move() -> None:
    rows = [event(5, f"c{n}", "page.viewed", stage="awareness") for n in range(8)]
    rows += [
        event(9, f"c{n}", "stage.changed", stage="purchase", reason="awareness") for n in range(2)
    ]
    flow = stages(open_log(table(rows)))
    assert stage_finding(flow) == "Awareness shrank from 100 % to 75 % of 8 customers."
    assert (
        flow_finding(flow)
        == "25 % of customers changed stage, most of them from awareness to purchase."
    )


def test_a_clear_lift_is_told_with_its_interval_and_an_unclear_one_is_not_a_winner() -> None:
    clear = lift(
        Sums(5000, 600, 600), Sums(5000, 400, 400), outcome="converted", control_arm="none"
    )
    assert lift_finding([clear]).startswith(
        "“treated” raises conversion by 4.00 pp (95 % interval +2.8"
    )
    unclear = replace(clear, verdict="no clear difference")
    assert lift_finding([unclear]) == "No clear difference from “none” in conversion."
    lower = lift(Sums(5000, 400, 400), Sums(5000, 600, 600), outcome="converted")
    assert "lowers conversion by 4.00 pp" in lift_finding([lower])


def test_a_lift_that_cannot_be_computed_says_why() -> None:
    empty = lift(Sums(0, 0, 0), Sums(10, 1, 1))
    assert lift_finding([empty]) == "Lift cannot be computed: “treated” has no customers."


def test_a_plan_says_what_it_can_see() -> None:
    plan = power(0.08, 0.10, control_share=0.2, people_per_day=1000)
    sentence = "10,275 people in 11 days show a change from 8.0 % to 10.0 % in 80 % of tests."
    assert power_finding(plan) == sentence


def test_numbers_are_written_with_their_units() -> None:
    assert percent(0.0913) == "9.1 %"
    assert percent(0.00042) == "0.04 %"
    assert points(-0.0123) == "−1.23 pp"
    assert money(1234.5, "USD") == "$1,234"
    assert money(-2.5, "EUR", signed=True) == "−€2.50"


def test_labels_are_cut_and_lines_keep_a_number_with_its_unit() -> None:
    assert short("a" * 40, 10) == "a" * 9 + "…"
    assert wrapped("rate is 12.5 % today", 12) == "rate is<br>12.5\u00a0% today"
