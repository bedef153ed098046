"""What the message costs, by country: once to everybody, and in a run; and how many parts it takes whom."""

from __future__ import annotations

from html import escape

import streamlit as st

from journeyboard.charts.copy import parts_bars
from journeyboard.errors import JourneyboardError
from journeyboard.ui.parts import card, dark, figure
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.copy_desk import Chosen, flown, measured
from journeyboard.ui.preview.timing_table import stacked
from journeyboard.ui.tables import Cell, Column, Row
from journeyboard.ui.wording import NOTHING, count, money
from journeyboard.workflows.copy import Lengths, Place
from journeyboard.workflows.copy_flown import Sent

ONE = {"sms": "a part", "mms": "a message", "email": "a message", "push": "a message", "ads": "an impression"}  # fmt: skip


def draw_cost(chosen: Chosen) -> None:
    """The table by country, and for an SMS the chart of its parts."""
    found = measured(chosen)
    if not chosen.version.is_text:
        _draw_table(chosen, found)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _draw_table(chosen, found)
    with right, card(key="copy-parts"):
        if found.may_get:
            figure(
                parts_bars(found.parts, odd_by_values=found.odd_by_values, dark=dark()),
                key="parts-chart",
                help="Each customer's own text, names and all, of those who may get it.",
            )
            st.html(f'<p class="jb-longest">The longest: “{escape(_short(found.longest))}”</p>')
        else:
            st.subheader("Nobody may get this text", anchor=False)
            st.caption("None of the sample customers agreed to such messages.")


def _short(text: str) -> str:
    return text if len(text) <= 240 else f"{text[:239]}…"


def _draw_table(chosen: Chosen, found: Lengths) -> None:
    currency = chosen.brand.currency
    title = f"Once to all {found.may_get:,} who agreed: {money(found.cost, currency)}"
    with card(title, key="copy-cost"):
        channel = chosen.version.setting.channel
        sent = _sent(chosen, channel)
        columns = (
            Column("Lives in", figures=False),
            Column("May get it"),
            *([Column("Parts, mean")] if chosen.version.is_text else []),
            Column(f"Price, {ONE[channel]}"),
            Column("Once to all"),
            *([Column("Sent in a run"), Column("Cost of the run")] if sent is not None else []),
        )
        rows = [_row(place, chosen, sent) for place in found.places]
        if len(rows) > 1:
            rows.append(_total(found, chosen, sent))
        if rows:
            stacked(columns, rows)
        st.caption(plain(_notes(chosen, found, sent is not None)))


def _sent(chosen: Chosen, channel: str) -> dict[str, Sent] | None:
    """What a run sends by country; None for a journey that cannot be flown."""
    try:
        told = flown(chosen.journey, chosen.brand, chosen.people)
    except JourneyboardError as error:
        st.warning(plain(f"No run: {error}"), icon=":material/warning:")
        return None
    return told.by_message.get((chosen.node.id, channel), {})


def _row(place: Place, chosen: Chosen, sent: dict[str, Sent] | None) -> Row:
    currency = chosen.brand.currency
    cells = [Cell(place.country), Cell(count(place.customers))]
    if chosen.version.is_text:
        cells.append(Cell(NOTHING if place.mean is None else f"{place.mean:.2f}"))
    cells += [Cell(money(place.price, currency, 4)), Cell(money(place.cost, currency))]
    if sent is not None:
        told = sent.get(place.country, Sent(0, 0.0))
        cells += [Cell(count(told.sent)), Cell(money(told.cost, currency))]
    return cells


def _total(found: Lengths, chosen: Chosen, sent: dict[str, Sent] | None) -> Row:
    currency = chosen.brand.currency
    cells = [Cell("All"), Cell(count(found.may_get))]
    if chosen.version.is_text:
        cells.append(Cell(NOTHING if found.mean_parts is None else f"{found.mean_parts:.2f}"))
    cells += [Cell(""), Cell(money(found.cost, currency))]
    if sent is not None:
        total = [sum(values) for values in zip(*sent.values(), strict=True)] or [0, 0.0]
        cells += [Cell(count(total[0])), Cell(money(total[1], currency))]
    return cells


def _notes(chosen: Chosen, found: Lengths, flew: bool) -> str:
    notes = [f"Of {found.customers:,} sample customers."]
    if found.unsent:
        notes.append(f"{found.unsent:,} lack a value the message insists on, and are left out.")
    if flew:
        versions = " in all its versions" if len(chosen.versions) > 1 else ""
        notes.append(
            f"A run flies them through this journey alone for 90 days; the message{versions} goes to who gets there."
        )
    return " ".join(notes)
