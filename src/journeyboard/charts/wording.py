"""Numbers and names as a reader wants them: rates with their counts, money with its currency, short labels."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Mapping

from journeyboard.measurement.metrics import MetricRow
from journeyboard.records import CURRENCY_SYMBOLS

EVENT_WORDS: Mapping[str, str] = {
    "journey.entered": "Entered the journey",
    "message.sent": "Sent a message",
    "message.delivered": "Got a message",
    "message.opened": "Opened an email",
    "message.clicked": "Clicked a message",
    "ad.clicked": "Clicked an ad",
    "session.started": "Visited the site",
    "page.viewed": "Viewed a page",
    "product.viewed": "Viewed a product",
    "cart.updated": "Filled a cart",
    "checkout.started": "Started checkout",
    "checkout.progressed": "Went on in checkout",
    "order.placed": "Placed an order",
    "order.delivered": "Received the order",
    "review.submitted": "Wrote a review",
    "referral.made": "Recommended the shop",
    "consent.unsubscribed": "Unsubscribed",
}


def percent(share: float, digits: int = 1) -> str:
    """A share in words, with one digit more where it is small.

    >>> percent(0.0913)
    '9.1 %'
    """
    return f"{share * 100:.{digits + 1 if 0 < abs(share) < 0.001 else digits}f} %"


def points(share: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return f"{share * 100:+.2f} pp".replace("-", "−")


def money(amount: float, currency: str | None, *, signed: bool = False) -> str:
    """An amount with its currency; cents below one thousand.

    >>> money(-1234.4, "USD"), money(12, "SEK", signed=True)
    ('−$1,234', '+SEK 12.00')
    """
    digits = 0 if abs(amount) >= 1000 else 2
    size = f"{abs(amount):,.{digits}f}"
    sign = "−" if amount < 0 else "+" if signed else ""
    code = f"{currency} " if currency else ""
    return f"{sign}{CURRENCY_SYMBOLS.get(currency or '', code)}{size}"


def day_words(day: str) -> str:
    """
    >>> day_words("2026-03-04")
    '4 March'
    """
    from datetime import date

    known = date.fromisoformat(day)
    return f"{known.day} {known:%B}"


def short(label: str, width: int = 28) -> str:
    """At most `width` characters, safe inside a chart's markup."""
    label = " ".join(label.split())
    cut = label if len(label) <= width else label[: width - 1].rstrip() + "…"
    return html.escape(cut, quote=False)


def stretched(label: str, narrow: int, wide: int) -> str:
    """As `short` of `narrow` letters, with those up to `wide` for charts whose page sets `--jb-wide: inline`."""
    label = " ".join(label.split())
    if len(label) <= narrow:
        return short(label, narrow)
    head = label[: narrow - 1].rstrip()
    rest = label[len(head) :] if len(label) <= wide else label[len(head) : wide - 1].rstrip() + "…"
    first, more = (html.escape(part, quote=False) for part in (head, rest))
    return (
        f'{first}<span style="display: var(--jb-wide, none)">{more}</span>'
        '<span style="display: var(--jb-narrow, inline)">…</span>'
    )


def wrapped(text: str, width: int) -> str:
    """Lines of at most `width` characters, broken between words and safe inside a chart's markup.

    A number stays on one line with its unit.
    """
    together = " ".join(text.split()).replace(" %", "\u00a0%").replace(" pp", "\u00a0pp")
    lines = textwrap.wrap(together, width)
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def row_name(row: MetricRow, labels: Mapping[str, str] | None = None) -> str:
    """What a reader calls a row: the node's title where `labels` knows it, else the last parts of its group."""
    names = dict(row.group)
    if len(names) > 1:
        names.pop("journey_id", None)
        names.pop("experiment_id", None)
    known = labels or {}
    return " · ".join(known.get(str(name), str(name)) for name in names.values() if name) or "none"


def step_name(name: str, type: str) -> str:
    """A funnel step in words, keeping what narrows it."""
    return name.replace(type, EVENT_WORDS.get(type, type), 1) if name.startswith(type) else name
