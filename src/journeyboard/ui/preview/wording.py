"""What happened to a message, in words: why it was not sent, what it took."""

from __future__ import annotations

from journeyboard.journey.wording import CHANNEL_WORDS
from journeyboard.simulation.previewed import PreviewMessage
from journeyboard.ui.wording import money

SHOWN = 20
"""Messages that are shown at once: a loop can send hundreds."""
REASONS = {
    "no_consent": "no consent for this channel",
    "opted_out": "opted out before",
    "control_group": "is in the control group",
    "frequency_cap": "the frequency cap was reached",
    "smart_sending": "got another message just before",
    "quiet_hours": "due in quiet hours",
    "stale": "would have come too late",
    "missing_value": "a value in the text is missing",
    "no_address": "no address or number is known",
    "never_open": "the sending window never opens",
    "unreachable": "the phone could not be reached",
    "budget": "the budget was used up",
    "queue_full": "the sender's queue was full",
}


NO_TEXT = "this SMS has no text"
LEFT = {"consent.unsubscribed": "opted out"}
"""Why somebody left the journey, where the event's own name is no plain word for it."""


def why(message: PreviewMessage) -> str:
    """Why a message was not sent or did not arrive, in words."""
    if textless(message):
        return NO_TEXT
    return REASONS.get(message.reason or "", (message.reason or "").replace("_", " "))


def textless(message: PreviewMessage) -> bool:
    """Whether it is sent as an SMS that has neither text nor picture, which providers refuse."""
    empty = not message.body.strip() and not message.media
    return message.status != "skipped" and message.channel == "sms" and empty


def left_words(exit_reason: str | None) -> str:
    """Why somebody left the journey, in words.

    >>> left_words("consent.unsubscribed"), left_words("order.placed"), left_words(None)
    ('opted out', 'order placed', 'end')
    """
    reason = exit_reason or "end"
    return LEFT.get(reason, reason.replace("_", " ").replace(".", " "))


def meta(message: PreviewMessage) -> str:
    """Parts, encoding and cost of a text; the cost of anything else."""
    if message.status == "skipped":
        return "not sent"
    if textless(message):
        return NO_TEXT
    price = money(message.cost, message.currency, 4)
    if message.encoding is None:
        return price
    return f"{message.parts} part{'s' if message.parts != 1 else ''} · {message.encoding} · {price}"


def channel_words(channel: str) -> str:
    """A channel as people call it."""
    return CHANNEL_WORDS.get(channel, channel)


def number_words(sender: str) -> str:
    """A North American number as phones write it; any other sender as it is.

    >>> number_words("+18885550142"), number_words("LUMEN")
    ('+1 (888) 555-0142', 'LUMEN')
    """
    if len(sender) != 12 or not sender.startswith("+1") or not sender[1:].isdecimal():
        return sender
    return f"+1 ({sender[2:5]}) {sender[5:8]}-{sender[8:]}"
