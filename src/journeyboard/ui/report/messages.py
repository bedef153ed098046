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
    rows = [row for row in in_order(found, titles).rows if _tried(row)]
    if not rows:
        with card("No message was sent"):
            st.caption(
                "Nobody reached a message: look at the entry, its filter and the consent it needs."
            )
        return
    if not any(row["delivered"].value or row["impressions"].value for row in rows):
        st.info(
            "Nobody was messaged in this run: every message was skipped, for the reasons below."
        )
    with card("Message by message", key="messages"):
        group_table(found, rows, titles, "Message")
        st.caption(NOTES)
    found = _to_draw(found, rows, titles)
    if not found.rows:
        return
    left, right = st.columns(2, gap="medium")
    with left, card(key="ctr-bars"):
        figure(message_bars(found, "ctr", dark=dark()), help=metric("ctr").help)
    with right, card(key="opt-outs"):
        words = "Each opt-out counts against the message it followed; the line is where to start worrying."
        figure(opt_out_bars(found, dark=dark()), help=words)


def _tried(row: MetricRow) -> bool:
    return bool(row["sent"].value or row["impressions"].value or row.skips)


def _to_draw(found: MetricTable, rows: list[MetricRow], titles: Mapping[str, str]) -> MetricTable:
    """What was delivered, under its title: neither an ad nor a skipped message has a rate to draw."""
    kept = [row for row in rows if row["delivered"].value]
    return replace(
        found, rows=tuple(replace(row, group={"message": _name(row, titles)}) for row in kept)
    )


def in_order(found: MetricTable, titles: Mapping[str, str]) -> MetricTable:
    """The rows of messages in the order of the journey."""
    places = {node: place for place, node in enumerate(titles)}

    def place(row: MetricRow) -> int:
        return places.get(_key(row), len(places))

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
    if arm := row.group.get("arm"):
        tried = row.group.get("experiment_id") or ""
        return f"{titles.get(tried, tried.replace('_', ' '))}: {arm.replace('_', ' ')}"
    rest = [
        str(value).replace("_", " ")
        for key, value in row.group.items()
        if value and key not in ("journey_id", "node_id")
    ]
    title = titles.get(_key(row), (row.group.get("node_id") or "").replace("_", " "))
    return " · ".join(filter(None, [title, *rest])) or "none"


def _key(row: MetricRow) -> str:
    return f"{row.group.get('journey_id')}/{row.group.get('node_id')}"


_NONE = Cell("–", tone="muted")
AD_CELLS = {"delivered": ("impressions", "times shown"), "ctr": ("ad_clicks", "clicks")}
"""What an ad has instead: it is shown, not delivered, and its clicks count no people."""


def _cell(row: MetricRow, key: str, currency: str | None) -> Cell:
    cell = row[key]
    if row["impressions"].value and not row["sent"].value and cell.value in (None, 0):
        counted, words = AD_CELLS.get(key, ("", ""))
        return Cell(value_words(row[counted], currency), words) if counted else _NONE
    if cell.value is None:
        return Cell("–", cell.reason or "" if key == "open_rate" else "", tone="muted")
    money = metric(key).unit == "money"
    return Cell(value_words(cell, currency), of(cell.to_dict(), currency if money else None))
