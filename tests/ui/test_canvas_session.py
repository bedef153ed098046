"""The canvas session: what Python takes from the browser, what it refuses, and what it is asked."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.ui.canvas.asks import Fix, Remark, Rename, Resolve, Save
from journeyboard.ui.canvas.session import CanvasSession
from journeyboard.ui.canvas.wire import JourneyShape


def journey(name: str, *nodes: str) -> JourneyShape:
    listed = [{"id": node, "kind": "sms"} for node in nodes]
    return JourneyShape(settings={"id": "j", "name": name}, start=None, nodes=listed)


START = journey("Start", "a", "b")
MOVED = journey("Moved", "a", "b")
PYTHONS = journey("Python's", "a", "b")


@pytest.fixture
def session() -> CanvasSession:
    return CanvasSession("journey", deepcopy(START))


def document(session: CanvasSession, **other: Any) -> dict[str, Any]:
    own = {"docId": session.doc_id, "epoch": session.epoch, "clientId": "client", "seq": 1}
    return {**own, "baseRev": session.rev, "journey": MOVED, **other}


def taken(session: CanvasSession, sent: Any) -> bool:
    """Whether a document is new and then kept."""
    arrived = session.ingest(sent)
    if arrived is not None:
        session.accept(arrived)
    return arrived is not None


def test_a_new_drawing_is_taken_and_acknowledged(session: CanvasSession) -> None:
    assert taken(session, document(session))
    assert session.journey == MOVED
    assert session.message()["ack"] == {"clientId": "client", "seq": 1}


def test_taking_a_drawing_is_no_change_by_python(session: CanvasSession) -> None:
    taken(session, document(session))
    assert session.rev == 0


def test_a_drawing_that_nobody_answered_is_not_acknowledged(session: CanvasSession) -> None:
    session.ingest(document(session))
    assert session.message()["ack"] == {"clientId": "", "seq": 0}
    assert session.ingest(document(session)) is not None


def test_the_same_drawing_counts_once(session: CanvasSession) -> None:
    sent = document(session)
    taken(session, sent)
    assert not taken(session, sent)


def test_an_older_drawing_arriving_late_is_ignored(session: CanvasSession) -> None:
    taken(session, document(session, seq=2))
    assert not taken(session, document(session, seq=1, journey=START))
    assert session.journey == MOVED


def test_another_client_starts_its_own_count(session: CanvasSession) -> None:
    taken(session, document(session, seq=9))
    assert taken(session, document(session, clientId="new", seq=1, journey=START))


def test_a_drawing_on_a_revision_before_pythons_is_not_taken(session: CanvasSession) -> None:
    stale = document(session)
    session.change(PYTHONS)
    assert not taken(session, stale)
    assert session.journey == PYTHONS
    assert session.acked == ("", 0)


def test_the_merged_drawing_is_taken_on_the_new_revision(session: CanvasSession) -> None:
    session.change(PYTHONS)
    assert taken(session, document(session, seq=2))


@pytest.mark.parametrize("foreign", [{"docId": "other"}, {"epoch": "before"}])
def test_a_drawing_of_another_journey_or_life_is_ignored(
    session: CanvasSession, foreign: dict[str, str]
) -> None:
    assert not taken(session, document(session, **foreign))
    assert session.journey == START


@pytest.mark.parametrize(
    "broken", [{"journey": None}, {"seq": "1"}, {"seq": True}, {"clientId": None}, {"baseRev": 0.0}]
)
def test_a_malformed_document_is_ignored(session: CanvasSession, broken: dict[str, Any]) -> None:
    assert not taken(session, document(session, **broken))


def test_a_refused_drawing_is_answered_and_the_last_good_one_stays(session: CanvasSession) -> None:
    session.ingest(document(session, seq=3))
    session.refuse("“soon” is no duration.")
    told = session.message()
    assert told["ack"] == {"clientId": "client", "seq": 3}
    assert told["refused"] == {"seq": 3, "words": "“soon” is no duration."}
    assert (told["journey"], told["rev"]) == (START, 0)


def test_the_next_good_drawing_clears_the_refusal(session: CanvasSession) -> None:
    session.ingest(document(session, seq=3))
    session.refuse("No.")
    assert taken(session, document(session, seq=4))
    assert session.message()["refused"] is None


def test_a_change_counts_only_when_it_says_something_new(session: CanvasSession) -> None:
    assert not session.change(deepcopy(START))
    assert session.change(PYTHONS)
    assert session.rev == 1


def test_two_sessions_never_share_an_epoch() -> None:
    assert CanvasSession("journey", START).epoch != CanvasSession("journey", START).epoch


def test_what_python_shows_has_a_turn_of_its_own(session: CanvasSession) -> None:
    session.show("a", "b")
    session.show("b")
    assert session.message()["shown"] == {"turn": 2, "ids": ["b"]}


def test_a_drawing_to_be_merged_is_awaited_once(session: CanvasSession) -> None:
    stale = document(session)
    session.change(PYTHONS)
    assert session.awaits(stale)
    assert not session.awaits(stale)
    assert session.awaits({**stale, "seq": 2})
    assert not session.awaits(document(session, seq=3))
    assert not session.awaits(None)


def asked(*items: Any, client: Any = "tab", doc: str = "journey") -> dict[str, Any]:
    return {"docId": doc, "clientId": client, "items": list(items)}


FIX = {"n": 1, "ask": "fix", "code": "JB101", "node": None, "message": "No entry."}
RENAME = {"n": 2, "ask": "rename", "node": "a", "to": "b"}
REMARK = {"n": 3, "ask": "comment", "id": "c1", "node": "a", "text": "Hm"}
RESOLVE = {"n": 4, "ask": "resolve", "id": "c1", "resolved": True}
SAVE = {"n": 5, "ask": "save", "message": ""}


def test_every_question_is_heard_once_and_in_order(session: CanvasSession) -> None:
    found = session.ingest_asks(asked(SAVE, REMARK, FIX, RESOLVE, RENAME))
    assert [type(ask) for ask in found] == [Fix, Rename, Remark, Resolve, Save]
    assert session.ingest_asks(asked(SAVE, REMARK)) == []
    assert session.message()["heard"] == {"clientId": "tab", "n": 5}


def test_each_tab_counts_its_own_questions(session: CanvasSession) -> None:
    session.ingest_asks(asked(SAVE))
    assert len(session.ingest_asks(asked(FIX, client="other"))) == 1
    assert session.message()["heard"] == {"clientId": "other", "n": 1}
    assert session.ingest_asks(asked(FIX, RENAME)) == []
    assert session.message()["heard"] == {"clientId": "tab", "n": 5}


@pytest.mark.parametrize(
    "unfit",
    [{**FIX, "code": 7}, {**RENAME, "node": "no id!"}, {"n": 1, "ask": "dance"}, {"n": 1}],
)
def test_a_question_that_cannot_be_read_counts_as_heard(
    session: CanvasSession, unfit: dict[str, Any]
) -> None:
    assert session.ingest_asks(asked(unfit)) == []
    assert session.message()["heard"]["n"] == unfit["n"]


def test_questions_about_another_journey_are_not_heard(session: CanvasSession) -> None:
    assert session.ingest_asks(asked(SAVE, doc="other")) == []
    assert session.ingest_asks(asked(SAVE, client=3)) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)
KEYS = st.sampled_from(["docId", "epoch", "clientId", "seq", "baseRev", "journey", "items"])


@given(JSON | st.dictionaries(KEYS, JSON))
def test_no_input_of_any_shape_raises(sent: Any) -> None:
    session = CanvasSession("journey", deepcopy(START))
    assert session.ingest(sent) is None
    assert not session.awaits(sent)
    assert session.ingest_asks(sent) == []


@given(st.lists(st.dictionaries(st.sampled_from(["n", "ask", "node", "to", "id"]), JSON) | JSON))
def test_no_question_of_any_shape_raises(items: list[Any]) -> None:
    session = CanvasSession("journey", deepcopy(START))
    session.ingest_asks(asked(*items))
    assert session.ingest_asks(asked(*items)) == []


STORY = st.lists(
    st.tuples(st.sampled_from(["send", "again", "refuse", "change"]), st.integers(0, 9))
)


@given(STORY)
def test_however_they_interleave_both_halves_end_with_one_drawing(
    story: list[tuple[str, int]],
) -> None:
    session, sent, seq = CanvasSession("journey", deepcopy(START)), None, 0
    for act, x in story:
        good = session.journey
        if act in ("send", "refuse"):
            seq += 1
            sent = document(session, seq=seq, journey=journey(f"mine {x}", "a"))
        elif act == "change":
            session.change(good := journey(f"Python's {x}", "a", "b"))
        if act == "refuse" and session.ingest(sent) is not None:
            session.refuse("No.")
        taken(session, sent)
        if act == "send":
            assert sent is not None
            assert (session.journey, session.acked) == (sent["journey"], ("client", seq))
        if act in ("refuse", "change"):
            assert session.journey == good
