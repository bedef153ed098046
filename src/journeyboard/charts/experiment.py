"""Charts of experiments: lift with its interval and the truth beside it, and what a test can detect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from journeyboard.charts.findings import Unit, in_unit, lift_finding, power_finding
from journeyboard.charts.palette import Palette, palette
from journeyboard.charts.theme import ROW_HEIGHT, framed, label_rows
from journeyboard.charts.wording import money, percent
from journeyboard.measurement.lift import Lift
from journeyboard.measurement.power import Power


def lift_forest(
    lifts: Sequence[Lift],
    *,
    truth: Mapping[str, float] | None = None,
    unit: Unit = "share",
    currency: str | None = None,
    labels: Mapping[str, str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """One row per arm: the difference from control with its interval, zero, and the true difference.

    `lifts` share one outcome; `truth` maps an arm to its true absolute difference in the same unit.
    An arm that cannot be computed has no mark but its reason.
    """
    colours = palette(dark)
    figure = go.Figure(_estimates(lifts, unit, currency, colours))
    known = truth or {}
    arms = [(row, known[one.arm]) for row, one in enumerate(lifts) if one.arm in known]
    if arms:
        figure.add_trace(_truth(arms, unit, currency, colours))
    figure.add_vline(x=0, layer="below", line={"color": colours.muted, "width": 1.2, "dash": "dot"})
    figure.update_xaxes(tickformat="+.1~%" if unit == "share" else "+~g", nticks=5)
    values = [_value(one, unit, currency) for one in lifts]
    names = [(labels or {}).get(one.arm, one.arm) for one in lifts]
    label_rows(figure, names, values, dark)
    figure.update_layout(showlegend=bool(arms), legend={"y": -0.12 if len(lifts) > 2 else -0.3})
    return framed(
        figure,
        finding=lift_finding(lifts, unit, currency),
        alt=" ".join(_spoken(one, known.get(one.arm), unit, currency) for one in lifts),
        dark=dark,
        height=ROW_HEIGHT * max(len(lifts), 1) + (84 if arms else 44),
        note=_control_note(lifts, unit, currency),
    )


def power_curve(
    points: Sequence[Power], *, plan: Power | None = None, dark: bool = False
) -> go.Figure:
    """The smallest difference a test detects (each `Power` a point), by people; `plan` is marked."""
    colours = palette(dark)
    is_share = all(point.kind == "proportions" for point in points)
    figure = go.Figure(
        go.Scatter(
            x=[point.total for point in points],
            y=[point.difference for point in points],
            mode="lines",
            line={"width": 2.4, "color": colours.primary},
            hovertemplate="%{customdata}<extra></extra>",
            customdata=[power_finding(point) for point in points],
            showlegend=False,
        )
    )
    if plan is not None:
        figure.add_trace(_plan_mark(plan, colours))
    figure.update_xaxes(title={"text": "People in both arms"}, tickformat="~s", nticks=5)
    figure.update_yaxes(
        title={"text": "Detectable increase"},
        tickformat=".1~%" if is_share else "~g",
        rangemode="tozero",
        nticks=5,
    )
    return framed(
        figure,
        finding=power_finding(plan or points[-1]),
        alt=" ".join(power_finding(point) for point in (points[0], points[-1])),
        dark=dark,
        height=270,
        note=f"Two-sided test at {percent((plan or points[-1]).alpha, 0)}.",
    )


def _estimates(
    lifts: Sequence[Lift], unit: Unit, currency: str | None, colours: Palette
) -> go.Scatter:
    hues = {"higher": colours.good, "lower": colours.bad}
    return go.Scatter(
        x=[one.difference for one in lifts],
        y=list(range(len(lifts))),
        mode="markers",
        name="Measured, with interval",
        marker={"size": 11, "color": [hues.get(one.verdict, colours.muted) for one in lifts]},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [(one.high or 0) - (one.difference or 0) for one in lifts],
            "arrayminus": [(one.difference or 0) - (one.low or 0) for one in lifts],
        },
        hovertemplate="%{customdata}<extra></extra>",
        customdata=[_spoken(one, None, unit, currency) for one in lifts],
    )


def _truth(
    arms: Sequence[tuple[int, float]], unit: Unit, currency: str | None, colours: Palette
) -> go.Scatter:
    return go.Scatter(
        x=[value for _, value in arms],
        y=[row for row, _ in arms],
        mode="markers",
        name="Truth",
        marker={
            "symbol": "diamond-open",
            "size": 13,
            "color": colours.categorical[1],
            "line": {"width": 2.2},
        },
        hovertemplate="%{customdata}<extra></extra>",
        customdata=[f"Truth: {in_unit(value, unit, currency)}" for _, value in arms],
    )


def _plan_mark(plan: Power, colours: Palette) -> go.Scatter:
    return go.Scatter(
        x=[plan.total],
        y=[plan.difference],
        mode="markers",
        marker={"size": 12, "color": colours.categorical[1]},
        hovertemplate="%{customdata}<extra></extra>",
        customdata=[power_finding(plan)],
        showlegend=False,
    )


def _value(one: Lift, unit: Unit, currency: str | None) -> str:
    if one.difference is None or one.low is None or one.high is None:
        return f"— {one.reason}"
    low, high = (in_unit(end, unit, None) for end in (one.low, one.high))
    return f"{in_unit(one.difference, unit, currency)} ({low} to {high})".replace(" pp to", " to")


def _spoken(one: Lift, truth: float | None, unit: Unit, currency: str | None) -> str:
    known = f" Truth: {in_unit(truth, unit, currency)}." if truth is not None else ""
    return f"{one.arm}: {_value(one, unit, currency)}, {one.verdict}.{known}"


def _control_note(lifts: Sequence[Lift], unit: Unit, currency: str | None) -> str:
    """The control's own rate, without which no lift can be read."""
    known = next((one for one in lifts if one.mean_control is not None), None)
    if known is None or known.mean_control is None:
        return "The control group is empty."
    mean = known.mean_control
    rate = {"share": percent(mean), "money": money(mean, currency), "count": f"{mean:,.3f}"}[unit]
    of = "of" if unit == "share" else "per customer,"
    return f"Control “{known.control}”: {rate} {of} {known.n_control:,} customers, as assigned."
