"""What a change of a design changed at every step: two flights over the same customers and dice, compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple, TypeVar

import numpy as np

from journeyboard.measurement.walks import ENTRY
from journeyboard.simulation.step_counts import StepCounts, Who

Z = 1.96
"""Standard errors within which a difference is noise: 95 of 100 differences of nothing stay inside."""
Key = TypeVar("Key")


class Change(NamedTuple):
    """How much more a figure is than before, and whether chance alone would do as much."""

    by: int
    noise: bool


@dataclass(frozen=True)
class StepChanges:
    """The changes of entries, of figures by step, and of flows; what is the same for everybody is absent."""

    entries: Change | None
    nodes: Mapping[str, Mapping[str, Change]]
    flows: Mapping[tuple[str, str], Change]


def step_changes(now: StepCounts, before: StepCounts, steps: Collection[str]) -> StepChanges:
    """What differs from the flight `before`, at the `steps` that its design had.

    Both were flown on one `Field`, so that they are paired by customer (see `change_of`). A step that
    is new, or gone, has no change.
    """
    known = {ENTRY, *steps}
    nodes = {
        node: dict(_changed(seen, before.nodes.get(node, {}), now.customers))
        for node, seen in now.nodes.items()
        if node in known
    }
    flows = {pair: who for pair, who in now.flows.items() if known.issuperset(pair)}
    return StepChanges(
        change_of(now.entries, before.entries, now.customers),
        {node: found for node, found in nodes.items() if found},
        dict(_changed(flows, before.flows, now.customers)),
    )


def change_of(now: Who, before: Who, customers: int) -> Change | None:
    """The change of one figure, of which each is given by its customers; None where it is the same for all.

    With d the difference of one customer's counts, n customers and s the standard deviation of d,
    the change is the sum of d, and its standard error s·√n. It is noise when it is smaller than
    1.96 of them: other customers of the same kind could as well have shown none. (The standard
    paired comparison of two totals; customers who count the same in both add nothing to it.) One
    customer alone has no standard deviation, and every change of theirs counts as noise.
    """
    if np.array_equal(now, before):
        return None
    d = np.bincount(now, minlength=customers) - np.bincount(before, minlength=customers)
    if not d.any():
        return None
    by = int(d.sum())
    if customers < 2:
        return Change(by, True)
    error = float(d.std(ddof=1)) * sqrt(customers)
    return Change(by, abs(by) < Z * error)


def _changed(
    now: Mapping[Key, Who], before: Mapping[Key, Who], customers: int
) -> Iterator[tuple[Key, Change]]:
    nobody = np.zeros(0, np.int32)
    for key, who in now.items():
        if change := change_of(who, before.get(key, nobody), customers):
            yield key, change
