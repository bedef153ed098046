"""Charts of message texts: how many parts they take; new ones of this kind go here."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from journeyboard.charts.palette import palette
from journeyboard.charts.theme import framed
from journeyboard.charts.wording import percent


def parts_bars(
    parts: Mapping[int, int], *, odd_by_values: int = 0, dark: bool = False
) -> go.Figure:
    """Customers by the parts their text takes; `odd_by_values` of the texts are Unicode only for a
    value put in."""
    colours = palette(dark)
    total = sum(parts.values())
    most = max(parts, default=1)
    numbers = list(range(1, max(most, 3) + 1))
    shares = [parts.get(k, 0) / total if total else 0.0 for k in numbers]
    figure = go.Figure(
        go.Bar(
            x=[f"{k} part{'s' if k > 1 else ''}" for k in numbers],
            y=shares,
            marker_color=[colours.primary if k == 1 else colours.categorical[1] for k in numbers],
            text=[percent(share) if share else "" for share in shares],
            textposition="outside",
            cliponaxis=False,
            customdata=[parts.get(k, 0) for k in numbers],
            hovertemplate="%{x}: %{customdata:,} customers<extra></extra>",
        )
    )
    figure.update_yaxes(visible=False, range=[0, 1.15 * max([*shares, 0.01])])
    figure.update_xaxes(type="category", showgrid=False)
    counts = "; ".join(f"{k}: {n:,}" for k, n in sorted(parts.items()))
    return framed(
        figure, finding=parts_finding(parts), alt=f"Customers by parts: {counts}.", dark=dark,
        height=210, note=odd_note(odd_by_values, total),
    )  # fmt: skip


def parts_finding(parts: Mapping[int, int]) -> str:
    """How many texts fit one part, in words.

    >>> parts_finding({1: 90, 3: 10})
    '90 of 100 texts (90.0 %) take one part'
    """
    total = sum(parts.values())
    if not total:
        return "Nobody may get this text"
    if len(parts) == 1:
        count = next(iter(parts))
        return f"All {total:,} texts take {'one part' if count == 1 else f'{count} parts'}"
    usual = max(parts, key=lambda k: (parts[k], -k))
    words = "one part" if usual == 1 else f"{usual} parts"
    return f"{parts[usual]:,} of {total:,} texts ({percent(parts[usual] / total)}) take {words}"


def odd_note(odd_by_values: int, total: int) -> str:
    """How many texts are Unicode for a name alone, in words; nothing where none is."""
    if not odd_by_values or not total:
        return ""
    return f"{odd_by_values:,} of {total:,} ({percent(odd_by_values / total)}) go as Unicode only because of a name or another value put in."
