"""The chart of a calibration: every fitted number with its interval, against the default and its usual range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from journeyboard.charts.calibration_names import name_of
from journeyboard.charts.palette import Palette, palette
from journeyboard.charts.theme import ROW_HEIGHT, faded, framed, label_rows
from journeyboard.simulation.behaviour import parameters
from journeyboard.simulation.calibration.answer import Estimate

GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "clicks": ("Clicks", ("click.",)),
    "opt_outs": ("Opt-outs", ("opt_out.",)),
    "messages": ("Delivery and looks", ("delivery.", "notice.", "open.", "latency.", "reply.", "complaint.", "ads.")),
    "orders": ("Orders", ("order.", "offer.", "baseline.", "return.", "response.")),
    "site": ("Site", ("checkout.", "visits.", "basket.", "stage.")),
    "after": ("After the order", ("parcel.", "review.", "tip.", "status.")),
}  # fmt: skip
"""The parts of the model: their titles, and what the keys of their numbers begin with."""

FARTHEST = 6.0
"""How many times the default, or a fraction of it, the axis reaches at most."""
TICKS = (0.2, 0.33, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0)


def group_of(key: str) -> str:
    """The part of the model that a number belongs to."""
    return next(name for name, (_, starts) in GROUPS.items() if key.startswith(starts))


def shown(key: str, value: float, *, bare: bool = False) -> str:
    """A number of the model with its unit.

    >>> shown("click.sms", 0.1234), shown("latency.sms_median", 14.31)
    ('12.3 %', '14.3 min')
    """
    unit = parameters()[key].unit
    if unit in ("share", "per message"):
        digits = 1 if value >= 0.03 else 2
        return f"{100 * value:.{digits}f}" + ("" if bare else " %")
    number = f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"
    if bare:
        return number
    if unit == "factor":
        return f"× {number}"
    short = {"minutes": " min", "hours": " h", "seconds": " s", "days": " d"}.get(unit, "")
    return number + short


def calibration_dots(estimates: Sequence[Estimate], *, dark: bool = False) -> go.Figure:
    """One row a fitted number, as a multiple of the default: the dot, its 95 % interval, the usual range.

    Numbers whose interval leaves the default out are in the accent colour. What lies beyond the axis
    is drawn at its end; the row's words have the true figures.
    """
    colours = palette(dark)
    figure = go.Figure([_ranges(estimates, colours), _dots(estimates, colours)])
    figure.add_vline(x=1, layer="below", line={"color": colours.muted, "width": 1.2, "dash": "dot"})
    ends = [_times(one, value) for one in estimates for value in (one.low, one.high)]
    low, high = min([0.62, *ends]) * 0.93, max([1.6, *ends]) * 1.07
    figure.update_xaxes(
        type="log",
        range=[_log10(low), _log10(high)],
        tickvals=list(TICKS),
        ticktext=[f"× {tick:g}" for tick in TICKS],
        title={"text": "Against the default model"},
    )
    label_rows(figure, [name_of(one.key) for one in estimates], [_value(one) for one in estimates], dark)  # fmt: skip
    figure.update_layout(showlegend=True, legend={"y": -78 / (ROW_HEIGHT * max(len(estimates), 1))})
    return framed(
        figure,
        finding=dots_finding(estimates),
        alt=" ".join(
            f"{name_of(one.key)}: {_value(one)}, default {shown(one.key, one.default)}."
            for one in estimates
        ),
        dark=dark,
        height=ROW_HEIGHT * max(len(estimates), 1) + 112,
        note="Beside each name: the fitted number with its 95 % interval. Dotted: the default.",
    )


def dots_finding(estimates: Sequence[Estimate]) -> str:
    """How many numbers differ from the default, and which most."""
    if not estimates:
        return "Nothing of this part of the model could be fitted"
    apart = [one for one in estimates if not one.compatible]
    if not apart:
        many = "The one fitted number agrees" if len(estimates) == 1 else f"All {len(estimates)} fitted numbers agree"  # fmt: skip
        return f"{many} with the default model"
    most = max(apart, key=lambda one: abs(_log10(max(_times(one, one.value), 1e-3))))
    some = f"{len(apart)} of {len(estimates)} fitted numbers differ from the default"
    return f"{some}, most of all: {name_of(most.key).rstrip('.')}"


def _dots(estimates: Sequence[Estimate], colours: Palette) -> go.Scatter:
    at = [_times(one, one.value) for one in estimates]
    return go.Scatter(
        x=at,
        y=list(range(len(estimates))),
        mode="markers",
        name="Fitted, with 95 % interval",
        marker={
            "size": 11,
            "color": [colours.primary if one.compatible else colours.categorical[1] for one in estimates],
            "symbol": ["circle-open" if one.thin else "circle" for one in estimates],
            "line": {"width": 2},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [max(_times(one, one.high) - x, 0) for one, x in zip(estimates, at, strict=True)],
            "arrayminus": [max(x - _times(one, one.low), 0) for one, x in zip(estimates, at, strict=True)],
        },
        hovertemplate="%{customdata}<extra></extra>",
        customdata=[f"{name_of(one.key)}<br>{_value(one)}, default {shown(one.key, one.default)}<br>{one.events:,} events of {one.n:,}" for one in estimates],
    )  # fmt: skip


def _ranges(estimates: Sequence[Estimate], colours: Palette) -> go.Scatter:
    """The range of each default as a broad pale line."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, one in enumerate(estimates):
        known = parameters()[one.key]
        if known.low is not None and known.high is not None:
            x += [_times(one, known.low), _times(one, known.high), None]
            y += [row, row, None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        name="Usual range of the default",
        line={"width": 13, "color": faded(colours.muted, 0.28)},
        hoverinfo="skip",
    )


def _times(one: Estimate, value: float) -> float:
    """A value as a multiple of the default, held within the axis."""
    return min(max(value / one.default, 1 / FARTHEST), FARTHEST)


def _log10(value: float) -> float:
    from math import log10

    return log10(value)


def _value(one: Estimate) -> str:
    low, high = shown(one.key, one.low, bare=True), shown(one.key, one.high, bare=True)
    return f"{shown(one.key, one.value)} ({low} to {high})"
