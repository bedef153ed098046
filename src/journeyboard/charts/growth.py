"""The chart of a list's growth: subscribers at the end of each month, between a slow and a fast course."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from journeyboard.charts.palette import palette
from journeyboard.charts.theme import faded, framed
from journeyboard.measurement.growth import Month


def growth_line(
    months: Sequence[Month],
    slow: Sequence[Month],
    fast: Sequence[Month],
    start: float,
    *,
    dark: bool = False,
) -> go.Figure:
    """Subscribers by month (0 is today), with the band between the slow and the fast course."""
    colours = palette(dark)
    at = [0, *(month.number for month in months)]
    low, usual, high = ([start, *(m.subscribers for m in one)] for one in (slow, months, fast))
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure = go.Figure(
        [
            go.Scatter(x=at, y=low, **edge),
            go.Scatter(
                x=at, y=high, fill="tonexty", fillcolor=faded(colours.primary, 0.16), **edge
            ),
            go.Scatter(
                x=at,
                y=usual,
                mode="lines",
                line={"width": 2.6, "color": colours.primary},
                showlegend=False,
                customdata=list(zip(low, high, strict=True)),
                hovertemplate="Month %{x}: %{y:,.0f} (%{customdata[0]:,.0f} to %{customdata[1]:,.0f})<extra></extra>",
            ),
        ]
    )
    figure.update_xaxes(title={"text": "Months from now"}, dtick=3, showgrid=False)
    figure.update_yaxes(rangemode="tozero", nticks=5, tickformat="~s")
    return framed(
        figure,
        finding=growth_finding(months, start),
        alt=f"Between {low[-1]:,.0f} and {high[-1]:,.0f} at the end.",
        dark=dark,
        height=260,
        note="The band: capture and opt-out rates from the lower to the upper end of what shops report.",
    )


def growth_finding(months: Sequence[Month], start: float) -> str:
    """What becomes of the list, in words.

    >>> growth_finding([Month(1, 300.0, 100.0, 1200.0)], 1000.0)
    'The list grows by 200, to 1,200, in 1 month: 300 join, 100 leave'
    """
    end = months[-1].subscribers
    joined, left = sum(m.joined for m in months), sum(m.left for m in months)
    span = f"{len(months)} month{'s' if len(months) != 1 else ''}"
    turns = f"{joined:,.0f} join, {left:,.0f} leave"
    if round(end) == round(start):
        return f"The list stays at {end:,.0f} over {span}: {turns}"
    verb = "grows" if end > start else "shrinks"
    return f"The list {verb} by {abs(end - start):,.0f}, to {end:,.0f}, in {span}: {turns}"
