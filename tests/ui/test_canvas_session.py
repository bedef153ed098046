"""The canvas session: what Python takes from the browser, and what it refuses."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.ui.canvas.session import CanvasSession, Move, moves
from journeyboard.ui.canvas.wire import Graph, NodeShape


def node(node_id: str, x: float | None = None, y: float | None = None) -> NodeShape:
    return NodeShape(
        id=node_id,
        kind="sms",
        family="message",
        title=node_id,
        label="SMS",
        icon="sms",
        stage=None,
        excerpt="",
        x=x,
        y=y,
        ports=[{"name": "next", "label": ""}],
        badges=[],
    )


def graph(*nodes: NodeShape) -> Graph:
    return Graph(nodes=list(nodes), edges=[])


START = graph(node("a"), node("b"))
MOVED = graph(node("a", 8, 16), node("b"))
RENAMED = graph({**node("a"), "title": "Hello"}, node("b"))


@pytest.fixture
def session() -> CanvasSession:
    return CanvasSession("journey", deepcopy(START))


def document(session: CanvasSession, **other: Any) -> dict[str, Any]:
    own = {"docId": session.doc_id, "epoch": session.epoch, "clientId": "client", "seq": 1}
    return {**own, "baseRev": session.rev, "graph": MOVED, **other}


def test_a_new_document_is_taken_and_acknowledged(session: CanvasSession) -> None:
    assert session.ingest(document(session)) == [Move("a", (8, 16))]
    assert session.graph == MOVED
    assert session.message({}, 640)["ack"] == {"clientId": "client", "seq": 1}


def test_taking_a_document_is_no_change_by_python(session: CanvasSession) -> None:
    session.ingest(document(session))
    assert session.rev == 0


def test_the_same_document_counts_once(session: CanvasSession) -> None:
    sent = document(session)
    session.ingest(sent)
    assert session.ingest(sent) is None


def test_an_older_document_arriving_late_is_ignored(session: CanvasSession) -> None:
    session.ingest(document(session, seq=2))
    assert session.ingest(document(session, seq=1, graph=START)) is None
    assert session.graph == MOVED


def test_another_client_starts_its_own_count(session: CanvasSession) -> None:
    session.ingest(document(session, seq=9))
    assert session.ingest(document(session, clientId="new", seq=1, graph=START)) is not None


def test_a_document_drawn_before_pythons_change_is_refused(session: CanvasSession) -> None:
    stale = document(session)
    session.change(RENAMED)
    assert session.ingest(stale) is None
    assert session.graph == RENAMED
    assert session.ack_seq == 0


def test_the_merged_document_is_taken_on_the_new_revision(session: CanvasSession) -> None:
    session.change(RENAMED)
    merged = graph({**node("a", 8, 16), "title": "Hello"}, node("b"))
    assert session.ingest(document(session, seq=2, graph=merged)) == [Move("a", (8, 16))]


@pytest.mark.parametrize("foreign", [{"docId": "other"}, {"epoch": "before"}])
def test_a_document_of_another_journey_or_life_is_ignored(
    session: CanvasSession, foreign: dict[str, str]
) -> None:
    assert session.ingest(document(session, **foreign)) is None
    assert session.graph == START


@pytest.mark.parametrize(
    "broken",
    [
        {"graph": None},
        {"graph": {"nodes": [{}], "edges": []}},
        {"graph": {"nodes": []}},
        {"seq": "1"},
        {"clientId": None},
    ],
)
def test_a_malformed_document_is_ignored(session: CanvasSession, broken: dict[str, Any]) -> None:
    assert session.ingest(document(session, **broken)) is None


def test_nothing_sent_is_nothing_taken(session: CanvasSession) -> None:
    assert session.ingest(None) is None
    assert session.ingest({}) is None


def test_a_change_counts_only_when_it_says_something_new(session: CanvasSession) -> None:
    assert not session.change(deepcopy(START))
    assert session.change(RENAMED)
    assert session.rev == 1


def test_opening_begins_a_new_life(session: CanvasSession) -> None:
    sent = document(session)
    session.ingest(sent)
    session.change(RENAMED)
    before = session.epoch
    session.open("journey", START)
    assert session.epoch != before
    assert (session.rev, session.ack_seq, session.ack_client) == (0, 0, "")
    assert session.ingest(sent) is None


def test_two_sessions_never_share_an_epoch() -> None:
    assert CanvasSession("journey", START).epoch != CanvasSession("journey", START).epoch


def test_a_moved_node_given_back_to_the_layout_has_no_position() -> None:
    assert moves(MOVED, START) == [Move("a", None)]


def test_nodes_only_one_side_knows_have_not_moved() -> None:
    assert moves(START, graph(node("c", 1, 1))) == []


def selection(session: CanvasSession, *ids: str, turn: int = 0) -> dict[str, Any]:
    return {"docId": session.doc_id, "epoch": session.epoch, "turn": turn, "ids": list(ids)}


def test_the_users_selection_is_taken_once(session: CanvasSession) -> None:
    assert session.ingest_selection(selection(session, "b"))
    assert session.selected == "b"
    assert not session.ingest_selection(selection(session, "b"))


def test_a_selection_made_before_pythons_own_is_ignored(session: CanvasSession) -> None:
    session.select("a")
    assert not session.ingest_selection(selection(session, "b", turn=0))
    assert session.selected == "a"
    assert session.ingest_selection(selection(session, "b", turn=1))


def test_a_deleted_node_is_no_longer_selected(session: CanvasSession) -> None:
    session.select("a")
    session.change(graph(node("b")))
    assert session.selected is None


@given(st.lists(st.tuples(st.sampled_from(["send", "again", "change"]), st.integers(0, 400))))
def test_however_they_interleave_both_halves_end_with_one_drawing(
    story: list[tuple[str, int]],
) -> None:
    session, sent, seq = CanvasSession("journey", deepcopy(START)), None, 0
    for act, x in story:
        if act == "send":
            seq += 1
            sent = document(session, seq=seq, graph=graph(node("a", x, x), node("b")))
        elif act == "change":
            session.change(graph(node("a"), node("b", x, x)))
        session.ingest(sent)
        if act == "send":
            assert sent is not None
            assert session.graph == sent["graph"]
            assert session.ack_seq == seq
