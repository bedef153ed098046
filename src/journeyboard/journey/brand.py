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
    """Who appears as the sender: a number or alphanumeric id, an address, an app name."""

    sms: str = ""
    sms_type: Literal["short_code", "toll_free", "long_code", "alphanumeric"] = "toll_free"
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


class Brand(BaseModel):
    """A brand file; money in `currency`, shares between 0 and 1."""

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
    opt_out_text: str = "Reply STOP to opt out"
    keywords: dict[str, str] = Field(default_factory=dict)
    links: dict[str, str] = Field(default_factory=dict)
    segments: dict[str, Condition] = Field(default_factory=dict)
    notes: str = ""
