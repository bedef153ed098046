"""Where customers go: the funnel, the flow between stages, and any metric broken down."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from journeyboard.charts.performance import day_series, funnel_bars
from journeyboard.charts.stages import stage_area, stage_sankey
from journeyboard.ui.parts import card, dark, figure
from journeyboard.ui.report.answers import funnel_of, metrics_of, stages_of
from journeyboard.ui.report.messages import group_table

GROUPS = {
    "arm": "Arm",
    "variant": "Variant",
    "segment": "Segment",
    "channel": "Channel",
    "stage": "Stage",
    "day": "Day",
}
SERIES = ("delivered", "clicks", "orders", "opt_outs")


def draw_ways(run_id: str) -> None:
    """Funnel and stages."""
    left, right = st.columns(2, gap="medium")
    flow = stages_of(run_id)
    with left, card(key="funnel"):
        figure(
            funnel_bars(funnel_of(run_id), dark=dark()),
            help="Customers, in order: each step after the one before, within seven days of entering. "
            "An order counts here whether or not a click gets the credit for it.",
        )
    with right, card(key="stages"):
        figure(
            stage_sankey(flow, dark=dark()),
            help="Every customer is in one of five stages, from awareness to advocacy; events move them.",
        )
    with card(key="area"):
        figure(
            stage_area(flow, dark=dark()),
            help="How many customers were in each stage, week by week.",
        )


@st.fragment(key="breakdown")
def draw_breakdown(run_id: str, titles: Mapping[str, str]) -> None:
    """The metrics by whatever is chosen."""
    with card("Break it down", key="breakdown-card"):
        by = st.segmented_control(
            "By",
            list(GROUPS),
            format_func=GROUPS.__getitem__,
            default="arm",
            required=True,
            key="by",
            bind="query-params",
            label_visibility="collapsed",
        )
        found = metrics_of(run_id, by)
        if by == "day":
            key = st.selectbox(
                "Metric", SERIES, format_func=lambda one: one.replace("_", " "), key="series"
            )
            figure(
                day_series(found, (key,), dark=dark()),
                help="Days are UTC days of the event itself.",
            )
        elif found.rows:
            group_table(found, list(found.rows), titles, GROUPS[by or "arm"])
        else:
            st.caption("Nothing was split this way in this run.")
        for note in found.notes:
            st.caption(note)
