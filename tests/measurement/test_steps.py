"""Step figures: as in a plain walk over every customer's rows, and in step with the report's own numbers."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from journeyboard.measurement.log import open_log
from journeyboard.measurement.metrics import metrics
from journeyboard.measurement.steps import StepFigures, step_figures
from journeyboard.measurement.walks import ENTRY

from .logs import event, messy_rows, table

HOUR = timedelta(hours=1)
NODES = ("first", "second", "mail", "split", "rest")
WAY = ("journey.entered", "journey.step_entered", "journey.exited")
Row = dict[str, Any]


def walked_rows(seed: int, **columns: Any) -> list[Row]:
    """`messy_rows` whose customers also walk through two journeys, some more than once."""
    dice = random.Random(seed)
    rows = [row for row in messy_rows(seed) if not row["type"].startswith("journey.")]
    for customer in sorted({row["profile_key"] for row in rows} | {"silent"}):
        for journey in ("j", "other"):
            rows += _walk(dice, customer, journey)
    rows.sort(key=lambda row: row["at"])
    return [row | columns for row in rows]


def _walk(dice: random.Random, customer: str, journey: str) -> list[Row]:
    """Passes of a few steps each; the last may still be under way."""
    rows: list[Row] = []
    minute = dice.uniform(0, 5_000)
    for last in [False] * dice.randint(0, 2) + [True]:
        rows.append(event(minute, customer, "journey.entered", journey_id=journey))
        for _ in range(dice.randint(0, 5)):
            minute += dice.choice([0, 1, 700])
            node = dice.choice(NODES)
            rows.append(event(minute, customer, WAY[1], journey_id=journey, node_id=node))
        if not last or dice.random() < 0.6:
            rows.append(event(minute, customer, "journey.exited", journey_id=journey))
        minute += dice.choice([0, 900])
    return rows


def lives(rows: list[Row]) -> list[list[Row]]:
    """The rows of each customer in their order."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["at"], row["seq"])):
        found.setdefault(row["profile_key"], []).append(row)
    return list(found.values())


def way_by_hand(rows: list[Row], journey: str) -> tuple[Counter[Any], dict[str, Counter[str]]]:
    """Flows, and `entered`, `waiting` and `left` by step."""
    flows: Counter[Any] = Counter()
    ends: dict[str, Counter[str]] = {name: Counter() for name in ("entered", "waiting", "left")}
    for life in lives(rows):
        here = None
        for row in life:
            if row.get("journey_id") != journey or row["type"] not in WAY:
                continue
            if row["type"] == WAY[1]:
                flows[here or ENTRY, row["node_id"]] += 1
                ends["entered"][row["node_id"]] += 1
                here = row["node_id"]
            elif here:
                ends["left"][here] += 1
                here = None
        if here:
            ends["waiting"][here] += 1
    return flows, ends


def ordered_by_hand(rows: list[Row], journey: str, window: timedelta) -> Counter[str]:
    """Customers by the last message delivered before one of their orders, in the window."""
    seen, found = set(), set()
    for life in lives(rows):
        last = None
        for row in life:
            if row["type"] == "message.delivered":
                last = row
            if row["type"] == "order.placed" and row["order_id"] not in seen:
                seen.add(row["order_id"])
                if last and row["at"] - last["at"] <= window and last["journey_id"] == journey:
                    found.add((last["node_id"], row["profile_key"]))
    return Counter(node for node, _ in found)


def figure(found: StepFigures, name: str) -> dict[str, int]:
    """One figure of every step that has more than none."""
    return {node: seen[name] for node, seen in found.nodes.items() if seen.get(name)}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("journey", ["j", "other", "nowhere"])
def test_ways_equal_a_walk_over_every_customer(seed: int, journey: str) -> None:
    rows = walked_rows(seed)
    found = step_figures(open_log(table(rows)), journey)
    flows, ends = way_by_hand(rows, journey)
    assert {(flow.source, flow.target): flow.count for flow in found.flows} == flows
    assert {name: figure(found, name) for name in ends} == ends
    entered = [row for row in rows if row["type"] == WAY[0] and row["journey_id"] == journey]
    assert found.entries == len(entered)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("hours", [1, 24, 500])
def test_an_order_goes_to_the_last_message_delivered_in_the_window(seed: int, hours: int) -> None:
    rows = walked_rows(seed)
    for row in rows[::7]:
        if row["type"] == "message.delivered":
            row["journey_id"] = "other"
    found = step_figures(open_log(table(rows)), "j", window=f"{hours} hours")
    assert figure(found, "ordered") == ordered_by_hand(rows, "j", hours * HOUR)
    assert found.window_s == hours * 3600


