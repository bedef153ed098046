"""Charts of the five stages: the flow from start to end, and the shares over time."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from journeyboard.charts.findings import flow_finding, stage_finding
from journeyboard.charts.palette import palette
from journeyboard.charts.theme import faded, framed
from journeyboard.measurement.stages import StageFlow, StageLink
from journeyboard.records import STAGES


def stage_sankey(flow: StageFlow, *, dark: bool = False) -> go.Figure:
    """Customers from the stage they began in (left) to the stage they ended in (right)."""
    colours = palette(dark)
    nodes = [
        (side, stage) for side in (0, 1) for stage in STAGES if _size(flow.overall, side, stage)
    ]
    place: dict[tuple[int, str], int] = {node: k for k, node in enumerate(nodes)}
    hues: dict[str, str] = dict(zip(STAGES, colours.categorical, strict=False))
    figure = go.Figure(
        go.Sankey(
            arrangement="snap",
            textfont={"color": colours.text, "size": 12, "shadow": "none"},
            node={
                "label": [
                    f"{s.capitalize()} {_size(flow.overall, side, s):,}" for side, s in nodes
                ],
                "color": [hues[stage] for _, stage in nodes],
                "line": {"width": 0},
                "thickness": 14,
                "pad": 18,
                "hovertemplate": "%{label}<extra></extra>",
            },
            link={
                "source": [place[0, link.source] for link in flow.overall],
                "target": [place[1, link.target] for link in flow.overall],
                "value": [link.customers for link in flow.overall],
                "color": [faded(hues[link.source], 0.32) for link in flow.overall],
                "hovercolor": [faded(hues[link.source], 0.6) for link in flow.overall],
                "customdata": [_link_words(link) for link in flow.overall],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
        )
    )
    return framed(
        figure,
        finding=flow_finding(flow),
        alt=" ".join(f"{_link_words(link)}." for link in flow.overall),
        dark=dark,
        height=340,
        note="Left: stage at the start. Right: stage at the end.",
    )


def stage_area(flow: StageFlow, *, dark: bool = False) -> go.Figure:
    """Customers by stage over time, stacked: the height is everybody, always."""
    colours = palette(dark)
    figure = go.Figure(
        [
            go.Scatter(
                x=list(flow.times),
                y=list(flow.counts[stage]),
                name=stage.capitalize(),
                stackgroup="stages",
                mode="lines",
                line={"width": 1, "color": colours.categorical[k]},
                fillcolor=faded(colours.categorical[k], 0.75),
                hovertemplate="%{x|%-d %b}: %{y:,} in %{fullData.name}<extra></extra>",
            )
            for k, stage in enumerate(STAGES)
        ]
    )
    figure.update_xaxes(showgrid=False, nticks=5)
    figure.update_yaxes(nticks=4, tickformat="~s")
    return framed(
        figure,
        finding=stage_finding(flow),
        alt=_ends(flow),
        dark=dark,
        height=330,
        note="Customers by stage over time.",
    )


def _size(links: Sequence[StageLink], side: int, stage: str) -> int:
    return sum(link.customers for link in links if (link.source, link.target)[side] == stage)


def _link_words(link: StageLink) -> str:
    if link.source == link.target:
        return f"{link.customers:,} stayed in {link.source}"
    return f"{link.customers:,} from {link.source} to {link.target}"


def _ends(flow: StageFlow) -> str:
    if not flow.times:
        return ""
    return " ".join(
        f"{stage.capitalize()}: {flow.counts[stage][0]:,} at the start, {flow.counts[stage][-1]:,} at the end."
        for stage in STAGES
    )
