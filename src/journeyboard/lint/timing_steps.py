"""Rules about when a step comes: anchors, first reminders, pauses, fixed dates and anniversaries; JB134 to JB140."""

from __future__ import annotations

from collections.abc import Iterator

from journeyboard.journey.edits import AddNode, AnyEdit, SetField
from journeyboard.journey.graph import START, DateEntry, EventEntry, Journey
from journeyboard.journey.landing import landings
from journeyboard.journey.nodes import Delay, MessageBase, Node, WaitUntil
from journeyboard.journey.spans import Offset, longest_hold
from journeyboard.lint.earlier import first_messages, kind_of, marketing, nearest
from journeyboard.lint.pressure import is_text
from journeyboard.lint.rule import Fault
from journeyboard.lint.subject import Subject
from journeyboard.message.duration import format_duration

MINUTE, HOUR, DAY = 60, 3_600, 86_400
CARTS = ("cart.updated", "cart.viewed", "checkout.started", "checkout.progressed")
"""What an abandonment begins with."""
BOUGHT = ("order.placed", "order.fulfilled")
DELIVERED = "order.delivered"
CART_HOURS = 48
EARLY, LATE = 15 * MINUTE, 3 * HOUR
REVIEW_FROM, REVIEW_UNTIL = 7 * DAY, 21 * DAY


def wrong_anchor(subject: Subject) -> Iterator[Fault]:
    """A tip or a review request counts from the order instead of from the parcel's delivery.

    Parcels are late when it matters most, and whoever is asked how they like what they do not have
    yet answers in public. Count the delay from `order.delivered`, with `at_most` for parcels whose
    delivery nobody reports. (TIM-05)
    """
    entry = subject.journey.entry
    if not isinstance(entry, EventEntry) or entry.event not in BOUGHT:
        return
    undelivered = _before_delivery(subject)
    for message in subject.once(marketing):
        if message.role in ("tip", "review_request") and message.id in undelivered:
            yield Fault(
                "It can come before the parcel; count its delay from “order.delivered”.",
                message.id,
                _anchor(subject, message.id),
            )


def stale_text(subject: Subject) -> Iterator[Fault]:
    """A held text may be out of date when its window opens again.

    A cart reminder that waits over a night, a Sunday and a holiday comes after the 48 hours carriers
    allow; a deadline may have passed. Say with `stale_after` when it is better not sent. (TIM-06)
    """
    for message in subject.once(marketing):
        room = _room(subject, message)
        stays = message.stale_after is None or message.stale_after > room
        if room > 0 and stays and _is_held(subject, message):
            hours = f"{max(1, min(36, room // HOUR))} hours"
            yield Fault(
                f"Held by quiet hours it may come too late; drop it after {hours}.",
                message.id,
                SetField(node=message.id, path="stale_after", value=hours),
            )


def review_window(subject: Subject) -> Iterator[Fault]:
    """A review request that comes less than 7 or more than 21 days after the delivery.

    In field experiments reminders on the next day lowered the number of reviews and those after
    about two weeks raised it; after three weeks the first impression is gone. Ask about 14 days after
    `order.delivered`. (section 6.1: Jung, Ryu, Han and Cho, Journal of Marketing; P8)
    """
    requests = {m.id for m in subject.once(marketing) if m.role == "review_request"}
    if not requests:
        return
    for node_id, offset in _after_delivery(subject, requests).items():
        if not REVIEW_FROM <= offset.earliest <= REVIEW_UNTIL:
            yield Fault(
                f"It comes {format_duration(offset.earliest)} after the delivery; ask after 7 to 21 days.",
                node_id,
            )


