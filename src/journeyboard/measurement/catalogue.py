"""The metric catalogue: one row per metric, in the order the screen shows them; new metrics go here."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Unit = Literal["count", "share", "money"]
Direction = Literal["up", "down", "none"]


@dataclass(frozen=True)
class Metric:
    """What a metric counts, of what, and in which direction it is good.

    `numerator` and `denominator` name sums of `sums.py`; `events` are the types without
    which an imported log cannot tell the metric. `window` says which window binds it.
    """

    key: str
    label: str
    help: str
    unit: Unit
    good: Direction
    numerator: str
    denominator: str | None = None
    events: tuple[str, ...] = ()
    window: Literal["attribution", "opt-out"] | None = None
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


_CLICK = ("message.clicked",)
_SENT = ("message.sent",)
_DELIVERED = ("message.delivered",)
_ORDER = ("order.placed",)
_OPENED = ("message.opened",)

METRICS: tuple[Metric, ...] = (
    Metric(
        "entered",
        "Entered",
        "Customers who entered the journey.",
        "count",
        "none",
        "entered",
        events=("journey.entered",),
    ),
    Metric(
        "sent", "Sent", "Messages handed to the carrier.", "count", "none", "sent", events=_SENT
    ),
    Metric(
        "delivered",
        "Delivered",
        "Messages the carrier or mailbox accepted.",
        "count",
        "none",
        "delivered",
        events=_DELIVERED,
        note="Delivery receipts depend on the carrier and can be wrong.",
    ),
    Metric(
        "delivery_rate",
        "Delivery rate",
        "Delivered messages of all sent ones.",
        "share",
        "up",
        "delivered",
        "sent",
        (*_SENT, *_DELIVERED),
    ),
    Metric(
        "skipped",
        "Skipped",
        "Messages not sent, for the reasons listed.",
        "count",
        "none",
        "skipped",
        events=("message.skipped",),
    ),
    Metric(
        "opens",
        "Opens",
        "Emails and pushes opened by a person, each customer once per message.",
        "count",
        "up",
        "openers",
        events=_OPENED,
        note="SMS has no open event. Opens made by mail privacy software are shown apart; "
        "some of them still look human, so treat opens as an upper bound.",
    ),
    Metric(
        "machine_opens",
        "Machine opens",
        "Messages that only mail privacy software opened.",
        "count",
        "none",
        "machine_openers",
        events=_OPENED,
    ),
    Metric(
        "open_rate",
        "Open rate",
        "Human opens of delivered emails and pushes.",
        "share",
        "up",
        "openers",
        "openable",
        (*_OPENED, *_DELIVERED),
        note="SMS has no open event and is in neither number.",
    ),
    Metric(
        "clicks",
        "Clicks",
        "All clicks by people, repeated ones too; bots are left out.",
        "count",
        "up",
        "clicks",
        events=_CLICK,
    ),
    Metric(
        "clickers",
        "Unique clickers",
        "Each customer once for each message clicked.",
        "count",
        "up",
        "clickers",
        events=_CLICK,
    ),
    Metric(
        "ctr",
        "CTR",
        "Unique clickers of delivered messages.",
        "share",
        "up",
        "clickers",
        "delivered",
        (*_CLICK, *_DELIVERED),
    ),
    Metric(
        "click_to_order",
        "Click to order",
        "Unique clickers who ordered within the window after their last click.",
        "share",
        "up",
        "click_converters",
        "clickers",
        (*_CLICK, *_ORDER),
        "attribution",
    ),
    Metric(
        "conversion",
        "Conversion",
        "Recipients with an order attributed to a click.",
        "share",
        "up",
        "converters",
        "recipients",
        (*_DELIVERED, *_ORDER),
        "attribution",
        note="Attributed is not caused: the control group's answer stands above it.",
    ),
    Metric(
        "orders",
        "Attributed orders",
        "Orders whose last click within the window was here.",
        "count",
        "up",
        "orders",
        events=_ORDER,
        window="attribution",
        note="Each order_id counts once. Orders without a click in the window stand apart.",
    ),
    Metric(
        "revenue",
        "Attributed revenue",
        "Value of the attributed orders.",
        "money",
        "up",
        "revenue",
        events=_ORDER,
        window="attribution",
        note="Attributed is not caused: the control group's answer stands above it.",
    ),
    Metric(
        "revenue_per_recipient",
        "Revenue per recipient",
        "Attributed revenue per customer who got a message.",
        "money",
        "up",
        "revenue",
        "recipients",
        (*_DELIVERED, *_ORDER),
        "attribution",
    ),
    Metric(
        "revenue_per_message",
        "Revenue per message",
        "Attributed revenue per delivered message.",
        "money",
        "up",
        "revenue",
        "delivered",
        (*_DELIVERED, *_ORDER),
        "attribution",
        note="The interval takes the number of messages per recipient as given.",
    ),
    Metric(
        "cost",
        "Cost",
        "Message prices and ad spend.",
        "money",
        "down",
        "cost",
        events=_SENT,
    ),
    Metric(
        "opt_outs",
        "Opt-outs",
        "Customers who unsubscribed because of a message, once per message.",
        "count",
        "down",
        "opt_outs",
        events=("consent.unsubscribed",),
        window="opt-out",
        note="The message an opt-out names, or the last one delivered within 72 hours before it.",
    ),
    Metric(
        "opt_out_rate",
        "Opt-out rate",
        "Opt-outs of delivered messages.",
        "share",
        "down",
        "opt_outs",
        "delivered",
        ("consent.unsubscribed", *_DELIVERED),
        "opt-out",
        note="Good below 1.5 % per message; carriers worry above 3 %.",
    ),
    Metric(
        "complaints",
        "Complaints",
        "Messages reported as spam.",
        "count",
        "down",
        "complaints",
        events=("message.complained",),
    ),
    Metric(
        "replies",
        "Replies",
        "Messages written back.",
        "count",
        "none",
        "replies",
        events=("message.replied",),
    ),
    Metric(
        "failed",
        "Failed",
        "Messages that could not be delivered.",
        "count",
        "down",
        "failed",
        events=("message.failed",),
    ),
    Metric(
        "impressions",
        "Ad impressions",
        "Times a retargeting ad was shown.",
        "count",
        "none",
        "impressions",
        events=("ad.impression",),
    ),
    Metric(
        "ad_clicks",
        "Ad clicks",
        "Clicks on retargeting ads; they can earn the credit for an order.",
        "count",
        "up",
        "ad_clicks",
        events=("ad.clicked",),
    ),
)


def metric(key: str) -> Metric:
    """The catalogue's row for a key; KeyError when there is none."""
    return {row.key: row for row in METRICS}[key]
