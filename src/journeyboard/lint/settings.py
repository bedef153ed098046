"""Rules about a journey's settings and the names it uses: exits, events, nodes, factors; JB120 to JB129."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from journeyboard.journey.edits import SetField
from journeyboard.journey.form import journey_data
from journeyboard.journey.graph import EventEntry
from journeyboard.journey.nodes import Delay, MessageBase, Split, WaitUntil
from journeyboard.lint.asked import Asked, doors, parts, written
from journeyboard.lint.rule import Fault, Rule
from journeyboard.lint.subject import Subject
from journeyboard.records import EVENT_TYPES

_NEAR = 0.84
"""How alike a misspelt event is; “order.shipped” is no misspelt “order.placed”."""
Places = Iterator[tuple[str | None, str, str]]
"""Node id (None: the journey), what it is, and the name used there."""


def no_goal_exit(subject: Subject) -> Iterator[Fault]:
    """Nothing takes customers out when they reach the goal.

    Whoever has just bought and is then begged to buy loses trust, and offers go to people who needed
    none. Add an exit rule on the goal's event, with the cart's key where the entry has one. A wait or
    a split that looks for the event also counts, and a journey that the event itself begins. (JRN-01)
    """
    journey = subject.journey
    event = journey.goal.event
    if isinstance(journey.entry, EventEntry) and journey.entry.event == event:
        return  # a second order must not end the first one's shipping notices
    leaves = any(rule.event == event for rule in journey.exit_rules)
    if leaves or not journey.nodes or _looks_for(subject, event):
        return
    key = journey.entry.key if isinstance(journey.entry, EventEntry) else None
    rule = {"event": event, "goal": True, **({"key": key} if key else {})}
    rules = journey_data(journey).get("exit_rules", [])
    yield Fault(
        f"Customers stay in after “{event}”; add an exit rule for it.",
        None,
        SetField(path="exit_rules", value=[*rules, rule]),
    )


def unknown_event(subject: Subject) -> Iterator[Fault]:
    """An event that the event table does not have.

    A misspelt event never happens: entries stay empty, waits time out, exits do not work. An event of
    your own may well be sent by your systems, but a simulation has none of it. Use a type of the event
    table. (section 4.2)
    """
    for node_id, what, event in _events(subject):
        if event not in EVENT_TYPES:
            near = get_close_matches(event, EVENT_TYPES, n=1, cutoff=_NEAR)
            said = f"{what} names the event “{event}”"
            if near:
                yield Fault(f"{said}, which never happens; did you mean “{near[0]}”?", node_id)
            else:
                words = f"{said}, which a simulation does not know; use a type of the event table."
                yield Fault(words, node_id, severity="info")


def unknown_node(subject: Subject) -> Iterator[Fault]:
    """A condition or a wait that asks about a message which is not in the journey.

    It never holds, so its branch stays empty. Name a message of this journey. (JRN-03)
    """
    messages = {node.id for node in subject.journey.nodes if isinstance(node, MessageBase)}
    for node_id, what, name in _asked(subject):
        if name not in messages:
            yield Fault(f"{what} asks about “{name}”, which is no message here; name one.", node_id)


def unknown_factor(subject: Subject) -> Iterator[Fault]:
    """A message or delay that changes by a factor or level the journey's experiments do not have.

    The change never happens, and the test compares a thing with itself. Add the factor to
    `experiments`, or correct its spelling. (section 5.5)
    """
    for node in subject.journey.nodes:
        by = node.by if isinstance(node, MessageBase | Delay) else {}
        for factor, levels in by.items():
            known = subject.journey.experiments.get(factor)
            for name in [factor] if known is None else [x for x in levels if x not in known]:
                yield Fault(f"It changes by “{name}”, which is no factor or level here.", node.id)


def _looks_for(subject: Subject, event: str) -> bool:
    nodes = subject.journey.nodes
    waits = (b.event for n in nodes if isinstance(n, WaitUntil) for b in n.branches)
    asked = (c["event"]["type"] for _, c in subject.once(_conditions) if "event" in c)
    return event in {*waits, *asked}


def _events(subject: Subject) -> Places:
    journey = subject.journey
    if isinstance(journey.entry, EventEntry):
        yield None, "The entry", journey.entry.event
    yield None, "The goal", journey.goal.event
    yield from ((None, "An exit rule", rule.event) for rule in journey.exit_rules)
    for node in journey.nodes:
        if isinstance(node, WaitUntil):
            yield from ((node.id, "This wait", branch.event) for branch in node.branches)
        if isinstance(node, Delay) and node.anchor:
            yield node.id, "This delay", node.anchor
    for node_id, condition in subject.once(_conditions):
        if "event" in condition:
            yield node_id, "A condition", condition["event"]["type"]


def _asked(subject: Subject) -> Places:
    for node in subject.journey.nodes:
        if isinstance(node, WaitUntil):
            yield from ((node.id, "This wait", b.node) for b in node.branches if b.node)
    for node_id, condition in subject.once(_conditions):
        if "engaged" in condition:
            yield node_id, "A condition", condition["engaged"]["node"]


def _conditions(subject: Subject) -> tuple[tuple[str | None, Asked], ...]:
    """Every condition and its parts, as the file writes them, with the node it stands in."""
    splits = ((n.id, b.when) for n in subject.journey.nodes if isinstance(n, Split) for b in n.branches)  # fmt: skip
    found = [
        *((node_id, written(when)) for node_id, when in splits),
        *((None, door) for door in doors(subject.journey)),
    ]
    return tuple((node_id, part) for node_id, condition in found for part in parts(condition))


SETTINGS: tuple[Rule, ...] = (
    Rule("JB120", "settings.no-goal-exit", "error", no_goal_exit),
    Rule("JB121", "settings.unknown-event", "warning", unknown_event),
    Rule("JB122", "settings.unknown-node", "warning", unknown_node),
    Rule("JB123", "settings.unknown-factor", "warning", unknown_factor),
)
"""In the order the screen shows them."""
