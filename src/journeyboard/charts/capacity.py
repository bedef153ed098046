"""The chart of a sender's queue: how long what is handed over would wait, hour by hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import plotly.graph_objects as go

from journeyboard.charts.palette import palette
from journeyboard.charts.theme import faded, framed

STEP = 15
"""Minutes between two points of a queue's curve."""


def queue_area(
    queue: Mapping[str, Any], *, channel: str, start: datetime, dark: bool = False
) -> go.Figure:
    """The wait at the end of the queue over time, in hours; `queue` is one of a run's `capacity`.

    Where nothing waits the line lies at zero. The window shown is that in which anything waited.
    """
    colours = palette(dark)
    minutes, hours = _curve(queue)
    moments = [start + timedelta(minutes=minute) for minute in minutes]
    figure = go.Figure(
        go.Scatter(
            x=moments,
            y=hours,
            mode="lines",
            line={"width": 1.8, "color": colours.primary, "shape": "hv"},
            fill="tozeroy",
            fillcolor=faded(colours.primary, 0.18),
            hovertemplate="%{x|%a %d %b, %H:%M} UTC<br>%{y:.1f} h<extra></extra>",
            showlegend=False,
        )
    )
    figure.update_xaxes(nticks=5)
    figure.update_yaxes(title={"text": "Hours of wait"}, rangemode="tozero", nticks=4)
    finding = queue_finding(queue, channel)
    return framed(figure, finding=finding, alt="", dark=dark, height=220, note=_note(queue))


def queue_finding(queue: Mapping[str, Any], channel: str) -> str:
    """What the queue comes to, in one sentence."""
    name, waits = {"sms": "Texts", "email": "E-mails"}[channel], queue["waits"]
    if not waits["n"]:
        return f"{name}: nothing was handed over"
    if not waits["waited"]:
        return f"{name} leave at once: the sender is fast enough"
    share = waits["waited"] / waits["n"]
    some = "All" if share > 0.995 else f"{100 * share:.0f} % of"
    many = "texts" if channel == "sms" else "e-mails"
    return f"{some} {many} wait: half of all longer than {duration(waits['p50'])}, the last {duration(waits['max'])}"  # fmt: skip


def duration(seconds: float) -> str:
    """Seconds as people say them.

    >>> duration(30), duration(600), duration(9000)
    ('30 s', '10 min', '2.5 h')
    """
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _curve(queue: Mapping[str, Any]) -> tuple[list[int], list[float]]:
    """Minutes and hours of wait; between stretches of waiting it falls to zero."""
    minutes: list[int] = []
    hours: list[float] = []
    for minute, waiting in queue["curve"]:
        if minutes and minute > minutes[-1] + STEP:
            minutes += [minutes[-1] + STEP, minute]
            hours += [0.0, 0.0]
        minutes.append(minute)
        hours.append(waiting / queue["rate"] / 3600)
    return ([*minutes, minutes[-1] + STEP], [*hours, 0.0]) if minutes else ([], [])


def _note(queue: Mapping[str, Any]) -> str:
    waits: Mapping[str, Any] = queue["waits"]
    return f"{waits['n']:,} messages of the customers flown; at most {queue['longest']:,} waiting at once on the whole list."  # fmt: skip
