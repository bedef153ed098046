"""Two edits of one journey in one, by example: what both stand, what is told, and who is taken."""

from __future__ import annotations

from typing import Any

import pytest

from journeyboard.journey.edits import (
    AddNode,
    AnyEdit,
    Connect,
    MoveNode,
    RemoveNode,
    SetField,
    apply,
)
from journeyboard.journey.file import loads
from journeyboard.journey.form import journey_data, journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.merge import merged

BOARD = loads("""
id: board
name: Board
start: hello
nodes:
  hello: {kind: sms, body: Hi, next: wait}
  wait: {kind: delay, for: 1 day, next: halves}
  halves:
    kind: random_split
    arms:
      - {name: a, weight: 50, next: last}
      - {name: b, weight: 50, next: end}
  last: {kind: sms, body: Bye, title: Last, next: end}
  end: {kind: exit}
""")


def both(
    mine: list[AnyEdit], theirs: list[AnyEdit], prefer: Any = "mine"
) -> tuple[Journey, list[str]]:
    """Two series of edits of the board, merged, and what was said about it."""
    ours = others = BOARD
    for edit in mine:
        ours = apply(ours, edit)
    for edit in theirs:
        others = apply(others, edit)
    result = merged(BOARD, ours, others, prefer)
    return result.journey, [conflict.text for conflict in result.conflicts]


def wires(journey: Journey) -> dict[tuple[str, str], str | None]:
    return {(source, port.name): port.target for source, port in journey.wires}


def node(kind: str, node_id: str, source: str, port: str = "next", **fields: Any) -> AddNode:
    data = {"node": {"kind": kind, "id": node_id, **fields}, "source": source, "port": port}
    return AddNode.model_validate(data)


def test_changes_of_two_fields_of_one_node_both_stand() -> None:
    after, told = both(
        [SetField(node="hello", path="body", value="Hello")],
        [SetField(node="hello", path="title", value="First")],
    )
    assert (after.node("hello").body, after.node("hello").title, told) == ("Hello", "First", [])


def test_arms_merge_by_name_and_field() -> None:
    after, told = both(
        [SetField(node="halves", path="arms.0.weight", value=80)],
        [
            SetField(node="halves", path="arms.0.next", value="end"),
            SetField(node="halves", path="arms.2", value={"name": "c", "weight": 9}),
        ],
    )
    arms = [(arm.name, arm.weight, arm.next) for arm in after.node("halves").arms]
    assert arms == [("a", 80, "end"), ("b", 50, "end"), ("c", 9, None)]
    assert told == []


@pytest.mark.parametrize(("prefer", "body"), [("mine", "A"), ("theirs", "B")])
def test_one_text_changed_twice_is_told_and_settled(prefer: str, body: str) -> None:
    after, told = both(
        [SetField(node="hello", path="body", value="A")],
        [SetField(node="hello", path="body", value="B")],
        prefer,
    )
    taken = "yours" if prefer == "mine" else "theirs"
    assert after.node("hello").body == body
    assert told == [f"“hello”: body is A in your edit and B in theirs; {taken} is taken."]


def test_a_setting_changed_twice_is_told_without_a_node() -> None:
    _, told = both(
        [SetField(path="goal.window", value="2 days")],
        [SetField(path="goal.window", value="3 days")],
    )
    assert told == [
        "goal is window “2 days” in your edit and window “3 days” in theirs; yours is taken."
    ]


@pytest.mark.parametrize("prefer", ["mine", "theirs"])
def test_a_moved_node_that_the_other_removed_is_removed(prefer: str) -> None:
    moved, removed = [MoveNode(id="last", x=1, y=2)], [RemoveNode(id="last")]
    for mine, theirs in ((moved, removed), (removed, moved)):
        after, told = both(mine, theirs, prefer)
        assert "last" not in {node.id for node in after.nodes}
        assert told == []


def test_a_node_moved_by_both_stands_where_the_preferred_put_it() -> None:
    for prefer, place in (("mine", (1, 2)), ("theirs", (3, 4))):
        after, told = both([MoveNode(id="last", x=1, y=2)], [MoveNode(id="last", x=3, y=4)], prefer)
        assert (after.node("last").position, told) == (place, [])


@pytest.mark.parametrize(
    ("prefer", "stays", "said"), [("mine", True, "yours"), ("theirs", False, "theirs")]
)
def test_a_changed_node_that_the_other_removed_stays_wired_when_preferred(
    prefer: str, stays: bool, said: str
) -> None:
    after, told = both(
        [SetField(node="last", path="body", value="Ciao")], [RemoveNode(id="last")], prefer
    )
    assert ("last" in {node.id for node in after.nodes}) is stays
    assert wires(after)["halves", "a"] == ("last" if stays else "end")
    assert told == [
        f"“Last” is changed (body) in your edit and removed in theirs; {said} is taken."
    ]


def test_a_wire_to_a_node_that_the_other_removed_is_left_open_and_told() -> None:
    after, told = both(
        [Connect(source="wait", port="next", target="last")], [RemoveNode(id="last")]
    )
    assert ("wait", "next") not in wires(after)
    assert told == ["“wait”: next led to “Last”, which is removed; it is left open."]


def test_neighbours_removed_by_both_leave_one_path() -> None:
    after, _ = both([RemoveNode(id="hello")], [RemoveNode(id="last")])
    assert [node.id for node in after.nodes] == ["wait", "halves", "end"]
    assert wires(after) == {
        ("entry", "start"): "wait",
        ("wait", "next"): "halves",
        ("halves", "a"): "end",
        ("halves", "b"): "end",
    }


def test_two_new_nodes_of_one_id_both_stay_and_mine_gets_another() -> None:
    after, told = both(
        [node("sms", "sms_1", "hello", body="mine")], [node("sms", "sms_1", "last", body="theirs")]
    )
    assert (after.node("sms_1").body, after.node("sms_2").body) == ("theirs", "mine")
    assert (wires(after)["hello", "next"], wires(after)["last", "next"]) == ("sms_2", "sms_1")
    assert told == []


def test_the_same_new_node_of_both_is_one() -> None:
    new = node("exit", "exit_1", "last")
    after, told = both([new], [new, SetField(path="name", value="x")])
    assert (len(after.nodes), told) == (len(BOARD.nodes) + 1, [])


def with_nodes(**changes: dict[str, Any]) -> Journey:
    """The board with nodes put in its file: new ones stand after `hello`."""
    data = journey_data(BOARD)
    hello, *others = data["nodes"].items()
    return journey_from({**data, "nodes": {**dict([hello]), **changes, **dict(others), **changes}})


def test_new_nodes_stand_after_the_one_they_followed() -> None:
    mine, theirs = (
        with_nodes(m={"kind": "note"}, n={"kind": "note"}),
        with_nodes(t={"kind": "note"}),
    )
    result = merged(BOARD, mine, theirs).journey
    order = ["hello", "m", "n", "t", "wait", "halves", "last", "end"]
    assert [node.id for node in result.nodes] == order


def test_a_node_of_another_kind_is_taken_whole() -> None:
    changed = with_nodes(hello={"kind": "email", "subject": "Hi", "next": "wait"})
    texted = apply(BOARD, SetField(node="hello", path="body", value="Hey"))
    result = merged(BOARD, changed, texted)
    assert result.journey.node("hello") == changed.node("hello")
    assert [conflict.text for conflict in result.conflicts] == [
        "“hello”: kind is email in your edit and sms in theirs; yours is taken."
    ]
    assert merged(BOARD, changed, BOARD).journey == changed
