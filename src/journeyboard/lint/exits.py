"""Rules about who must leave a journey or be reached another way: opt-outs, consent, refunds, complaints; JB125 to JB128."""

from __future__ import annotations

from collections.abc import Iterator

from journeyboard.journey.edits import SetField
from journeyboard.journey.graph import EventEntry, Journey
from journeyboard.journey.nodes import MessageBase, WaitUntil
from journeyboard.lint.asked import doors, everything, needed
from journeyboard.lint.earlier import kind_of, marketing
from journeyboard.lint.pressure import is_text
from journeyboard.lint.rule import Fault, Rule
from journeyboard.lint.subject import Subject

OPT_OUT, REFUND, COMPLAINT = "consent.unsubscribed", "order.refunded", "support.contacted"
SELLING = ("incentive", "urgency", "review_request")


def no_opt_out_exit(subject: Subject) -> Iterator[Fault]:
    """Nothing takes customers out who opt out.

    Each message asks for consent when it is sent, but the journey goes on beside it: by the other
    channels, with tags, webhooks and ads, to somebody who said stop. Add an exit rule. (JRN-02)
    """
    rules = [rule for rule in subject.journey.exit_rules if rule.event == OPT_OUT]
    channels = {_channel(message) for message in subject.once(marketing)}
    covered = any(rule.channel is None for rule in rules) or channels <= {r.channel for r in rules}
    if channels and not covered:
        yield Fault(
            "Customers stay in after opting out; add an exit rule for it.",
            None,
            _exit_on(subject.journey, OPT_OUT),
        )


def no_fallback(subject: Subject) -> Iterator[Fault]:
    """Customers without consent to texts get nothing.

    Often most of an audience has not opted in to texts; what was meant for all reaches a few, and
    nobody notices. Add a fallback by e-mail or push, or let only people in who can be texted. (JRN-05)
    """
    messages = subject.once(marketing)
    bare = [m for m in messages if is_text(m) and m.fallback is None and m.on_skip is None]
    others = any(not is_text(message) or message.fallback for message in messages)
    if bare and not others and not _asks_for_texts(subject.journey):
        yield Fault(
            "Whoever has not opted in to texts is not reached; add a fallback, or ask at the entry.",
            bare[0].id,
        )


def after_refund(subject: Subject) -> Iterator[Fault]:
    """A refund does not stop tips, requests and offers about the order.

    Who sent the parcel back is asked how they like it. Add an exit rule on the refund, or ask for it
    before such messages. (JRN-06)
    """
    entry = subject.journey.entry
    ordered = isinstance(entry, EventEntry) and entry.event.startswith("order.")
    if ordered and subject.once(marketing) and REFUND not in subject.once(_heard):
        yield Fault(
            "A refund does not take customers out; add an exit rule for it.",
            None,
            _exit_on(subject.journey, REFUND),
        )


def after_complaint(subject: Subject) -> Iterator[Fault]:
    """An open complaint does not stop offers and review requests.

    Who is waiting for an answer gets an advertisement instead, and says so where others read it. Add
    an exit rule on the contact, or ask for it before such messages. (JRN-06)
    """
    selling = any(message.role in SELLING for message in subject.once(marketing))
    if selling and not {COMPLAINT, "message.complained"} & subject.once(_heard):
        yield Fault(
            "A complaint does not stop offers or requests; add an exit rule for it.",
            None,
            _exit_on(subject.journey, COMPLAINT),
        )


def _channel(message: MessageBase) -> str:
    return "sms" if is_text(message) else kind_of(message)


def _exit_on(journey: Journey, event: str) -> SetField:
    rules = (rule.model_dump(mode="json", exclude_defaults=True) for rule in journey.exit_rules)
    return SetField(path="exit_rules", value=[*rules, {"event": event}])


def _heard(subject: Subject) -> frozenset[str]:
    """The events that the journey leaves at, waits for, or asks about."""
    journey = subject.journey
    waits = (b.event for n in journey.nodes if isinstance(n, WaitUntil) for b in n.branches)
    asked = (part["event"]["type"] for part in everything(journey) if "event" in part)
    return frozenset({*(rule.event for rule in journey.exit_rules), *waits, *asked})


def _asks_for_texts(journey: Journey) -> bool:
    """Whether only people with consent to texts come in."""
    return any(
        {"channel": "sms", "state": "subscribed"}.items() <= part["consent"].items()
        for door in doors(journey)
        for part in needed(door)
        if "consent" in part
    )


EXITS: tuple[Rule, ...] = (
    Rule("JB125", "settings.no-opt-out-exit", "warning", no_opt_out_exit),
    Rule("JB126", "settings.no-fallback", "warning", no_fallback),
    Rule("JB127", "settings.after-refund", "warning", after_refund),
    Rule("JB128", "settings.after-complaint", "warning", after_complaint),
)
"""In the order the screen shows them."""
