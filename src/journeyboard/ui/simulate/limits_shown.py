"""What the sender's limits did to a run: the queue over time, the waits, the money and the effect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from journeyboard.charts.capacity import duration, queue_area, queue_finding
from journeyboard.simulation.season import seasons
from journeyboard.storage.runs import StoredRun
from journeyboard.ui.parts import dark, facts, figure
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import count, many, money, percent

Told = Mapping[str, Any]
LIMITED = {"sms": "texts", "email": "e-mails", "budget": "budget", "daily_budget": "budget"}
OTHER_LIVES = (
    "Every other life, such as that without the journey, met the queue and the budget of the run as designed: "
    "room that it would have left free is not used by others."
)
"""What the limits mean for the truth, which flies each life alone."""


def circumstance_words(told: Told) -> list[str]:
    """What a run had besides its journeys: limits, seasons, launch days and cohorts, as its settings tell them.

    >>> circumstance_words({"limits": {"sms": 3.0, "daily_budget": 90.0}, "seasons": ["summer"]})
    ['limited texts and budget', 'Summer lull']
    """
    named = {LIMITED[name]: None for name in told.get("limits", {}) if name in LIMITED}
    days = told.get("cohort_days", 1)
    known = seasons()
    return [
        *([f"limited {' and '.join(named)}"] if named else []),
        *(known[key].title if key in known else key for key in told.get("seasons", ())),
        *(["later launches"] if told.get("launches") else []),
        *([f"cohorts over {days} days"] if days > 1 else []),
    ]


def draw_limits_of(run: StoredRun) -> None:
    """A card with it; nothing for a run without limits."""
    told: Told | None = run.results.get("capacity")
    if told is None:
        return
    currency = run.settings.get("currency", "USD")
    with st.container(border=True, key=f"capacity-{run.id}"):
        for channel, queue in told["queues"].items():
            _draw_queue(run, told, channel, queue)
        if told["budget"]:
            _draw_budget(told["budget"], currency)
        st.markdown(effect_words(told, currency))
        st.caption(_method_words(told))


def _draw_queue(run: StoredRun, told: Told, channel: str, queue: Told) -> None:
    waits = queue["waits"]
    if not queue["curve"]:
        st.subheader(queue_finding(queue, channel), anchor=False)
        return
    start = datetime.fromisoformat(run.settings["start"])
    figure(
        queue_area(queue, channel=channel, start=start, dark=dark()),
        key=f"queue-{channel}-{run.id}",
    )
    facts(
        [
            ("Waited a minute or more", f"{count(waits['waited'])} of {count(waits['n'])}"),
            ("Median wait", duration(waits["p50"]) if waits["n"] else "–"),
            ("95 % within", duration(waits["p95"]) if waits["n"] else "–"),
            ("Left after the window", _of(told["outside_window"], waits["n"])),
            ("Turned away, queue full", count(told["queue_full"])),
        ]
    )


def _of(some: int, all_of_them: int) -> str:
    return f"{count(some)} ({percent(some / all_of_them)})" if all_of_them else count(some)


def _draw_budget(budget: Told, currency: str) -> None:
    if not budget["ends"]:
        words = f"The budget lasts: {money(budget['spent'], currency)} was spent"
    else:
        first = datetime.fromisoformat(budget["ends"][0])
        words = f"The money ends on {first.day} {first:%B at %H:%M} UTC"
    st.subheader(plain(words), anchor=False)
    if budget["ends"]:
        told = (
            f"{money(budget['spent'], currency)} was spent and {money(budget['wanted'], currency)} wanted; "
            f"{many(budget['cut_off_scaled'], 'message')} of the list were not sent."
        )
        st.caption(plain(told))


def effect_words(told: Told, currency: str) -> str:
    """What the limits cost, in one sentence: the same customers and the same luck without them."""
    (orders, fewer), (margin, less) = told["effect"]["orders"], told["effect"]["margin"]
    if orders == fewer and margin == less:
        return "The limits change no order of the customers flown."
    return (
        f"**The limits move orders from {count(orders)} to {count(fewer)}** and margin from "
        f"{money(margin, currency)} to {money(less, currency)}, among the customers flown "
        "on the same luck."
    ).replace("$", "\\$")


def _method_words(told: Told) -> str:
    scale = f"Each customer stands for {told['scale']:,.4g} of the list. " if told["scale"] != 1 else ""  # fmt: skip
    agreed = (
        f"The queue agreed with itself after {many(told['rounds'], 'round')}."
        if told["residual"] == 0
        else f"After {many(told['rounds'], 'round')} {percent(told['residual'])} of what was handed "
        "over still moved: read the waits as rough."
    )
    return f"{scale}{agreed} {OTHER_LIVES}"
