"""One customer's life as a chart: with and without the journey, on one line of time whose gaps are shortened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import plotly.graph_objects as go

from journeyboard.charts.palette import Palette, palette
from journeyboard.charts.theme import faded, framed
from journeyboard.charts.wording import short
from journeyboard.simulation.tracing.traced import Life, Moment, Trace
from journeyboard.simulation.tracing.words import amount

BRAND_SIDE = ("message", "held", "skipped", "ad")
SYMBOLS: Mapping[str, tuple[str, str, int]] = {
    "visit": ("circle", "Visit", 8),
    "cart": ("square", "Cart", 9),
    "checkout": ("triangle-right", "Checkout", 10),
    "left": ("line-ns", "Left the checkout", 10),
    "order": ("star", "Order", 17),
    "message": ("diamond", "Message", 12),
    "click": ("triangle-down", "Click", 12),
    "held": ("hourglass", "Held", 11),
    "skipped": ("circle-x-open", "Not sent", 12),
    "ad": ("hexagon", "Ad", 9),
    "opt_out": ("x", "Opt-out", 13),
}
"""Shape, name and size of what the chart shows."""
CROWDED = 44
"""Marks beyond which visits that came to nothing are left out."""
TICKS = 6
STEPS = ((timedelta(hours=1), 1.0), (timedelta(days=1), 1.3), (timedelta(days=7), 1.9))
LONGEST_STEP = 2.6
"""How far apart two moments are drawn by the time between them."""


@dataclass(frozen=True)
class Row:
    """A line of the chart: its label, and the moments on it."""

    label: str
    moments: tuple[Moment, ...]


def life_line(trace: Trace, *, with_it: str = "with the journey", without: str = "without the journey", dark: bool = False) -> go.Figure:  # fmt: skip
    """The first life above, the second below, marks at the same time one above the other.

    Filled marks are in that life only, hollow ones in both. `with_it` and `without` name the lives.
    """
    colours = palette(dark)
    rows = _rows(trace, (with_it, without))
    places = _places([one for row in rows for one in row.moments])
    figure = go.Figure()
    for kind in SYMBOLS:
        named = False
        for here in (True, False):
            found = [(k, one) for k, row in enumerate(rows) for one in row.moments if one.kind == kind and (one.where == "here") == here]  # fmt: skip
            if found:
                figure.add_trace(_marks(kind, here, found, places, trace.currency, colours, named))
                named = True
    _draw_rows(figure, rows, places, colours)
    _draw_days(figure, places, colours)
    figure.update_layout(
        legend={"y": -0.2, "font": {"size": 11.5}, "itemsizing": "constant"}, showlegend=True
    )
    return framed(
        figure, finding=trace.summary, alt=_spoken(rows), dark=dark, height=76 * len(rows) + 96,
        note="Filled marks are in that life only, hollow ones in both. Long gaps are drawn short.",
    )  # fmt: skip


def shown(life: Life) -> list[Moment]:
    """The moments that have a mark: the first page of the checkout stands for all of it."""
    return [
        one for one in life.moments
        if one.kind in SYMBOLS and not one.minor and one.type != "checkout.progressed"
    ]  # fmt: skip


def _rows(trace: Trace, names: Sequence[str]) -> list[Row]:
    found: list[Row] = []
    crowded = sum(len(shown(life)) for life in trace.lives[:2]) > CROWDED
    for life, words in zip(trace.lives[:2], names, strict=False):
        name = words[:1].upper() + words[1:]
        moments = _uncrowded(shown(life)) if crowded else shown(life)
        sent = tuple(one for one in moments if one.kind in BRAND_SIDE)
        if sent:
            found.append(Row(f"{name}: what was sent", sent))
        did = tuple(one for one in moments if one.kind not in BRAND_SIDE)
        found.append(Row(f"{name}: what they did", did))
    return found


def _uncrowded(moments: Sequence[Moment]) -> list[Moment]:
    busy = {one.visit for one in moments if one.kind != "visit"}
    return [one for one in moments if one.kind != "visit" or one.visit in busy]


def _places(moments: Sequence[Moment]) -> dict[datetime, float]:
    """Where each moment stands: in order, further apart the more time has passed, gaps shortened."""
    times = sorted({one.local for one in moments})
    found: dict[datetime, float] = {}
    at = 0.0
    for before, now in zip([None, *times], times, strict=False):
        if before is not None:
            gap = now - before
            at += next((step for span, step in STEPS if gap < span), LONGEST_STEP)
        found[now] = at
    return found


def _marks(kind: str, here: bool, found: Sequence[tuple[int, Moment]], places: Mapping[datetime, float], currency: str, colours: Palette, named: bool) -> go.Scatter:  # fmt: skip
    symbol, name, size = SYMBOLS[kind]
    colour = _colour(kind, colours) if here or kind == "order" else colours.muted
    hollow = not here and symbol not in ("line-ns", "circle-x-open")
    amounts = [amount(one.value, currency).removesuffix(".00") if kind == "order" and one.value else "" for _, one in found]  # fmt: skip
    return go.Scatter(
        x=[places[one.local] for _, one in found],
        y=[row for row, _ in found],
        mode="markers+text" if kind == "order" else "markers",
        text=amounts,
        textposition="bottom center",
        textfont={"size": 12, "color": colours.text},
        name=name,
        legendgroup=kind,
        showlegend=not named,
        marker={"symbol": f"{symbol}-open" if hollow else symbol, "size": size, "color": colour, "line": {"width": 2, "color": colour}},
        customdata=[[f"{one.local:%a %d %b, %H:%M}", short(one.what, 60)] for _, one in found],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )  # fmt: skip


def _colour(kind: str, colours: Palette) -> str:
    hues = {
        "order": colours.good, "opt_out": colours.bad, "message": colours.primary,
        "click": colours.categorical[1], "held": colours.warning, "skipped": colours.warning,
        "ad": colours.categorical[3],
    }  # fmt: skip
    return hues.get(kind, colours.text)


def _draw_rows(figure: go.Figure, rows: Sequence[Row], places: Mapping[datetime, float], colours: Palette) -> None:  # fmt: skip
    last = max(places.values(), default=1.0)
    for number, row in enumerate(rows):
        figure.add_shape(
            type="line", x0=-0.6, x1=last + 0.6, y0=number, y1=number, layer="below",
            line={"color": colours.border, "width": 1.2},
        )  # fmt: skip
        nothing = "" if row.moments else ": nothing"
        figure.add_annotation(
            text=f"<b>{short(row.label, 60)}{nothing}</b>", x=0, xref="paper", y=number, yshift=24,
            xanchor="left", showarrow=False, font={"size": 11.5, "color": colours.muted},
            bgcolor=faded(colours.background, 0.8), borderpad=1,
        )  # fmt: skip
    figure.update_yaxes(
        range=[len(rows) - 0.4, -0.62], visible=False, showgrid=False, fixedrange=True
    )
    figure.update_xaxes(range=[-0.9, last + 0.9], showgrid=False, zeroline=False)


def _draw_days(figure: go.Figure, places: Mapping[datetime, float], colours: Palette) -> None:
    """A tick at the first moment of a day, as many as a narrow screen holds."""
    last = max(places.values(), default=1.0)
    ticks: list[tuple[float, str]] = []
    day: Any = None
    for moment, place in places.items():
        if moment.date() != day and (not ticks or place - ticks[-1][0] >= last / TICKS):
            ticks.append((place, f"{moment.day} {moment:%b}"))
        day = moment.date()
    figure.update_xaxes(tickvals=[place for place, _ in ticks], ticktext=[name for _, name in ticks])  # fmt: skip
    for place, _ in ticks:
        figure.add_vline(x=place, layer="below", line={"color": colours.border, "width": 0.8, "dash": "dot"})  # fmt: skip


def _spoken(rows: Sequence[Row]) -> str:
    told = [f"{row.label}: {', '.join(f'{one.local:%d %b} {one.what}' for one in row.moments) or 'nothing'}." for row in rows]  # fmt: skip
    return " ".join(told)
