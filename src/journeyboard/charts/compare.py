"""Charts of two designs side by side: what differs, which changes cause it, and how runs of other seeds agree."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import plotly.graph_objects as go

from journeyboard.charts.palette import Palette, palette
from journeyboard.charts.theme import ROW_HEIGHT, framed, label_rows
from journeyboard.charts.wording import money, percent
from journeyboard.simulation.comparing.compare import Comparison, Difference
from journeyboard.simulation.comparing.measures import MEASURES, Effect
from journeyboard.simulation.comparing.replicates import Replicates, Spread

RELATIVE = (
    "net_value", "orders", "revenue", "margin", "cost", "opt_outs", "clicks", "delivered",
)  # fmt: skip


class _Row(NamedTuple):
    """One row of a forest: its label, its middle and ends, what stands at its right, and its colour."""

    label: str
    x: float | None
    low: float | None
    high: float | None
    value: str
    colour: str


def difference_forest(
    found: Comparison, keys: Sequence[str] = RELATIVE, *, dark: bool = False
) -> go.Figure:
    """The paired difference of each measure in per cent of the first design, with its interval."""
    colours = palette(dark)
    rows = [_relative(found[key], found.currency, colours) for key in keys]
    figure = _forest(rows, colours, dark)
    figure.update_xaxes(tickformat="+.1~%", nticks=5)
    return framed(
        figure,
        finding=_difference_finding(found, keys),
        alt=" ".join(f"{row.label}: {row.value}." for row in rows),
        dark=dark,
        height=ROW_HEIGHT * len(rows) + 44,
        note=f"“{found.names[1]}” against “{found.names[0]}”, in per cent of the latter, with 95 % intervals.",
    )


def cause_forest(found: Comparison, key: str = "net_value", *, dark: bool = False) -> go.Figure:
    """What each change does by itself to one measure, what they do only together, and the whole."""
    colours = palette(dark)
    effects = [(cause.edit.name, cause.own[key]) for cause in found.causes]
    effects.sort(key=lambda pair: -abs(pair[1].total))
    several = (("Only together", found.together[key]), ("All changes", found[key].effect))
    rows = [
        _absolute(name, effect, key, found.currency, colours)
        for name, effect in (*effects, *(several if len(effects) > 1 else ()))
    ]
    figure = _forest(rows, colours, dark)
    figure.update_xaxes(tickformat="+~s", nticks=5)
    return framed(
        figure,
        finding=_cause_finding(found, effects, key),
        alt=" ".join(f"{row.label}: {row.value}." for row in rows),
        dark=dark,
        height=ROW_HEIGHT * len(rows) + 44,
        note="Own effect: all changes less all but this one, paired by customer, with 95 % intervals.",
    )


def seed_dots(found: Replicates, key: str = "net_value", *, dark: bool = False) -> go.Figure:
    """One dot a seed, and below them their mean with its interval."""
    colours, spread = palette(dark), found[key]
    words = [f"Seed {seed}" for seed in found.seeds]
    figure = go.Figure(
        go.Scatter(
            x=spread.values,
            y=[0] * len(spread.values),
            mode="markers",
            marker={"size": 11, "color": colours.primary, "opacity": 0.6},
            hovertemplate="%{customdata}<extra></extra>",
            customdata=[
                f"{name}: {_amount(value, key, found.currency)}"
                for name, value in zip(words, spread.values, strict=True)
            ],
            showlegend=False,
        )
    )
    mean = _mean_row(spread, found.currency, colours)
    figure.add_trace(_marks([mean], [1]))
    figure.add_vline(x=0, layer="below", line={"color": colours.muted, "width": 1.2, "dash": "dot"})
    figure.update_xaxes(tickformat="+~s", nticks=5)
    label_rows(figure, [f"{len(found.seeds)} runs", mean.label], ["", mean.value], dark)
    return framed(
        figure,
        finding=_seed_finding(spread, key),
        alt=" ".join(
            f"{name}: {_amount(value, key, found.currency)}."
            for name, value in zip(words, spread.values, strict=True)
        ),
        dark=dark,
        height=2 * ROW_HEIGHT + 44,
        note=f"Each dot is a run of {found.customers:,} other customers with other dice.",
    )


def _forest(rows: Sequence[_Row], colours: Palette, dark: bool) -> go.Figure:
    figure = go.Figure(_marks(rows, list(range(len(rows)))))
    figure.add_vline(x=0, layer="below", line={"color": colours.muted, "width": 1.2, "dash": "dot"})
    label_rows(figure, [row.label for row in rows], [row.value for row in rows], dark)
    return figure


def _marks(rows: Sequence[_Row], places: Sequence[int]) -> go.Scatter:
    return go.Scatter(
        x=[row.x for row in rows],
        y=list(places),
        mode="markers",
        marker={"size": 11, "color": [row.colour for row in rows]},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [(row.high or 0) - (row.x or 0) for row in rows],
            "arrayminus": [(row.x or 0) - (row.low or 0) for row in rows],
        },
        hovertemplate="%{customdata}<extra></extra>",
        customdata=[escape(f"{row.label}: {row.value}", quote=False) for row in rows],
        showlegend=False,
    )


def _relative(one: Difference, currency: str, colours: Palette) -> _Row:
    label, effect = MEASURES[one.key].label, one.effect
    if not effect.touched:
        return _Row(label, 0.0, 0.0, 0.0, "the same", colours.muted)
    if one.a <= 0 or effect.low is None or effect.high is None:
        text = _amount(effect.total, one.key, currency)
        return _Row(label, None, None, None, f"— of nothing: {text}", colours.muted)
    x, low, high = (end / one.a for end in (effect.total, effect.low, effect.high))
    value = f"{_amount(effect.total, one.key, currency)} ({_signed(x)})"
    return _Row(label, x, low, high, value, _hue(effect, one.key, colours))


def _absolute(name: str, effect: Effect, key: str, currency: str, colours: Palette) -> _Row:
    if not effect.touched:
        return _Row(name, 0.0, 0.0, 0.0, "nothing at all", colours.muted)
    value = _amount(effect.total, key, currency)
    if effect.low is not None and effect.high is not None:
        low, high = (_amount(end, key, None) for end in (effect.low, effect.high))
        value = f"{value} ({low} to {high})"
    return _Row(name, effect.total, effect.low, effect.high, value, _hue(effect, key, colours))


def _mean_row(spread: Spread, currency: str, colours: Palette) -> _Row:
    found = spread.estimate
    middle, low, high = found.value or 0.0, found.low, found.high
    ends = [_amount(end, spread.key, None) for end in (low, high) if end is not None]
    value = f"{_amount(middle, spread.key, currency)} ({' to '.join(ends)})"
    return _Row("Mean", middle, low, high, value, colours.text)


def _hue(effect: Effect, key: str, colours: Palette) -> str:
    """Good, bad, or muted while it is not clear or neither."""
    better = _is_better(effect, key)
    if better is None:
        clear = effect.verdict in ("higher", "lower")
        return colours.primary if clear else colours.muted
    return colours.good if better else colours.bad


def _is_better(effect: Effect, key: str) -> bool | None:
    """Whether a clear difference is one for the better; None where it is neither, or not clear."""
    good = MEASURES[key].good
    if effect.verdict not in ("higher", "lower") or good == "either":
        return None
    return (effect.verdict == "higher") == (good == "up")


def _amount(value: float, key: str, currency: str | None) -> str:
    if MEASURES[key].unit == "money":
        return money(value, currency, signed=True)
    return f"{value:+,.0f}".replace("-", "−")


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else ''}{percent(share)}".replace("-", "−")


def _difference_finding(found: Comparison, keys: Sequence[str]) -> str:
    """The largest clear gain and the largest clear loss of the second design."""
    if not found.changed:
        return "Both designs do exactly the same for every customer."
    best, worst = (_most(found, keys, is_good) for is_good in (True, False))
    name = found.names[1]
    if best and worst:
        return f"“{name}” gains {best}, at the price of {worst}."
    if best:
        return f"“{name}” gains {best}, and is clearly worse in nothing."
    if worst:
        return f"“{name}” costs {worst}, and is clearly better in nothing."
    return "No measure differs clearly."


def _most(found: Comparison, keys: Sequence[str], is_good: bool) -> str:
    """The clear change for the better, or the worse, that is largest in per cent; empty without one."""
    shares = {
        key: found[key].effect.total / found[key].a
        for key in keys
        if found[key].a > 0 and _is_better(found[key].effect, key) is is_good
    }
    if not shares:
        return ""
    key = max(shares, key=lambda key: abs(shares[key]))
    return f"{_signed(shares[key])} {MEASURES[key].label.lower()}"


def _cause_finding(found: Comparison, effects: Sequence[tuple[str, Effect]], key: str) -> str:
    label = MEASURES[key].label.lower()
    clear = [pair for pair in effects if pair[1].verdict in ("higher", "lower")]
    if not clear:
        return f"No single change moves {label} clearly."
    name, effect = clear[0]
    verb = "raises" if effect.total > 0 else "lowers"
    most = " most" if len(effects) > 1 else ""
    return f"“{name}” {verb} {label}{most}: {_amount(effect.total, key, found.currency)}."


def _seed_finding(spread: Spread, key: str) -> str:
    above = sum(value > 0 for value in spread.values)
    label = MEASURES[key].label.lower()
    return f"{label.capitalize()} is above zero in {above} of {len(spread.values)} runs with other customers."
