"""What is laid over the drawing: findings of each step, and its counts from the last run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from journeyboard.journey.drawing import drawing
from journeyboard.journey.graph import START, Journey
from journeyboard.lint.check import check
from journeyboard.lint.rule import Finding
from journeyboard.storage.runs import StoredRun, list_runs
from journeyboard.ui import state
from journeyboard.ui.canvas.wire import Graph, NodeOverlay, Overlay
from journeyboard.ui.design.desk import Desk
from journeyboard.workflows.fly import flown
from journeyboard.workflows.library import brand_of

LEVELS = ("error", "warning", "info")
LINE = (
    ("entered", "in"),
    ("delivered", "delivered"),
    ("clicked", "clicked"),
    ("opted_out", "opt-outs"),
)


def graph_of(journey: Journey) -> Graph:
    """The journey as the canvas takes it; steps that no hand has placed are left to the layout."""
    drawn: Any = drawing(journey)
    for node in drawn["nodes"]:
        if not node.pop("placed"):
            node["x"] = node["y"] = None
    graph: Graph = drawn
    return graph


def findings_of(journey: Journey) -> list[Finding]:
    """Everything unfinished or unwise, errors first."""
    return check(journey, brand_of(state.store(), journey))


def overlay_of(journey: Journey, findings: Iterable[Finding], journey_id: str) -> Overlay:
    """Findings and counts by node."""
    laid: Overlay = {}
    for node_id, seen in _counts(journey_id).items():
        laid[node_id] = NodeOverlay(counts=seen, line=_line(seen))
    for finding in findings:
        _add(laid.setdefault(finding.node_id or START, NodeOverlay()), finding)
    known = {START, *(node.id for node in journey.nodes)}
    return {node_id: part for node_id, part in laid.items() if node_id in known}


def _add(part: NodeOverlay, finding: Finding) -> None:
    part.setdefault("findings", []).append({"code": finding.code, "message": finding.message})
    levels = (part.get("level") or "info", finding.severity)
    part["level"] = min(levels, key=LEVELS.index)


def _line(seen: dict[str, int]) -> str:
    return " · ".join(f"{seen[key]:,} {word}" for key, word in LINE if seen.get(key))


def counted_in(now: Desk) -> str:
    """Which run the counts come from, and whether the journey has been edited since; empty without one."""
    journey_id = now.revision.journey_id
    run = _last_run(journey_id)
    if run is None or not _counts_of(run.id, journey_id):
        return ""
    edited = now.unsaved or (journey_id, now.revision.number) not in run.journeys
    return f"Counts are from run “{run.name}”{', before this edit' if edited else ''}."


def _counts(journey_id: str) -> dict[str, dict[str, int]]:
    run = _last_run(journey_id)
    return _counts_of(run.id, journey_id) if run else {}


def _last_run(journey_id: str) -> StoredRun | None:
    return next(iter(list_runs(state.store(), journey_id=journey_id)), None)


@st.cache_data(max_entries=50, show_spinner=False)
def _counts_of(run_id: str, journey_id: str) -> dict[str, dict[str, int]]:
    return flown(state.store(), run_id).counts(journey_id)