@pytest.mark.parametrize("seed", range(5))
def test_messages_clicks_and_opt_outs_are_the_reports_own_numbers(seed: int) -> None:
    log = open_log(table(walked_rows(seed)))
    found, report = step_figures(log, "j"), metrics(log, by="node")
    names = {"sent": "sent", "delivered": "delivered", "skipped": "skipped", "clicked": "clickers", "opted_out": "opt_outs"}  # fmt: skip
    for node in ("first", "second", "mail"):
        row = report.row(journey_id="j", node_id=node)
        assert {key: found.nodes[node][key] for key in names} == {
            key: row[name].value for key, name in names.items()
        }


def test_only_what_a_step_can_do_is_counted_on_it() -> None:
    found = step_figures(open_log(table(walked_rows(3, source="simulation"))), "j")
    way = ["entered", "waiting", "left"]
    assert list(found.nodes["split"]) == way
    assert list(found.nodes["ad"]) == ["skipped", "shown", "clicked"]
    assert list(found.nodes["first"]) == [*way, "sent", "delivered", "skipped", "clicked", "ordered", "opted_out"]  # fmt: skip


def test_a_message_that_nobody_got_says_none_were_delivered() -> None:
    rows = [
        event(0, "a", WAY[1], journey_id="j", node_id="text", source="simulation"),
        event(0, "a", "message.skipped", journey_id="j", node_id="text", channel="sms"),
    ]
    found = step_figures(open_log(table(rows)), "j").nodes["text"]
    assert found == {"entered": 1, "waiting": 1, "left": 0, "sent": 0, "delivered": 0, "skipped": 1, "clicked": 0, "ordered": 0, "opted_out": 0}  # fmt: skip


def test_what_an_imported_log_does_not_hold_is_absent_and_never_zero() -> None:
    rows = [event(0, "a", "message.sent", journey_id="j", node_id="text", source="export")]
    found = step_figures(open_log(table(rows)), "j")
    assert (found.entries, found.flows, dict(found.nodes)) == (None, (), {"text": {"sent": 1}})


def test_who_waits_is_not_known_without_exits() -> None:
    rows = [event(0, "a", WAY[1], journey_id="j", node_id="text", source="export")]
    assert step_figures(open_log(table(rows)), "j").nodes == {"text": {"entered": 1}}


def test_rows_of_one_second_are_read_from_entering_to_leaving() -> None:
    kinds = [("journey.exited", None), ("journey.step_entered", "a"), ("journey.entered", None)]
    rows = [event(0, "c", kind, journey_id="j", node_id=node) for kind, node in kinds]
    log = open_log(table(rows).drop_columns("seq"))
    found = step_figures(log, "j")
    assert found.nodes["a"] == {"entered": 1, "waiting": 0, "left": 1}


def test_a_robots_click_is_nobodys() -> None:
    message = {"journey_id": "j", "node_id": "text", "channel": "sms"}
    rows = [event(k, "a", "message.clicked", **message, reason=why) for k, why in enumerate([None, None, "bot"])]  # fmt: skip
    robot = event(0, "b", "message.clicked", **message, reason="bot")
    assert step_figures(open_log(table([*rows, robot])), "j").nodes["text"]["clicked"] == 1


def test_an_order_does_not_follow_a_message_that_comes_after_it() -> None:
    message = {"journey_id": "j", "node_id": "text", "channel": "sms"}
    order = event(5, "a", "order.placed", order_id="1", value=10)
    late = [order, event(6, "a", "message.delivered", **message)]
    again = [*late, event(7, "a", "order.placed", order_id="1", value=10)]
    assert step_figures(open_log(table(again)), "j").nodes["text"]["ordered"] == 0


def test_the_figures_are_plain_json_whatever_a_journey_is_called() -> None:
    name = "it's; DROP TABLE events --"
    rows = [event(0, "a", WAY[1], journey_id=name, node_id="<b>")]
    told = json.loads(json.dumps(step_figures(open_log(table(rows)), name).to_dict()))
    assert told["flows"] == [{"source": ENTRY, "target": "<b>", "count": 1}]


def test_an_empty_log_has_no_steps() -> None:
    found = step_figures(open_log(table([])), "j")
    assert (found.entries, dict(found.nodes), found.flows) == (None, {}, ())
