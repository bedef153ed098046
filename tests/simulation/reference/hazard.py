"""When an order falls due: when the customer's cumulative hazard reaches their next threshold.

The thresholds are sums of unit exponentials, the same in every life of a customer, so lives differ
only by the hazard that messages added.
"""

from __future__ import annotations

from . import dice
from .customer import HAZARD
from .numbers import DAY
from .record import BOOSTS, Life

THRESHOLD = dice.salt("world", "threshold")


def next_threshold(life: Life) -> None:
    """Raise the threshold by the next exponential."""
    more = dice.exponential(life.customer.key, THRESHOLD, life.thresholds, 0)
    life.threshold += int(more * HAZARD)
    life.thresholds += 1


def boost(life: Life, amount: float, seconds: int) -> None:
    """Add this much cumulative hazard, spread evenly over the coming seconds."""
    rate = int(amount * HAZARD / seconds)
    if rate <= 0:
        return
    if len(life.boosts) >= BOOSTS:
        life.overflow += 1
        return
    life.boosts.append((life.now + seconds, rate))


def order_due(life: Life, until: int) -> int | None:
    """Let hazard run up to `until`; the moment at which an order falls due, if one does."""
    while not life.flight.quiet_world and life.hazard_at < until:
        rate, end = rate_now(life, until)
        missing = life.threshold - life.hazard
        if rate > 0 and -(-missing // rate) <= end - life.hazard_at:
            life.hazard_at += max(-(-missing // rate), 1)
            life.hazard = life.threshold
            return life.hazard_at
        life.hazard += rate * (end - life.hazard_at)
        life.hazard_at = end
    return None


def rate_now(life: Life, until: int) -> tuple[int, int]:
    """The hazard per second, and until when it stays the same."""
    life.boosts = [(end, rate) for end, rate in life.boosts if end > life.hazard_at]
    satisfied = life.hazard_at < life.satisfied_until
    own = life.customer.hazard_after_order if satisfied else life.customer.hazard
    ends = [until, *(end for end, _ in life.boosts), *([life.satisfied_until] if satisfied else [])]
    if life.flight.flight.season:
        day = life.hazard_at // DAY
        own = own * life.flight.flight.season[day] // 1000
        ends.append((day + 1) * DAY)
    return own + sum(rate for _, rate in life.boosts), min(ends)
