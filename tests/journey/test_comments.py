"""Comments belong to what stands below them, and outlive the removal of what stands above."""

from __future__ import annotations

import pytest

from journeyboard.journey.edits import RemoveNode, SetField, apply
from journeyboard.journey.file import loads, update_text

COMMENTED = """\
# about the file
id: small
name: Small  # about the name

# about the start
start: a
nodes:
  # about a
  a:
    kind: split
    branches:
      # about the branch
      - {name: one, when: {sample: 20}, next: b}

  # about b
  b:
    kind: email
    subject: S
    body: |-
      Two
      lines

  # about c
  c:
    kind: exit  # about the kind
# about the end
"""


@pytest.mark.parametrize("gone", ["a", "b", "c"])
def test_removing_a_node_keeps_its_neighbours_comments(gone: str) -> None:
    text = update_text(COMMENTED, apply(loads(COMMENTED), RemoveNode(id=gone)))
    kept = {"the file", "the name", "the start", "the end", "a", "b", "c"} - {gone}
    assert {word for word in kept if f"# about {word}\n" not in f"{text}\n"} == set()


def test_a_field_set_back_to_its_default_leaves_its_neighbours_comments() -> None:
    journey = loads(COMMENTED)
    edited = apply(journey, SetField(node="b", path="body", value=""))
    assert "# about c" in update_text(COMMENTED, edited)
