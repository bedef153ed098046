"""Metrics equal a plain count over the events, say what they cannot know, and add up over parts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from journeyboard.errors import BadInput
from journeyboard.measurement.catalogue import METRICS, metric
from journeyboard.measurement.log import open_log
from journeyboard.measurement.metrics import metrics
from journeyboard.measurement.sums import GROUPS

from .logs import event, messy_rows, table

Row = dict[str, Any]
ENTRY = {"node": "journey.step_entered", "arm": "journey.assigned", "variant": "-", "channel": "-"}


def keys(row: Row, by: str | None) -> list[tuple[Any, ...]]:
    if by is None:
        return [()]
    if by == "segment":
        return [(name,) for name in row.get("segments") or ["none"]]
    if by == "day":
        return [(row["at"].date().isoformat(),)]
    return [tuple(row.get(name) for name in GROUPS[by])]


def last_before(fact: Row, touches: Iterable[Row], seconds: int) -> Row | None:
    earlier = [
        touch
        for touch in touches
        if (touch["at"], touch["seq"]) < (fact["at"], fact["seq"])
        and touch["at"] >= fact["at"] - timedelta(seconds=seconds)
    ]
    return max(earlier, key=lambda touch: (touch["at"], touch["seq"]), default=None)


def message(row: Row) -> tuple[Any, ...]:
    return (row["profile_key"], row.get("journey_id"), row.get("node_id"), row.get("message_id"))


def is_human(row: Row) -> bool:
    return row.get("reason") not in ("privacy_proxy", "bot")


def credits(rows: list[Row], seconds: int) -> tuple[list[tuple[Row, Row]], list[tuple[Row, Row]]]:
    """(order, its click) and (opt-out, its message), found by plain loops; no touch, no pair."""
    by_customer: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_customer[row["profile_key"]].append(row)
    orders, left = [], []
    for mine in by_customer.values():
        clicks = [r for r in mine if r["type"] in ("message.clicked", "ad.clicked") and is_human(r)]
        seen = set()
        for row in mine:
            if row["type"] == "order.placed" and row["order_id"] not in seen:
                seen.add(row["order_id"])
                orders.append((row, last_before(row, clicks, seconds)))
            if row["type"] == "consent.unsubscribed":
                left.append((row, opt_out_touch(row, mine)))
    return orders, left


def opt_out_touch(row: Row, mine: list[Row]) -> Row | None:
    if row.get("node_id"):
        return row
    sent = [
        other
        for other in mine
        if other["type"] == "message.delivered" and row.get("channel") in (None, other["channel"])
    ]
    return last_before(row, sent, 72 * 3600)


def oracle(rows: list[Row], by: str | None, seconds: int) -> dict[tuple[Any, ...], Counter[str]]:
    rows = sorted(rows, key=lambda row: (row["at"], row["seq"]))
    sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    sets: dict[tuple[Any, ...], dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    names = {
        "message.sent": "sent",
        "message.delivered": "delivered",
        "message.failed": "failed",
        "message.skipped": "skipped",
        "message.replied": "replies",
        "message.complained": "complaints",
        "ad.impression": "impressions",
        "ad.clicked": "ad_clicks",
    }
    for row in rows:
        kind = row["type"]
        for key in keys(row, by):
            if kind in names:
                sums[key][names[kind]] += 1
            if kind.startswith(("message.", "ad.")):
                sums[key]["micros"] += int((row.get("cost") or Decimal(0)) * 10**6)
            if kind == "message.delivered":
                sets[key]["recipients"].add(row["profile_key"])
                sums[key]["openable"] += row["channel"] in ("email", "push")
            if kind == "message.clicked" and is_human(row):
                sums[key]["clicks"] += 1
                sets[key]["clickers"].add(message(row))
            if kind == "message.opened":
                sets[key]["openers" if is_human(row) else "machines"].add(message(row))
            if kind == ENTRY.get(by or "", "journey.entered"):
                sets[key]["entered"].add((row["profile_key"], row["journey_id"]))
    add_credits(rows, by, seconds, sums, sets)
    for key, found in sets.items():
        for name, members in found.items():
            sums[key][name] = len(members)
        sums[key]["machine_openers"] = len(found["machines"] - found["openers"])
    return sums


def add_credits(rows: list[Row], by: str | None, seconds: int, sums: Any, sets: Any) -> None:
    orders, left = credits(rows, seconds)
    for order, touch in orders:
        if touch is None:
            continue
        for key in keys(touch | {"at": order["at"]}, by):
            sums[key]["orders"] += 1
            sums[key]["revenue"] += int(order["value"] * 10**6)
            sets[key]["converters"].add(order["profile_key"])
            if touch["type"] == "message.clicked":
                sets[key]["click_converters"].add(message(touch))
    for fact, touch in left:
        if touch is not None:
            for key in keys(touch | {"at": fact["at"]}, by):
                sets[key]["opt_outs"].add(message(touch))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("by", [None, *GROUPS])
def test_every_sum_equals_a_plain_count(by: str | None, seed: int) -> None:
    rows = messy_rows(seed)
    found = metrics(open_log(table(rows)), by, attribution_window="2 days")
    expected = oracle(rows, by, 2 * 86_400)
    assert {tuple(row.group.values()) for row in found.rows} == {
        key for key, sums in expected.items() if any(sums.values())
    }
    for row in found.rows:
        sums = expected[tuple(row.group.values())]
        for definition in METRICS:
            cell = row[definition.key]
            if cell.numerator is None:
                continue
            top = sums["micros" if definition.key == "cost" else definition.numerator]
            top = top / 1e6 if definition.unit == "money" else top
            assert cell.numerator == pytest.approx(top), definition.key
            if definition.denominator:
                assert cell.denominator == sums[definition.denominator], definition.key


def test_orders_without_a_click_in_the_window_stand_apart() -> None:
    rows = messy_rows(3)
    log = open_log(table(rows))
    orders, left = credits(sorted(rows, key=lambda row: (row["at"], row["seq"])), 86_400)
    found = metrics(log, "node", attribution_window="24 hours")
    free = [order for order, touch in orders if touch is None]
    assert found.unattributed["orders"] == len(free)
    assert found.unattributed["revenue"] == pytest.approx(float(sum(o["value"] for o in free)))
    assert found.unattributed["opt_outs"] == sum(touch is None for _, touch in left)


def test_groups_without_overlap_add_up_to_the_whole() -> None:
    log = open_log(table(messy_rows(4)))
    whole = metrics(log).rows[0]
    for by in ("node", "variant", "channel", "journey", "stage", "day", "arm"):
        rows = metrics(log, by).rows
        for key in ("delivered", "clicks", "orders", "revenue", "cost"):
            total = sum(row[key].value or 0 for row in rows)
            assert total == pytest.approx(whole[key].value), (by, key)


def test_parts_of_a_run_give_the_same_table_as_the_whole(tmp_path: Path) -> None:
    rows = table(messy_rows(5))
    (tmp_path / "events").mkdir()
    (tmp_path / "manifest.json").write_text("{}")
    early = [key < "c020" for key in rows["profile_key"].to_pylist()]
    pq.write_table(rows.filter(early), tmp_path / "events" / "part-00000.parquet")
    pq.write_table(rows.filter([not one for one in early]), tmp_path / "events/part-00001.parquet")
    log = open_log(tmp_path)
    assert len(log.pieces()) == 2
    for by in (None, "node", "segment"):
        assert metrics(log, by) == metrics(open_log(rows), by)


def one_sms(*more: Row) -> Any:
    shared = {"channel": "sms", "journey_id": "j", "node_id": "a", "source": "simulation"}
    sent = event(0, "c1", "message.sent", **shared)
    return open_log(table([sent, event(1, "c1", "message.delivered", **shared), *more]))


def test_sms_has_no_open_and_the_table_says_so() -> None:
    row = metrics(one_sms()).rows[0]
    for key in ("opens", "open_rate", "machine_opens"):
        assert row[key].value is None
        assert row[key].reason == "SMS has no open event"


def test_nothing_delivered_gives_a_reason_and_no_zero_rate() -> None:
    row = metrics(open_log(table([event(0, "c", "page.viewed", source="simulation")]))).rows[0]
    assert row["ctr"].value is None
    assert row["ctr"].reason == "no message was delivered"
    assert row["sent"].value == 0


def test_an_empty_log_has_one_row_without_rates() -> None:
    (row,) = metrics(open_log(table([]))).rows
    assert row["ctr"].value is None


def test_an_import_without_opt_out_events_cannot_tell_opt_outs() -> None:
    rows = [event(0, "c", "message.delivered", channel="sms", source="segment")]
    row = metrics(open_log(table(rows))).rows[0]
    assert row["opt_outs"].value is None
    assert "no consent.unsubscribed events" in (row["opt_outs"].reason or "")
    assert row["delivered"].value == 1


def test_skips_are_counted_by_reason() -> None:
    skipped = [
        event(n, f"c{n}", "message.skipped", reason=reason, channel="sms", node_id="a")
        for n, reason in enumerate(["no_consent", "no_consent", "stale"])
    ]
    row = metrics(one_sms(*skipped)).rows[0]
    assert row.skips == {"no_consent": 2, "stale": 1}
    assert row["skipped"].value == 3


def test_nodes_that_send_nothing_can_be_left_out() -> None:
    split = event(1, "c1", "journey.step_entered", journey_id="j", node_id="split")
    found = metrics(one_sms(split), "node")
    assert [row.group["node_id"] for row in found.rows] == ["a", "split"]
    assert [row.group["node_id"] for row in found.messages().rows] == ["a"]


def test_money_in_two_currencies_is_not_added_up() -> None:
    click = event(2, "c1", "message.clicked", channel="sms", journey_id="j", node_id="a")
    orders = [
        event(3, "c1", "order.placed", order_id="1", value=5, currency="USD"),
        event(4, "c1", "order.placed", order_id="2", value=5, currency="EUR"),
    ]
    found = metrics(one_sms(click, *orders))
    assert found.rows[0]["revenue"].value is None
    assert "EUR, USD" in (found.rows[0]["revenue"].reason or "")
    assert found.currency is None


def test_revenue_beyond_64_bit_squares_is_exact() -> None:
    click = event(2, "c1", "message.clicked", channel="sms", journey_id="j", node_id="a")
    orders = [
        event(3 + n, "c1", "order.placed", order_id=str(n), value=900_000_000) for n in range(3)
    ]
    found = metrics(one_sms(click, *orders))
    assert found.rows[0]["revenue"].value == 2_700_000_000
    assert found.currency == "USD"


def test_a_table_is_plain_json_and_a_long_frame() -> None:
    found = metrics(open_log(table(messy_rows(6))), "node")
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["by"] == "node"
    frame = found.to_pandas()
    assert len(frame) == len(found.rows) * len(METRICS)
    assert found.row(node_id="first")["delivered"].value is not None
    with pytest.raises(BadInput, match="no row"):
        found.row(node_id="nowhere")


def test_an_unknown_grouping_or_window_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="Choose one of node"):
        metrics(one_sms(), "weather")
    with pytest.raises(BadInput, match="not a window"):
        metrics(one_sms(), attribution_window="soon")
    with pytest.raises(BadInput, match="holds nothing"):
        metrics(one_sms(), attribution_window=0)


def test_the_catalogue_is_complete_and_each_metric_explains_itself() -> None:
    assert len({row.key for row in METRICS}) == len(METRICS)
    for row in METRICS:
        assert row.label
        assert row.help.endswith(".")
        assert (row.unit == "share") <= (row.denominator is not None)
        json.dumps(row.to_dict())
    assert metric("ctr").numerator == "clickers"
