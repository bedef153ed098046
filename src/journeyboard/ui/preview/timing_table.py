"""A table that becomes a list of small blocks on a phone, so that nothing has to be swiped into sight."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from journeyboard.ui.tables import Cell, Column, Row


def stacked(columns: Sequence[Column], rows: Sequence[Row], marked: Collection[int] = ()) -> None:
    """The table; rows of these numbers (from 0) carry the accent, empty cells vanish on a phone."""
    st.html(Path(__file__).with_name("timing_table.css"))
    head = "".join(_head(column) for column in columns)
    body = "".join(_row(columns, row, k in marked) for k, row in enumerate(rows))
    st.html(
        '<div class="jb-scroll" tabindex="0" role="group" aria-label="Table">'
        f'<table class="jb jb-stack"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _head(column: Column) -> str:
    title = f' title="{escape(column.help)}"' if column.help else ""
    side = ' class="n"' if column.figures else ""
    return f'<th scope="col"{side}{title}>{escape(column.title)}</th>'


def _row(columns: Sequence[Column], row: Row, marked: bool) -> str:
    accent = ' class="send"' if marked else ""
    return f"<tr{accent}>{''.join(map(_cell, columns, row))}</tr>"


def _cell(column: Column, value: Cell | str) -> str:
    cell = value if isinstance(value, Cell) else Cell(value)
    kinds = " ".join(
        name
        for name, on in (("n", column.figures), ("bare", not cell.text and not cell.under))
        if on
    )
    under = f"<small>{escape(cell.under)}</small>" if cell.under else ""
    style = f' style="color: var(--jb-{cell.tone})"' if cell.tone else ""
    label = escape(column.title)
    return f'<td class="{kinds}" data-label="{label}"><span{style}>{escape(cell.text)}</span>{under}</td>'
