"""The values a text asks for: the fallback of each, and how many customers lack it."""

from __future__ import annotations

import streamlit as st

from journeyboard.message.facts import FACTS
from journeyboard.ui.parts import card
from journeyboard.ui.preview.copy_desk import Chosen
from journeyboard.ui.preview.timing_table import stacked
from journeyboard.ui.tables import Cell, Column, Row
from journeyboard.ui.wording import many, percent
from journeyboard.workflows.copy_values import Use, uses

COLUMNS = (
    Column("Value", figures=False),
    Column("Stands in", figures=False),
    Column("Fallback", figures=False, help="What stands there when the value is missing"),
    Column("Lack it", help="Of the customers who agreed to such a message"),
)
MISSING = {
    "skip": "Who lacks a value without fallback does not get the message.",
    "blank": "Where a value without fallback is missing, nothing stands in its place.",
    "error": "A value without fallback that is missing stops the run.",
}


def draw_values(chosen: Chosen) -> None:
    """The card of the values."""
    found = uses(chosen.version, chosen.brand, chosen.people)
    if not found:
        return
    with card(_finding(found), key="copy-values"):
        stacked(COLUMNS, [_row(use) for use in found])
        st.caption(MISSING[chosen.node.missing])


def _finding(found: list[Use]) -> str:
    open_ = [use for use in found if _open(use)]
    if not open_:
        return f"{many(len({use.name for use in found}), 'value')} put in, nobody sees a gap"
    worst = max(open_, key=lambda use: use.lacking or 0)
    return f"{worst.lacking or 0:,} of {worst.of:,} would see a gap at “{worst.name}”"


def _open(use: Use) -> bool:
    """Whether somebody sees a gap."""
    return use.inserted and not use.guarded and bool(use.lacking)


def _row(use: Use) -> Row:
    name = Cell(use.name, "" if use.inserted else "only asked for in a condition")
    if use.fallback is not None:
        fallback = Cell(f"“{use.fallback}”")
    elif not use.inserted:
        fallback = Cell("–")
    elif use.name in FACTS and use.lacking == 0:
        fallback = Cell("comes with the message", tone="muted")
    elif use.guarded:
        fallback = Cell("guarded by a condition")
    else:
        fallback = Cell("none", tone="warm" if _open(use) else "muted")
    if use.lacking is None:
        return name, Cell(use.field), fallback, Cell("–", "known only when sent")
    share = percent(use.lacking / use.of) if use.of else "–"
    tone = "bad" if _open(use) else ""
    return name, Cell(use.field), fallback, Cell(share, f"{use.lacking:,} of {use.of:,}", tone)
