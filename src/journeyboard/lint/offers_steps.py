"""Rules about the order in which a journey offers things, and to whom; JB400 to JB405 and JB414."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from journeyboard.journey.graph import AudienceEntry, EventEntry, Journey
from journeyboard.journey.nodes import MessageBase, Split
from journeyboard.lint.asked import Asked, doors, needed, parts, written
from journeyboard.lint.earlier import earlier, first_messages, marketing
from journeyboard.lint.offers_given import given, last_words, names_an_end, urgent, worth
from journeyboard.lint.rule import Fault
from journeyboard.lint.subject import Subject
from journeyboard.lint.timing_steps import CARTS

FEW_BUYERS, MANY_ANYWAY = 20, 0.3
LAPSED_DAYS = 60
_VALUE = ("revenue", "average_order_value", "rfm", "value", "margin", "tier")


def out_of_order(subject: Subject) -> Iterator[Fault]:
    """The escalation runs backwards: a reward comes before the plain reminder, or after the deadline.

    The offer is the last thing to try. Who gets it first has no reason to react to a reminder, and a
    reward after “last chance” shows that the deadline was none. Remind, then prove, then offer, then
    end. (section 6.2)
    """
    plain = [m.id for m in subject.once(marketing) if m.role == "reminder" and not any(given(m))]
    pressing = [m.id for m in subject.once(marketing) if m.role == "urgency"]
    known = subject.once(earlier)
    for message in subject.once(marketing):
        if not any(given(message)) or message.role == "urgency":
            continue
        if late := next((one for one in plain if known.comes_before(message.id, one)), None):
            yield Fault(f"The offer comes before the reminder “{late}”; remind first.", message.id)
        elif ended := next(known.among(pressing, message.id), None):
            yield Fault(
                f"It offers something after “{ended}” said it ends; keep the end.", message.id
            )


def discount_first(subject: Subject) -> Iterator[Fault]:
    """The first message about a cart already gives something away.

    Many were coming back by themselves, and all learn that leaving a cart pays. Remind first, and
    offer to those who stay away. (section 6.2, A6; section 6.5)
    """
    entry = subject.journey.entry
    if not isinstance(entry, EventEntry) or entry.event not in CARTS:
        return
    first = subject.once(first_messages)
    for message in subject.messages:
        if message.id in first and (offers := list(given(message))):
            what = worth(offers[0].offer, _currency(subject))
            yield Fault(f"The first message already gives {what}; remind first.", message.id)


def rising(subject: Subject) -> Iterator[Fault]:
    """Each step offers more than the one before.

    Whoever waits is paid for it, and next time waits for the last step from the start. Name one offer,
    and let it end. (section 6.5: training)
    """
    known = subject.once(earlier)
    least = {m.id: _worths(m, min) for m in subject.once(marketing) if any(given(m))}
    for message_id, own in _largest(subject).items():
        before = [one for one in known.among(least, message_id) if one != message_id]
        for kind, value in own.items():
            less = next((o for o in before if least[o].get(kind, value) < value), None)
            if less:
                yield Fault(f"It offers more than “{less}” before it; name one offer.", message_id)
                break


def given_anyway(subject: Subject) -> Iterator[Fault]:
    """A discount goes to many who buy without it as well.

    Each of those orders would have come at the full price, so their discount buys nothing. Withhold
    the offer from those most likely to return: by score, by value, or until a reminder has failed.
    Needs a flight, whose untouched lives show who buys anyway; 30 % is a design default. (section 6.2)
    """
    for node_id, taken in subject.evidence.offers.items():
        if node_id not in subject.nodes or taken.bought < FEW_BUYERS:
            continue
        share = taken.anyway / taken.bought
        if share >= MANY_ANYWAY:
            yield Fault(
                f"In “{subject.evidence.run}” {taken.anyway:,} of {taken.bought:,} buyers with this offer "
                f"({share:.0%}) buy without it as well: {taken.currency} {taken.discount:,.0f} for nothing; "
                "withhold it from them.",
                node_id,
            )


def no_end(subject: Subject) -> Iterator[Fault]:
    """A text presses without saying until when.

    Urgency without an end is untrue, and readers notice by the second time. Name the date: give the
    offer a `valid_for` and write `{{ code_expires }}`. (CNT-08)
    """
    for node_id, wordings in subject.texts.items():
        message = wordings[0].node
        ends = any(names_an_end(wording.text) for wording in wordings)
        if ends or any(g.offer.valid_for for g in given(message)):
            continue
        pressing = next((w for w in wordings if urgent(w.text)), None)
        if pressing or message.role == "urgency":
            yield Fault(
                "It presses without saying until when; name the date it ends.",
                node_id,
                field=pressing.path if pressing else "",
                span=urgent(pressing.text) if pressing else None,
            )


def last_again(subject: Subject) -> Iterator[Fault]:
    """“Last chance” is said twice on one way.

    After the second last chance no other is believed. Say it once, at the end, and keep it. (CNT-08)
    """
    known = subject.once(earlier)
    said = {
        node_id: next((w for w in wordings if last_words(w.text)), None)
        for node_id, wordings in subject.texts.items()
    }
    for node_id, wording in said.items():
        if wording and (
            before := next(known.among((k for k, w in said.items() if w), node_id), None)
        ):
            again = "in an earlier round" if before == node_id else f"in “{before}”"
            yield Fault(
                f"“Last chance” was said {again} already; say it once.",
                node_id,
                field=wording.path,
                span=last_words(wording.text),
            )


def for_everyone(subject: Subject) -> Iterator[Fault]:
    """A win-back offer goes to everybody, whatever they are worth and however likely they return.

    The best come back by themselves, the worst do not pay for the discount. Let a score, the value
    of past orders or a segment choose: no offer for the likely, none for the lost. (section 6.3, W4)
    """
    if not _wins_back(subject.journey) or any(_values(door) for door in doors(subject.journey)):
        return
    unsorted = _unsorted(subject)
    for message in subject.once(marketing):
        if message.id in unsorted and any(given(message)):
            yield Fault(
                "The offer goes to everybody who lapsed; let value or score choose.", message.id
            )
            return


def _currency(subject: Subject) -> str:
    return subject.brand.currency if subject.brand else ""


def _worths(message: MessageBase, choose: Any) -> dict[str, float]:
    """By kind of offer the least or the most that a message gives."""
    values: dict[str, list[float]] = {}
    for one in given(message):
        values.setdefault(one.offer.kind, []).append(one.offer.value)
    return {kind: choose(found) for kind, found in values.items()}


def _largest(subject: Subject) -> Mapping[str, dict[str, float]]:
    return {m.id: _worths(m, max) for m in subject.once(marketing) if any(given(m))}


def _wins_back(journey: Journey) -> bool:
    """Whether people come in because they have not bought for long."""
    if not isinstance(journey.entry, AudienceEntry):
        return False
    return any(_lapsed(part) for door in doors(journey) for part in parts(door))


def _lapsed(part: Asked) -> bool:
    if "segment" in part:
        return "lapsed" in part["segment"]["id"] and bool(part["segment"]["member"])
    if "profile" in part:
        profile = part["profile"]
        long = isinstance(profile["value"], int | float) and profile["value"] >= LAPSED_DAYS
        since = profile["attribute"] == "days_since_order" and profile["op"] in ("gt", "gte")
        return bool(since and long)
    event = part.get("event", {})
    none = event.get("op") == "eq" and event.get("count") == 0
    return bool(
        event.get("type") == "order.placed" and none and event.get("within") != "since_entry"
    )


def _values(condition: Asked) -> bool:
    """Whether it lets only customers through who are worth something, or likely to come back."""
    return any(_is_value(part) for part in needed(condition))


def _is_value(part: Asked) -> bool:
    if "score" in part or "trigger" in part:
        return True
    if "segment" in part:
        return "lapsed" not in part["segment"]["id"]
    profile = part.get("profile", {})
    many = profile.get("attribute") == "orders" and profile.get("value") not in (0, 1)
    return many or any(word in profile.get("attribute", "") for word in _VALUE)


def _unsorted(subject: Subject) -> frozenset[str]:
    """The steps that somebody can get to without being chosen by value on the way."""
    waiting, seen = [subject.journey.start] if subject.journey.start else [], set[str]()
    while waiting:
        step = waiting.pop()
        if step in seen:
            continue
        seen.add(step)
        node = subject.nodes[step]
        chosen = isinstance(node, Split) and any(_values(written(b.when)) for b in node.branches)
        waiting += [port.target for port in node.ports if port.target and not chosen]
    return frozenset(seen)
