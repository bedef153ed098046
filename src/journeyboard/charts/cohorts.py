"""The chart of entry cohorts: what those who entered in the same week or month did within the goal's window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import plotly.graph_objects as go

from journeyboard.charts.palette import Palette, palette
from journeyboard.charts.theme import faded, framed
from journeyboard.charts.wording import money, percent
from journeyboard.measurement.cohorts import Cohort, chance_alone
from journeyboard.measurement.estimate import Estimate
from journeyboard.measurement.window import words

TICKS = 6
CHANCE = 0.05
"""A p-value below which cohorts are said to differ."""


MEASURES = {"conversion": "order", "revenue_per_customer": "bring", "opt_out_rate": "opt out"}
"""What can be looked at, a property of a cohort, and what its customers do then."""


def cohort_dots(
    cohorts: Sequence[Cohort], of: str = "conversion", *, currency: str | None = None, dark: bool = False
) -> go.Figure:  # fmt: skip
    """One dot a cohort, of one journey and in order, with its 95 % interval; `of` is a key of MEASURES.

    Cohorts whose window is still open have no dot: a band says that they are not known yet.
    """
    colours, known = palette(dark), [one for one in cohorts if one.complete]
    figure = go.Figure(_dots(known, of, currency, colours))
    if len(known) > 1:
        whole = _whole(known, of)
        figure.add_hline(y=whole, layer="below", line={"color": colours.muted, "width": 1.2, "dash": "dot"})  # fmt: skip
    _shade(figure, cohorts, colours)
    _axes(figure, cohorts, of, currency)
    return framed(
        figure,
        finding=cohort_finding(cohorts, of, currency),
        alt=" ".join(f"{_when(one)}: {cohort_words(one, of, currency)}." for one in cohorts),
        dark=dark,
        height=250 if known else 120,
        note=_note(cohorts),
    )


def _dots(known: Sequence[Cohort], of: str, currency: str | None, colours: Palette) -> go.Scatter:
    found = [estimate(one, of) for one in known]
    ends = [(one.low, one.value, one.high) for one in found]
    whiskers = [(0.0 if high is None else high - value, 0.0 if low is None else value - low) for low, value, high in ends if value is not None]  # fmt: skip
    return go.Scatter(
        x=[one.begins for one in known],
        y=[one.value for one in found],
        mode="markers",
        marker={"size": 10, "color": colours.primary},
        error_y={"type": "data", "symmetric": False, "array": [up for up, _ in whiskers], "arrayminus": [down for _, down in whiskers], "color": colours.muted, "thickness": 1.4, "width": 0},
        customdata=[f"{_when(one)}: {cohort_words(one, of, currency)}" for one in known],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )  # fmt: skip


def _shade(figure: go.Figure, cohorts: Sequence[Cohort], colours: Palette) -> None:
    """The weeks that are not known yet, as a band with words."""
    late = [one for one in cohorts if not one.complete]
    if not late:
        return
    first, last = _edge(late[0], -1), _edge(late[-1], 1)
    is_slim = len(late) < min(4, len(cohorts))
    figure.add_vrect(x0=first.isoformat(), x1=last.isoformat(), layer="below", line_width=0, fillcolor=faded(colours.muted, 0.14))  # fmt: skip
    figure.add_annotation(
        x=(first + (last - first) / 2).isoformat(), y=0.5, yref="paper", showarrow=False, textangle=-90 if is_slim else 0,
        text="not known yet", font={"color": colours.muted, "size": 11.5},
    )  # fmt: skip


def _axes(figure: go.Figure, cohorts: Sequence[Cohort], of: str, currency: str | None) -> None:
    if cohorts:
        ends = [_edge(cohorts[0], -1), _edge(cohorts[-1], 1)]
        shown = cohorts[:: -(-len(cohorts) // TICKS)]
        figure.update_xaxes(
            type="date", range=ends, tickvals=[one.begins for one in shown],
            ticktext=[_tick(one) for one in shown], showgrid=False,
        )  # fmt: skip
    scale = ".0~%"
    if of == "revenue_per_customer":
        scale = ",~r"
        figure.update_yaxes(tickprefix=money(0, currency).removesuffix("0.00"))
    known = any(one.complete for one in cohorts)
    figure.update_yaxes(rangemode="tozero", nticks=5, tickformat=scale, visible=known)
    figure.update_layout(margin={"r": 16})


def cohort_finding(cohorts: Sequence[Cohort], of: str, currency: str | None = None) -> str:
    """Which cohort did most and which least of it, or that chance alone could make the differences."""
    known = [one for one in cohorts if one.complete]
    if not cohorts:
        return "Nobody entered."
    span, within = cohorts[0].span, words(cohorts[0].window)
    if not known:
        return f"No {span} can be judged yet: when the run ends, not everybody's {within} are over."
    if len(known) == 1:
        return f"{_capital(_when(known[0]))}: {_did(known[0], of, currency)} within {within}."
    if not _whole(known, of):
        did = "opted out" if of == "opt_out_rate" else "ordered"
        return f"Nobody {did} within {within}, of the entrants of {len(known)} {span}s."
    chance = chance_alone(one.sums(of) for one in known)
    if chance is None or chance >= CHANCE:
        size = _size(_whole(known, of), of, currency)
        return f"Entrants of all {len(known)} {span}s {MEASURES[of]} alike: {size} within {within}; the differences are within chance."  # fmt: skip
    ranked = sorted(known, key=lambda one: one.sums(of).mean)
    most, least = (f"{_size(one.sums(of).mean, of, currency)}" for one in (ranked[-1], ranked[0]))
    return (
        f"Entrants of the {_when(ranked[-1])} {MEASURES[of]} most, {most}; "
        f"those of the {_when(ranked[0])} least, {least}."
    )


def estimate(cohort: Cohort, of: str) -> Estimate:
    """A cohort's value of a measure."""
    found: Estimate = getattr(cohort, of)
    return found


