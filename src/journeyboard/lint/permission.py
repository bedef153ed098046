"""What the ways to a step have asked about permission to text, in the terms the law uses."""

from __future__ import annotations

from typing import NamedTuple

from journeyboard.journey.nodes import MessageBase, Sms
from journeyboard.lint.facts import Facts, attribute, consent, has_happened
from journeyboard.lint.gates import asked
from journeyboard.lint.subject import Subject

_SOFT = ("soft", "implied", "inferred")
_GOT = ("sent", "delivered", "clicked", "replied")


class Asked(NamedTuple):
    """What a step's ways have asked about permission to text, the strongest of it."""

    express: bool
    soft: bool
    bought: bool
    other: str


def asked_before(subject: Subject, node: MessageBase) -> Asked:
    """What everybody who gets to this message has been asked, however long ago."""
    facts = subject.once(asked).at(node.id)
    return Asked(consents(subject, node, facts), _is_soft(facts), _has_bought(facts), _other(facts))


def is_confirmed(facts: Facts) -> bool:
    """Whether everybody here has confirmed the number."""
    return attribute("sms_double_opt_in", True) in facts


def consents(subject: Subject, node: MessageBase, facts: Facts) -> bool:
    """Whether everybody has consented to this marketing text: asked outright, or by having got one before."""
    channels = ("sms", "mms") if isinstance(node, Sms) and node.media else ("sms",)
    got = (fact.about for fact in facts if fact.kind == "engaged" and fact.holds)
    texted = any(action in _GOT and _is_offer(subject, str(name)) for name, action in got)
    return texted or any(consent(channel) in facts for channel in channels)


def _is_offer(subject: Subject, node_id: str) -> bool:
    node = subject.nodes.get(node_id)
    return isinstance(node, Sms) and node.purpose == "marketing" and node.fallback is None


def _is_soft(facts: Facts) -> bool:
    profile = (f.about for f in facts if f.kind == "profile" and f.holds)
    return any(
        (op, value) == ("eq", True) and any(word in str(name) for word in _SOFT)
        for name, op, value in profile
    )


def _has_bought(facts: Facts) -> bool:
    counted = (f.about for f in facts if f.kind == "profile" and f.about[0] == "orders" and f.holds)
    some = any(
        (op, value) in (("gte", 1), ("gt", 0)) or _more(op, value) for _, op, value in counted
    )
    return some or has_happened(facts, "order.placed")


def _more(op: object, value: object) -> bool:
    return op in ("eq", "gte", "gt") and isinstance(value, int | float) and value >= 1


def _other(facts: Facts) -> str:
    if consent("sms", "transactional") in facts:
        return "Consent to service texts is asked for, not to marketing"
    mail = any(consent(channel) in facts for channel in ("email", "push"))
    return "Consent to another channel is asked for, not to texts" if mail else ""
