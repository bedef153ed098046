"""What somebody may have been sent before they get to a step, over every way, without walking them all."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from journeyboard.journey.nodes import MessageBase
from journeyboard.lint.subject import Subject


@dataclass(frozen=True)
class Earlier:
    """For every step somebody gets to the messages that may have come before, one bit each."""

    bits: dict[str, int]
    masks: dict[str, int]

    def comes_before(self, first: str, second: str) -> bool:
        """Whether some way sends the first message and later leads to the second step."""
        return bool(self.masks.get(second, 0) & self.bits[first])

    def among(self, messages: Iterable[str], step: str) -> Iterator[str]:
        """Those of the messages that may have come before the step."""
        return (one for one in messages if self.comes_before(one, step))


def earlier(subject: Subject) -> Earlier:
    """What may have come before each step; a message that was skipped did not come."""
    bits = {message.id: 1 << place for place, message in enumerate(subject.messages)}
    ports = {node.id: node.ways_out for node in subject.journey.nodes}
    start = subject.journey.start
    masks: dict[str, int] = {start: 0} if start else {}
    waiting = deque(masks)
    while waiting:
        step = waiting.popleft()
        for port in ports[step]:
            sent = bits.get(step, 0) if port.name != "on_skip" else 0
            if port.target and _grown(masks, port.target, masks[step] | sent):
                waiting.append(port.target)
    return Earlier(bits, masks)


def _grown(masks: dict[str, int], step: str, more: int) -> bool:
    """Whether the step learns of anything new."""
    known = masks.get(step)
    masks[step] = more | (known or 0)
    return masks[step] != known


def nearest(subject: Subject, start: str | None, past: frozenset[str]) -> Iterator[str]:
    """The steps that are reached from there before any of those that nobody is followed past."""
    nodes = subject.nodes
    waiting, seen = [start] if start else [], set[str]()
    while waiting:
        step = waiting.pop()
        if step in seen:
            continue
        seen.add(step)
        yield step
        ports = nodes[step].ports if step not in past else ()
        waiting += [port.target for port in ports if port.target]


def first_messages(subject: Subject) -> frozenset[str]:
    """The marketing messages that are, on some way, the first one to be sent."""
    wanted = frozenset(m.id for m in subject.messages if m.purpose == "marketing")
    return wanted & frozenset(nearest(subject, subject.journey.start, wanted))


def marketing(subject: Subject) -> tuple[MessageBase, ...]:
    """The marketing messages somebody can get, in file order."""
    known = subject.once(earlier).masks
    return tuple(m for m in subject.messages if m.purpose == "marketing" and m.id in known)


def kind_of(message: MessageBase) -> str:
    """The channel a message is drawn for."""
    return str(vars(message)["kind"])