def first_reminder(subject: Subject) -> Iterator[Fault]:
    """The first word about a cart comes before 15 minutes or after 3 hours.

    Too early it interrupts people who are still paying, and pays a discount or a text to those who
    need none; too late they have bought elsewhere. Wait 30 to 60 minutes. (section 6.2, A3; vendors
    find the first hour best)
    """
    entry = subject.journey.entry
    if not isinstance(entry, EventEntry) or entry.event not in CARTS:
        return
    first = subject.once(first_messages)
    due = {one: at.earliest for one, at in subject.landings.items() if one in first}
    for node_id in (message.id for message in subject.messages if message.id in due):
        if due[node_id] < EARLY:
            when = f"{format_duration(due[node_id])} after" if due[node_id] else "together with"
            yield Fault(
                f"It comes {when} the cart; wait 30 to 60 minutes.",
                node_id,
                _pause(subject, START, "start", node_id, HOUR),
            )
    if due and min(due.values()) > LATE:
        node_id = min(due, key=lambda one: due[one])
        words = format_duration(due[node_id])
        yield Fault(
            f"The first word comes {words} after the cart; send it within 3 hours.", node_id
        )


def no_pause(subject: Subject) -> Iterator[Fault]:
    """Two messages on one channel with no time between them.

    They arrive as one long buzz, and nothing can be learnt from the first before the second is out.
    Put a delay between them, or make them one. (FRQ-04)
    """
    nodes = subject.nodes
    stops = frozenset(
        node.id for node in subject.journey.nodes if node.family in ("message", "timing")
    )
    told: set[str] = set()
    for message in subject.once(marketing):
        for step in nearest(subject, message.next, stops):
            after = nodes[step]
            if step in told or not _same_channel(message, after):
                continue
            told.add(step)
            yield Fault(
                f"It follows “{message.id}” at once; put a delay between them.",
                step,
                _pause(subject, message.id, "next", step, DAY),
            )


def past_date(subject: Subject) -> Iterator[Fault]:
    """A delay until a date that is over, or will be for most.

    Whoever arrives after the date does not wait at all: what was meant for the day itself comes at
    once. Use a date after the entry's, or a length of time where people enter all year. (TIM-04)
    """
    entry = subject.journey.entry
    began = entry.at.date() if isinstance(entry, DateEntry) and entry.at else None
    ongoing = not isinstance(entry, DateEntry) and getattr(entry, "when", "daily") != "start"
    for node in subject.journey.nodes:
        if not isinstance(node, Delay) or not node.until_date:
            continue
        words = f"{node.until_date:%d %b %Y}"
        if began and node.until_date < began:
            yield Fault(
                f"{words} is before the entry on {began:%d %b %Y}; choose a later date.", node.id
            )
        elif ongoing:
            told = f"Whoever enters after {words} does not wait here; use a length of time."
            yield Fault(told, node.id, severity="info")


def anniversary(subject: Subject) -> Iterator[Fault]:
    """A message for an anniversary that comes once in a lifetime, or on another day.

    A birthday is every year, and a greeting the day after says that a machine forgot. Let people enter
    again after some 300 days, and drop the text with `stale_after` when its day is over. (FRQ-04, TIM-06)
    """
    journey = subject.journey
    if not isinstance(journey.entry, DateEntry) or not journey.entry.attribute:
        return
    if journey.reentry.allow == "never" and subject.messages:
        yield Fault(
            f"Every “{journey.entry.attribute}” after the first is passed over; let people enter again.",
            None,
            SetField(path="reentry", value={"allow": "after", "after": "300 days"}),
        )
    for message in subject.once(marketing):
        today = subject.landings.get(message.id, Offset(DAY)).earliest < DAY
        late = message.stale_after is None or message.stale_after >= DAY
        if today and late and _is_held(subject, message):
            yield Fault(
                "Held by quiet hours it comes on another day; drop it after 8 hours.",
                message.id,
                SetField(node=message.id, path="stale_after", value="8 hours"),
            )


