"""The truth in plain words: signed amounts, kinds of customers, and how parts act upon each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeyboard.simulation.truth import Z
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import NOTHING, money

CHANNELS = {"sms": "SMS", "email": "E-mail", "push": "Push", "ads": "Ads", "mms": "Picture messages"}  # fmt: skip
FATES = {
    "persuaded": ("Persuaded", "Bought, and would not have without them."),
    "sure_things": ("Sure things", "Bought, and would have anyway; a discount for them is given away."),
    "lost_causes": ("Lost causes", "Did not buy, with or without them."),
    "lost": ("Lost", "Would have bought if nothing had been sent, and did not."),
}  # fmt: skip


def channel_name(channel: str) -> str:
    """A channel as people call it."""
    return CHANNELS.get(channel, channel)


def signed_money(value: float | None, currency: str | None) -> str:
    """An amount with its sign, a dash for nothing known.

    >>> signed_money(12.5, "USD"), signed_money(-1200, "USD"), signed_money(0, "USD")
    ('+$12.50', '-$1,200', '$0.00')
    """
    if value is None:
        return NOTHING
    return f"{'+' if value > 0 else ''}{money(value, currency)}"


def overlap_words(kind: str, overlap: Mapping[str, Any], currency: str | None) -> str:
    """Whether channels, or messages, replace each other, need each other, or simply add up; as Markdown."""
    value, error = overlap["incremental_net_margin"], overlap["incremental_net_margin_error"]
    half = Z * (error or 0.0)
    half_words = plain(money(half, currency))
    size = f"{plain(money(abs(value), currency))} ± {half_words}"
    if abs(value) <= half:
        return (
            f"**The {kind} add up:** what each adds on its own sums to the whole within chance "
            f"(the rest is {plain(signed_money(value, currency))} ± {half_words} of net margin)."
        )
    if value > 0:
        return (
            f"**The {kind} replace each other in part:** {size} of net margin is brought by more than one of "
            "them, so it stays when any single one is left out; their own figures add up to less than the whole."
        )
    return (
        f"**The {kind} work together:** without one of them the others bring less, so their own figures add "
        f"up to {size} more net margin than the whole."
    )
