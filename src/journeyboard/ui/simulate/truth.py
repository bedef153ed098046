"""Truth: what the journey, each channel, each message and each audience really added in a kept run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.simulation.truth import Z
from journeyboard.storage.runs import StoredRun, find_run
from journeyboard.ui import state
from journeyboard.ui.hangar import run_words
from journeyboard.ui.parts import card, empty, go
from journeyboard.ui.pick import journey_names, pick_run
from journeyboard.ui.plain import plain
from journeyboard.ui.report.answers import truth_of
from journeyboard.ui.simulate.limits_shown import OTHER_LIVES
from journeyboard.ui.simulate.truth_words import (
    FATES,
    channel_name,
    overlap_words,
    signed_money,
)
from journeyboard.ui.simulate.truths import draw_truths, groups_of, message_labels
from journeyboard.ui.tables import Cell, Column, table
from journeyboard.ui.wording import count, many, money, percent

Truth = Mapping[str, Any]
EXACT = (
    "For this run every figure is exact: each customer lived once with everything, once with nothing, and "
    "once without each channel and each message, on the same luck. “±” says what that exact figure is worth "
    "for the future: another run of as many other customers would lie that close in 95 of 100 cases "
    "(1.96 standard errors of the paired difference between a customer's two lives)."
)


def draw(actions: DeltaGenerator) -> None:
    """A run's truth: its headline figures, then by message, channel, journey or audience."""
    with actions:
        run_id = pick_run()
    if run_id is None:
        with empty("balance", "No run to know the truth of", "Fly a journey first; every customer then lives once with it and once without."):  # fmt: skip
            go("simulate", "Fly one", ":material/flight_takeoff:", "to-fly", primary=True, view="fly")  # fmt: skip
        return
    run = find_run(state.store(), run_id)
    truth = truth_of(run_id)
    st.caption(f"**{plain(run.name)}** · {plain(run_words(run))}")
    if "messages" not in truth:
        st.info("This run was flown by an earlier version, which did not leave out each message; fly it again.", icon=":material/flight_takeoff:")  # fmt: skip
        return
    _draw_truth(run, truth)


def _draw_truth(run: StoredRun, truth: Truth) -> None:
    currency = run.settings.get("currency")
    _draw_cards(truth, currency)
    for line in _overlaps(truth, currency):
        st.markdown(line)
    draw_truths(groups_of(truth, message_labels(run), journey_names()), currency)
    _draw_fates(truth["programme"])
    with st.expander("How sure is this?", icon=":material/help:"):
        st.markdown(EXACT)
        if run.results.get("capacity"):
            st.markdown(f"Under limits: {OTHER_LIVES[:1].lower()}{OTHER_LIVES[1:]}")


def _draw_cards(truth: Truth, currency: str | None) -> None:
    """The whole, what SMS did of it, what cannot be given to one channel, and what it cost in subscribers."""
    whole, texts = truth["programme"], truth["channels"].get("sms")
    overlap = truth["overlap"]["channels"]
    n = many(whole["n"], "customer")
    with st.grid(5, min_column_width=185):
        _card(
            "Net margin added", whole, "net_margin", currency, ":material/savings:",
            f"{signed_money(whole['incremental_net_margin'] / whole['n'], currency)} a customer, of {n}",
            "Margin after discounts, less what the messages cost: everything as designed, less the same customers with nothing sent.",
        )  # fmt: skip
        _card(
            "SMS's own", texts, "net_margin", currency, ":material/sms:",
            "all, less all but SMS" if texts else "no text in this run",
            "What would be missing if only the texts were left out, and everything else stayed.",
        )  # fmt: skip
        alone = len(truth["channels"]) < 2
        _card(
            "Overlap of channels", None if alone else overlap, "net_margin", currency, ":material/join_inner:",
            "there is one channel only" if alone else "the whole, less each channel's own",
            "What cannot be given to one channel alone: above zero channels replace each other, below zero they need each other.",
        )  # fmt: skip
        _opt_outs(whole, currency)
        _card(
            "What is left", whole, "net_value", currency, ":material/balance:",
            "net margin, less lost subscribers",
            "Net margin less the future margin of subscribers who opted out because of the messages.",
        )  # fmt: skip


def _card(label: str, life: Truth | None, name: str, currency: str | None, icon: str, under: str, told: str) -> None:  # fmt: skip
    value, error = (life[f"incremental_{name}"], life[f"incremental_{name}_error"]) if life else (None, None)  # fmt: skip
    with st.container(border=True, height="stretch", gap=None, key=f"truth-{label.split()[0].lower()}"):  # fmt: skip
        st.metric(label, signed_money(value, currency), icon=icon, help=told)
        sure = f"± {plain(money(Z * error, currency))}  \n" if error is not None else ""
        st.caption(f"{sure}{plain(under)}")


def _opt_outs(whole: Truth, currency: str | None) -> None:
    with st.container(border=True, height="stretch", gap=None, key="truth-opt-outs"):
        st.metric(
            "Opt-outs caused", count(whole["incremental_opt_outs"]), icon=":material/person_off:",
            help="Each costs the brand the future margin of a subscriber to that channel (brand file, subscriber_value).",
        )  # fmt: skip
        error = whole["incremental_opt_outs_error"]
        sure = f"± {count(Z * error)}  \n" if error is not None else ""
        worth = signed_money(-whole["incremental_lost_value"], currency)
        st.caption(f"{sure}{plain(worth)} of subscriber value")


def _overlaps(truth: Truth, currency: str | None) -> list[str]:
    """How channels, and messages, act upon each other, where there are several."""
    channels = [channel_name(name) for name in truth["channels"] if name != "mms"]
    found = []
    if len(channels) > 1:
        found.append(overlap_words("channels", truth["overlap"]["channels"], currency))
    if len(truth["messages"]) > 1:
        found.append(overlap_words("messages", truth["overlap"]["messages"], currency))
    return found


def _draw_fates(whole: Truth) -> None:
    """The four kinds of customers, in words."""
    moved = whole["persuaded"] - whole["lost"]
    title = f"{many(whole['persuaded'], 'customer was', 'customers were')} persuaded, {count(whole['lost'])} lost: {moved:+,} who bought"  # fmt: skip
    with card(title, f"Each of {many(whole['n'], 'customer')}, by whether they bought with the messages and without.", key="fates"):  # fmt: skip
        rows = [
            (Cell(name, words), count(whole[key]), percent(whole[key] / whole["n"], 2))
            for key, (name, words) in FATES.items()
        ]
        table((Column("Who", figures=False), Column("Customers"), Column("Of all")), rows)
