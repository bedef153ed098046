"""Message by message: a table a manager can read, with the notes that belong to its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from journeyboard.charts.performance import message_bars, opt_out_bars
from journeyboard.measurement.catalogue import metric
from journeyboard.measurement.metrics import MetricRow, MetricTable
from journeyboard.ui.parts import card, dark, figure
from journeyboard.ui.report.cards import value_words
from journeyboard.ui.tables import Cell, Column, Row, table
from journeyboard.ui.wording import of

KEYS = (
    "sent",
    "delivered",
    "open_rate",
    "ctr",
    "click_to_order",
    "opt_out_rate",
    "revenue_per_recipient",
    "cost",
)
NOTES = (
    "SMS has no open event, so it shows none. Opens of e-mail are inflated by mail privacy software: an upper "
    "bound. Click to order and revenue belong to the last click, which is not the same as being caused by it."
)


def draw_messages(found: MetricTable, titles: Mapping[str, str]) -> None:
    """The table, and which message works and which one costs subscribers."""
    found = in_order(found, titles)
    rows = [row for row in found.rows if row["sent"].value or row["impressions"].value or row.skips]
    if not rows:
        with card("No message was sent"):
            st.caption(
                "Nobody reached a message: look at the entry, its filter and the consent it needs."
            )
        return
    with card("Message by message", key="messages"):
        group_table(found, rows, titles, "Message")
        st.caption(NOTES)
    left, right = st.columns(2, gap="medium")
    with left, card(key="ctr-bars"):
        figure(message_bars(found, "ctr", labels=titles, dark=dark()), help=metric("ctr").help)
    with right, card(key="opt-outs"):
        words = "Each opt-out counts against the message it followed; the line is where to start worrying."
        figure(opt_out_bars(found, labels=titles, dark=dark()), help=words)


def in_order(found: MetricTable, titles: Mapping[str, str]) -> MetricTable:
    """The rows of messages in the order of the journey."""
    places = {node: place for place, node in enumerate(titles)}

    def place(row: MetricRow) -> int:
        return places.get(row.group.get("node_id") or "", len(places))

    return replace(found, rows=tuple(sorted(found.rows, key=place)))


def group_table(
    found: MetricTable, rows: list[MetricRow], titles: Mapping[str, str], first: str
) -> None:
    """The main metrics, a row a group."""
    columns = [Column(first, figures=False)]
    columns += [
        Column(metric(key).label, help=f"{metric(key).help} {metric(key).note}") for key in KEYS
    ]
    table(columns, [_row(row, found.currency, titles) for row in rows])


def _row(row: MetricRow, currency: str | None, titles: Mapping[str, str]) -> Row:
    skipped = sum(row.skips.values())
    why = max(row.skips, key=lambda reason: row.skips[reason], default="")
    under = f"{skipped:,} skipped, most: {why.replace('_', ' ')}" if skipped else ""
    return (Cell(_name(row, titles), under), *(_cell(row, key, currency) for key in KEYS))


def _name(row: MetricRow, titles: Mapping[str, str]) -> str:
    parts = [str(value) for key, value in row.group.items() if value and key != "journey_id"]
    return " · ".join(titles.get(part, part.replace("_", " ")) for part in parts) or "none"


def _cell(row: MetricRow, key: str, currency: str | None) -> Cell:
    cell = row[key]
    if cell.value is None:
        return Cell("–", cell.reason or "" if key == "open_rate" else "", tone="muted")
    money = metric(key).unit == "money"
    return Cell(value_words(cell, currency), of(cell.to_dict(), currency if money else None))
