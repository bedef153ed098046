"""Small event logs for tests: a builder of rows, and a seeded random log of several customers."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from journeyboard.records import event_schema

START = datetime(2026, 3, 2)


def event(minutes: float, customer: str, kind: str, **columns: Any) -> dict[str, Any]:
    """One row, `minutes` after the start; money as text or number."""
    row = {
        "at": START + timedelta(minutes=minutes),
        "profile_key": customer,
        "type": kind,
        "seq": 0,
    }
    for name in ("value", "cost"):
        if columns.get(name) is not None:
            columns[name] = Decimal(str(columns[name]))
    if kind.startswith("order.") and "value" in columns:
        columns.setdefault("currency", "USD")
    return row | columns


def table(rows: list[dict[str, Any]]) -> pa.Table:
    """The rows as an event table, with `seq` numbering a customer's rows in the order given."""
    seen: dict[str, int] = {}
    for row in rows:
        seen[row["profile_key"]] = seen.get(row["profile_key"], 0) + 1
        row["seq"] = row["seq"] or seen[row["profile_key"]]
    return pa.Table.from_pylist(rows, schema=event_schema())


def messy_rows(seed: int, customers: int = 60) -> list[dict[str, Any]]:
    """A random log with every kind of message event, orders (some twice), opt-outs and stages."""
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for number in range(customers):
        rows += _life(dice, f"c{number:03d}")
    return rows


def _life(dice: random.Random, customer: str) -> list[dict[str, Any]]:
    experiment = {"experiment_id": "rescue", "arm": dice.choice(["treated", "control"])}
    shared = {
        "segments": dice.sample(["vip", "new", "lapsed"], dice.randint(0, 2)),
        **experiment,
        "is_control": experiment["arm"] == "control",
    }
    stage = dice.choice(["awareness", "consideration"])
    rows = [
        event(0, customer, "journey.entered", journey_id="j", stage=stage, **shared),
        event(0, customer, "journey.assigned", journey_id="j", stage=stage, **shared),
    ]
    minute = 0.0
    for _ in range(dice.randint(0, 25)):
        minute += dice.choice([0, 1, 30, 600, 3000])
        rows.append(_something(dice, minute, customer, stage, shared))
        if dice.random() < 0.1:
            new = dice.choice(["consideration", "purchase", "loyalty", "advocacy"])
            if new != stage:
                rows.append(
                    event(minute, customer, "stage.changed", stage=new, reason=stage, **shared)
                )
                stage = new
    return rows


def _something(
    dice: random.Random, minute: float, customer: str, stage: str, shared: dict[str, Any]
) -> dict[str, Any]:
    kind = dice.choice(
        [
            "message.sent",
            "message.delivered",
            "message.delivered",
            "message.skipped",
            "message.opened",
            "message.clicked",
            "message.clicked",
            "message.failed",
            "message.replied",
            "message.complained",
            "ad.impression",
            "ad.clicked",
            "consent.unsubscribed",
            "page.viewed",
            "order.placed",
            "order.placed",
        ]
    )
    columns = dict(shared, stage=stage)
    if kind == "order.placed":
        order = f"{customer}-{dice.randint(1, 4)}"
        return event(
            minute, customer, kind, order_id=order, value=dice.randint(100, 9999) / 100, **columns
        )
    if kind.startswith("ad."):
        cost = "0.0123" if kind == "ad.impression" else None
        columns |= {"channel": "ads", "journey_id": "j", "node_id": "ad", "message_id": "j/ad"}
        return event(minute, customer, kind, cost=cost, **columns)
    if kind == "page.viewed":
        return event(minute, customer, kind, **columns)
    if kind == "consent.unsubscribed" and dice.random() < 0.5:
        return event(minute, customer, kind, channel=dice.choice(["sms", "email"]), **columns)
    return _message(dice, minute, customer, kind, columns)


def _message(
    dice: random.Random, minute: float, customer: str, kind: str, columns: dict[str, Any]
) -> dict[str, Any]:
    channel, node = dice.choice([("sms", "first"), ("sms", "second"), ("email", "mail")])
    if kind == "message.opened":
        channel, node = "email", "mail"
    reasons = {
        "message.skipped": ["no_consent", "frequency_cap"],
        "message.opened": [None, "privacy_proxy"],
        "message.clicked": [None, None, None, "bot"],
    }
    return event(
        minute,
        customer,
        kind,
        channel=channel,
        journey_id="j",
        node_id=node,
        message_id=f"j/{node}",
        variant=dice.choice(["A", "B"]),
        reason=dice.choice(reasons.get(kind, [None])),
        cost="0.0079" if kind == "message.sent" else None,
        **columns,
    )
