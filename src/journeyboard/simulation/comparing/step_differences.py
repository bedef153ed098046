"""What every step of a design did, customer by customer, so that two designs can be compared step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.journey.graph import Journey
from journeyboard.journey.messages import MessageBase
from journeyboard.journey.nodes import Node
from journeyboard.records import EVENT_TYPES
from journeyboard.simulation.comparing.measures import Effect, Values, effect_of
from journeyboard.simulation.kernel.rows import ATTRIBUTION
from journeyboard.simulation.trial import Trial

COUNTED = {
    "delivered": ("message.delivered",),
    "clicked": ("message.clicked", "ad.clicked"),
    "opted_out": ("consent.unsubscribed",),
    "orders": ("order.placed",),
}
"""What is counted at a step, and its events; an order counts where the last click before it was."""
ORDER = EVENT_TYPES.index("order.placed")
Group = Callable[[Node], str]


@dataclass(frozen=True)
class Step:
    """One step, or one kind of step, in both designs: counts and paired differences by what is counted."""

    key: str
    title: str
    a: Mapping[str, int]
    b: Mapping[str, int]
    differences: Mapping[str, Effect]

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {
            "key": self.key,
            "title": self.title,
            "a": dict(self.a),
            "b": dict(self.b),
            "differences": {name: one.to_dict() for name, one in self.differences.items()},
        }


def by_node(node: Node) -> str:
    """Each message on its own."""
    return node.id


def by_kind(node: Node) -> str:
    """Messages of one role, channel and stage together, where two designs share no nodes."""
    role = str(getattr(node, "role", "")).replace("_", " ")
    return " · ".join(part for part in (role, node.label, node.stage or "") if part)


def steps_of(
    a: tuple[Journey, Trial],
    b: tuple[Journey, Trial],
    group: Group,
    titles: Mapping[str, str],
) -> tuple[Step, ...]:
    """The messages of both designs, in the order they are drawn in the second, then those only in the first."""
    first, second = _counts(*a, group), _counts(*b, group)
    return tuple(
        _step(key, titles.get(key, key), first, second) for key in dict.fromkeys((*second, *first))
    )


Counts = Mapping[str, Mapping[str, Values]]


def _step(key: str, title: str, first: Counts, second: Counts) -> Step:
    found = {}
    totals: tuple[dict[str, int], dict[str, int]] = ({}, {})
    some = next(iter((second.get(key) or first[key]).values()))
    for name in COUNTED:
        here, there = (
            one[key][name] if key in one else np.zeros(len(some)) for one in (first, second)
        )
        totals[0][name], totals[1][name] = int(here.sum()), int(there.sum())
        found[name] = effect_of(there - here)
    return Step(key, title, *totals, found)


def _counts(journey: Journey, trial: Trial, group: Group) -> Counts:
    """Events of every customer by group and what is counted, each of shape [n]."""
    messages = [node for node in journey.nodes if isinstance(node, MessageBase)]
    credited, customers = _orders(trial.rows), trial.program.size
    found: dict[str, dict[str, Values]] = {}
    for node in messages:
        numbers = [k for k, name in enumerate(trial.program.names.nodes) if name == node.id]
        sums = found.setdefault(group(node), {name: np.zeros(customers) for name in COUNTED})
        for name, events in COUNTED.items():
            rows = credited if name == "orders" else _events(trial.rows, *events)
            theirs = rows["customer"][np.isin(rows["node"], numbers)]
            sums[name] += np.bincount(theirs, minlength=customers)
    return found


def _events(rows: NDArray[Any], *events: str) -> NDArray[Any]:
    return rows[np.isin(rows["type"], [EVENT_TYPES.index(event) for event in events])]


def _orders(rows: NDArray[Any]) -> NDArray[Any]:
    """The orders that follow a click soon enough, each with the node whose click was the last before it."""
    seen = _events(rows, "message.clicked", "order.placed")
    is_order = seen["type"] == ORDER
    places = np.arange(len(seen))
    last = np.maximum.accumulate(np.where(is_order, -1, places))
    orders: NDArray[Any] = seen[is_order].copy()
    clicks = seen[last[is_order]]
    follows = (last[is_order] >= 0) & (clicks["customer"] == orders["customer"])
    follows &= orders["at"] < clicks["at"] + ATTRIBUTION
    orders["node"] = np.where(follows, clicks["node"], -1)
    return orders
