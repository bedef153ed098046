"""What is known about everybody who gets to a step: the facts that all ways to it have asked for.

A split's branch, the entry's audience and filter, a wait's event and an exit rule each let only those
through for whom something holds; where ways meet, only what all of them know is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush

from journeyboard.audience.conditions import Condition
from journeyboard.journey.graph import AudienceEntry, DateEntry, EventEntry, Journey
from journeyboard.journey.nodes import Delay, Node, Port, Split, Update, WaitUntil
from journeyboard.lint.facts import Fact, Facts, attribute, event, facts_of
from journeyboard.lint.subject import Subject

NOTHING: Facts = frozenset()
_LASTING = ("since_entry", "all_time")
_FICKLE = ("orders", "days_since_order", "revenue")
"""Attributes that an order changes."""


class Gates:
    """The facts at every step; each set is put together when it is asked for."""

    def __init__(self, facts: Sequence[Fact], masks: dict[str, int]) -> None:
        self._facts = facts
        self._masks = masks
        self._found: dict[int, Facts] = {}

    def at(self, node_id: str) -> Facts:
        """What is known about everybody who gets to this step; nothing where nobody does."""
        mask = self._masks.get(node_id, 0)
        if mask not in self._found:
            self._found[mask] = frozenset(
                fact for place, fact in enumerate(self._facts) if mask >> place & 1
            )
        return self._found[mask]


def asked(subject: Subject) -> Gates:
    """What each way to a step has asked, however long ago."""
    return _flow(subject, forgets=False)


def known(subject: Subject) -> Gates:
    """The same, without what may have changed during a delay or a wait.

    Consent outlasts a wait only where an exit rule on `consent.unsubscribed` takes out those who opt
    out; that something has not happened, only where an exit rule on it does.
    """
    return _flow(subject, forgets=True)


def entering(subject: Subject) -> Facts:
    """What is known about everybody who enters."""
    journey = subject.journey
    entry = journey.entry
    facts = set(_by_exits(journey))
    if isinstance(entry, EventEntry):
        # What brought somebody in lies before the entry, so a later exit on it does not contradict it.
        began = event(entry.event, happened=True, within="all_time", key=entry.key)
        facts |= {began, *_holding(entry.where, subject)}
    if isinstance(entry, AudienceEntry | DateEntry):
        condition = entry.condition if isinstance(entry, AudienceEntry) else entry.audience
        facts |= _holding(condition, subject)
    return frozenset(facts | _holding(journey.entry_filter, subject))


def drawn(subject: Subject) -> dict[str, tuple[Port, ...]]:
    """The ways out of every step that are drawn, by its id."""
    return {node.id: node.ports for node in subject.journey.nodes}


def gains(subject: Subject) -> dict[tuple[str, str], Facts]:
    """What is learnt about those who leave each step, by (step id, way out)."""
    return {
        (node.id, port.name): _gained(subject, node, port.name)
        for node in subject.journey.nodes
        for port in subject.once(drawn)[node.id]
    }


def _gained(subject: Subject, node: Node, port: str) -> Facts:
    match node:
        case Split():
            return _branch(subject, node, port)
        case WaitUntil():
            return _waited(node, port)
        case Update():
            return frozenset(attribute(name, value) for name, value in node.set.items())
    return NOTHING


def _flow(subject: Subject, *, forgets: bool) -> Gates:
    """Facts are bits, so that a step is one union and one intersection a wire; loops only lose facts."""
    ways, learnt, first = subject.once(drawn), subject.once(gains), subject.once(entering)
    facts = tuple(frozenset(first).union(*learnt.values()))
    bits = {fact: 1 << place for place, fact in enumerate(facts)}
    gain = {way: _mask(bits, found) for way, found in learnt.items() if found}
    waits = _mask(bits, (f for f in facts if not _outlasts(f, subject.journey))) if forgets else 0
    place = subject.once(_places)
    start = subject.journey.start
    here: dict[str, int] = {start: _mask(bits, first)} if start else {}
    waiting = [(0, step) for step in here]
    while waiting:
        node = subject.nodes[heappop(waiting)[1]]
        kept = here[node.id] & ~_lost(node, bits, waits)
        for port in ways[node.id]:
            if port.target:
                after = (kept | gain.get((node.id, port.name), 0)) & here.get(port.target, -1)
                if after != here.get(port.target):
                    here[port.target] = after
                    heappush(waiting, (place[port.target], port.target))
    return Gates(facts, here)


def _mask(bits: dict[Fact, int], facts: Iterable[Fact]) -> int:
    return sum(bits[fact] for fact in facts)


def _places(subject: Subject) -> dict[str, int]:
    """A number for every step, those that lead to it first, so that few steps are looked at twice."""
    done: dict[str, None] = {}
    waiting = [(subject.journey.start, False)]
    seen: set[str] = set()
    while waiting:
        step, left = waiting.pop()
        if step is None or (step in seen and not left):
            continue
        if left:
            done[step] = None
            continue
        seen.add(step)
        waiting.append((step, True))
        waiting += [(port.target, False) for port in subject.once(drawn)[step]]
    return {step: place for place, step in enumerate(reversed(done))}


def _lost(node: Node, bits: dict[Fact, int], waits: int) -> int:
    if isinstance(node, Update):
        return _mask(bits, (f for f in bits if f.kind == "profile" and f.about[0] in node.set))
    return waits if isinstance(node, Delay | WaitUntil) else 0


def _outlasts(fact: Fact, journey: Journey) -> bool:
    """Whether a fact still holds after a wait."""
    match fact.kind:
        case "consent":
            return _leaves(journey, "consent.unsubscribed", str(fact.about[0]))
        case "event" if fact.holds:
            return fact.about[1] in _LASTING
        case "event":
            return fact in _by_exits(journey)
        case "profile":
            return fact.about[0] not in _FICKLE or _leaves(journey, "order.placed")
        case "engaged":
            return fact.holds
    return fact.kind in ("trigger", "sample")


def _leaves(journey: Journey, kind: str, channel: str = "") -> bool:
    """Whether this event takes customers out at any moment."""
    rules = (rule for rule in journey.exit_rules if rule.event == kind and rule.key is None)
    return any(rule.channel is None or rule.channel == channel for rule in rules)


def _by_exits(journey: Journey) -> Iterator[Fact]:
    for rule in journey.exit_rules:
        if rule.channel is None:
            yield event(rule.event, happened=False, key=rule.key)


def _branch(subject: Subject, node: Split, port: str) -> Facts:
    facts: set[Fact] = set()
    for branch in node.branches:
        if branch.name == port:
            return frozenset(facts | facts_of(branch.when, subject))
        facts |= facts_of(branch.when, subject, holds=False)
    return frozenset(facts)


def _waited(node: WaitUntil, port: str) -> Facts:
    branch = next((branch for branch in node.branches if branch.name == port), None)
    if branch is None:
        return NOTHING
    # Which message an event belongs to is not said by its type alone.
    action = branch.event.removeprefix("message.")
    told = {Fact("engaged", (branch.node, action))} if branch.node else set()
    return frozenset({event(branch.event, happened=True, key=branch.key), *told})


def _holding(condition: Condition | None, subject: Subject) -> Facts:
    return facts_of(condition, subject) if condition is not None else NOTHING
