"""Results for chart tests, made from seeded event logs and plain numbers."""

from __future__ import annotations

import random
from typing import Any

from tests.measurement.logs import event, table

from journeyboard.charts.truth import Added, Measure
from journeyboard.measurement.estimate import Sums
from journeyboard.measurement.funnel import Funnel, funnel
from journeyboard.measurement.lift import Lift, lift
from journeyboard.measurement.log import EventLog, open_log
from journeyboard.measurement.power import Power, power

MARGIN = Measure("net margin", "money")
ADDED = (
    Added("Cart email", 12.0, 30.0),
    Added("Free shipping offer", -420.0, 95.5),
    Added("Reminder after one hour", 1_234.5, 210.0),
)
LABELS = {"nudge": "Reminder after one hour", "offer": "Free shipping offer", "mail": "Cart email"}


def journey_log(seed: int = 5, customers: int = 400) -> EventLog:
    """A plausible three-message journey over two weeks."""
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for number in range(customers):
        rows += _life(dice, f"c{number:04d}")
    return open_log(table(rows))


def _life(dice: random.Random, who: str) -> list[dict[str, Any]]:
    start = dice.randint(0, 14 * 1440)
    stage = dice.choice(["awareness", "consideration", "consideration", "purchase"])
    shared = {"journey_id": "rescue", "stage": stage, "source": "simulation"}
    rows = [event(start, who, "journey.entered", **shared)]
    for node, channel, delay in (
        ("nudge", "sms", 60),
        ("mail", "email", 1440),
        ("offer", "sms", 2880),
    ):
        place = dict(shared, node_id=node, channel=channel, message_id=f"rescue/{node}")
        at = start + delay
        rows += [event(at, who, kind, **place) for kind in ("message.sent", "message.delivered")]
        if dice.random() < 0.25:
            rows.append(event(at + 20, who, "message.clicked", **place))
            if dice.random() < 0.4:
                order = {"order_id": f"{who}-{node}", "value": dice.randint(2000, 9000) / 100}
                rows.append(event(at + 50, who, "order.placed", **order, **shared))
                rows.append(
                    event(
                        at + 50,
                        who,
                        "stage.changed",
                        reason=stage,
                        stage="loyalty",
                        source="simulation",
                    )
                )
                break
        if dice.random() < (0.05 if node == "offer" else 0.006):
            rows.append(event(at + 30, who, "consent.unsubscribed", **place))
            break
    return rows


def checkout_funnel(log: EventLog) -> Funnel:
    return funnel(log, ["journey.entered", "message.delivered", "message.clicked", "order.placed"])


def lifts() -> tuple[Lift, ...]:
    control = Sums(4200, 340, 340)
    arms = {"all channels": (4100, 470), "all but SMS": (4150, 352), "nobody": (0, 0)}
    return tuple(
        lift(Sums(n, hits, hits), control, outcome="converted", arm=arm, control_arm="none")
        for arm, (n, hits) in arms.items()
    )


TRUTH = {"all channels": 0.029, "all but SMS": 0.006}


def plans() -> list[Power]:
    return [power(0.08, people=people, control_share=0.2) for people in range(2000, 40001, 2000)]
