"""Edits by example: where a node goes, who inherits its wires, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from journeyboard.errors import JourneyError
from journeyboard.journey.edits import (
    AddNode,
    Connect,
    Disconnect,
    RemoveNode,
    RenameNode,
    SetField,
    apply,
    edit_from,
)
from journeyboard.journey.file import loads
from journeyboard.journey.graph import Journey

BOARD = loads("""
id: board
name: Board
start: split
nodes:
  split:
    kind: split
    branches: [{name: clicked, when: {engaged: {node: text}}, next: text}]
    everyone_else: end
  text: {kind: sms, body: Hi, next: wait}
  wait:
    kind: wait_until
    branches: [{name: bought, event: order.placed, node: text, next: end}]
    on_timeout: text
  end: {kind: exit}
""")


def wires(journey: Journey) -> dict[tuple[str, str], str | None]:
    return {(source, port.name): port.target for source, port in journey.wires}


def test_a_node_put_on_a_wire_leads_on_where_the_wire_led() -> None:
    edit = AddNode.model_validate(
        {"node": {"id": "new", "kind": "delay"}, "source": "text", "port": "next"}
    )
    after = wires(apply(BOARD, edit))
    assert (after["text", "next"], after["new", "next"]) == ("new", "wait")


def test_an_only_neighbour_inherits_the_wires_of_a_removed_node() -> None:
    assert wires(apply(BOARD, RemoveNode(id="text")))["split", "clicked"] == "wait"


def test_among_two_neighbours_the_wire_is_left_open() -> None:
    after = apply(BOARD, RemoveNode(id="split"))
    assert after.start is None


def test_a_node_is_never_joined_to_itself() -> None:
    # text → wait → text: without the wait, the text would follow itself.
    alone = apply(BOARD, Disconnect(source="wait", port="bought"))
    assert ("text", "next") not in wires(apply(alone, RemoveNode(id="wait")))


def test_a_new_name_is_followed_by_wires_waits_and_conditions() -> None:
    after = apply(BOARD, RenameNode(id="text", new_id="reminder"))
    dumped = after.model_dump_json()
    assert '"text"' not in dumped.replace('"text":', "")
    assert wires(after)["split", "clicked"] == "reminder"


def test_a_taken_name_is_refused() -> None:
    with pytest.raises(JourneyError, match="“end” is taken"):
        apply(BOARD, RenameNode(id="text", new_id="end"))


def test_skipped_customers_can_be_led_elsewhere_although_that_port_is_not_drawn_yet() -> None:
    assert wires(apply(BOARD, Connect(source="text", port="on_skip", target="end")))[
        "text", "on_skip"
    ]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Connect(source="text", port="nowhere", target="end"), "no way out called “nowhere”"),
        (Connect(source="text", port="next", target="gone"), "there is no node “gone”"),
        (RemoveNode(id="gone"), "there is no node “gone”"),
        (SetField(node="text", path="kind", value="email"), "cannot be set like a field"),
        (SetField(node="text", path="variants.4.body", value="x"), "there is no field"),
        (SetField(node="text", path="boddy", value="x"), "Did you mean “body”"),
        (SetField(path="goal.window", value="soon"), "not a duration"),
    ],
)  # fmt: skip
def test_an_impossible_edit_is_refused_in_words(edit: Any, says: str) -> None:
    with pytest.raises(JourneyError, match=says):
        apply(BOARD, edit)


@pytest.mark.parametrize(
    ("path", "value", "field", "expected"),
    [
        ("offer.value", 10, "offer", 10),
        ("stale_after", "2 days", "stale_after", 172_800),
        ("stale_after", None, "stale_after", None),
        ("role", None, "role", "reminder"),
        ("variants.0.name", "b", "variants", "b"),
    ],
)
def test_a_field_is_set_as_the_file_would_write_it(
    path: str, value: Any, field: str, expected: Any
) -> None:
    found = getattr(apply(BOARD, SetField(node="text", path=path, value=value)).node("text"), field)
    found = found[0].name if isinstance(found, tuple) else getattr(found, "value", found)
    assert found == expected


def test_nothing_in_a_list_takes_its_item_out() -> None:
    after = apply(BOARD, SetField(node="wait", path="branches.0", value=None))
    assert [port.name for port in after.node("wait").ports] == ["timeout"]


def test_an_unreadable_edit_gives_one_sentence() -> None:
    with pytest.raises(JourneyError, match="the edit cannot be read"):
        edit_from({"edit": "explode"})
