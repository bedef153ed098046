"""A followed customer as a list: every moment with its reason, and where the two lives differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from html import escape
from itertools import groupby
from pathlib import Path

import streamlit as st

from journeyboard.simulation.tracing.traced import Life, Moment, Trace
from journeyboard.ui.tables import Cell, Column, table
from journeyboard.ui.wording import count, money

ICONS = {
    "visit": "storefront", "cart": "shopping_cart", "checkout": "shopping_cart_checkout", "left": "logout",
    "order": "shopping_bag", "parcel": "package_2", "message": "mail", "click": "ads_click",
    "look": "visibility", "held": "schedule", "skipped": "block", "ad": "campaign", "opt_out": "person_off",
    "entry": "login", "step": "turn_right", "stage": "stairs", "not": "visibility_off", "reply": "chat",
    "other": "circle",
}  # fmt: skip
CHANNEL_ICONS = {"sms": "sms", "mms": "perm_media", "push": "notifications", "ads": "campaign"}
COUNTED = {
    "session.started": "Visits", "cart.updated": "Carts filled", "checkout.started": "Checkouts started",
    "message.delivered": "Messages delivered", "message.skipped": "Messages not sent",
    "message.clicked": "Clicks", "consent.unsubscribed": "Opt-outs",
}  # fmt: skip
OF_THE_JOURNEY = ("message", "click", "look", "held", "skipped", "ad", "entry", "step", "not", "reply")  # fmt: skip
"""What there is with the journey only: no difference worth a mark."""


def draw_story(trace: Trace, with_it: str, without: str, every: bool) -> None:
    """The moments of both lives in one list; what only one of them has is marked.

    Without `every`, steps and what merely fills in are left out.
    """
    st.html(Path(__file__).with_name("customer.css"))
    told = [one for one in merged(trace) if every or not one[0].minor]
    if not told:
        st.caption("Nothing happened to this customer in these days.")
        return
    days = groupby(told, key=lambda item: item[0].local.date())
    st.html(
        f'<ol class="jb-life">{"".join(_day(list(items), (with_it, without)) for _, items in days)}</ol>'
    )


def merged(trace: Trace) -> list[tuple[Moment, bool]]:
    """All moments of the first life, and those that the second alone has (True), by time."""
    first = [(one, False) for one in trace.lives[0].moments]
    other = [(one, True) for one in trace.lives[1].moments if one.where == "here"]
    return sorted([*first, *other], key=lambda item: item[0].at)


def is_difference(one: Moment) -> bool:
    """Whether it is worth a mark that only one of the lives has it."""
    return one.where == "here" and one.kind not in OF_THE_JOURNEY


def _day(items: Sequence[tuple[Moment, bool]], names: tuple[str, str]) -> str:
    head = f'<li class="jb-day">{items[0][0].local:%A, %-d %B %Y}</li>'
    return head + "".join(_moment(one, other, names) for one, other in items)


def _moment(one: Moment, other: bool, names: tuple[str, str]) -> str:
    differs = is_difference(one)
    kind = ("jb-without" if other else "jb-with") if differs else "jb-visit" if one.visit is not None else ""  # fmt: skip
    tag = f'<span class="jb-tag">only {escape(names[other])}</span>' if differs else ""  # fmt: skip
    why = f'<span class="jb-why">{escape(one.why)}</span>' if one.why else ""
    return (
        f'<li class="jb-moment {kind}"><time>{one.local:%H:%M}</time>'
        f'<span class="jb-icon" aria-hidden="true">{_icon(one)}</span>'
        f"<div>{escape(one.what)}{tag}{why}</div></li>"
    )


def _icon(one: Moment) -> str:
    if one.kind == "message" and one.channel in CHANNEL_ICONS:
        return CHANNEL_ICONS[one.channel]
    return ICONS.get(one.kind, ICONS["other"])


def draw_money(trace: Trace, with_it: str, without: str) -> None:
    """What each life brought, and the difference."""
    designed, other = trace.lives[0], trace.lives[1]
    rows = [_row(name, f(designed), f(other), trace.currency) for name, f in _figures()]
    columns = [
        Column("", figures=False),
        Column(with_it[:1].upper() + with_it[1:]),
        Column(without[:1].upper() + without[1:]),
        Column("Difference"),
    ]
    table(columns, rows, f"This customer, {trace.days} days, money in {trace.currency}")


def _figures() -> Iterator[tuple[str, Callable[[Life], float]]]:
    names = {"orders": "Orders", "revenue": "Revenue", "discount": "of it given away by codes",
             "margin": "Margin after discounts", "cost": "Cost of messages"}  # fmt: skip
    for name, title in names.items():
        yield title, partial(_outcome, name)
    yield "Margin less messages", lambda life: life.net_margin


def _outcome(name: str, life: Life) -> float:
    return life.outcomes[name]


def _row(title: str, mine: float, theirs: float, currency: str) -> list[Cell | str]:
    if title == "Orders":
        return [
            title,
            count(mine),
            count(theirs),
            f"{mine - theirs:+.0f}" if mine != theirs else "none",
        ]
    digits = 3 if title == "Cost of messages" else 2
    difference = mine - theirs
    tone = (
        ""
        if abs(difference) < 0.0005 or title != "Margin less messages"
        else "good"
        if difference > 0
        else "bad"
    )
    sign = "+" if difference > 0 else ""
    told = f"{sign}{money(difference, currency, digits)}" if abs(difference) >= 0.0005 else "none"
    return [
        title,
        money(mine, currency, digits),
        money(theirs, currency, digits),
        Cell(told, tone=tone),
    ]


def draw_counts(trace: Trace) -> None:
    """How often each thing happened in each life."""
    rows = [
        [words, *(count(sum(event.type == kind for event in life.events)) for life in trace.lives)]
        for kind, words in COUNTED.items()
    ]
    table([Column("", figures=False), Column("With"), Column("Without")], rows)
