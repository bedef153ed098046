"""The form's catalogue: every node kind has its fields, and every path is one a file can hold."""

from __future__ import annotations

from typing import Any

import pytest

from journeyboard.journey.nodes import NODE_KINDS
from journeyboard.ui.design.fields import KINDS, NODE_FIELDS, groups_of
from journeyboard.ui.design.items import NODE_ITEMS
from journeyboard.ui.design.snippet import snippet_of, value_of

PLAIN = {"id", "kind", "position", "by", "next", "on_skip", "variants", "fallback", "offer", "link"}
WIRED = {"branches", "arms", "on_timeout", "everyone_else", "to", "source", "source_kind"}


def test_every_node_kind_has_a_form() -> None:
    assert set(NODE_FIELDS) == set(KINDS)
    assert len(KINDS) == len(NODE_KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_can_be_set(kind: str) -> None:
    shown = {field.path.partition(".")[0] for group in groups_of(kind) for field in group.fields}
    known = {info.alias or name for name, info in KINDS[kind].model_fields.items()}
    assert shown <= known
    assert known - shown - PLAIN - WIRED == set()


@pytest.mark.parametrize("kind", NODE_ITEMS)
def test_a_new_item_of_a_list_fits_its_kind(kind: str) -> None:
    items = NODE_ITEMS[kind]
    node: Any = {"id": "n", "kind": kind, items.path: [{"name": "one", **items.blank}]}
    assert KINDS[kind].model_validate(node)


@pytest.mark.parametrize(
    "value", [None, {"consent": {"channel": "sms"}}, [{"max": 1, "per": "2 days"}], {"vip": True}]
)
def test_a_snippet_reads_back_as_it_was(value: Any) -> None:
    assert value_of(snippet_of(value)) == value
