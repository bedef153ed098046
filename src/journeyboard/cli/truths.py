"""The truth of a run as tables: what is missing without each channel and each message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from journeyboard.cli.readout import money_words
from journeyboard.cli.show import say, table

HEADS = ("Left out", "Orders", "Revenue", "Net margin", "Opt-outs", "Lost value", "What is left")
MONEY = ("revenue", "net_margin", "lost_value", "net_value")
SHOWN = ("orders", "revenue", "net_margin", "opt_outs", "lost_value", "net_value")
CHANNELS = {"sms": "SMS", "email": "e-mail", "push": "push", "ads": "ads", "mms": "picture messages"}  # fmt: skip


def tell_truths(truth: Mapping[str, Any], titles: Mapping[str, str], currency: str) -> None:
    """One line for everything, one a channel, one a message: what would be missing without it."""
    say()
    say("Truth: what would be missing without it, ± 95 % for another run of as many customers")
    table(HEADS, [_line(name, life, currency) for name, life in _lives(truth, titles)])
    for kind in ("channels", "messages"):
        if len(truth[kind] or ()) > 1:
            rest = _figure(truth["overlap"][kind], "net_margin", currency)
            say(f"Overlap of {kind}: {rest} of net margin, the whole less each one's own (above zero they replace each other, below zero they need each other).")  # fmt: skip
    for why in truth.get("not_flown", {}).values():
        say(f"Not known: {why}.")


def _lives(
    truth: Mapping[str, Any], titles: Mapping[str, str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "everything", truth["programme"]
    yield from (
        (f"all {CHANNELS.get(key, key)}", life) for key, life in (truth["channels"] or {}).items()
    )
    messages = truth["messages"] or {}
    often = Counter(titles.get(key, key) for key in messages)
    for key, life in messages.items():
        title = titles.get(key, key)
        yield f"{title} ({key.partition('/')[2]})" if often[title] > 1 else title, life


def _line(name: str, life: Mapping[str, Any], currency: str) -> tuple[str, ...]:
    return (name, *(_figure(life, key, currency) for key in SHOWN))


def _figure(life: Mapping[str, Any], key: str, currency: str) -> str:
    from journeyboard.simulation.truth import Z

    value, error = life[f"incremental_{key}"], life[f"incremental_{key}_error"]
    if key in MONEY:
        told = money_words(value, currency)
        return told if error is None else f"{told} ± {Z * error:,.2f}"
    return f"{value:,}" if error is None else f"{value:,} ± {Z * error:,.1f}"
