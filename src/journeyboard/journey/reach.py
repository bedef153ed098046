"""From when until when: how far a delay, a wait or a send window can carry somebody, on their own clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import NamedTuple

from pydantic import ValidationError

from journeyboard.errors import BadInput
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey, QuietRule
from journeyboard.journey.nodes import Delay, Message, Sms, WaitUntil
from journeyboard.message.rules import jurisdiction_of, window_for
from journeyboard.message.timing import (
    QuietHours,
    WeeklyWindow,
    intersect,
    local,
    next_allowed,
    until_local_time,
    until_weekday,
)
from journeyboard.message.zones import resolve_zone, zone_info
from journeyboard.records import Customer

MOST_LEVELS = 64
"""Combinations of factor levels that are looked at for one delay."""


class Clock(NamedTuple):
    """Whose clock it is: the zones they may live in, the likeliest first, and the law they live under."""

    zones: tuple[str, ...]
    jurisdiction: str


class Reach(NamedTuple):
    """From when until when something can happen (aware UTC); `latest` is None when nothing bounds it."""

    earliest: datetime
    latest: datetime | None


def clock_of(customer: Customer, brand: Brand) -> Clock:
    """The customer's clock: of their zone, else of their address, else the brand's."""
    zones = resolve_zone(customer.zone, customer.country, customer.region, brand.timezone).names
    return Clock(zones, jurisdiction_of(customer.country or "US", customer.region))


def quiet_rule(journey: Journey, brand: Brand) -> QuietRule | None:
    """The quiet hours that hold: the journey's own, else the brand's."""
    return journey.quiet_hours or brand.quiet_hours


def window_of(rule: QuietRule, jurisdiction: str) -> WeeklyWindow:
    """When the rule lets marketing go out there: outside quiet hours and, if it asks, within the law."""
    quiet = QuietHours(rule.start, rule.end).window()
    return intersect([quiet, window_for(jurisdiction)] if rule.law else [quiet])


def delayed(journey: Journey, node: Delay, zone: str, here: Reach, entry: datetime) -> Reach:
    """When the delay ends, over all levels of the factors that change it."""
    ends = [_one_delay(level, zone, here, entry) for level in _levels(journey, node)]
    return around(ends)


def _levels(journey: Journey, node: Delay) -> Iterator[Delay]:
    """The delay as each combination of levels sets it."""
    factors = sorted(name for name in node.by if name in journey.experiments)
    combinations = product(*(journey.experiments[name] for name in factors))
    for _, levels in zip(range(MOST_LEVELS), combinations, strict=False):
        changed = node.model_dump()
        for name, level in zip(factors, levels, strict=True):
            changed |= node.by[name].get(level, {})
        try:
            yield Delay.model_validate(changed)
        except ValidationError:  # a finding of its own; the engine refuses to fly it
            yield node


def _one_delay(node: Delay, zone: str, here: Reach, entry: datetime) -> Reach:
    wait, jitter = timedelta(seconds=node.for_), timedelta(seconds=node.jitter)
    if not node.anchor:
        latest = here.latest and _target(node, zone, here.latest + wait + jitter)
        return Reach(_target(node, zone, here.earliest + wait), latest)
    # The event may lie anywhere between entering and the end of the wait, or never come.
    earliest = max(here.earliest, _target(node, zone, entry + wait))
    if node.at_most is None:
        return Reach(earliest, None)
    patience = timedelta(seconds=node.at_most)
    latest = here.latest and _target(node, zone, here.latest + patience + wait + jitter)
    return Reach(min(earliest, here.earliest + patience), latest)


def _target(node: Delay, zone: str, at: datetime) -> datetime:
    """The first moment from then on with the wanted date, weekday and time on the clock."""
    if node.until_date:
        at = max(at, _midnight(node.until_date, zone))
    days, today = node.weekdays, f"{local(at, zone):%A}".lower()
    if node.until_time:
        return until_weekday(at, zone, ",".join(days) or "Mon-Sun", node.until_time)
    return until_weekday(at, zone, ",".join(days)) if days and today not in days else at


def _midnight(day: date, zone: str) -> datetime:
    """The first moment of that day on the clock, also where it skips midnight."""
    midnight = datetime.combine(day, time(), zone_info(zone)).astimezone(UTC)
    return until_local_time(midnight - timedelta(hours=6), zone, "00:00")


def waited(node: WaitUntil, port: str | None, here: Reach) -> Reach:
    patience = timedelta(seconds=node.timeout)
    latest = here.latest and here.latest + patience
    return Reach(here.earliest + patience if port == "timeout" else here.earliest, latest)


def landing(
    node: Message, rule: QuietRule | None, channel: str, clock: Clock, due: Reach
) -> Reach | None:
    """When a message due in that span goes out on this channel; None when it cannot."""
    if rule is None or not waits(node, rule, channel):
        return due
    window = window_of(rule, clock.jurisdiction)
    opens = _opening(due.earliest, window, clock)
    if opens is None:
        return None
    if node.quiet_hours == "skip":
        late = due.latest is not None and opens > due.latest
        return None if late else Reach(opens, due.latest)
    if due.latest == due.earliest and _stale(node, channel, opens - due.earliest):
        return None
    return Reach(opens, due.latest and _opening(due.latest, window, clock))


def _stale(node: Message, channel: str, held: timedelta) -> bool:
    """Whether it is dropped rather than held so long; a fallback never is."""
    own = channel == channel_of(node)
    return own and node.stale_after is not None and held > timedelta(seconds=node.stale_after)


def _opening(at: datetime, window: WeeklyWindow, clock: Clock) -> datetime | None:
    try:
        return next_allowed(at, clock.zones, window, jurisdiction=clock.jurisdiction)
    except BadInput:  # the window never opens
        return None


def waits(node: Message, rule: QuietRule, channel: str) -> bool:
    held = node.quiet_hours != "ignore" and node.purpose == "marketing"
    return held and channel in rule.channels


def channel_of(node: Message) -> str:
    return "mms" if isinstance(node, Sms) and node.media else node.kind


def around(spans: list[Reach]) -> Reach:
    """The span that holds them all."""
    ends = [span.latest for span in spans]
    latest = None if None in ends else max(end for end in ends if end is not None)
    return Reach(min(span.earliest for span in spans), latest)
