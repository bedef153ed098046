"""Charts of the truth: what each message, channel or audience added, with the error of taking so many customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import plotly.graph_objects as go

from journeyboard.charts.palette import Palette, palette
from journeyboard.charts.theme import ROW_HEIGHT, framed, label_rows
from journeyboard.charts.wording import money, short
from journeyboard.simulation.truth import Z


class Measure(NamedTuple):
    """What is added: its name within a sentence, its unit, and which way is good."""

    name: str
    unit: Literal["money", "count"]
    good: Literal["up", "down"] = "up"


class Added(NamedTuple):
    """What one message, channel or audience added, and the standard error, in the measure's unit."""

    label: str
    value: float
    error: float | None

    @property
    def half(self) -> float:
        """Half the width of the 95 % interval."""
        return Z * (self.error or 0.0)

    @property
    def sign(self) -> int:
        """1 above zero beyond chance, -1 below zero, 0 where chance alone could make it."""
        return (self.value > self.half) - (self.value < -self.half)


def added_dots(
    rows: Sequence[Added],
    measure: Measure,
    *,
    subject: str = "message",
    currency: str | None = None,
    dark: bool = False,
) -> go.Figure:
    """One row each, most added first: a dot, its 95 % interval, and zero.

    `subject` names what the rows are, in the singular.
    """
    # Plotly asks for pandas' types wherever it is loaded, and fails while another thread loads it.
    import pandas  # noqa: F401

    colours = palette(dark)
    ranked = sorted(rows, key=lambda row: -row.value)
    figure = go.Figure(_dots(ranked, measure, currency, colours))
    figure.add_vline(x=0, layer="below", line={"color": colours.muted, "width": 1.2, "dash": "dot"})
    figure.update_xaxes(tickformat="~s", nticks=8)
    values = [in_words(row, measure, currency) for row in ranked]
    label_rows(figure, [row.label for row in ranked], values, dark)
    return framed(
        figure,
        finding=added_finding(ranked, measure, subject, currency),
        alt=" ".join(f"{r.label}: {v}." for r, v in zip(ranked, values, strict=True)),
        dark=dark,
        height=ROW_HEIGHT * max(len(ranked), 1) + 44,
        note="The line is where 95 of 100 other runs of this size would lie.",
    )


def _dots(
    rows: Sequence[Added], measure: Measure, currency: str | None, colours: Palette
) -> go.Scatter:
    return go.Scatter(
        x=[row.value for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={"size": 11, "color": [_hue(row, measure, colours) for row in rows]},
        error_x={"type": "data", "array": [row.half for row in rows]},
        customdata=[f"{short(row.label, 60)}: {in_words(row, measure, currency)}" for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )


def _hue(row: Added, measure: Measure, colours: Palette) -> str:
    way = row.sign if measure.good == "up" else -row.sign
    return {1: colours.good, -1: colours.bad, 0: colours.muted}[way]


def added_finding(
    rows: Sequence[Added], measure: Measure, subject: str = "message", currency: str | None = None
) -> str:
    """Which adds most and which takes away, or that chance alone could make it all."""
    if not rows:
        return f"There is no {subject} to look at."
    top, last = (pick(rows, key=lambda row: row.value) for pick in (max, min))
    up, down = (("adds", "takes away") if measure.good == "up" else ("costs", "saves"))  # fmt: skip
    most = "" if len(rows) == 1 else " most"
    first = f"“{top.label}” {up}{most}: {_size(top, measure, currency)}"
    said = [first if top.sign > 0 else f"No {subject} {up} {measure.name} beyond chance"]
    if last.sign < 0:
        said.append(f"“{last.label}” {down} {_size(last, measure, currency)}")
    return "; ".join(said) + "."


def _size(row: Added, measure: Measure, currency: str | None) -> str:
    return f"{_amount(abs(row.value), measure, currency)} {_noun(row, measure)}"


def _noun(row: Added, measure: Measure) -> str:
    if measure.unit == "money":
        return f"of {measure.name}"
    return measure.name.removesuffix("s") if abs(row.value) == 1 else measure.name


def in_words(row: Added, measure: Measure, currency: str | None) -> str:
    """A value with half its interval: `+$12.00 ± 3.00`."""
    sign = "+" if row.value > 0 else "−" if row.value < 0 else ""
    value = f"{sign}{_amount(abs(row.value), measure, currency)}"
    return value if row.error is None else f"{value} ± {_amount(row.half, measure, None)}"


def _amount(value: float, measure: Measure, currency: str | None) -> str:
    if measure.unit == "money":
        return money(value, currency)
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:,.1f}"
