"""Where nodes stand when no hand has placed them: rows from top to bottom, by their way from the entry."""

from __future__ import annotations

from collections import defaultdict, deque

from journeyboard.journey.graph import START, Journey

ACROSS, DOWN = 300.0, 170.0


def places(journey: Journey) -> dict[str, tuple[float, float]]:
    """Left upper corners in pixels by node id, the entry's too; a place given by hand stands."""
    rows: dict[int, list[str]] = defaultdict(list)
    for node, row in _rows(journey).items():
        rows[row].append(node)
    spots = {
        node: _spot(at, len(row), level)
        for level, row in rows.items()
        for at, node in enumerate(row)
    }
    by_hand = {node.id: node.position for node in journey.nodes if node.position}
    return {**spots, **by_hand}


def _spot(at: int, count: int, row: int) -> tuple[float, float]:
    return ((at - (count - 1) / 2) * ACROSS, row * DOWN)


def _rows(journey: Journey) -> dict[str, int]:
    """Steps on the longest way from the entry; what nobody reaches stands below in rows of four."""
    rows = _longest_ways(journey)
    lost = [node.id for node in journey.nodes if node.id not in rows]
    below = max(rows.values()) + 1
    return {**rows, **{node: below + index // 4 for index, node in enumerate(lost)}}


def _longest_ways(journey: Journey) -> dict[str, int]:
    order = _first_seen(journey)
    rank = {node: index for index, node in enumerate(order)}
    ways: dict[str, list[str]] = defaultdict(list)
    for source, port in journey.wires:
        ways[source].append(str(port.target))
    rows = dict.fromkeys(order, 0)
    # A wire that leads back in the order of first sight closes a loop and pushes nothing down.
    for node in order:
        for target in ways[node]:
            if rank[target] > rank[node]:
                rows[target] = max(rows[target], rows[node] + 1)
    return rows


def _first_seen(journey: Journey) -> list[str]:
    ways: dict[str, list[str]] = defaultdict(list)
    for source, port in journey.wires:
        ways[source].append(str(port.target))
    seen, waiting = {START: None}, deque([START])
    while waiting:
        for target in ways[waiting.popleft()]:
            if target not in seen:
                seen[target] = None
                waiting.append(target)
    return list(seen)
