"""What somebody who joins a text programme reads and what is kept of it: the form, the texts, the record."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from journeyboard.journey.brand import Brand, OptIn

TOPICS: dict[str, str] = {
    "marketing": "offers and news",
    "cart_reminders": "cart reminders",
    "order_updates": "order updates",
    "care": "tips on using your products",
}
"""What a subscriber may ask for, as the form says it; a new topic of `ConsentTopic` goes here."""
PROOF: dict[str, str] = {
    "time": "When it was given, UTC",
    "source": "Where: the page or keyword",
    "wording": "The wording that was shown, with its version",
    "method": "How: form, keyword, double opt-in",
    "ip_or_number": "The IP address, or the number that wrote",
}
"""What proves a consent later; a new field of `ProofField` goes here."""


class ConsentRecord(NamedTuple):
    """One consent as it is kept: `given_at` ISO 8601 in UTC, `version` the first 12 hexadecimal digits
    of the SHA-256 of the wording.
    """

    profile_key: str
    channel: str
    topics: tuple[str, ...]
    given_at: str
    source: str
    method: str
    wording: str
    version: str
    ip_or_number: str


def opt_in_of(brand: Brand) -> OptIn:
    """The brand's programme; an empty one where it has none yet."""
    return brand.opt_in or OptIn(program=brand.name)


def wanted_topics(opt_in: OptIn) -> str:
    """The topics in words, such as “offers and news and cart reminders”."""
    words = [TOPICS[topic] for topic in opt_in.topics]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 2 else words)


def disclosure_of(brand: Brand) -> str:
    """The small print beside the form: the brand's own, else one that says what carriers ask for.

    Brand, purpose, frequency, fees, STOP and HELP, terms and privacy, and that consent is no condition
    of purchase (CTIA Messaging Principles, May 2023, section 5.1.2.1; 47 CFR 64.1200(f)(9)).
    """
    opt_in = opt_in_of(brand)
    if opt_in.disclosure.strip():
        return opt_in.disclosure.strip()
    agree = "By ticking the box" if opt_in.checkbox != "none" else "By entering your number"
    tracking = (
        " We remember your cart with cookies, to remind you of it."
        if "cart_reminders" in opt_in.topics
        else ""
    )
    return (
        f"{agree} you agree to get recurring texts from {opt_in.program or brand.name}: "
        f"{wanted_topics(opt_in)}, {opt_in.frequency or 'message frequency varies'}. Consent is not "
        f"a condition of purchase. Msg & data rates may apply. Reply HELP for help, STOP to opt out.{tracking}"
    )


def confirm_of(brand: Brand) -> str:
    """The text that asks for YES: the brand's own, else a plain one."""
    opt_in = opt_in_of(brand)
    return opt_in.confirm.strip() or (
        f"{brand.name}: reply YES to get {wanted_topics(opt_in)} by text, "
        f"{opt_in.frequency or 'message frequency varies'}. Msg & data rates may apply. "
        "HELP for help, STOP to end."
    )


def welcome_of(brand: Brand) -> str:
    """The first text of the programme: the brand's own, else one with everything carriers ask of it."""
    opt_in = opt_in_of(brand)
    return opt_in.welcome.strip() or (
        f"{brand.name}: you are in for {wanted_topics(opt_in)}, "
        f"{opt_in.frequency or 'message frequency varies'}. Msg & data rates may apply. "
        "Reply HELP for help, STOP to opt out."
    )


def consent_record(
    brand: Brand, key: str, at: datetime, *, source: str, method: str, ip_or_number: str
) -> ConsentRecord:
    """The record of one sign-up at an aware moment, under the wording the form shows now."""
    wording = disclosure_of(brand)
    return ConsentRecord(
        key, "sms", opt_in_of(brand).topics, at.isoformat(timespec="seconds"), source, method,
        wording, sha256(wording.encode()).hexdigest()[:12], ip_or_number,
    )  # fmt: skip
