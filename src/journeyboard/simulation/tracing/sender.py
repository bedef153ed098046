"""A message at a sender with limits, in words: how long it waited, and why it was turned away or never sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from journeyboard.message.duration import format_duration
from journeyboard.records import Event

SHORT = 60
"""Seconds; a shorter wait is how messages go out anyway."""
Clock = Callable[[datetime], str]


def is_handed_over(event: Event) -> bool:
    """Whether the event puts a message into the sender's queue."""
    return event.type == "message.queued" and event.reason == "throughput"


def is_short(events: Sequence[Event], k: int) -> bool:
    """Whether event `k` hands a message over that need not wait, or is turned away at once."""
    if not is_handed_over(events[k]):
        return False
    after = left(events, k)
    return after is not None and (after.at - events[k].at).total_seconds() < SHORT


def left(events: Sequence[Event], k: int) -> Event | None:
    """The event with which a message handed over at `k` leaves the queue; None where the run ends first.

    Of several that one step handed over, the first in is the first out.
    """
    waiting = 0
    for place, event in enumerate(events):
        if _message(event) != _message(events[k]):
            continue
        if is_handed_over(event):
            waiting += place <= k
        elif _leaves(event) and waiting:
            waiting -= 1
            if place > k and not waiting:
                return event
    return None


def _message(event: Event) -> tuple[str | None, ...]:
    return event.journey_id, event.node_id, event.variant


def _leaves(event: Event) -> bool:
    """Sent, turned away, or dropped because of an opt-out while it waited."""
    return event.type == "message.sent" or (event.type, event.reason) in (
        ("message.failed", "queue_full"), ("message.skipped", "opted_out"),
    )  # fmt: skip


def what(events: Sequence[Event], k: int) -> str:
    """What the message does that is handed over with event `k`."""
    return "was handed to the sender" if is_short(events, k) else "waits in the sender's queue"


def why(events: Sequence[Event], k: int, clock: Clock) -> str:
    """What the sender's limits have to do with event `k`; nothing where they have not. `clock` words a moment."""
    event = events[k]
    match event.type, event.reason:
        case "message.queued", "throughput":
            return _wait_words(event, left(events, k), clock)
        case "message.failed", "queue_full":
            return "The sender's queue was full: it takes ten hours of work, and turns away what is more."  # fmt: skip
        case "message.skipped", "budget":
            return "The money for messages was spent by then."
        case "message.sent", "outside_window":
            return "The sender's queue was so long that the window had closed; a queue knows no quiet hours."  # fmt: skip
    return ""


def _wait_words(event: Event, after: Event | None, clock: Clock) -> str:
    if after is None:
        return "The sender can send only so much at once; when the run ended its turn had not come."
    seconds = round((after.at - event.at).total_seconds())
    match after.type:
        case "message.failed":
            return "The queue had no room left."
        case "message.skipped":
            return f"They opted out while it waited; its turn came on {clock(after.at)}."
    if seconds < SHORT:
        return "Next to nothing was waiting before it."
    return f"The sender can send only so much at once: after {_rough(seconds)} its turn came, on {clock(after.at)}."  # fmt: skip


def _rough(seconds: int) -> str:
    """A wait to the minute.

    >>> _rough(4_210)
    '1 hour 10 minutes'
    """
    return format_duration(round(seconds / SHORT) * SHORT)
