"""Charts of what a journey did: messages, opt-outs, funnel, days and stages; new ones of this kind go here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import plotly.graph_objects as go

from journeyboard.charts.findings import (
    cell_words,
    funnel_finding,
    message_finding,
    opt_out_finding,
    series_finding,
)
from journeyboard.charts.palette import Palette, palette
from journeyboard.charts.theme import ROW_HEIGHT, framed, label_rows
from journeyboard.charts.wording import percent, row_name, short, step_name
from journeyboard.measurement.catalogue import metric
from journeyboard.measurement.funnel import Funnel, FunnelStep
from journeyboard.measurement.metrics import Cell, MetricRow, MetricTable

Labels = Mapping[str, str]
GUARD = 0.015
"""Opt-outs per delivered message above which a programme should look (DESIGN: guardrails)."""


def message_bars(
    table: MetricTable, key: str = "ctr", *, labels: Labels | None = None, dark: bool = False
) -> go.Figure:
    """One metric by message (or any other group), with intervals; `labels` maps node ids to titles.

    What cannot be computed has no bar but its reason.
    """
    colours, table = palette(dark), table.messages()
    cells = [row[key] for row in table.rows]
    figure = go.Figure(
        go.Bar(
            x=[cell.value for cell in cells],
            y=list(range(len(cells))),
            orientation="h",
            width=0.26,
            marker={"color": colours.primary, "cornerradius": 4},
            error_x=_whiskers(cells),
            hovertemplate="%{customdata}<extra></extra>",
            customdata=[_hover(row, key, table, labels) for row in table.rows],
        )
    )
    _value_axis(figure, key)
    values = [cell_words(cell, table.currency) for cell in cells]
    names = [row_name(row, labels) for row in table.rows]
    label_rows(figure, names, values, dark)
    return framed(
        figure,
        finding=message_finding(table, key, labels),
        alt=_spoken(names, [cell_words(cell, table.currency) for cell in cells]),
        dark=dark,
        height=ROW_HEIGHT * max(len(cells), 1) + (40 if metric(key).unit == "share" else 12),
        note=metric(key).help,
    )


def opt_out_bars(
    table: MetricTable, *, guard: float = GUARD, labels: Labels | None = None, dark: bool = False
) -> go.Figure:
    """Opt-outs per delivered message with intervals, against the guard line."""
    colours, table = palette(dark), _delivering(table)
    cells = [row["opt_out_rate"] for row in table.rows]
    figure = go.Figure(
        go.Scatter(
            x=[cell.value for cell in cells],
            y=list(range(len(cells))),
            mode="markers",
            marker={"size": 11, "color": [_alarm(cell, guard, colours) for cell in cells]},
            error_x=_whiskers(cells),
            hovertemplate="%{customdata}<extra></extra>",
            customdata=[_hover(row, "opt_out_rate", table, labels) for row in table.rows],
        )
    )
    figure.add_vline(
        x=guard, layer="below", line={"color": colours.bad, "width": 1.5, "dash": "dash"}
    )
    figure.add_annotation(
        text=f"guard {percent(guard)}",
        x=guard,
        y=0,
        yref="paper",
        yanchor="bottom",
        xanchor="left",
        xshift=4,
        showarrow=False,
        font={"color": colours.bad, "size": 11.5},
    )
    highest = max([guard, *(cell.high or 0 for cell in cells)])
    _value_axis(figure, "opt_out_rate")
    figure.update_xaxes(range=[-highest * 0.03, highest * 1.15])
    values = [cell_words(cell, table.currency) for cell in cells]
    names = [row_name(row, labels) for row in table.rows]
    label_rows(figure, names, values, dark)
    return framed(
        figure,
        finding=opt_out_finding(table, guard, labels),
        alt=_spoken(names, [cell_words(cell, None) for cell in cells]),
        dark=dark,
        height=ROW_HEIGHT * max(len(cells), 1) + 52,
        note="Opt-outs of delivered messages, with 95 % intervals.",
    )


def funnel_bars(funnel: Funnel, *, dark: bool = False) -> go.Figure:
    """Distinct customers per step; the label says what share came from the step before."""
    colours = palette(dark)
    steps = funnel.steps
    names = [step_name(step.name, step.type) for step in steps]
    values = [_step_words(step) for step in steps]
    figure = go.Figure(
        go.Bar(
            x=[step.customers for step in steps],
            y=list(range(len(steps))),
            orientation="h",
            width=0.34,
            marker={"color": _steps_of(colours.sequential, len(steps)), "cornerradius": 4},
            hovertemplate="%{customdata}<extra></extra>",
            customdata=[f"{name}: {value}" for name, value in zip(names, values, strict=True)],
        )
    )
    figure.update_xaxes(visible=False, rangemode="tozero")
    figure.update_layout(margin={"b": 8})
    label_rows(figure, names, values, dark)
    return framed(
        figure,
        finding=funnel_finding(funnel),
        alt=_spoken(names, values),
        dark=dark,
        height=ROW_HEIGHT * len(steps) + 16,
        note=funnel.note,
    )


def day_series(
    table: MetricTable, keys: Sequence[str] = ("delivered",), *, dark: bool = False
) -> go.Figure:
    """Metrics by day as lines (a table by day); days whose value cannot be computed are gaps."""
    colours = palette(dark)
    figure = go.Figure(
        [
            go.Scatter(
                x=[row.group["day"] for row in table.rows],
                y=[row[key].value for row in table.rows],
                name=metric(key).label,
                mode="lines+markers" if len(table.rows) < 32 else "lines",
                connectgaps=False,
                line={"width": 2.2, "color": colours.categorical[k]},
                marker={"size": 5},
                hovertemplate="%{x|%-d %b}: %{customdata}<extra></extra>",
                customdata=[cell_words(row[key], table.currency) for row in table.rows],
            )
            for k, key in enumerate(keys)
        ]
    )
    figure.update_xaxes(showgrid=False, type="date", nticks=5)
    figure.update_yaxes(rangemode="tozero", nticks=5)
    if metric(keys[0]).unit == "share":
        figure.update_yaxes(tickformat=".1~%")
    figure.update_layout(showlegend=len(keys) > 1)
    return framed(
        figure,
        finding=series_finding(table, keys[0]),
        alt=f"Lines by day from {_end(table, 0)} to {_end(table, -1)}.",
        dark=dark,
        height=250,
        note=metric(keys[0]).help if len(keys) == 1 else "",
    )


def _delivering(table: MetricTable) -> MetricTable:
    """The rows with deliveries: the others have no rate and no mark."""
    return replace(table, rows=tuple(row for row in table.rows if row["delivered"].value))


def _whiskers(cells: Sequence[Cell]) -> dict[str, object]:
    """Asymmetric error bars; no bar where there is no interval."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [_gap(cell.value, cell.high) for cell in cells],
        "arrayminus": [_gap(cell.low, cell.value) for cell in cells],
    }


