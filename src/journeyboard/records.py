"""The records that cross every border: customers, their consent, events, and the event table's schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pyarrow as pa

Stage = Literal["awareness", "consideration", "purchase", "loyalty", "advocacy"]
Channel = Literal["sms", "mms", "email", "push", "ads"]
Purpose = Literal["marketing", "transactional"]
ConsentState = Literal["subscribed", "unsubscribed", "never_subscribed"]

STAGES: tuple[Stage, ...] = ("awareness", "consideration", "purchase", "loyalty", "advocacy")
CHANNELS: tuple[Channel, ...] = ("sms", "mms", "email", "push", "ads")
PURPOSES: tuple[Purpose, ...] = ("marketing", "transactional")
CONSENT_STATES: tuple[ConsentState, ...] = ("never_subscribed", "subscribed", "unsubscribed")

CURRENCY_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
"""Signs that readers know; other currencies are written with their code."""

# The spelling of a type in a file is forever; new ones go at the end, because a run stores their position.
EVENT_TYPES: tuple[str, ...] = (
    "journey.entered",
    "journey.assigned",
    "journey.step_entered",
    "journey.exited",
    "journey.goal_reached",
    "message.queued",
    "message.sent",
    "message.delivered",
    "message.failed",
    "message.skipped",
    "message.opened",
    "message.clicked",
    "message.replied",
    "message.complained",
    "message.canceled",
    "consent.subscribed",
    "consent.unsubscribed",
    "consent.updated",
    "profile.updated",
    "webhook.called",
    "ad.impression",
    "ad.clicked",
    "session.started",
    "page.viewed",
    "product.viewed",
    "cart.viewed",
    "cart.updated",
    "checkout.started",
    "checkout.progressed",
    "order.placed",
    "order.fulfilled",
    "order.delivered",
    "order.refunded",
    "order.canceled",
    "review.submitted",
    "referral.made",
    "support.contacted",
    "stage.changed",
    "profile.identified",
    "profile.merged",
    "profile.grouped",
    "order.item",
    "order.updated",
    "custom",
)

SkipReason = Literal[
    "no_consent",
    "opted_out",
    "control_group",
    "frequency_cap",
    "smart_sending",
    "quiet_hours",
    "stale",
    "missing_value",
    "no_address",
    "never_open",
    "budget",
]


@dataclass(frozen=True)
class Consent:
    """One customer's consent for one channel and purpose, with its evidence (times are aware UTC)."""

    channel: Channel
    purpose: Purpose
    state: ConsentState
    at: datetime | None = None
    source: str | None = None
    wording: str | None = None
    double_opt_in: bool = False


@dataclass(frozen=True)
class Customer:
    """One person as the product knows them; `traits` drive the behaviour model only.

    `region` is an ISO 3166-2 code (`US-CA`) or a country code, `zone` an IANA name or None when
    unknown. Times are aware UTC, money is in the brand's currency.
    """

    profile_key: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    country: str = "US"
    region: str = "US"
    zone: str | None = None
    language: str = "en"
    stage: Stage = "awareness"
    consents: tuple[Consent, ...] = ()
    created_at: datetime | None = None
    orders: int = 0
    revenue: float = 0.0
    last_order_at: datetime | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    traits: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values, for JSON and templates."""
        return asdict(self)


@dataclass(frozen=True)
class Event:
    """One fact, simulated or imported: one row of the event table (`at` is aware UTC)."""

    at: datetime
    profile_key: str
    type: str
    channel: str | None = None
    journey_id: str | None = None
    node_id: str | None = None
    message_id: str | None = None
    variant: str | None = None
    experiment_id: str | None = None
    arm: str | None = None
    is_control: bool | None = None
    stage: str | None = None
    reason: str | None = None
    order_id: str | None = None
    value: float | None = None
    currency: str | None = None
    cost: float | None = None
    segments: tuple[str, ...] = ()
    seq: int = 0
    source: str = "simulation"
    run_id: str | None = None
    import_id: str | None = None
    source_row: int | None = None
    time_quality: str = "exact"

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values."""
        return asdict(self)


def event_schema() -> pa.Schema:
    """The event table: one row per fact, ordered within a customer by (`at`, `seq`).

    `at` is naive UTC in microseconds (a UTC-typed column makes DuckDB cut days in the session's
    zone). Money is exact: decimal(18, 6) in the row's currency.
    """
    import pyarrow as pa

    name = pa.dictionary(pa.int32(), pa.string())
    money = pa.decimal128(18, 6)
    return pa.schema(
        [
            pa.field("at", pa.timestamp("us"), nullable=False),
            pa.field("profile_key", pa.string(), nullable=False),
            pa.field("type", name, nullable=False),
            pa.field("channel", name),
            pa.field("journey_id", name),
            pa.field("node_id", name),
            pa.field("message_id", name),
            pa.field("variant", name),
            pa.field("experiment_id", name),
            pa.field("arm", name),
            pa.field("is_control", pa.bool_()),
            pa.field("stage", name),
            pa.field("reason", name),
            pa.field("order_id", pa.string()),
            pa.field("value", money),
            pa.field("currency", name),
            pa.field("cost", money),
            pa.field("segments", pa.list_(pa.string())),
            pa.field("seq", pa.int32(), nullable=False),
            pa.field("source", name),
            pa.field("run_id", name),
            pa.field("import_id", name),
            pa.field("source_row", pa.int64()),
            pa.field("time_quality", name),
        ]
    )
