"""Rules about cart reminders and texts in quick succession, which carriers and states count; JB223 to JB227."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from journeyboard.journey.graph import EventEntry
from journeyboard.journey.nodes import Jump, MessageBase, WaitUntil
from journeyboard.lint.facts import Fact, has_happened
from journeyboard.lint.gates import asked, drawn, entering, gains
from journeyboard.lint.outgoing import each_node, shown, texting, texts
from journeyboard.lint.permission import is_confirmed
from journeyboard.lint.places import binding, places
from journeyboard.lint.pressure import least_times, most_within, text_gaps
from journeyboard.lint.rule import Fault, Rule, Severity, Source
from journeyboard.lint.subject import Subject
from journeyboard.lint.timing_steps import CARTS as CART_EVENTS
from journeyboard.message.duration import format_duration
from journeyboard.message.rules import frequency_caps, rules

_CARRIERS: Final = Source(
    "Attentive help centre 'Carrier Guidelines for Abandonment Messages'; smsblast.io error 1012 note (17 Feb 2026)",
    "2026",
    "secondary",
)
_LIMIT: Final = 48 * 3600
_DAY: Final = 86_400
_PAYS: Final = re.compile(
    r"\b(?i:reply|text|answer)(?i: back)?(?i: with)? [\"“']?(?:BUY|PAY|ORDER|CHECKOUT)\b"
    r"|\b(?i:reply|text|answer)(?i: with)? [\"“']?[A-Z0-9]{1,8}[\"”']? "
    r"(?i:to (?:pay|buy|order|purchase|check ?out|complete))\b"
    r"|\b(?i:send|text|reply with) (?i:us )?(?i:your (?:card|cvv|payment|bank))\b"
)


def cart_opt_in(subject: Subject) -> Iterator[Fault]:
    """Cart reminders by text without a double opt-in that names them.

    United States carriers let them through only to people who confirmed an opt-in whose wording speaks of
    cart reminders; others see the sender blocked. Ask for `sms_double_opt_in` on the way, and name cart
    reminders in the sign-up form. (CON-05)
    """
    law = binding(subject, "abandoned_cart_double_opt_in")
    opt_in = subject.brand.opt_in if subject.brand else None
    for node in subject.once(cart_texts) if law else ():
        confirmed = is_confirmed(subject.once(asked).at(node.id))
        unnamed = opt_in is not None and "cart_reminders" not in opt_in.topics
        if law and (unnamed or not (confirmed or (opt_in and opt_in.double))):
            words = (
                "The brand's sign-up form does not name cart reminders; name them there"
                if unnamed
                else "Cart reminders need a double opt-in; turn it on in the sign-up, ask for it on the way"
            )
            yield Fault(f"{words}, or send an e-mail.", node.id, None, None, law.source, law.place)


def many_cart_texts(subject: Subject) -> Iterator[Fault]:
    """A second text about the same cart.

    United States carriers let one through for each abandoned cart, whatever its purpose is called; the
    three-text rescue of the textbooks gets the sender blocked. Keep the first, and send what follows by
    e-mail or push. (FRQ-03)
    """
    law = binding(subject, "abandoned_cart_max_messages")
    for node in _later_texts(subject) if law else ():
        yield Fault(
            "This is not the first text about the same cart, and US carriers let one through for each; "
            "send it by e-mail or push.",
            node.id,
            source=law.source if law else None,
            jurisdiction=law.place if law else "",
        )


def late_cart_text(subject: Subject) -> Iterator[Fault]:
    """A cart reminder by text that can come later than 48 hours after the cart was left.

    Carriers take it for an advertisement then, and the customer has long forgotten. Send it sooner, or
    let it lapse: `stale_after` bounds how long quiet hours may hold it. (FRQ-03)
    """
    law = binding(subject, "abandoned_cart_window")
    if law is None or not _by_cart(subject):
        return
    for node in subject.once(cart_texts):
        here = subject.landings.get(node.id)
        if here is None or (here.latest is not None and here.latest <= _LIMIT):
            continue
        surely = here.earliest > _LIMIT
        yield Fault(
            f"It comes {format_duration(here.earliest)} after the cart was left; 48 hours are allowed."
            if surely
            else _late(here.latest),
            node.id,
            None,
            "error" if surely else "warning",
            law.source,
            law.place,
        )


def cart_payment(subject: Subject) -> Iterator[Fault]:
    """A cart reminder that takes the order or the payment by text.

    It may lead to the cart, but buying by reply, or card data in a text, fails the verification of
    toll-free senders. Link to the cart. (section 2.3)
    """
    law = binding(subject, "abandoned_cart_no_payment_by_sms")
    carts = {node.id for node in subject.once(cart_texts)} if law else set()
    for node, mine in each_node(subject.once(texts)):
        found = ((text, _PAYS.search(shown(text.wording.text))) for text in mine)
        first = next(((text, match) for text, match in found if match), None)
        if law and first and node.id in carts:
            yield Fault(
                "The text takes the order by reply, which cart reminders may not; link to the cart.",
                node.id,
                None,
                None,
                law.source,
                law.place,
                first[0].wording.path,
                first[1].span(),
            )


def many_a_day(subject: Subject) -> Iterator[Fault]:
    """More than three texts on one subject within 24 hours.

    Florida, Oklahoma and Maryland forbid it, and a journey for the United States reaches people who live
    there. Spread the texts, or cap them at three a day. (FRQ-01)
    """
    limits = [(place, cap) for place in _states(subject) for cap in frequency_caps(place)]
    most = most_within(least_times(subject.once(text_gaps)), _DAY) if limits else 0
    broken = [(place, cap) for place, cap in limits if most > cap.messages]
    if not broken or _is_capped(subject, broken[0][1].messages):
        return
    place, cap = broken[0]
    named = place in subject.once(places)
    severity: Severity = "error" if named else "warning"
    yield Fault(
        f"Up to {most} texts can reach somebody within 24 hours; {', '.join(p for p, _ in broken)} "
        f"allow{'s' if len(broken) == 1 else ''} {cap.messages} on one subject"
        f"{'' if named else ', and customers may live there'}.",
        None,
        None,
        severity,
        Source.of(cap.rule),
        place,
    )


def cart_texts(subject: Subject) -> tuple[MessageBase, ...]:
    """The texts that somebody gets because of a cart: behind a cart's event and before any order."""
    behind = _walk(subject, _cart_starts(subject))
    return tuple(node for node in subject.once(texting) if node.id in behind)


