"""Nodes: their ways out are declared as data, and what the journey map says of them is kept."""

from __future__ import annotations

from typing import Any

import pytest

from journeyboard.errors import JourneyError
from journeyboard.journey.file import dumps, loads
from journeyboard.journey.form import KINDS
from journeyboard.journey.graph import Journey
from journeyboard.journey.node import Port
from journeyboard.journey.nodes import Arm, Jump, RandomSplit, Sms
from journeyboard.journey.wires import turned


def journey_of(node: dict[str, Any]) -> Journey:
    """A journey with one node, read as a file."""
    return loads(str({"id": "x", "name": "X", "nodes": {"a": node}}))


def test_a_quiet_way_out_is_drawn_once_it_leads_somewhere() -> None:
    assert [port.name for port in Sms(id="a").ports] == ["next"]
    assert [port.name for port in Sms(id="a", on_skip="b").ports] == ["next", "on_skip"]
    assert [port.name for port in Sms(id="a").ways_out] == ["next", "on_skip"]


def test_arms_carry_their_share_whatever_the_sum_of_weights() -> None:
    node = RandomSplit(id="a", arms=(Arm(name="A", weight=8), Arm(name="B", weight=2, next="b")))
    assert node.ports == (Port("A", "A 80 %", None), Port("B", "B 20 %", "b"))


def test_a_label_names_the_fields_of_its_node() -> None:
    assert Jump(id="a", max_passes=3).ports[0].label == "again, at most 3×"


@pytest.mark.parametrize("kind", KINDS)
def test_turning_every_wire_by_nothing_changes_nothing(kind: str) -> None:
    node: Any = KINDS[kind](id="a")
    assert turned(node, lambda _port, target: target) == node


@pytest.mark.parametrize("kind", ["sms", "exit", "of_a_newer_version"])
def test_feeling_and_risk_are_kept_in_the_file(kind: str) -> None:
    read = journey_of({"kind": kind, "feeling": -2, "risk": "It comes too late."})
    assert (read.node("a").feeling, read.node("a").risk) == (-2, "It comes too late.")
    assert loads(dumps(read)) == read


def test_a_feeling_lies_between_minus_two_and_two() -> None:
    with pytest.raises(JourneyError):
        journey_of({"kind": "sms", "feeling": 3})


def test_a_newer_kind_may_mean_something_else_by_feeling() -> None:
    node: Any = journey_of({"kind": "of_a_newer_version", "feeling": "blue"}).node("a")
    assert (node.feeling, node.source["feeling"]) == (None, "blue")
