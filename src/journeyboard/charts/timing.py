"""Charts of when messages reach people: the week by hour; new ones of this kind go here."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from journeyboard.charts.palette import palette
from journeyboard.charts.theme import framed
from journeyboard.charts.wording import percent

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FLAT = 0.03
"""Share of the busiest of 168 hours below which no hour stands out; evenly spread it were 0.6 %."""
Cells = Sequence[Sequence[int]]


def heat_map(cells: Cells, *, what: str, note: str = "", dark: bool = False) -> go.Figure:
    """Messages by local weekday and hour; `cells` are 7 rows (Monday first) of 24 counts.

    `what` names the messages in the finding, such as “texts”.
    """
    colours = palette(dark)
    steps = len(colours.sequential) - 1
    figure = go.Figure(
        go.Heatmap(
            z=[[number or None for number in row] for row in cells],
            x=[f"{hour:02}" for hour in range(24)],
            y=list(DAYS),
            colorscale=[[k / steps, shade] for k, shade in enumerate(colours.sequential)],
            zmin=0,
            xgap=2,
            ygap=2,
            hoverongaps=False,
            hovertemplate="%{y} %{x}:00 to %{x}:59<br>%{z:,} messages<extra></extra>",
            colorbar={"thickness": 8, "outlinewidth": 0, "tickfont": {"color": colours.muted}},
        )
    )
    figure.update_xaxes(type="category", tickvals=[f"{hour:02}" for hour in range(0, 24, 3)])
    figure.update_xaxes(title_text="local hour", showgrid=False)
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    alt = "; ".join(f"{LONG_DAYS[day]} {sum(row):,}" for day, row in enumerate(cells))
    return framed(
        figure, finding=heat_finding(cells, what), alt=f"By day: {alt}.", dark=dark, height=250, note=note
    )  # fmt: skip


def heat_finding(cells: Cells, what: str) -> str:
    """The busiest hour of the week and its share, in words.

    >>> heat_finding([[0] * 12 + [6] + [0] * 11] + [[2] + [0] * 23] + [[0] * 24] * 5, "texts")
    'The busiest hour for texts is Monday from 12 to 13: 6 of 8 (75.0 %)'
    """
    total = sum(map(sum, cells))
    if not total:
        return f"No {what} land in this month"
    most, day, hour = max(
        (number, -day, -hour) for day, row in enumerate(cells) for hour, number in enumerate(row)
    )
    share = f"{most:,} of {total:,} ({percent(most / total)})"
    if most < FLAT * total:
        return f"{what.capitalize()} land all over the week; in its busiest hour, {share}"
    return f"The busiest hour for {what} is {LONG_DAYS[-day]} from {-hour} to {1 - hour}: {share}"
