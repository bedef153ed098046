"""Sending: consent, windows, caps and missing values, in this order, each time a message is due."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

from journeyboard.journey.graph import FrequencyCap

from . import dice, reading
from .conditions import consent_state
from .content import MessageCopy
from .record import SENDS, WORLD, Life, Place
from .replies import less_cap
from .tokens import wake

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
            return dispatch(life, place, message)
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


def opening(life: Life, place: Place, message: MessageCopy, quiet: str) -> int | None:
    """When the send window is open: now, later, or never; service messages need none."""
    rule = place.journey.quiet_hours or life.flight.brand.quiet_hours
    if quiet == "ignore" or message.node.purpose == "transactional":
        return life.now
    if rule is None or message.channel not in rule.channels:
        return life.now
    return life.flight.next_open(life.customer, rule, life.now)


def price(life: Life, message: MessageCopy) -> int:
    """What one message to this customer costs."""
    prices = life.flight.brand.prices
    if message.channel == "sms":
        return life.customer.sms_price * life.flight.text(message, life.customer).parts
    each = {"mms": prices.mms, "email": prices.email, "push": prices.push}
    return round(each[message.channel] * 1e6)


def dispatch(life: Life, place: Place, message: MessageCopy) -> str:
    """Send and pay; it arrives or fails after some seconds. Nothing of it in the life without it."""
    if life.leaves_out(place, message.node.id):
        return SENT
    cost, number = price(life, message), life.visits[place.journey.id, message.node.id]
    reading.note(life, place, message, "message.sent", cost=cost)
    life.tally("cost", cost)
    if len(life.sends) < SENDS:
        life.sends.append((life.now, message.channel, message.node.purpose))
    else:
        life.overflow += 1
    key, chance = life.customer.key, life.flight.numbers[f"delivery.{message.base}"]
    arrives = dice.uniform(key, message.salt, number, 1) < chance
    if message.base == "sms" and not life.customer.trait("reachable"):
        arrives = False
    seconds = 1 + life.flight.numbers.wait("deliver", dice.bits(key, message.salt, number, 2))
    comes = partial(reading.deliver, life, place, message, number)
    fails = partial(reading.fail, life, place, message)
    life.later(life.now + seconds, WORLD, comes if arrives else fails)
    return SENT
