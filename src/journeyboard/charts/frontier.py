"""Charts of a search: every design tried with the best trade-offs, and the winner in fresh worlds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import plotly.graph_objects as go

from journeyboard.charts.palette import Palette, palette
from journeyboard.charts.theme import faded, framed
from journeyboard.charts.wording import wrapped
from journeyboard.simulation.searching.searched import Design, Search
from journeyboard.simulation.searching.worth import OBJECTIVES, PER

Say = Callable[[float], str]
"""A sum of the search's objective in words."""


def frontier_chart(search: Search, say: Say, *, finding: str, dark: bool = False) -> go.Figure:
    """The objective against opt-outs, both per 10,000 customers, of every design that flew.

    All stand as the search saw them, on one crowd; what broke a limit is grey, what flew over fewer
    customers is small. `finding` is the title.
    """
    colours = palette(dark)
    figure = go.Figure()
    for trace in _clouds(search, say, colours):
        figure.add_trace(trace)
    front = search.frontier
    if len(front) > 1:
        line = {"color": colours.primary, "width": 2, "shape": "hv"}
        figure.add_trace(_points(search, front, say, "Best trade-offs", mode="lines", line=line))
    for design, name, symbol, colour in _marked(search, colours):
        marker = {"size": 17, "symbol": symbol, "color": colour, "line": {"width": 1.5, "color": colours.background}}  # fmt: skip
        figure.add_trace(_points(search, [design], say, name, marker=marker))
    most = max((one.score.opt_outs for one in search.designs if one.score), default=0.0) or 1.0
    figure.update_xaxes(title_text=f"opt-outs per {PER:,} customers", range=[-0.05 * most, 1.08 * most], nticks=6)  # fmt: skip
    figure.update_yaxes(title_text=_axis(search), tickformat=",~r", nticks=6)
    figure.update_layout(legend={"y": -0.24})
    return framed(
        figure, finding=finding, alt=_spoken(search, say), dark=dark, height=390, note=_note(search)
    )


def worlds_chart(search: Search, say: Say, *, finding: str, dark: bool = False) -> go.Figure:
    """The winner less the starting design in each fresh world, worst first, with 95 % intervals."""
    assert search.proof
    colours = palette(dark)
    worlds = sorted(search.proof.worlds, key=lambda world: world.mean)
    figure = go.Figure(
        go.Scatter(
            x=list(range(1, len(worlds) + 1)),
            y=[world.mean for world in worlds],
            mode="markers",
            marker={"size": 9, "color": [colours.good if w.mean > 0 else colours.bad for w in worlds]},
            error_y={"type": "data", "array": [world.margin for world in worlds], "thickness": 1.2, "width": 0, "color": colours.muted},
            customdata=[f"{say(w.mean)} ({say(w.low)} to {say(w.high)})" for w in worlds],
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=False,
        )
    )  # fmt: skip
    total = search.proof.total
    figure.add_hline(y=0, line={"color": colours.muted, "width": 1.2, "dash": "dot"})
    figure.add_hrect(y0=total.low, y1=total.high, line_width=0, fillcolor=faded(colours.primary, 0.16), layer="below")  # fmt: skip
    figure.update_xaxes(title_text="fresh worlds, worst first", showgrid=False, nticks=5)
    figure.update_yaxes(title_text="better than the start by", tickformat=",~r", nticks=5)
    alt = f"Over all worlds {say(total.mean)} ({say(total.low)} to {say(total.high)})."
    return framed(
        figure, finding=finding, alt=alt, dark=dark, height=230,
        note=f"Per {PER:,} customers, with 95 % intervals; the band is that over all worlds.",
    )  # fmt: skip


def _clouds(search: Search, say: Say, colours: Palette) -> list[go.Scatter]:
    flown = [design for design in search.designs if design.score]
    full = [design for design in flown if search.is_full(design)]
    broken = [design for design in flown if design.broken]
    early = [design for design in flown if design.allowed and not search.is_full(design)]
    clouds = (
        (broken, "Breaks a limit", {"size": 9, "symbol": "x", "color": faded(colours.muted, 0.55)}),
        (early, "Dropped early", {"size": 6, "color": faded(colours.primary, 0.35)}),
        (full, "Last round", {"size": 10, "color": faded(colours.primary, 0.85)}),
    )
    return [_points(search, some, say, name, marker=marker) for some, name, marker in clouds if some]  # fmt: skip


def _points(search: Search, designs: Sequence[Design], say: Say, name: str, **look: object) -> go.Scatter:  # fmt: skip
    scores = [design.score for design in designs if design.score]
    return go.Scatter(
        x=[score.opt_outs for score in scores],
        y=[score.gain.mean for score in scores],
        name=name,
        customdata=[_hover(search, design, say) for design in designs if design.score],
        hovertemplate="%{customdata}<extra></extra>",
        **{"mode": "markers", **look},
    )


def _marked(search: Search, colours: Palette) -> list[tuple[Design, str, str, str]]:
    start = next(one for one in search.designs if one.settings == search.start.settings)
    found = [(start, "Your design", "diamond", colours.categorical[1])]
    if search.winner:
        name = "Winner" if search.proven or search.rescued else "Best found, not proven"
        found.append((search.winner, name, "star", colours.good))
    return found


def _hover(search: Search, design: Design, say: Say) -> str:
    score = design.score
    if score is None:
        return ""
    lines = [
        f"<b>{say(score.gain.mean)}</b> ({say(score.gain.low)} to {say(score.gain.high)})",
        f"{score.opt_outs:,.1f} opt-outs · {score.customers:,} customers",
        *wrapped(search.changes(design), 60).split("<br>")[:6],
        *(wrapped(f"Breaks: {reason}", 60) for reason in design.broken[:2]),
    ]
    return "<br>".join(lines)


def _axis(search: Search) -> str:
    return OBJECTIVES[search.objective].label.split(" less ")[0].lower().removesuffix(" after message cost")  # fmt: skip


def _note(search: Search) -> str:
    label = OBJECTIVES[search.objective].label
    crowd = f"{search.rounds[-1].customers:,}"
    return f"{label}, per {PER:,} customers, as the search saw it on one crowd of {crowd}."


def _spoken(search: Search, say: Say) -> str:
    front = "; ".join(
        f"{score.opt_outs:,.1f} opt-outs, {say(score.gain.mean)}"
        for score in (design.score for design in search.frontier)
        if score
    )
    return f"{len(search.designs):,} designs. Best trade-offs: {front or 'none'}."
