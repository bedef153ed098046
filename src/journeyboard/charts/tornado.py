"""The tornado: how far each assumption moves an answer between the ends of its range, the widest on top."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from journeyboard.charts.palette import Palette, palette
from journeyboard.charts.theme import ROW_HEIGHT, framed, label_rows
from journeyboard.charts.wording import money, wrapped
from journeyboard.simulation.behaviour import parameters
from journeyboard.simulation.comparing.assumptions import Bar, Sensitivity, Side
from journeyboard.simulation.comparing.conclusions import ANSWERS

MONEY = {"net_value", "net_margin", "sms", "better"}


def tornado(found: Sensitivity, answer: str = "net_value", *, dark: bool = False) -> go.Figure:
    """One row an assumption that matters: where the answer lies at its low and at its high end.

    The vertical line is the answer under the assumptions in force; the whiskers are the Monte Carlo
    error of each move, at 95 %.
    """
    colours, bars = palette(dark), found.ranked(answer)
    base = found.base[answer].total
    figure = go.Figure(
        [_side(bars, "low", base, answer, found, colours), _side(bars, "high", base, answer, found, colours)]
    )  # fmt: skip
    for value, dash in ((base, "solid"), (0.0, "dot")):
        figure.add_vline(x=value, line={"color": colours.muted, "width": 1.2, "dash": dash})
    figure.update_xaxes(tickformat="~s", nticks=6)
    label_rows(figure, [name_of(bar.key) for bar in bars], [_ends(bar) for bar in bars], dark)
    figure.update_layout(
        barmode="overlay", bargap=0.62, legend={"y": -0.3 if len(bars) < 3 else -0.9 / len(bars)}
    )
    return framed(
        figure,
        finding=_finding(found, bars, answer),
        alt=" ".join(_spoken(bar, answer, found.currency) for bar in bars),
        dark=dark,
        height=ROW_HEIGHT * max(len(bars), 1) + 84,
        note=_note(found, answer),
    )


def name_of(key: str) -> str:
    """An assumption's key in words.

    >>> name_of("opt_out.sms")
    'Opt out: SMS'
    """
    words = key.replace(".", ": ").replace("_", " ")
    return (words[:1].upper() + words[1:]).replace(": sms", ": SMS")


def amount(value: float, answer: str, currency: str | None, *, signed: bool = False) -> str:
    """A value of an answer with its unit."""
    if answer in MONEY or answer.startswith("arm/"):
        return money(round(value), currency, signed=signed).replace(".00", "")
    return f"{value:{'+' if signed else ''},.0f}".replace("-", "−")


def _side(
    bars: Sequence[Bar],
    side: Side,
    base: float,
    answer: str,
    found: Sensitivity,
    colours: Palette,
) -> go.Bar:
    cases = [(row, case) for row, bar in enumerate(bars) if (case := getattr(bar, side))]
    moved = [case.moved[answer] for _, case in cases]
    return go.Bar(
        x=[one.total for one in moved],
        y=[row for row, _ in cases],
        base=base,
        orientation="h",
        name=f"Assumption at its {side} end",
        marker={"color": colours.categorical[1 if side == "low" else 0], "opacity": 0.9},
        error_x={"type": "data", "array": [1.96 * (one.error or 0.0) for one in moved]},
        hovertemplate="%{customdata}<extra></extra>",
        customdata=[
            f"{wrapped(parameters()[case.key].note or name_of(case.key), 46)}<br>at {case.value:g}: "
            f"{amount(base + one.total, answer, found.currency)} "
            f"({amount(one.total, answer, None, signed=True)} ± {amount(1.96 * (one.error or 0.0), answer, None)})"
            for (_, case), one in zip(cases, moved, strict=True)
        ],
    )


def _ends(bar: Bar) -> str:
    low = bar.low.value if bar.low else bar.value
    high = bar.high.value if bar.high else bar.value
    return f"{low:g} · {bar.value:g} · {high:g}"


def _finding(found: Sensitivity, bars: Sequence[Bar], answer: str) -> str:
    label = ANSWERS[answer].lower()
    if not bars:
        return f"No assumption moves {label} by more than the noise of {found.n:,} customers."
    first = bars[0]
    sums = [found.base[answer].total + case.moved[answer].total for case in first.cases]
    sums = sorted([*sums, found.base[answer].total])
    ends = " to ".join(amount(end, answer, found.currency) for end in (sums[0], sums[-1]))
    return f"“{name_of(first.key)}” matters most: {label} is {ends} within its range."


def _note(found: Sensitivity, answer: str) -> str:
    many, most = found.rest(answer)
    base = amount(found.base[answer].total, answer, found.currency)
    line = f"Solid line: {base} as assumed; dotted: zero. Beside each name: low, in force, high."
    if not many:
        return line
    size = amount(most, answer, found.currency)
    return f"{line} {many} others move it by no more than ±{size}, or no more than noise."


def _spoken(bar: Bar, answer: str, currency: str) -> str:
    moves = [
        f"{amount(case.moved[answer].total, answer, currency, signed=True)} at {case.value:g}"
        for case in bar.cases
    ]
    return f"{name_of(bar.key)}: {', '.join(moves)}."
