"""The small parts pages are drawn from: headings, cards, empty states, facts and figures."""

from __future__ import annotations

from html import escape, unescape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from journeyboard.charts.theme import CONFIG, alt_text
from journeyboard.ui.plain import plain
from journeyboard.ui.shell import mode, path_of


def heading(title: str, words: str) -> DeltaGenerator:
    """The page's title and what it is for; returns the row at its right for buttons."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.title(title, anchor=False)
    left.caption(words)
    return right.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="bottom", key="actions"
    )


def card(
    title: str = "", words: str = "", *, help: str = "", key: str | None = None
) -> DeltaGenerator:
    """A bordered card with a title that says the finding, and a line of plain words."""
    box = st.container(border=True, key=key, height="stretch")
    if title:
        box.subheader(title, anchor=False, help=help or None)
    if words:
        box.caption(words)
    return box


def empty(icon: str, title: str, words: str) -> DeltaGenerator:
    """What stands where nothing is yet: an icon, what is missing, what to do; returns a row for buttons."""
    box = st.container(border=True, key=f"empty-{icon}", horizontal_alignment="center")
    box.html(
        f'<div class="jb-empty"><span class="jb-icon" aria-hidden="true">{escape(icon)}</span>'
        f"<p class='jb-empty-title'>{escape(title)}</p><p>{escape(words)}</p></div>",
        width="content",
    )
    return box.container(horizontal=True, horizontal_alignment="center")


def figure(fig: Any, key: str | None = None, help: str = "") -> None:
    """A chart of journeyboard.charts: its finding as a heading that wraps with the page, note, drawing, words.

    Finding and note are plain text: a title or two amounts of money within them are no markup. `help` says
    how to read it.
    """
    finding, note = fig.layout.meta["finding"], fig.layout.title.subtitle.text
    st.subheader(plain(finding), anchor=False, help=help or None)
    if note:
        st.caption(plain(unescape(note.replace("<br>", " "))))
    above = fig.layout.margin.t
    fig.update_layout(title=None, margin={"t": 8}, height=fig.layout.height - above + 8)
    st.plotly_chart(fig, theme=None, key=key, alt=alt_text(fig), config=CONFIG)


def dark() -> bool:
    """Whether charts are to be drawn for the dark mode."""
    return mode() == "dark"


def facts(pairs: list[tuple[str, str]]) -> None:
    """A row of small facts: what, and how much."""
    cells = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in pairs)
    st.html(f'<dl class="jb-facts">{cells}</dl>')


def go(page: str, label: str, icon: str, key: str, *, primary: bool = False, **query: str) -> None:
    """A button that leads to another page, with what it should show there."""
    if st.button(label, icon=icon, key=key, type="primary" if primary else "secondary"):
        st.switch_page(path_of(page), query_params=query)
