"""Tables that read well: aligned figures, what each is of below it, wide ones scroll by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, with a small line under it and a colour (`good`, `bad`, `warm`)."""

    text: str
    under: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Column:
    """A column's title, whether it holds figures, and its help."""

    title: str
    figures: bool = True
    help: str = ""


Row = Sequence[Cell | str]

WIDE = 4
"""Columns from which on a table is wider than a phone."""
MORE = (
    "<style>@media (min-width: 641px) { .jb-more { display: none; } }"
    ".jb-more { color: var(--jb-muted); font-size: 0.8rem; margin: 0 0 0.4rem; }"
    "@media (max-width: 640px) { .jb-more + .jb-scroll { padding-right: 0;"
    " mask-image: linear-gradient(to right, #000 calc(100% - 3.5rem), transparent); }"
    " .jb-more + .jb-scroll table.jb { margin-right: 3.5rem; } }</style>"
    '<p class="jb-more">Swipe sideways for all columns →</p>'
)


def table(columns: Sequence[Column], rows: Sequence[Row], caption: str = "") -> None:
    """A table; the first column names the rows."""
    head = "".join(_head(column) for column in columns)
    body = "".join(_row(columns, row) for row in rows)
    words = f"<caption>{escape(caption)}</caption>" if caption else ""
    hint = MORE if len(columns) >= WIDE else ""
    st.html(
        f'{hint}<div class="jb-scroll" tabindex="0" role="group" aria-label="{escape(caption or "Table")}">'
        f'<table class="jb">{words}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _head(column: Column) -> str:
    title = f' title="{escape(column.help)}"' if column.help else ""
    return f'<th scope="col"{_class(column)}{title}>{escape(column.title)}</th>'


def _row(columns: Sequence[Column], row: Row) -> str:
    return f"<tr>{''.join(map(_cell, columns, row))}</tr>"


def _cell(column: Column, value: Cell | str) -> str:
    cell = value if isinstance(value, Cell) else Cell(value)
    under = f"<small>{escape(cell.under)}</small>" if cell.under else ""
    style = f' style="color: var(--jb-{cell.tone})"' if cell.tone else ""
    return f"<td{_class(column)}><span{style}>{escape(cell.text)}</span>{under}</td>"


def _class(column: Column) -> str:
    return ' class="n"' if column.figures else ""
