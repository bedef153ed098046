"""Rules about what every text must say and who may send it: brand, opt-out, first message; JB215 to JB222."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from journeyboard.journey.edits import SetField
from journeyboard.journey.graph import EventEntry
from journeyboard.journey.nodes import MessageBase, Sms
from journeyboard.lint.facts import Fact
from journeyboard.lint.gates import entering
from journeyboard.lint.outgoing import (
    Text,
    each_node,
    first_texts,
    gives_address,
    marketing_texts,
    name_at,
    names,
    says_stop,
    selling,
    shown,
    texting,
    texts,
)
from journeyboard.lint.places import Binding, binding, bindings
from journeyboard.lint.rule import Fault, Rule, Severity, Source
from journeyboard.lint.signup import FEES, FREQUENCY, HELP
from journeyboard.lint.subject import Subject
from journeyboard.message.rules import lineage

_CTIA: Final = Source("CTIA Messaging Principles and Best Practices (May 2023)", "2023", "general")
_EARLY = 25
_IN_EACH: Final = ("opt_out_mention", "sender_identity_and_opt_out_address", "message_content")
"""Rules that ask for a way out in every text."""
_WHO: Final = ("brand_identification", "sender_identity_and_opt_out_address", "message_content")


def unregistered_sender(subject: Subject) -> Iterator[Fault]:
    """The carriers do not know the sender.

    United States carriers block or slow down numbers that are not registered: a 10-digit number needs a
    brand and a campaign, a toll-free number its verification, a short code its provisioning. Register it,
    and say so in `senders.sms_registered`. (section 2.3)
    """
    law = binding(subject, "a2p_10dlc_registration")
    senders = subject.brand.senders if subject.brand else None
    if senders is None or senders.sms_registered or not senders.sms:
        return
    if law and subject.once(texting):
        yield Fault(
            f"{senders.sms} is not known to be registered with the carriers; register it, and note it "
            "in the brand file.",
            source=law.source,
            jurisdiction=law.place,
        )


def no_brand_name(subject: Subject) -> Iterator[Fault]:
    """A text that does not say who writes.

    Customers do not save a shop's number, so a text without a name is spam to them and to the carriers.
    Begin with the brand's name, within the first 25 characters, where the lock screen shows it. (CNT-01)
    """
    if not names(subject.brand) or _is_named_sender(subject):
        return
    law = binding(subject, *_WHO)
    for node, mine in each_node(subject.once(texts)):
        for text in mine:
            at = name_at(text.full, subject.brand)
            if at is None or at > _EARLY:
                yield _nameless(node, text, at, law)
                break


def no_opt_out(subject: Subject) -> Iterator[Fault]:
    """A marketing text that does not say how to stop.

    France asks for the STOP mention in each, Britain, Canada and Australia for a way out in each, United
    States carriers in the first of a programme and at least monthly; elsewhere in the EU customers must
    be able to object in each. It costs about 20 characters, and whoever cannot find it reports the
    number as spam. (CNT-02)
    """
    if subject.brand and subject.brand.senders.sms_type == "alphanumeric":
        return
    first = first_texts(subject, of=subject.once(selling))
    each = binding(subject, *_IN_EACH)
    opening = binding(subject, "opt_in_confirmation_message")
    objecting = binding(subject, "soft_opt_in")
    for node, mine in each_node(subject.once(marketing_texts)):
        law = each or (opening if node.id in first else None) or objecting
        lacking = next((text for text in mine if not says_stop(text.full)), None)
        if lacking and law:
            yield Fault(
                "The text does not say how to stop; add the opt-out line.",
                node.id,
                _opt_out_on(subject, node, lacking),
                law.severity("error" if each else "warning"),
                law.source,
                law.place,
                lacking.wording.path,
            )


def thin_first_text(subject: Subject) -> Iterator[Fault]:
    """The first text of a programme leaves out what carriers ask of it.

    It must name the brand, say that texts recur and how often, mention fees, HELP and STOP. Sign-ups are
    audited by sending one. Put the missing words in; later texts may be shorter. (CNT-03)
    """
    law = binding(subject, "opt_in_confirmation_message")
    if law is None or not _signs_up(subject):
        return
    first = first_texts(subject, of=subject.once(texting))
    for node, mine in each_node(subject.once(texts)):
        for text in mine if node.id in first else ():
            if missing := _missing(text.full, subject):
                yield Fault(
                    f"The first text of the programme lacks {', '.join(missing)}; add it.",
                    node.id,
                    source=law.source,
                    jurisdiction=law.place,
                    field=text.wording.path,
                )
                break


def no_contact(subject: Subject) -> Iterator[Fault]:
    """A text to Canada from which nobody can reach the sender.

    The anti-spam law there asks for the sender's identity, a mailing address and a contact in every
    commercial message; where they do not fit, a link to a page that has them will do. Add the link.
    (section 2.4)
    """
    law = next((b for b in bindings(subject, "message_content") if _asks_address(b)), None)
    for node, mine in each_node(subject.once(marketing_texts)) if law else ():
        lacking = next((text for text in mine if not gives_address(text.full)), None)
        if lacking and law:
            yield Fault(
                "The text leads to no page with your address and contact; add a link to one.",
                node.id,
                None,
                law.severity(),
                law.source,
                law.place,
                lacking.wording.path,
            )


def _nameless(node: MessageBase, text: Text, at: int | None, law: Binding | None) -> Fault:
    source, place = (law.source, law.place) if law else (None, "")
    if at is None:
        severity: Severity = law.severity() if law else "warning"
        words = "The text does not say who writes; begin with the brand's name."
    else:
        severity, words = "info", "The brand's name comes late in the text; begin with it."
    return Fault(words, node.id, None, severity, source, place, text.wording.path)


def _is_named_sender(subject: Subject) -> bool:
    """An alphanumeric sender shows the brand's name above every text."""
    return bool(subject.brand and subject.brand.senders.sms_type == "alphanumeric")