def _later_texts(subject: Subject) -> Iterator[MessageBase]:
    """Those of them before which another text about the cart, or itself, may have gone out."""
    carts = subject.once(cart_texts)
    asked_about = _asked_about(subject)
    plain = [node for node in carts if node.id not in asked_about]
    behind = _walk(subject, [to for node in plain for to in _targets(node)])
    for node in carts:
        if node.id in asked_about:
            behind |= _walk(subject, _targets(node), without=node.id)
    return (node for node in carts if node.id in behind)


def _walk(subject: Subject, starts: Iterable[str], without: str = "") -> set[str]:
    """The steps behind these, before any order; not those only for people whom `without` never reached."""
    seen = set(starts)
    waiting = deque(seen)
    closed, ways = subject.once(_closed), subject.once(drawn)
    while waiting:
        node = subject.nodes[waiting.popleft()]
        for port in ways[node.id]:
            to = port.target
            if to is None or to in seen or (node.id, port.name, "") in closed:
                continue
            if without and (node.id, port.name, without) in closed:
                continue
            seen.add(to)
            waiting.append(to)
    return seen


def _closed(subject: Subject) -> frozenset[tuple[str, str, str]]:
    """Ways out (node, port) that lead away from the cart: behind an order, or, named third, for people
    who never got a message.
    """
    closed, ways = set(), subject.once(drawn)
    for node in subject.journey.nodes:
        if isinstance(node, Jump) and not node.max_passes:
            closed.add((node.id, "to", ""))
        for port in ways[node.id]:
            facts = subject.once(gains)[node.id, port.name]
            if has_happened(facts, "order.placed"):
                closed.add((node.id, port.name, ""))
            closed |= {(node.id, port.name, name) for name in _unsent(facts)}
    return frozenset(closed)


def _unsent(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        if fact.kind == "engaged" and not fact.holds and fact.about[1] in ("sent", "delivered"):
            yield str(fact.about[0])


def _asked_about(subject: Subject) -> frozenset[str]:
    return frozenset(name for _, _, name in subject.once(_closed) if name)


def _targets(node: MessageBase) -> list[str]:
    """Where people go after a message went out; who was skipped has not got it."""
    skipped = node.on_skip is not None
    return [p.target for p in node.ports if p.target and not (skipped and p.name == "on_skip")]


def _cart_starts(subject: Subject) -> list[str]:
    """Where people stand when their cart has been left: at the start, or behind a wait for its event."""
    start = subject.journey.start
    starts = [start] if start and _by_cart(subject) else []
    for node in subject.journey.nodes:
        if isinstance(node, WaitUntil) and node.id in subject.reachable:
            starts += [b.next for b in node.branches if b.event in CART_EVENTS and b.next]
    return starts


def _by_cart(subject: Subject) -> bool:
    """Whether a cart or a checkout brings people into the journey."""
    entry = subject.journey.entry
    if isinstance(entry, EventEntry):
        return entry.event in CART_EVENTS
    return any(has_happened(subject.once(entering), kind) for kind in CART_EVENTS)


def _late(latest: int | None) -> str:
    if latest is None:
        return "Nothing bounds how late it comes; carriers allow 48 hours after the cart was left."
    after = format_duration(latest)
    return f"It can come up to {after} after the cart was left; let it lapse within 48 hours."


def _states(subject: Subject) -> tuple[str, ...]:
    """The journey's places with a cap of their own; for the whole United States all such states."""
    here = subject.once(places)
    capped = dict.fromkeys(row.jurisdiction for row in rules(None, "frequency_cap"))
    return tuple(state for state in capped if state in here or state.partition("-")[0] in here)


def _is_capped(subject: Subject, most: int) -> bool:
    """Whether a cap of the journey or the brand keeps the texts within so many a day anyway."""
    caps = (*subject.journey.caps, *(subject.brand.caps if subject.brand else ()))
    return any(
        cap.max <= most
        and cap.per >= _DAY
        and cap.channel in (None, "sms")
        and cap.purpose in (None, "marketing")
        for cap in caps
    )


CARTS: tuple[Rule, ...] = (
    Rule("JB223", "compliance.cart-opt-in", "error", cart_opt_in, _CARRIERS),
    Rule("JB224", "compliance.many-cart-texts", "error", many_cart_texts, _CARRIERS),
    Rule("JB225", "compliance.late-cart-text", "error", late_cart_text, _CARRIERS),
    Rule("JB226", "compliance.cart-payment", "error", cart_payment, _CARRIERS),
    Rule("JB227", "compliance.many-a-day", "warning", many_a_day, _CARRIERS),
)
"""In the order of their codes."""
