"""Who is reached and whether anybody goes round, against networkx on random drawings."""

from __future__ import annotations

from typing import Any

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.nodes import Jump
from journeyboard.journey.questions import reachable, unbounded_cycles

IDS = [f"n{i}" for i in range(7)]


@st.composite
def drawings(draw: st.DrawFn) -> Journey:
    """Delays, draws and jumps, wired anyhow or not at all."""
    targets = st.none() | st.sampled_from(IDS)

    def wired(**ports: Any) -> dict[str, Any]:
        return {port: to for port, to in ports.items() if to is not None}

    def node(kind: str) -> dict[str, Any]:
        if kind == "random_split":
            arms = [{"name": n, "weight": 1, **wired(next=draw(targets))} for n in "ab"]
            return {"kind": kind, "arms": arms}
        back = wired(to=draw(targets)) if kind == "jump" else {}
        return {"kind": kind, **back, **wired(next=draw(targets))}

    kinds = st.sampled_from(["delay", "jump", "random_split"])
    nodes = {name: node(draw(kinds)) for name in IDS}
    return journey_from({"id": "j", "name": "J", "nodes": nodes, **wired(start=draw(targets))})


@given(drawings())
@settings(max_examples=300, deadline=None)
def test_who_is_reached_is_what_the_graph_says(journey: Journey) -> None:
    assert reachable(journey) == nx.descendants(journey.graph, START)


@given(drawings())
@settings(max_examples=300, deadline=None)
def test_a_round_is_found_where_the_graph_without_jumps_has_one(journey: Journey) -> None:
    graph = journey.graph
    for node in journey.nodes:
        if isinstance(node, Jump) and node.to:
            graph.remove_edge(node.id, node.to, key="to")
    assert bool(unbounded_cycles(journey)) == (not nx.is_directed_acyclic_graph(graph))
