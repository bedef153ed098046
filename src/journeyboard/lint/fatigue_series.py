"""The rule about series that go on for people who never react: JB706."""

from __future__ import annotations

from collections.abc import Iterator

from journeyboard.journey.graph import DateEntry, Journey
from journeyboard.journey.nodes import Node, Split, WaitUntil
from journeyboard.lint.asked import Asked, doors, parts, written
from journeyboard.lint.earlier import earlier, marketing, nearest
from journeyboard.lint.pressure import gaps, is_marketing, least_times
from journeyboard.lint.rule import Fault
from journeyboard.lint.subject import Subject

LONG_SERIES = 5
"""Messages after which somebody who has not reacted will not."""
_REACTIONS = (
    "message.clicked",
    "message.replied",
    "session.started",
    "page.viewed",
    "product.viewed",
)


def no_sunset(subject: Subject) -> Iterator[Fault]:
    """A loop or a long series goes on for people who never react.

    Who has not clicked five times will not click the sixth time, but may opt out, and mailbox providers
    count it against the sender. Ask for a click or a visit on the way, and let the others rest.
    (section 6.4: sunset)
    """
    journey = subject.journey
    if _asks_at_the_door(journey):
        return
    asking = frozenset(node.id for node in journey.nodes if _asks_on_the_way(node))
    if again := _comes_again(subject, asking):
        told = "It comes again to people who never react; ask for a click or a visit on the way."
        yield Fault(told, again)
    elif _is_series(subject, asking):
        yield Fault("Nothing stops for people who never react; ask for a click or a visit.")


def _comes_again(subject: Subject, asking: frozenset[str]) -> str | None:
    """The first message that a loop brings again without asking for a reaction."""
    known = subject.once(earlier)
    for message in subject.once(marketing):
        onward = vars(message)["next"]
        if known.comes_before(message.id, message.id) and message.id in nearest(
            subject, onward, asking
        ):
            return message.id
    return None


def _is_series(subject: Subject, asking: frozenset[str]) -> bool:
    """Whether five messages come, by dates or one after the other, before anybody is asked."""
    entry = subject.journey.entry
    messages = {message.id for message in subject.once(marketing)}
    if isinstance(entry, DateEntry) and entry.repeat_every and entry.times >= LONG_SERIES:
        return not messages.isdisjoint(nearest(subject, subject.journey.start, asking))
    return len(least_times(gaps(subject, is_marketing, asking))) >= LONG_SERIES


def _asks_at_the_door(journey: Journey) -> bool:
    """Whether only people come in, or stay in, by what they did."""
    asked = any(_asks(part) for door in doors(journey) for part in parts(door))
    return asked or any(rule.event in _REACTIONS for rule in journey.exit_rules)


def _asks_on_the_way(node: Node) -> bool:
    """Whether it leads people who react another way."""
    if isinstance(node, WaitUntil):
        return any(branch.event in _REACTIONS for branch in node.branches)
    branches = node.branches if isinstance(node, Split) else ()
    return any(_asks(part) for branch in branches for part in parts(written(branch.when)))


def _asks(part: Asked) -> bool:
    return "engaged" in part or part.get("event", {}).get("type") in _REACTIONS