def _gap(low: float | None, high: float | None) -> float:
    return 0.0 if low is None or high is None else high - low


def _alarm(cell: Cell, guard: float, colours: Palette) -> str:
    if cell.low is not None and cell.low > guard:
        return colours.bad
    return colours.warning if (cell.high or 0) > guard else colours.good


def _hover(row: MetricRow, key: str, table: MetricTable, labels: Labels | None) -> str:
    cell = row[key]
    words = f"{short(row_name(row, labels), 60)}<br>{cell_words(cell, table.currency)}"
    if cell.low is None or cell.high is None:
        return words
    unit = percent if metric(key).unit == "share" else "{:,.2f}".format
    return f"{words}<br>95 % interval {unit(cell.low)} to {unit(cell.high)}"


def _value_axis(figure: go.Figure, key: str) -> None:
    """Shares get an axis for their intervals; counts and money are written beside their bars."""
    is_share = metric(key).unit == "share"
    figure.update_xaxes(tickformat=".1~%", rangemode="tozero", nticks=5, visible=is_share)
    figure.update_layout(margin={"b": 36 if is_share else 8})


def _step_words(step: FunnelStep) -> str:
    if step.from_previous is None:
        return f"{step.customers:,}"
    return f"{step.customers:,} · {percent(step.from_previous, 0)} of the step before"


def _steps_of(scale: Sequence[str], count: int) -> list[str]:
    """From the strongest colour downwards, one a step, never fainter than the middle."""
    return [scale[max(4, 8 - k)] for k in range(count)]


def _spoken(names: Sequence[str], values: Sequence[str]) -> str:
    return " ".join(f"{name}: {value}." for name, value in zip(names, values, strict=True))


def _end(table: MetricTable, which: int) -> str:
    return str(table.rows[which].group["day"]) if table.rows else "no day"