def _room(subject: Subject, message: MessageBase) -> int:
    """The seconds for which it may be held: until the cart's 48 hours are over, a day for a deadline."""
    entry = subject.journey.entry
    if isinstance(entry, EventEntry) and entry.event in CARTS and is_text(message):
        due = subject.landings[message.id].earliest
        return max(HOUR, CART_HOURS * HOUR - due) if due < CART_HOURS * HOUR else 0
    return DAY if message.role == "urgency" else 0


def _same_channel(message: MessageBase, after: Node) -> bool:
    same = isinstance(after, MessageBase) and kind_of(after) == kind_of(message)
    return same and kind_of(message) != "ads"


def _is_held(subject: Subject, message: MessageBase) -> bool:
    """Whether quiet hours may hold it at all."""
    rule = subject.journey.quiet_hours or (subject.brand.quiet_hours if subject.brand else None)
    return longest_hold(rule, message) > 0  # type: ignore[arg-type]


def _before_delivery(subject: Subject) -> frozenset[str]:
    """The steps that somebody can get to whose parcel nobody has waited for."""
    nodes, seen = subject.nodes, set[str]()
    waiting = [subject.journey.start] if subject.journey.start else []
    while waiting:
        step = waiting.pop()
        node = nodes[step]
        if step in seen or (isinstance(node, Delay) and node.anchor == DELIVERED):
            continue
        seen.add(step)
        waits = node.branches if isinstance(node, WaitUntil) else ()
        arrived = {branch.name for branch in waits if branch.event == DELIVERED}
        waiting += [p.target for p in node.ports if p.target and p.name not in arrived]
    return frozenset(seen)


def _anchor(subject: Subject, message: str) -> AnyEdit | None:
    """The edit that counts the only delay right before a message from the delivery."""
    last = [
        node.id
        for node in subject.journey.nodes
        if isinstance(node, Delay) and message in _at_once(subject, node.next)
    ]
    if len(last) != 1 or subject.nodes[last[0]].anchor:  # type: ignore[union-attr]
        return None
    return SetField(node=last[0], path="anchor", value=DELIVERED)


def _at_once(subject: Subject, start: str | None) -> frozenset[str]:
    """The steps that follow without any time in between."""
    timing = frozenset(n.id for n in subject.journey.nodes if n.family == "timing")
    return frozenset(nearest(subject, start, timing))


def _after_delivery(subject: Subject, wanted: set[str]) -> dict[str, Offset]:
    """By message when it comes after the delivery, over every way on which that is known."""
    found: dict[str, Offset] = {}
    for counted in _counted_from_delivery(subject.journey):
        for node_id, offset in landings(counted).items():
            if node_id in wanted:
                least = min(offset.earliest, found.get(node_id, offset).earliest)
                found[node_id] = Offset(least, offset.latest)
    return {message: found[message] for message in sorted(found)}


def _counted_from_delivery(journey: Journey) -> Iterator[Journey]:
    """The journey from each of the moments at which a parcel is delivered."""
    if isinstance(journey.entry, EventEntry) and journey.entry.event == DELIVERED:
        yield journey
    for node in journey.nodes:
        if isinstance(node, Delay) and node.anchor == DELIVERED:
            plain = node.model_copy(update={"anchor": None, "at_most": None})
            nodes = tuple(plain if other is node else other for other in journey.nodes)
            yield journey.model_copy(update={"start": node.id, "nodes": nodes})
        for branch in node.branches if isinstance(node, WaitUntil) else ():
            if branch.event == DELIVERED:
                yield journey.model_copy(update={"start": branch.next})


def _pause(subject: Subject, source: str, port: str, target: str, seconds: int) -> AddNode | None:
    """The edit that puts a delay into the wire, where there is one from the source to the target."""
    led = subject.journey.start if source == START else vars(subject.nodes[source])[port]
    if led != target:
        return None
    taken = subject.nodes
    free = next(name for k in range(len(taken) + 1) if (name := f"pause_{k + 1}") not in taken)
    delay = Delay(id=free, title="A pause", for_=seconds)
    return AddNode(node=delay, source=source, port=port)