def _opt_out_on(subject: Subject, node: MessageBase, lacking: Text) -> SetField | None:
    line = subject.brand.opt_out_text if subject.brand else "Reply STOP"
    fits = isinstance(node, Sms) and not node.opt_out and says_stop(line)
    own = not lacking.wording.path.startswith("fallback")
    return SetField(node=node.id, path="opt_out", value=True) if fits and own else None


def _signs_up(subject: Subject) -> bool:
    """Whether customers come in by joining, so that this journey sends the first text of all."""
    entry = subject.journey.entry
    by_event = isinstance(entry, EventEntry) and entry.event == "consent.subscribed"
    return by_event or Fact("segment", ("new_subscriber",)) in subject.once(entering)


def _missing(text: str, subject: Subject) -> list[str]:
    plain = shown(text)
    named = not names(subject.brand) or _is_named_sender(subject)
    expected = (
        ("the brand", named or name_at(text, subject.brand) is not None),
        ("how often you write", bool(FREQUENCY.search(plain))),
        ("the fees (“msg & data rates may apply”)", bool(FEES.search(plain))),
        ("HELP", bool(HELP.search(plain))),
        ("STOP", says_stop(plain)),
    )
    return [words for words, fits in expected if not fits]


def _asks_address(bound: Binding) -> bool:
    return "mailing_address" in bound.row.values and "CA" in lineage(bound.place)


CARRIERS: tuple[Rule, ...] = (
    Rule("JB215", "compliance.unregistered-sender", "warning", unregistered_sender, _CTIA),
    Rule("JB216", "compliance.no-brand-name", "error", no_brand_name, _CTIA),
    Rule("JB217", "compliance.no-opt-out", "warning", no_opt_out, _CTIA),
    Rule("JB218", "compliance.thin-first-text", "error", thin_first_text, _CTIA),
    Rule("JB222", "compliance.no-contact", "error", no_contact, _CTIA),
)
"""In the order of their codes."""
