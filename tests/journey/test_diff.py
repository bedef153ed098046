"""Differences by example: which nodes are coloured, and what is a wire and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.journey.diff import changed_nodes, differences
from journeyboard.journey.edits import AddNode, AnyEdit, MoveNode, RemoveNode, SetField, apply
from journeyboard.journey.file import loads
from journeyboard.journey.graph import Journey

JOURNEYS = st.from_type(Journey)
BOARD = loads("""
id: board
name: Board
start: hello
nodes:
  hello: {kind: sms, body: Hi, next: wait}
  wait: {kind: delay, for: 1 day, next: tag}
  tag: {kind: update, set: {next: soon, position: left}, next: banner}
  banner: {kind: ads, start: 1 day, next: end}
  end: {kind: exit}
""")


def after(*edits: AnyEdit) -> Journey:
    journey = BOARD
    for edit in edits:
        journey = apply(journey, edit)
    return journey


def test_nodes_that_differ_are_named_by_what_became_of_them() -> None:
    new = AddNode.model_validate(
        {"node": {"kind": "exit", "id": "bye"}, "source": "banner", "port": "next"}
    )
    edits = (RemoveNode(id="hello"), new, SetField(node="wait", path="for", value="2 days"))
    assert changed_nodes(BOARD, after(*edits)) == {
        "hello": "removed",
        "bye": "added",
        "wait": "changed",
        "banner": "changed",
    }


def test_a_setting_or_a_move_colours_no_node() -> None:
    assert changed_nodes(BOARD, after(SetField(path="name", value="x"))) == {}
    assert changed_nodes(BOARD, after(MoveNode(id="end", x=1, y=2))) == {}


@given(JOURNEYS, JOURNEYS)
def test_seen_from_the_other_side_added_is_removed(one: Journey, other: Journey) -> None:
    mirrored = {"added": "removed", "removed": "added", "changed": "changed"}
    forth, back = changed_nodes(one, other), changed_nodes(other, one)
    assert {node: mirrored[change] for node, change in forth.items()} == back


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("tag.set.next", "later", "“tag”: set › next is later instead of soon."),
        ("tag.set.position", "right", "“tag”: set › position is right instead of left."),
        ("banner.start", "2 days", "“banner”: start is “2 days” instead of “1 day”."),
        ("banner.next", None, "“banner”: next leads to nowhere instead of “end”."),
    ],
)
def test_only_a_wire_leads_somewhere(path: str, value: str | None, text: str) -> None:
    node, _, field = path.partition(".")
    changed = after(SetField(node=node, path=field, value=value))
    assert [difference.text for difference in differences(BOARD, changed)] == [text]
