"""When the send window of a message is open."""

from __future__ import annotations

from .content import MessageCopy
from .record import Life, Place


def opening(life: Life, place: Place, message: MessageCopy, quiet: str) -> int | None:
    """When the send window is open: now, later, or never; service messages need none."""
    rule = place.journey.quiet_hours or life.flight.brand.quiet_hours
    if quiet == "ignore" or message.node.purpose == "transactional":
        return life.now
    if rule is None or message.channel not in rule.channels:
        return life.now
    return life.flight.next_open(life.customer, rule, life.now)
