"""Consent of generated customers, by channel and purpose, with its source and moment."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience import randomness as dice

PHONE, EMAIL = 0.62, 0.97
SMS_GIVEN_PHONE, EMAIL_GIVEN_ADDRESS, PUSH, ADS, ADS_EUROPE = 0.565, 0.825, 0.20, 0.70, 0.40
LEFT_SMS, LEFT_EMAIL, LEFT_PUSH = 0.10, 0.11, 0.05
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


class Consents(NamedTuple):
    """States by column name, whether an SMS opt-in was confirmed, seconds after creation, source."""

    states: dict[str, NDArray[Any]]
    double_opt_in: NDArray[np.bool_]
    seconds: NDArray[np.int64]
    source: NDArray[Any]


def consents(
    keys: dice.Words,
    country: NDArray[Any],
    has_phone: NDArray[np.bool_],
    has_email: NDArray[np.bool_],
) -> Consents:
    """Nobody without a phone number or address is subscribed on that channel."""
    europe = ~np.isin(country, ["US", "CA"])
    states = {
        "consent_sms_marketing": _state(
            keys, "sms", has_phone * SMS_GIVEN_PHONE, has_phone * LEFT_SMS
        ),
        "consent_sms_transactional": _state(
            keys, "sms, orders", has_phone * TRANSACTIONAL_SMS_GIVEN_PHONE, has_phone * 0.02
        ),
        "consent_email_marketing": _state(
            keys, "email", has_email * EMAIL_GIVEN_ADDRESS, has_email * LEFT_EMAIL
        ),
        "consent_email_transactional": _state(
            keys, "email, orders", has_email * 1.0, has_email * 0.0
        ),
        "consent_push_marketing": _state(keys, "push", has_email * PUSH, has_email * LEFT_PUSH),
        "consent_ads_marketing": _state(
            keys, "ads", np.where(europe, ADS_EUROPE, ADS), has_email * 0.03
        ),
    }
    confirmed = dice.uniforms(keys, "double opt-in") < np.where(
        europe, DOUBLE_OPT_IN_EUROPE, DOUBLE_OPT_IN
    )
    seconds = (dice.uniforms(keys, "consent delay") ** 3 * 3_000).astype(np.int64)
    source = np.array([name for name, _ in SOURCES], dtype=object)
    drawn = source[dice.picks(keys, "consent source", [share for _, share in SOURCES])]
    return Consents(
        states, confirmed & (states["consent_sms_marketing"] != "never_subscribed"), seconds, drawn
    )


_STATES = np.array(["subscribed", "unsubscribed", "never_subscribed"], dtype=object)


def _state(
    keys: dice.Words, purpose: str, subscribed: NDArray[Any], left: NDArray[Any]
) -> NDArray[Any]:
    level = dice.uniforms(keys, f"consent {purpose}")
    return _STATES[np.where(level < subscribed, 0, np.where(level < subscribed + left, 1, 2))]
