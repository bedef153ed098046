"""What lies over the drawing: findings, lines, comments, and figures, live or of the last run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.brand import Brand
from journeyboard.journey.drawing import badges_by_node, excerpts
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.landing import landing_words
from journeyboard.lint.check import check
from journeyboard.lint.evidence import NOTHING_FLOWN, Evidence
from journeyboard.lint.rule import Finding
from journeyboard.storage.comments import Comment, list_comments
from journeyboard.ui import state
from journeyboard.ui.canvas import Overlay
from journeyboard.ui.canvas.wire import (
    CommentShape,
    FiguresShape,
    FindingShape,
    LiveShape,
    Mark,
)
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.live import live_figures, live_of
from journeyboard.ui.reviewing import evidence_for, last_run, others_of
from journeyboard.workflows.findings import source_words
from journeyboard.workflows.fly import flown

MOST = 500
"""Findings that are sent: thousands would be slow to draw and are read by nobody."""


class Seen(NamedTuple):
    """What a journey of a brand says and what is wrong with it, beside the others and after its last run."""

    journey: Journey
    brand: Brand
    others: tuple[Journey, ...]
    evidence: Evidence
    findings: list[Finding]
    says: dict[str, str]
    timing: dict[str, str]
    badges: dict[str, list[str]]


def seen(journey: Journey) -> Seen:
    """The journey looked at; looked at once, as long as nothing it is looked at beside changes."""
    beside = (state.brand(journey), others_of(journey), evidence_for(journey.id))
    last: Seen | None = st.session_state.get("seen")
    if last and last.journey is journey and last[1:4] == beside:
        return last
    brand, others, evidence = beside
    now = Seen(
        journey,
        *beside,
        check(journey, brand, others=others, evidence=evidence),
        excerpts(journey),
        landing_words(journey),
        badges_by_node(journey),
    )
    st.session_state["seen"] = now
    return now


def overlay_of(now: Desk) -> Overlay:
    """Everything that lies over the journey in hand."""
    comments = list_comments(state.store(), now.revision.journey_id, resolved=True)
    looked = seen(now.journey)
    live = live_of(now)  # before the figures: what lands in between is fetched once more
    figures = live_figures(now) or figures_of(now)
    return _laid(looked, comments=comments, figures=figures, live=live)


def bare_overlay(journey: Journey, marks: Mapping[str, Mark] | None = None) -> Overlay:
    """What lies over a journey that is only read: its lines, and what became of its nodes."""
    lines = excerpts(journey), landing_words(journey), badges_by_node(journey)
    return _laid(Seen(journey, state.brand(journey), (), NOTHING_FLOWN, [], *lines), marks=marks)


def _laid(
    seen: Seen,
    *,
    comments: Iterable[Comment] = (),
    figures: FiguresShape | None = None,
    live: LiveShape | None = None,
    marks: Mapping[str, Mark] | None = None,
) -> Overlay:
    return Overlay(
        says=seen.says,
        timing=seen.timing,
        badges=seen.badges,
        findings=shown_findings(seen.findings),
        docs={finding.code: finding.docs for finding in seen.findings[:MOST]},
        figures=figures,
        live=live,
        comments=[_comment(comment) for comment in comments],
        marks=dict(marks or {}),
    )


def shown_findings(findings: list[Finding]) -> list[FindingShape]:
    """The findings as the board shows them, the most serious first, and a word about those left out."""
    shown = [_finding(finding) for finding in findings[:MOST]]
    left_out = len(findings) - MOST
    return [*shown, _more(left_out)] if left_out > 0 else shown


def _finding(finding: Finding) -> FindingShape:
    return FindingShape(
        code=finding.code,
        name=finding.name,
        level=finding.severity,
        message=finding.message,
        node=finding.node_id,
        place=finding.jurisdiction,
        source=source_words(finding.source),
        fixable=finding.fix is not None,
    )


def _more(count: int) -> FindingShape:
    words = f"{count:,} more findings are not listed; mend some of these, and the next ones follow."
    return FindingShape(
        code="more",
        name="",
        level="info",
        message=words,
        node=None,
        place="",
        source="",
        fixable=False,
    )


def _comment(comment: Comment) -> CommentShape:
    return CommentShape(
        id=comment.id,
        node=comment.node_id or START,
        author=comment.author,
        text=comment.text,
        at=comment.created_at.isoformat(),
        resolved=comment.resolved_at is not None,
    )


def figures_of(now: Desk) -> FiguresShape | None:
    """The figures of the last run of this journey; stale when it was edited since. None without one."""
    journey_id = now.revision.journey_id
    run = last_run(journey_id)
    figures = _figures(run.id, journey_id) if run else None
    if run is None or figures is None:
        return None
    flown_as_it_is = not now.unsaved and (journey_id, now.revision.number) in run.journeys
    return {**figures, "run": run.name, "stale": not flown_as_it_is}


@st.cache_data(max_entries=50, show_spinner=False)
def _figures(run_id: str, journey_id: str) -> FiguresShape | None:
    """The figures of a run, the entry's too; None when it cannot tell."""
    try:
        found = flown(state.store(), run_id).steps(journey_id).to_dict()
    except JourneyboardError:  # its files are gone
        return None
    if found["entries"] is None:
        return None
    nodes = {START: {"entered": found["entries"]}, **found["nodes"]}
    return FiguresShape(
        run="",
        stale=True,
        entries=found["entries"],
        nodes=nodes,
        flows=found["flows"],
        flown=None,
        ghost=None,
    )
