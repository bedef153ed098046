"""The brand: who sends, what is sold at which margin, what messages cost and how much is too much."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from journeyboard.audience.conditions import Condition
from journeyboard.journey.graph import FrequencyCap, QuietRule
from journeyboard.message.duration import Duration


class BrandPart(BaseModel):
    """Frozen parts of a brand; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Product(BrandPart):
    """A product: price and margin (share of the price) in the brand's currency; lasts `replenish_days`."""

    id: str
    name: str
    price: float = Field(gt=0)
    margin: float = Field(ge=0, le=1)
    replenish_days: int = Field(default=75, ge=1)
    share: float = Field(default=1.0, ge=0)


class Senders(BrandPart):
    """Who appears as the sender: a number or alphanumeric id, an address, an app name.

    `sms_registered` says that the carriers know the sender (10DLC campaign, verified toll-free number,
    provisioned short code); `sms_parts_per_second` is its throughput where the provider has told it.
    """

    sms: str = ""
    sms_type: Literal["short_code", "toll_free", "long_code", "alphanumeric"] = "toll_free"
    sms_registered: bool = False
    sms_parts_per_second: float | None = Field(default=None, gt=0)
    email: str = ""
    email_name: str = ""
    push: str = ""


class Prices(BrandPart):
    """What messages cost: per SMS part by country (`default` for the rest), per message, per 1,000 ads."""

    sms_part: dict[str, float] = Field(default_factory=lambda: {"default": 0.0125})
    mms: float = 0.027
    email: float = 0.0008
    push: float = 0.0
    ads_cpm: float = 15.72


class SubscriberValue(BrandPart):
    """Expected future margin of one subscriber, lost with an opt-out."""

    sms: float = 30.0
    email: float = 12.0
    push: float = 4.0


ConsentTopic = Literal["marketing", "cart_reminders", "order_updates", "care"]
ProofField = Literal["time", "source", "wording", "method", "ip_or_number"]


class OptIn(BrandPart):
    """How people join the text programme: the form, the keyword, the confirmation and what is kept.

    `disclosure` is the small print beside the form, `confirm` the text that asks for YES (double
    opt-in), `welcome` the first text afterwards. `forms_seen` a day times `capture_rate` join.
    """

    program: str = ""
    topics: tuple[ConsentTopic, ...] = ("marketing",)
    frequency: str = ""
    keyword: str = "JOIN"
    disclosure: str = ""
    checkbox: Literal["none", "unticked", "ticked"] = "unticked"
    number_required: bool = False
    discloses_tracking: bool = False
    terms: str = ""
    privacy: str = ""
    double: bool = False
    confirm: str = ""
    welcome: str = ""
    proof: tuple[ProofField, ...] = ()
    forms_seen: float = Field(default=0.0, ge=0)
    capture_rate: float = Field(default=0.036, ge=0, le=1)


class Brand(BaseModel):
    """A brand file; money in `currency`, shares between 0 and 1.

    `keywords` are replies by the word that asks for them, also by language (`fr`); `less` is the cap for
    customers who answered LESS, beside the brand's own caps.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    name: str
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    timezone: str = "America/New_York"
    jurisdictions: tuple[str, ...] = ("US",)
    tone: str = ""
    senders: Senders = Senders()
    products: tuple[Product, ...] = ()
    shipping_cost: float = 6.0
    free_shipping_from: float = 60.0
    subscriber_value: SubscriberValue = SubscriberValue()
    prices: Prices = Prices()
    caps: tuple[FrequencyCap, ...] = ()
    smart_sending: Duration | None = None
    quiet_hours: QuietRule | None = None
    priority: tuple[str, ...] = ()
    opt_in: OptIn | None = None
    opt_out_text: str = "Reply STOP to opt out"
    keywords: dict[str, str] = Field(default_factory=dict)
    keywords_by_language: dict[str, dict[str, str]] = Field(default_factory=dict)
    less: FrequencyCap | None = None
    links: dict[str, str] = Field(default_factory=dict)
    segments: dict[str, Condition] = Field(default_factory=dict)
    notes: str = ""
