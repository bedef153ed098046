"""Sending: consent, windows, caps and missing values, in this order, each time a message is due."""

from __future__ import annotations

from collections.abc import Generator

from journeyboard.journey.graph import FrequencyCap

from . import reading
from .conditions import consent_state
from .content import MessageCopy
from .handover import dispatch
from .record import Life, Place
from .replies import less_cap
from .tokens import wake
from .windows import opening

SENT, SKIPPED, NO_CONSENT = "sent", "skipped", "no consent"


def skip(life: Life, place: Place, message: MessageCopy, reason: str) -> str:
    """Say why somebody gets nothing here."""
    reading.note(life, place, message, "message.skipped", reason)
    return SKIPPED


def send(
    life: Life, place: Place, message: MessageCopy, quiet: str, stale_after: int | None
) -> Generator[None, None, str]:
    """Send, skip, or hold until the window opens and then look again; the outcome is returned."""
    due = life.now
    while True:
        outcome = refused(life, place, message)
        if outcome:
            return outcome
        opens = opening(life, place, message, quiet)
        if opens == life.now:
            return dispatch(life, place, message, quiet)
        if opens is None or quiet == "skip":
            return skip(life, place, message, "quiet_hours" if opens else "never_open")
        if stale_after is not None and opens - due > stale_after:
            return skip(life, place, message, "stale")
        reading.note(life, place, message, "message.queued", "quiet_hours")
        wake(life, place, opens)
        yield


def refused(life: Life, place: Place, message: MessageCopy) -> str | None:
    """Whether this message may not be sent to this customer at all or not now; None when it may."""
    if message.channel in life.channels_off:
        return SENT
    if place.control:
        return skip(life, place, message, "control_group")
    state = consent_state(life, message.channel, message.node.purpose)
    if state != "subscribed":
        return NO_CONSENT
    caps = (*life.flight.caps(place.journey), *less_cap(life))
    if any(capped(life, cap, message) for cap in caps):
        return skip(life, place, message, "frequency_cap")
    smart = place.journey.smart_sending or life.flight.brand.smart_sending
    marketing = message.node.purpose == "marketing"
    if smart and marketing and sent_within(life, smart, message.base, "marketing"):
        return skip(life, place, message, "smart_sending")
    if message.node.missing == "skip" and life.flight.text(message, life.customer).missing:
        return skip(life, place, message, "missing_value")
    return None


def skip_without_consent(life: Life, place: Place, message: MessageCopy) -> str:
    """No consent, and nothing else to try."""
    state = consent_state(life, message.channel, message.node.purpose)
    return skip(life, place, message, "opted_out" if state == "unsubscribed" else "no_consent")


def capped(life: Life, cap: FrequencyCap, message: MessageCopy) -> bool:
    """Whether one more message would break a cap of this journey or of the brand."""
    if cap.purpose not in (None, message.node.purpose) or not is_on(cap.channel, message.channel):
        return False
    return sent_within(life, cap.per, cap.channel, cap.purpose) >= cap.max


def sent_within(life: Life, seconds: int, channel: str | None, purpose: str | None) -> int:
    """Messages sent in the time before now, on one channel or any, of one purpose or any."""
    return sum(
        at > life.now - seconds and is_on(channel, on) and purpose in (None, of)
        for at, on, of in life.sends
    )


def is_on(wanted: str | None, channel: str) -> bool:
    """Whether a message counts for a channel: any for None, and an MMS is a text."""
    return wanted in (None, channel) or (wanted, channel) == ("sms", "mms")
