"""The one Plotly template, light and dark, and the frame every chart stands in: finding, margins, alt text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd  # noqa: F401  Plotly takes it from sys.modules, even when another thread has only half imported it
import plotly.graph_objects as go

from journeyboard.charts.palette import FONT, Palette, palette
from journeyboard.charts.wording import short, stretched, wrapped

CONFIG: dict[str, Any] = {
    "displayModeBar": False, "responsive": True, "scrollZoom": False, "typesetMath": False,
}  # fmt: skip
"""Plotly's own settings, for the page that shows a figure (with `theme=None`)."""

TITLE_WIDTH = 42
"""Characters in a title's line: what 390 pixels hold at the title's size."""
ROW_HEIGHT = 54
ROW_LETTERS = 47
"""Letters in a row's line at 390 pixels, label and value together."""
WIDE_LETTERS = 80
"""The same where the page says that a chart has room (560 pixels): it sets `--jb-wide` and `--jb-narrow`."""
_CLEAR = "rgba(0,0,0,0)"


def template(dark: bool = False) -> go.layout.Template:
    """The palette as a Plotly template, on a transparent ground."""
    colours = palette(dark)
    return go.layout.Template(layout=_layout(colours), data=_data(colours))


def framed(
    figure: go.Figure, *, finding: str, alt: str, dark: bool, height: int, note: str = ""
) -> go.Figure:
    """The figure with its finding as title, a note below it, and its alt text (`figure.layout.meta`).

    `height` is that of the drawing in pixels; title and note come on top.
    """
    title, subtitle = wrapped(finding, TITLE_WIDTH), wrapped(note, TITLE_WIDTH + 10)
    above = 24 + 19 * (title.count("<br>") + 1) + (17 * (subtitle.count("<br>") + 1) if note else 0)
    figure.update_layout(
        template=template(dark),
        title={"text": title, "subtitle": {"text": subtitle}},
        height=height + above,
        margin={"t": above},
        meta={"alt": f"{finding} {alt}".strip(), "finding": finding},
    )
    return _without_formulas(figure)


def _without_formulas(figure: go.Figure) -> go.Figure:
    """The figure with dollars that are no signs of a formula: two amounts in one text would be typeset as one."""
    title = figure.layout.title
    for text in (title, title.subtitle, *figure.layout.annotations):
        text.text = _plain_dollars(text.text)
    for trace in figure.data:
        for name in ("customdata", "text"):
            if name in trace and trace[name] is not None:
                trace[name] = _plain_dollars(trace[name])
    return figure


def _plain_dollars(value: Any) -> Any:
    """The text, or every text of a sequence, with the dollar as Plotly reads it from markup."""
    if isinstance(value, str):
        return value.replace("$", "&#36;")
    if hasattr(value, "__iter__"):
        return [_plain_dollars(one) for one in value]
    return value


def alt_text(figure: go.Figure) -> str:
    """What a screen reader should say for the figure."""
    return str(figure.layout.meta["alt"])


def label_rows(
    figure: go.Figure, labels: Sequence[str], values: Sequence[str], dark: bool
) -> go.Figure:
    """One line above each row of a horizontal chart: its label on the left, its value on the right.

    Rows are numbered from 0 at the top; labels above the marks keep narrow screens readable, and both
    are cut so that a line fits 390 pixels (the alt text has them whole). More of a label is there for
    a page that says the chart is wide.
    """
    colours = palette(dark)
    for row, (label, value) in enumerate(zip(labels, values, strict=True)):
        value = short(value, 36)
        room = (max(12, letters - len(value)) for letters in (ROW_LETTERS, WIDE_LETTERS))
        label = stretched(label, *room)
        shared = {"xref": "paper", "y": row, "yshift": 19, "showarrow": False}
        shared |= {"bgcolor": faded(colours.background, 0.75), "borderpad": 1}
        figure.add_annotation(text=f"<b>{label}</b>", x=0, xanchor="left", align="left", **shared)
        muted = value.startswith("—")
        colour = colours.muted if muted else colours.text
        figure.add_annotation(
            text=value, x=1, xanchor="right", align="right", font={"color": colour}, **shared
        )
    figure.update_yaxes(
        range=[len(labels) - 0.55, -0.75], visible=False, showgrid=False, fixedrange=True
    )
    return figure


def faded(colour: str, opacity: float) -> str:
    """A `#RRGGBB` colour with opacity.

    >>> faded("#0B6375", 0.4)
    'rgba(11,99,117,0.4)'
    """
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def _layout(colours: Palette) -> dict[str, Any]:
    return {
        "font": {"family": FONT, "size": 12.5, "color": colours.text},
        "title": {
            "font": {"size": 14.5, "color": colours.text, "weight": 600},
            "subtitle": {"font": {"size": 12, "color": colours.muted, "weight": 400}},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 16, "l": 4},
        },
        "paper_bgcolor": _CLEAR,
        "plot_bgcolor": _CLEAR,
        "colorway": list(colours.categorical),
        "colorscale": {
            "sequential": _scale(colours.sequential),
            "sequentialminus": _scale(colours.sequential),
            "diverging": _scale(colours.diverging),
        },
        "coloraxis": {"colorbar": {"outlinewidth": 0}},
        "margin": {"l": 8, "r": 12, "b": 36},
        "separators": ".,",
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.secondary,
            "bordercolor": colours.border,
            "font": {"family": FONT, "size": 12, "color": colours.text},
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": -0.18,
            "yanchor": "top",
            "bgcolor": _CLEAR,
            "font": {"color": colours.text},
        },
        "annotationdefaults": {"font": {"size": 12, "color": colours.text}},
        "modebar": {"bgcolor": _CLEAR, "color": colours.muted, "activecolor": colours.primary},
        "xaxis": _axis(colours),
        "yaxis": _axis(colours),
    }


def _axis(colours: Palette) -> dict[str, Any]:
    return {
        "automargin": True,
        "gridcolor": colours.border,
        "linecolor": colours.border,
        "zerolinecolor": colours.border,
        "tickcolor": colours.border,
        "tickfont": {"color": colours.muted, "size": 11.5},
        "title": {"font": {"color": colours.muted, "size": 12}, "standoff": 8},
        "ticks": "",
        "fixedrange": True,
    }


def _data(colours: Palette) -> dict[str, Any]:
    errors = {"color": colours.text, "thickness": 1.3, "width": 4}
    return {
        "bar": [{"error_x": errors, "error_y": errors, "marker": {"line": {"width": 0}}}],
        "scatter": [{"error_x": errors, "error_y": errors}],
        "sankey": [{"textfont": {"color": colours.text, "family": FONT}}],
    }


def _scale(colours: tuple[str, ...]) -> list[list[Any]]:
    return [[k / (len(colours) - 1), colour] for k, colour in enumerate(colours)]
