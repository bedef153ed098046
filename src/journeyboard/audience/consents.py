"""Consent of generated customers, by channel and purpose, with its source and moment."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience import randomness as dice
from journeyboard.audience.tables import Texts, texts

Flags = NDArray[np.bool_]

PHONE, EMAIL = 0.62, 0.97
SMS_GIVEN_PHONE, EMAIL_GIVEN_ADDRESS, PUSH, ADS, ADS_EUROPE = 0.565, 0.825, 0.20, 0.70, 0.40
LEFT_SMS, LEFT_EMAIL, LEFT_PUSH, LEFT_ORDERS, LEFT_ADS = 0.10, 0.11, 0.05, 0.02, 0.03
TRANSACTIONAL_SMS_GIVEN_PHONE = 0.85
DOUBLE_OPT_IN, DOUBLE_OPT_IN_EUROPE = 0.35, 0.90
SOURCES = (
    ("popup", 0.38),
    ("checkout", 0.36),
    ("keyword", 0.07),
    ("landing_page", 0.10),
    ("loyalty_signup", 0.06),
    (None, 0.03),
)
"""Shares of customers; the states aim at SMS 35 %, e-mail 80 %, push 20 % of all (practice case 3)."""

KEEN_BUYERS, KEEN_OTHERS = 1.12, 0.84
"""Buyers say yes to SMS and push more often (assumption): so whom a channel reaches would have bought
more without it, too, and only a control group tells what the channel did."""


class Consents(NamedTuple):
    """States by column name, whether an SMS opt-in was confirmed, seconds after creation, source."""

    states: dict[str, Texts]
    double_opt_in: Flags
    seconds: NDArray[np.int64]
    source: Texts


def consents(
    keys: dice.Words, country: Texts, has_phone: Flags, has_email: Flags, bought: Flags
) -> Consents:
    """Nobody without a phone number or address is subscribed on that channel."""
    europe = ~np.isin(country, ["US", "CA"])
    states = _states(keys, europe, has_phone, has_email, bought)
    rate = np.where(europe, DOUBLE_OPT_IN_EUROPE, DOUBLE_OPT_IN)
    asked = states["consent_sms_marketing"] != "never_subscribed"
    seconds = (dice.uniforms(keys, "consent delay") ** 3 * 3_000).astype(np.int64)
    source = texts(name for name, _ in SOURCES)
    drawn = dice.picks(keys, "consent source", [share for _, share in SOURCES])
    confirmed = asked & (dice.uniforms(keys, "double opt-in") < rate)
    return Consents(states, confirmed, seconds, source[drawn])


def _states(
    keys: dice.Words, europe: Flags, has_phone: Flags, has_email: Flags, bought: Flags
) -> dict[str, Texts]:
    keen = np.where(bought, KEEN_BUYERS, KEEN_OTHERS)
    ads = np.where(europe, ADS_EUROPE, ADS)
    shares = {
        "sms_marketing": (has_phone * SMS_GIVEN_PHONE * keen, has_phone * LEFT_SMS),
        "sms_transactional": (has_phone * TRANSACTIONAL_SMS_GIVEN_PHONE, has_phone * LEFT_ORDERS),
        "email_marketing": (has_email * EMAIL_GIVEN_ADDRESS, has_email * LEFT_EMAIL),
        "email_transactional": (has_email * 1.0, has_email * 0.0),
        "push_marketing": (has_email * PUSH * keen, has_email * LEFT_PUSH),
        "ads_marketing": (ads, has_email * LEFT_ADS),
    }
    return {f"consent_{name}": _state(keys, name, *share) for name, share in shares.items()}


_STATES = texts(["subscribed", "unsubscribed", "never_subscribed"])


def _state(keys: dice.Words, name: str, subscribed: NDArray[Any], left: NDArray[Any]) -> Texts:
    level = dice.uniforms(keys, f"consent {name}")
    found: Texts = _STATES[
        np.where(level < subscribed, 0, np.where(level < subscribed + left, 1, 2))
    ]
    return found
