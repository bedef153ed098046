"""What can be asked of a journey's graph: who gets where, which ways lead out, and how long each takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Exit, Jump, Node, Note, Port
from journeyboard.journey.spans import Offset, leave, offset_words

MAX_PATHS = 1_000
MAX_STEPS = 30_000
"""Steps taken while looking for paths, all together: a bound on time, not on the answer's size."""


class PathStep(NamedTuple):
    """A node on a path and the way out that was taken (None: the path ends here)."""

    node: str
    port: str | None


@dataclass(frozen=True)
class JourneyPath:
    """One way through: its steps, when it ends after entry, and how: exit, open, loop."""

    steps: tuple[PathStep, ...]
    offset: Offset
    end: str


@dataclass(frozen=True)
class Paths:
    """All paths, or the first of them; `words` says how many there are and how long they take."""

    paths: tuple[JourneyPath, ...]
    complete: bool

    @property
    def words(self) -> str:
        count = len(self.paths)
        if not self.complete:
            return f"more than {max(count - 1, 0):,} paths; only the first are shown"
        if not count:
            return "no path: the entry leads nowhere"
        times = offset_words(self.offset)
        return f"{count:,} path{'s' if count != 1 else ''}, {times} from entry to end"

    @property
    def offset(self) -> Offset:
        """The shortest and the longest time of all paths shown."""
        latest = [path.offset.latest for path in self.paths]
        longest = (
            None if None in latest else max((at for at in latest if at is not None), default=0)
        )
        return Offset(min((path.offset.earliest for path in self.paths), default=0), longest)

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data: words, complete, and per path its nodes, seconds and end."""
        paths = [
            {
                "nodes": [step.node for step in path.steps],
                "earliest": path.offset.earliest,
                "latest": path.offset.latest,
                "end": path.end,
            }
            for path in self.paths
        ]
        return {"words": self.words, "complete": self.complete, "paths": paths}


def reachable(journey: Journey) -> frozenset[str]:
    """The ids of all nodes somebody can get to."""
    onward = _onward_ids(journey, jumping=True)
    seen, waiting = set[str](), [journey.start] if journey.start else []
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += onward[here]
    return frozenset(seen)


def unreachable(journey: Journey) -> tuple[str, ...]:
    """The ids of nodes nobody gets to, in file order; notes are remarks and do not count."""
    there = reachable(journey)
    return tuple(n.id for n in journey.nodes if n.id not in there and not isinstance(n, Note))


def open_ports(journey: Journey) -> tuple[tuple[str, Port], ...]:
    """Ways out that lead nowhere, as (node id, port): customers leave the journey there."""
    nodes = (node for node in journey.nodes if not isinstance(node, Exit | Note))
    return tuple((node.id, port) for node in nodes for port in node.ports if port.target is None)


def dead_ends(journey: Journey) -> tuple[str, ...]:
    """Nodes without any wire onward that are no exit, in file order."""
    open_ = {node_id for node_id, _ in open_ports(journey)}
    wired = {source for source, _ in journey.wires}
    return tuple(node.id for node in journey.nodes if node.id in open_ - wired)


def unbounded_cycles(journey: Journey) -> tuple[tuple[str, ...], ...]:
    """One round trip per knot of nodes that can be walked for ever; jumps count their passes."""
    if not _has_round(journey):
        return ()  # networkx takes a third of a second to load, and most journeys never go round
    import networkx as nx

    graph = journey.graph
    for node in journey.nodes:
        if isinstance(node, Jump) and node.to:
            graph.remove_edge(node.id, node.to, key="to")
    knots = [knot for knot in nx.strongly_connected_components(graph) if _is_knot(graph, knot)]
    # From the first node in file order, so that the same drawing always gives the same answer.
    order = [next(node.id for node in journey.nodes if node.id in knot) for knot in knots]
    rounds = (
        nx.find_cycle(graph.subgraph(knot), source=first)
        for first, knot in zip(order, knots, strict=True)
    )
    return tuple(sorted(tuple(str(edge[0]) for edge in cycle) for cycle in rounds))


def _onward_ids(journey: Journey, *, jumping: bool) -> dict[str, list[str]]:
    """By node: the ids its ways out lead to, those back of a jump only when `jumping`."""
    return {
        node.id: [
            port.target
            for port in node.ports
            if port.target and (jumping or not (isinstance(node, Jump) and port.name == "to"))
        ]
        for node in journey.nodes
    }


def _has_round(journey: Journey) -> bool:
    """Whether any node can be met again without a jump: some stay when those with no way in are taken out."""
    onward = _onward_ids(journey, jumping=False)
    ways_in = Counter(target for targets in onward.values() for target in targets)
    free = [node for node in onward if not ways_in[node]]
    for node in free:
        ways_in.subtract(onward[node])
        free += [target for target in set(onward[node]) if not ways_in[target]]
    return len(free) < len(onward)


def _is_knot(graph: Any, knot: set[str]) -> bool:
    return len(knot) > 1 or any(graph.has_edge(node, node) for node in knot)


def paths(journey: Journey, limit: int = MAX_PATHS) -> Paths:
    """Every way from entry to an end with its shortest and longest time.

    Jumps are followed as often as they allow; a loop without a bound ends the path as `loop`. Past
    `limit` paths or 30,000 steps the answer is not complete and says so.
    """
    found: list[JourneyPath] = []
    for path in _walks(journey):
        if path is None or len(found) > limit:
            return Paths(tuple(found[: limit + 1]), complete=False)
        found.append(path)
    return Paths(tuple(found), complete=len(found) <= limit)


@dataclass(frozen=True)
class _Walker:
    """Somebody on the way: `seen` since the last jump back, passes left at each jump."""

    at: str | None
    trail: tuple[Any, ...] | None
    offset: Offset
    seen: frozenset[str]
    passes: tuple[tuple[str, int], ...]


def _walks(journey: Journey) -> Iterator[JourneyPath | None]:
    """Paths depth first, ways out in their drawn order; None when the steps are used up."""
    nodes = {node.id: node for node in journey.nodes}
    waiting = [_Walker(journey.start, None, Offset(), frozenset(), ())] if journey.start else []
    steps = 0
    while waiting:
        walker = waiting.pop()
        steps += 1
        if steps > MAX_STEPS:
            yield None
            return
        end = _end(walker)
        if end:
            yield JourneyPath(_unrolled(walker.trail), _ended(walker.offset, end), end)
        else:
            waiting += reversed(list(_onward(journey, nodes[str(walker.at)], walker)))


def _end(walker: _Walker) -> str | None:
    if walker.at is None:
        return "open" if _last_port(walker) else "exit"
    return "loop" if walker.at in walker.seen else None


def _last_port(walker: _Walker) -> str | None:
    return walker.trail[1].port if walker.trail else None


def _ended(offset: Offset, end: str) -> Offset:
    return Offset(offset.earliest, None) if end == "loop" else offset


def _onward(journey: Journey, node: Node, walker: _Walker) -> Iterator[_Walker]:
    ports = [port for port in node.ports if _may_pass(node, port, walker)]
    for port in ports or [Port("", "", None)]:
        stay = leave(journey, node, port.name, walker.offset)
        back = isinstance(node, Jump) and port.name == "to"
        yield _Walker(
            port.target,
            (walker.trail, PathStep(node.id, port.name or None)),
            stay.offset if stay else walker.offset,
            frozenset() if back else walker.seen | {node.id},
            _counted(walker.passes, node.id) if back else walker.passes,
        )


def _may_pass(node: Node, port: Port, walker: _Walker) -> bool:
    if not isinstance(node, Jump):
        return True
    left = node.max_passes - dict(walker.passes).get(node.id, 0)
    again = left > 0 and node.to is not None
    return again if port.name == "to" else not again


def _counted(passes: tuple[tuple[str, int], ...], jump: str) -> tuple[tuple[str, int], ...]:
    counts = dict(passes)
    return tuple({**counts, jump: counts.get(jump, 0) + 1}.items())


def _unrolled(trail: tuple[Any, ...] | None) -> tuple[PathStep, ...]:
    steps = []
    while trail:
        trail, step = trail
        steps.append(step)
    return tuple(reversed(steps))
