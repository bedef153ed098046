"""Reasons in words: what a decision in the kernel means to whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from journeyboard.journey.wording import CHANNEL_WORDS
from journeyboard.message.duration import format_duration
from journeyboard.simulation.tracing.traced import Decision, Share

FACTOR_WORDS: Mapping[str, str] = {
    "role": "the message's role", "affinity": "liking for the channel", "stage": "distance of stages",
    "hour": "hour of the day", "open_cart": "open cart", "tired": "tired of messages",
    "pressure": "many messages lately", "fatigue": "how easily they tire",
    "first_contact": "first message", "transactional": "service message",
}  # fmt: skip
PAGES = ("the cart", "the contact page", "the contact page", "the shipping page", "the payment")
MESSAGES = {"sms": "SMS", "mms": "Picture message", "email": "E-mail", "push": "Push", "ads": "Ad"}
"""What a message is called by its channel."""
REFUSED = (
    "They are still on their way through it.",
    "The re-entry rule does not let them in again yet.",
    "The entry filter does not let them in.",
    "It has not been launched yet.",
)
"""Why somebody was not let into a journey, in the order of `kernel.deciding`."""
SKIPPED: Mapping[str, str] = {
    "no_consent": "They never agreed to this channel.",
    "opted_out": "They had opted out of this channel.",
    "control_group": "They are in the control group, which gets nothing.",
    "stale": "By the time the window opens it would be too old.",
    "quiet_hours": "It was due in quiet hours, and must not wait.",
    "missing_value": "A value that its text needs is missing.",
    "never_open": "Its sending window never opens.",
}
Titles = Callable[[str | None], str]


def number(value: float) -> str:
    """A chance or a draw with three significant digits.

    >>> number(0.0312345), number(0.5)
    ('0.0312', '0.5')
    """
    return f"{value:.3g}"


def dice(one: Decision) -> str:
    """The number drawn beside its limit, and what the limit is made of."""
    side = "below" if one.came_true else "not below"
    made = f" = {factors(one.factors)}" if len(one.factors) > 1 else ""
    return f"The dice showed {number(one.drawn)}, {side} the chance of {number(one.limit)}{made}."


def factors(known: Sequence[tuple[str, float]]) -> str:
    """A product in words, without the factors that change nothing.

    >>> factors([("base", 0.1), ("role", 1.1), ("hour", 1.0)])
    "0.1 × 1.1 (the message's role)"
    """
    first, *rest = known
    told = [f"{number(size)} ({FACTOR_WORDS.get(name, name)})" for name, size in rest if size != 1.0]  # fmt: skip
    return " × ".join([number(first[1]), *told])


def goes_on(one: Decision) -> str:
    """Further in the checkout, or left."""
    return f"At {PAGES[one.number]}: {inside(dice(one))}"


def inside(sentence: str) -> str:
    """A sentence as it stands after a colon."""
    return sentence[:1].lower() + sentence[1:]


def cap_words(one: Decision) -> str:
    """Which cap was reached; a cap's `number` is its span, `drawn` what was sent, `limit` what may be."""
    return (
        f"The {'brand' if one.node is None else 'journey'}'s cap of {one.limit:.0f} in {format_duration(one.number)} was reached: "
        f"{one.drawn:.0f} sent in that time."
    )


def smart_words(one: Decision) -> str:
    """Smart sending: its `number` is the span."""
    return f"Smart sending: they got a message on this channel within {format_duration(one.number)}."  # fmt: skip


def hazard_words(shares: Sequence[Share], needed: float, title: Titles) -> str:
    """What an order's hazard was made of; `needed` in units of the exponential threshold."""
    told = " + ".join(f"{_percent(one.share)} {_source(one, title)}" for one in shares)
    return f"The wish to order reached its threshold ({number(needed)} since the last one): {told}."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.005 else "under 1 %"


def _source(one: Share, title: Titles) -> str:
    match one.source:
        case "own":
            return "from their own habit"
        case "cart":
            return "from the abandoned cart"
        case _:
            return f"from “{title(one.node)}”"


def arm_words(one: Decision, arm: str) -> str:
    """Which arm by which dice."""
    return f"The dice showed {number(one.drawn)}: the share of “{arm}” ends at {number(min(one.limit, 1.0))}."  # fmt: skip


def channel_words(channel: str | None) -> str:
    """A channel as people call it."""
    return CHANNEL_WORDS.get(channel or "", channel or "")