def cohort_words(cohort: Cohort, of: str, currency: str | None) -> str:
    """A cohort's value with what it is of, or why there is none."""
    found = estimate(cohort, of)
    if found.value is None:
        return f"not known yet: {found.reason}"
    return f"{_size(found.value, of, currency)} ({_of(cohort, of)})"


def _did(cohort: Cohort, of: str, currency: str | None) -> str:
    size = _size(cohort.sums(of).mean, of, currency)
    verb = {"conversion": "ordered", "opt_out_rate": "opted out"}.get(of)
    return f"{size} {verb} ({_of(cohort, of)})" if verb else f"{size} by {_of(cohort, of)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of(cohort: Cohort, of: str) -> str:
    if of == "revenue_per_customer":
        return f"{cohort.entered:,} customer{'' if cohort.entered == 1 else 's'}"
    return f"{cohort.sums(of).total:,} of {cohort.entered:,}"


def _size(value: float, of: str, currency: str | None) -> str:
    return f"{money(value, currency)} each" if of == "revenue_per_customer" else percent(value)


def _whole(known: Sequence[Cohort], of: str) -> float:
    sums = [one.sums(of) for one in known]
    return sum(sums[1:], start=sums[0]).mean


def _when(cohort: Cohort) -> str:
    """The week or month in words: “week of 2 March”, “March 2026”."""
    if cohort.span == "month":
        return f"month of {cohort.begins:%B %Y}"
    return f"week of {cohort.begins.day} {cohort.begins:%B}"


def _tick(cohort: Cohort) -> str:
    return f"{cohort.begins:%b %Y}" if cohort.span == "month" else f"{cohort.begins.day} {cohort.begins:%b}"  # fmt: skip


def _edge(cohort: Cohort, side: int) -> datetime:
    """Half way to the cohort before (-1) or after (1)."""
    half = timedelta(days=15 if cohort.span == "month" else 3.5)
    return datetime.combine(cohort.begins, time()) + side * half


def _note(cohorts: Sequence[Cohort]) -> str:
    late = [one for one in cohorts if not one.complete]
    if not cohorts:
        return ""
    who = f"Customers by the {cohorts[0].span} in which they first entered, control group included"
    if len(late) == len(cohorts):
        return f"{who}."
    dots = f"{who}, with 95 % intervals."
    if not late:
        return dots
    return f"{dots} From the {_when(late[0])} on, not everybody's {words(late[0].window)} are over when the run ends."  # fmt: skip
