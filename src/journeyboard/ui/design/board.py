"""The board: canvas and panel side by side, in one fragment, with nothing after the canvas."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from journeyboard.journey.edits import MoveNode, SetField
from journeyboard.lint.rule import Finding
from journeyboard.ui import state
from journeyboard.ui.canvas import CanvasSession, Move, canvas
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.bar import draw_bar, draw_revisions
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.overlay import counted_in, findings_of, graph_of, overlay_of
from journeyboard.ui.design.panel import draw_panel

WHOLE = ""
HEIGHT = 660
ICONS = {
    "error": ":red[:material/error:]",
    "warning": ":orange[:material/warning:]",
    "info": ":material/info:",
}


@st.fragment(key="board")
def draw_board(journey_id: str) -> None:
    """The open journey: bar, panel and canvas; edits rerun only this."""
    state.hear()
    now = state.desk(journey_id)
    findings = findings_of(now.journey)
    slot = st.container()
    left, right = st.columns([2.1, 1], gap="medium")
    with slot:
        draw_bar(now)
        if now.problem:
            st.error(now.problem, icon=":material/error:")
    with right:
        _draw_side(now, findings)
    with left:
        _draw_canvas(now, findings)


def _draw_canvas(now: Desk, findings: Sequence[Finding]) -> None:
    journey_id = now.revision.journey_id
    drawn = _session(now)
    drawn.change(graph_of(now.journey))
    if words := counted_in(now):
        st.caption(words)
    canvas(
        drawn,
        overlay=overlay_of(now.journey, findings, journey_id),
        height=HEIGHT,
        key=f"canvas:{journey_id}",
        on_edit=lambda moves: _move(journey_id, moves),
        on_select=lambda node: _remember(journey_id, node),
    )


def _session(now: Desk) -> CanvasSession:
    journey_id = now.revision.journey_id
    key = f"drawn:{journey_id}"
    if key not in st.session_state:
        st.session_state[key] = CanvasSession(journey_id, graph_of(now.journey))
    session: CanvasSession = st.session_state[key]
    return session


def _move(journey_id: str, moves: Sequence[Move]) -> None:
    for move in moves:
        if move.position is None:
            state.edit(journey_id, SetField(node=move.node, path="position"))
        else:
            x, y = move.position
            state.edit(journey_id, MoveNode(id=move.node, x=x, y=y))


def _remember(journey_id: str, node: str | None) -> None:
    state.let_go(journey_id)
    st.session_state[f"chosen:{journey_id}"] = node or WHOLE


def _draw_side(now: Desk, findings: Sequence[Finding]) -> None:
    step, text, found, saved = st.tabs(["Step", "YAML", f"Findings ({len(findings)})", "Revisions"])
    with step, st.container(height=HEIGHT - 60, border=False, key="panel"):
        draw_panel(now.revision.journey_id, now.journey, _pick_step(now))
    with text, st.container(key="file-text"):
        _draw_text(now)
    with found, st.container(height=HEIGHT - 60, border=False, key="findings"):
        _draw_findings(now, findings)
    with saved:
        draw_revisions(now)


def _pick_step(now: Desk) -> str | None:
    journey_id = now.revision.journey_id
    titles = {node.id: node.title or node.label for node in now.journey.nodes}
    key = f"selected:{journey_id}"
    chosen = st.session_state.pop(f"chosen:{journey_id}", st.session_state.get(key, WHOLE))
    st.session_state[key] = chosen if chosen in titles else WHOLE
    return st.selectbox(
        "Step",
        [WHOLE, *titles],
        format_func=lambda step: titles.get(step, "The whole journey"),
        key=key,
        label_visibility="collapsed",
        on_change=_show_picked,
        args=(journey_id, key),
    )


def _show_picked(journey_id: str, key: str) -> None:
    state.let_go(journey_id)
    _session(state.desk(journey_id)).select(st.session_state[key] or None)


def _draw_text(now: Desk) -> None:
    key = f"text:{now.revision.journey_id}"
    st.session_state[key] = now.text
    st.text_area(
        "The journey as its file",
        key=key,
        height=HEIGHT - 110,
        help="Typing here changes the drawing as soon as you leave the field or press Ctrl+Enter.",
        on_change=_type,
        args=(now.revision.journey_id, key),
    )


def _type(journey_id: str, key: str) -> None:
    state.put(desks.typed(state.desk(journey_id), st.session_state[key]))


def _draw_findings(now: Desk, findings: Sequence[Finding]) -> None:
    if not findings:
        st.success("Nothing to mend.", icon=":material/check_circle:")
    for number, finding in enumerate(findings):
        _draw_finding(now.revision.journey_id, number, finding)


def _draw_finding(journey_id: str, number: int, finding: Finding) -> None:
    words = f"{ICONS[finding.severity]} **{finding.code}** {finding.message}"
    with st.container(border=True, gap="xsmall", key=f"finding-{number}"):
        st.markdown(words, help=finding.docs)
        with st.container(horizontal=True):
            if finding.node_id:
                _ask("Show", f"show-{number}", _show, journey_id, finding.node_id)
            if finding.fix:
                _ask("Mend it", f"fix-{number}", state.edit, journey_id, finding.fix)


def _ask(label: str, key: str, do: object, *args: object) -> None:
    st.button(label, key=key, type="tertiary", on_click=do, args=args)  # type: ignore[arg-type]


def _show(journey_id: str, node: str) -> None:
    _remember(journey_id, node)
    _session(state.desk(journey_id)).select(node)
