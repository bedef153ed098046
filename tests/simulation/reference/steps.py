"""One function for each node kind: what happens when a customer stands on it; a new kind goes here.

A step is a generator: it yields to wait (somebody will wake it) and returns the next node's id.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, assert_never

from journeyboard.journey import nodes as kinds
from journeyboard.journey.nodes import Node
from journeyboard.message.timing import local, until_local_time, until_weekday
from journeyboard.message.zones import zone_info

from . import dice
from .conditions import consent_state, holds
from .content import delay_for, fallback_for, message_for, node_salt
from .reading import open_ads
from .record import ROWS_OF_JOURNEYS, VISITS, Life, Place
from .sending import NO_CONSENT, SKIPPED, send, skip, skip_without_consent
from .tokens import END_OF_PATH, assign, go_to, leave, standing_on, wake

Step = Generator[None, None, str | None]
"""A step waits by yielding, and returns where to go next."""


def walk(life: Life, place: Place) -> Iterator[None]:
    """Walk from the first node until out of the journey."""
    while life.now < life.flight.horizon and not life.stopped:
        node = place.node
        if node is None:
            leave(life, place, END_OF_PATH)
            return
        if not arrive(life, place, node):
            return
        onward = yield from step(life, place, node)
        if not place.inside or not go_to(life, place, onward):
            return


def arrive(life: Life, place: Place, node: Node) -> bool:
    """Count and log the arrival, unless the customer has walked too far."""
    if walked_too_far(life, place):
        return False
    life.visits[place.journey.id, node.id] += 1
    life.log_step("journey.step_entered", place)
    return True


def walked_too_far(life: Life, place: Place) -> bool:
    """Who walks too far in one second, or for ever, is taken out, and never enters again."""
    if life.visited_at != life.now:
        life.visited, life.visited_at = 0, life.now
    life.visited += 1
    if life.visited <= VISITS and len(life.rows) <= ROWS_OF_JOURNEYS:
        return False
    leave(life, place, "visit_cap")
    place.closed = True
    return True


def step(life: Life, place: Place, node: Node) -> Step:
    """Do what the node does; where to go next, None for out."""
    match node:
        case kinds.Sms() | kinds.Email() | kinds.Push():
            return (yield from message(life, place, node))
        case kinds.Ads():
            ads(life, place, node)
        case kinds.Delay():
            yield from delay(life, place, node)
        case kinds.WaitUntil():
            return (yield from wait_until(life, place, node))
        case kinds.Split():
            return split(life, place, node)
        case kinds.RandomSplit():
            return random_split(life, place, node)
        case kinds.Update():
            update(life, place, node)
        case kinds.Webhook():
            life.log_step("webhook.called", place)
        case kinds.Jump():
            return jump(place, node)
        case kinds.Goal():
            life.log_step("journey.goal_reached", place)
        case kinds.Exit():
            leave(life, place, node.reason or END_OF_PATH)
            return None
        case kinds.Unsupported():
            pass
        case kinds.Note():
            raise AssertionError("nobody passes a note")
        case _:
            assert_never(node)
    return node.next


def message(life: Life, place: Place, node: Any) -> Step:
    """A message is due; those without consent may get the fallback instead."""
    first = message_for(life, place, node)
    outcome = yield from send(life, place, first, node.quiet_hours, node.stale_after)
    if outcome == NO_CONSENT and node.fallback:
        if walked_too_far(life, place):
            return None
        second = fallback_for(place, node)
        outcome = yield from send(life, place, second, node.quiet_hours, None)
        if outcome == NO_CONSENT:
            outcome = skip_without_consent(life, place, second)
    elif outcome == NO_CONSENT:
        outcome = skip_without_consent(life, place, first)
    elsewhere = standing_on(place, node.on_skip)
    return elsewhere.id if outcome == SKIPPED and elsewhere else node.next


def ads(life: Life, place: Place, node: kinds.Ads) -> None:
    """Open a retargeting window, which runs beside while the customer walks on."""
    shown = message_for(life, place, node)
    if "ads" in life.channels_off:
        return
    if place.control:
        skip(life, place, shown, "control_group")
    elif consent_state(life, "ads", "marketing") != "subscribed":
        state = consent_state(life, "ads", "marketing")
        skip(life, place, shown, "opted_out" if state == "unsubscribed" else "no_consent")
    elif not life.leaves_out(place, node.id):
        open_ads(life, place, shown)


def delay(life: Life, place: Place, node: kinds.Delay) -> Iterator[None]:
    """Wait: a while, until a local time, weekday or date, counted from now or from an event."""
    node = delay_for(life, place, node)
    since: int | None = life.now
    if node.anchor:
        since = last_time(life, place, node.anchor)
        if since is None:
            yield from wait_for_anchor(life, place, node)
            since = last_time(life, place, node.anchor)
    if since is None:
        return
    if node.jitter:
        visit = life.visits[place.journey.id, node.id]
        draw = dice.uniform(life.customer.key, node_salt(place, node), visit, 15)
        since += int(draw * (node.jitter + 1))
    at = local_target(life, place, node, since + node.for_)
    if at > life.now:
        place.listens = False
        wake(life, place, at)
        yield


def last_time(life: Life, place: Place, type: str) -> int | None:
    """When something last happened since entering."""
    return max((row.at for row in life.rows[place.rows_before :] if row.type == type), default=None)


def wait_for_anchor(life: Life, place: Place, node: kinds.Delay) -> Iterator[None]:
    """The event has not happened yet: wait for it, at most so long."""
    place.listens = True
    if node.at_most is not None:
        wake(life, place, life.now + node.at_most)
    yield


def local_target(life: Life, place: Place, node: kinds.Delay, since: int) -> int:
    """The first moment from then on with the wanted date, weekday and time on the local clock."""
    fixed = place.journey.timezone
    zone = life.customer.zone if fixed == "profile" else fixed
    at = life.flight.start + timedelta(seconds=since)
    if node.until_date:
        noon = datetime.combine(node.until_date, datetime.min.time(), zone_info(zone)).astimezone(
            UTC
        )
        at = max(at, until_local_time(noon - timedelta(hours=6), zone, "00:00"))
    days, today = node.weekdays, f"{local(at, zone):%A}".lower()
    if node.until_time:
        at = until_weekday(at, zone, ",".join(days) or "Mon-Sun", node.until_time)
    elif days and today not in days:
        at = until_weekday(at, zone, ",".join(days))
    return int((at - life.flight.start).total_seconds())


def wait_until(life: Life, place: Place, node: kinds.WaitUntil) -> Step:
    """Wait for one of several events (`tokens.hear_branches`), or go on after the timeout."""
    place.listens = True
    wake(life, place, life.now + node.timeout)
    yield
    return node.on_timeout


def split(life: Life, place: Place, node: kinds.Split) -> str | None:
    """The first branch whose condition holds, else everyone else's."""
    for branch in node.branches:
        if holds(life, place, branch.when):
            return branch.next
    return node.everyone_else


def random_split(life: Life, place: Place, node: kinds.RandomSplit) -> str | None:
    """An arm by weight, once a customer."""
    if not node.arms:
        return None
    draw = dice.uniform(life.customer.key, node_salt(place, node), 0, 0)
    drawn = node.arms[dice.pick([arm.weight for arm in node.arms], draw)]
    name = assign(life, place, node.id, drawn.name)
    return next(arm.next for arm in node.arms if arm.name == name)


def update(life: Life, place: Place, node: kinds.Update) -> None:
    """Set attributes; a list is an attribute of its own, true for those on it."""
    life.attributes |= node.set
    life.attributes |= {f"list:{name}": True for name in node.add_to}
    life.attributes |= {f"list:{name}": False for name in node.remove_from}
    life.log_step("profile.updated", place)


def jump(place: Place, node: kinds.Jump) -> str | None:
    """Back, at most so many times since entering; then on."""
    if place.passes[node.id] < node.max_passes:
        place.passes[node.id] += 1
        return node.to
    return node.next
