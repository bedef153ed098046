"""The truth by message, channel, journey and audience: a chart of one measure, and a table of them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from journeyboard.audience.segments import BUILT_IN
from journeyboard.charts.truth import Added, Measure, added_dots, in_words
from journeyboard.journey.nodes import Message
from journeyboard.simulation.truth import Z
from journeyboard.storage.runs import StoredRun
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card, dark, figure
from journeyboard.ui.simulate.truth_words import channel_name, signed_money
from journeyboard.ui.tables import Cell, Column, Row, table
from journeyboard.ui.wording import NOTHING, many

Life = Mapping[str, Any]
MEASURES = {
    "net_margin": ("Net margin", Measure("net margin", "money")),
    "net_value": ("What is left", Measure("margin after lost subscribers", "money")),
    "orders": ("Orders", Measure("orders", "count")),
    "revenue": ("Revenue", Measure("revenue", "money")),
    "opt_outs": ("Opt-outs", Measure("opt-outs", "count", "down")),
    "lost_value": ("Lost subscribers", Measure("lost subscriber value", "money", "down")),
}
"""What can be looked at: its label, and how the chart speaks of it. A new measure goes here."""
SHOWN = 10
"""Rows in the chart; the table has all."""
THOUSAND = 1_000
HELP = {
    "message": "What would be missing if this one message were left out and everything else stayed: customers walk on, the other messages, caps and exits react.",
    "channel": "What would be missing if this channel were left out and everything else stayed.",
    "journey": "What would be missing if this journey had not flown beside the others.",
    "audience": "What all messages together added among its customers, the chart per 1,000 of them, so that sizes can be compared. A customer may belong to several audiences.",
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """One way to take the whole apart: what a row is, and the rows by name."""

    subject: str
    rows: Mapping[str, Life]

    @property
    def per(self) -> int | None:
        """Customers that a figure of the chart is for; None for all of them."""
        return THOUSAND if self.subject == "audience" else None


def groups_of(truth: Life, titles: Mapping[str, str], journeys: Mapping[str, str]) -> dict[str, Group]:  # fmt: skip
    """The ways that this run can be taken apart, messages first."""
    labels = {one.id: one.label for one in BUILT_IN}
    found = {
        "message": Group("message", _renamed(truth["messages"], titles)),
        "channel": Group("channel", {channel_name(k): v for k, v in truth["channels"].items()}),
        "journey": Group("journey", _renamed(truth["journeys"], journeys)),
        "audience": Group("audience", {labels.get(k, _as_label(k)): v for k, v in truth["audiences"].items() if v["n"] > 1}),
    }  # fmt: skip
    return {key: group for key, group in found.items() if group.rows or key == "message"}


def message_labels(run: StoredRun) -> dict[str, str]:
    """What messages (`journey/node`) were called when they flew; their ids go before a title used twice."""
    flown = [found for one in run.journeys if (found := state.peek(*one))]
    titles = {
        (journey.id, node.id): node.title or node.label
        for journey in flown
        for node in journey.nodes
        if isinstance(node, Message)
    }
    often = Counter(titles.values())
    return {
        f"{journey}/{node}": f"{node}: {title}" if often[title] > 1 else title
        for (journey, node), title in titles.items()
    }


def _as_label(audience: str) -> str:
    words = audience.replace("_", " ")
    return words[:1].upper() + words[1:]


def _renamed(lives: Mapping[str, Life], names: Mapping[str, str]) -> dict[str, Life]:
    return {names.get(key, key): life for key, life in lives.items()}


def draw_truths(groups: Mapping[str, Group], currency: str | None) -> None:
    """The tabs, the chart of the chosen measure, and the table of all measures."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        group, of = _pick_group(groups), _pick_measure()
    if not group.rows:
        card("No message can be left out", "The journey of this run has no message.")
        return
    with card(key="truth-chart"):
        _draw_chart(group, of, currency)
    n = max((life["n"] for life in group.rows.values()), default=0)
    words = HELP[group.subject] if group.per else f"{HELP[group.subject]} Of {many(n, 'customer')}."
    with card(f"Every figure by {group.subject}", words, key="truth-table"):
        _draw_table(group, of, currency)


def _pick_group(groups: Mapping[str, Group]) -> Group:
    """The way to take the whole apart, as the address says."""
    asked("apart", groups, next(iter(groups)))
    chosen = st.segmented_control(
        "Taken apart by", list(groups), format_func=lambda one: groups[one].subject.capitalize(),
        required=True, key="apart",
    )  # fmt: skip
    answered("apart", chosen)
    return groups[chosen or next(iter(groups))]


def _pick_measure() -> str:
    """What is looked at, as the address says."""
    asked("added", MEASURES, "net_margin")
    chosen = st.selectbox(
        "What was added", list(MEASURES), format_func=lambda one: MEASURES[one][0], key="added",
        width=240,
    )  # fmt: skip
    answered("added", chosen)
    return chosen


def _draw_chart(group: Group, of: str, currency: str | None) -> None:
    measure = MEASURES[of][1]
    if group.per:
        measure = measure._replace(name=f"{measure.name} per {group.per:,} customers")
    rows = [added(name, life, of, group.per) for name, life in group.rows.items()]
    largest = sorted(rows, key=lambda row: -abs(row.value))[:SHOWN]
    fig = added_dots(largest, measure, subject=group.subject, currency=currency, dark=dark())
    figure(fig, key="truth-dots", help=HELP[group.subject])
    if len(rows) > SHOWN:
        st.caption(f"The {SHOWN} largest of {len(rows)}; the table has all.")


def added(name: str, life: Life, of: str, per: int | None = None) -> Added:
    """What a row added of one measure, of all its customers or `per` so many."""
    value, error = life[f"incremental_{of}"], life[f"incremental_{of}_error"]
    share = per / life["n"] if per else 1.0
    return Added(name, value * share, None if error is None else error * share)


def _draw_table(group: Group, of: str, currency: str | None) -> None:
    """All measures, sorted as the chart is."""
    texts = any("sms" in life for life in group.rows.values())
    ranked = sorted(group.rows.items(), key=lambda row: -added(row[0], row[1], of, group.per).value)
    columns = [Column(group.subject.capitalize(), figures=False)]
    columns += [Column(label) for label, _ in MEASURES.values()]
    if texts:
        columns.append(Column("SMS's own net margin", help="All, less all but SMS"))
    table(columns, [_row(name, life, texts, currency, bool(group.per)) for name, life in ranked])


def _row(name: str, life: Life, texts: bool, currency: str | None, sized: bool) -> Row:
    figures = [_figure(life, key, currency) for key in MEASURES]
    own = [_figure(life["sms"], "net_margin", currency) if "sms" in life else NOTHING]
    size = many(life["n"], "customer") if sized else ""
    return (Cell(name, size), *figures, *(own if texts else ()))


def _figure(life: Life, of: str, currency: str | None) -> Cell:
    """A value with its 95 % half-width, coloured where it is beyond chance."""
    measure, row = MEASURES[of][1], added("", life, of)
    way = row.sign if measure.good == "up" else -row.sign
    tone = {1: "good", -1: "bad", 0: ""}[way]
    if measure.unit == "money":
        value, half = signed_money(row.value, currency), signed_money(Z * (row.error or 0), currency).removeprefix("+")  # fmt: skip
    else:
        value, _, half = in_words(row, measure, currency).partition(" ± ")
    return Cell(value, f"± {half}" if row.error is not None else "", tone)
