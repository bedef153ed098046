"""Rules about permission to text: whether it is asked for, of the right kind, and still given; JB200 to JB208."""

from __future__ import annotations

from collections.abc import Iterator

from journeyboard.journey.edits import AnyEdit, SetField
from journeyboard.journey.nodes import Email, MessageBase, Push
from journeyboard.journey.opt_in import PROOF
from journeyboard.lint.gates import asked, known
from journeyboard.lint.outgoing import names, selling
from journeyboard.lint.permission import asked_before, consents, is_confirmed
from journeyboard.lint.places import Binding, binding, bindings
from journeyboard.lint.rule import Fault, Rule, Source
from journeyboard.lint.soft import sold_to_buyers
from journeyboard.lint.subject import Subject

_CATALOGUE = Source("Consent practice of SMS platforms and GDPR art. 7(1)", "", "general")
_ASK = {"consent": {"channel": "sms", "purpose": "marketing"}}


def no_consent(subject: Subject) -> Iterator[Fault]:
    """Marketing texts reach people whom nobody has asked for their consent.

    Without it a text is unlawful nearly everywhere; in the United States each one may cost USD 500, or
    1,500 if it was wilful. Steps of this program skip customers without consent, but a journey should not
    lean on that: put a split on SMS consent before the text, or ask in the entry filter. (CON-01)
    """
    law = subject.once(_law)
    for node in subject.once(selling):
        found = asked_before(subject, node)
        # A fallback is what those without consent get: the step itself asks.
        if not (
            node.fallback
            or found.express
            or found.soft
            or found.other
            or sold_to_buyers(subject, found)
        ):
            yield Fault(
                "Nobody on the way here is asked for consent to marketing texts; put a split on SMS "
                "consent before this step, or ask in the entry filter.",
                node.id,
                subject.once(_filter),
                "error" if law else "warning",
                law.source if law else None,
                law.place if law else "",
            )


def other_consent(subject: Subject) -> Iterator[Fault]:
    """Marketing texts lean on a consent that was given for something else.

    Consent to e-mails, or to texts about an order, is none to offers by text; nor does a sign-up form
    that never names marketing give it. Ask for the consent to marketing by SMS. (CON-02)
    """
    law = subject.once(_law)
    for node in subject.once(selling):
        found = asked_before(subject, node)
        asked_for = found.express or found.soft or node.fallback
        if other := _unnamed(subject, node) if asked_for else found.other:
            yield Fault(
                f"{other}; ask for consent to marketing texts.",
                node.id,
                None,
                "error" if law else "warning",
                law.source if law else None,
                law.place if law else "",
            )


def old_consent(subject: Subject) -> Iterator[Fault]:
    """Consent is asked for only before a wait, and opting out takes nobody out.

    Who has replied STOP during the wait must not be texted. Steps of this program look again before every
    text; the tool the journey is built in may look at the entry only. Add an exit rule on
    `consent.unsubscribed`, or ask again behind the wait. (CON-03)
    """
    rules = [
        rule.model_dump(mode="json", exclude_defaults=True) for rule in subject.journey.exit_rules
    ]
    leave = {"event": "consent.unsubscribed", "channel": "sms"}
    for node in subject.once(selling):
        still = subject.once(known).at(node.id)
        if asked_before(subject, node).express and not consents(subject, node, still):
            yield Fault(
                "Consent was asked for before a wait, and opting out takes nobody out; add an exit rule "
                "on consent.unsubscribed.",
                node.id,
                SetField(path="exit_rules", value=[*rules, leave]),
            )


def no_double_opt_in(subject: Subject) -> Iterator[Fault]:
    """Germany is texted without a double opt-in.

    The sender has to prove each consent, and courts there accept a confirmed opt-in as the proof;
    competitors can sue as well. Confirm the number by a first text, or ask for `sms_double_opt_in` on the
    way. (section 2.4)
    """
    law = next(
        (b for b in bindings(subject, "consent_marketing") if b.row.jurisdiction == "DE"), None
    )
    confirmed = subject.brand and subject.brand.opt_in and subject.brand.opt_in.double
    for node in subject.once(selling) if law and not confirmed else ():
        if not is_confirmed(subject.once(asked).at(node.id)):
            yield Fault(
                "Nothing shows that these numbers were confirmed by a double opt-in; ask for "
                "“sms_double_opt_in” on the way, or describe it in the brand's opt-in.",
                node.id,
                source=law.source if law else None,
                jurisdiction="DE",
            )


def no_proof(subject: Subject) -> Iterator[Fault]:
    """The record of a consent does not prove it.

    Whoever is asked, perhaps years later, must show when, where, how and to which wording somebody
    agreed. Keep all of it with every sign-up: `opt_in.proof` in the brand file. (CON-04)
    """
    opt_in = subject.brand.opt_in if subject.brand else None
    lacking = [what for name, what in PROOF.items() if opt_in and name not in opt_in.proof]
    sells = subject.once(selling)
    if lacking and sells:
        listed = "; ".join(word[:1].lower() + word[1:] for word in lacking)
        yield Fault(
            f"The record of a consent lacks {len(lacking)} of {len(PROOF)} things ({listed}); keep them."
        )


def do_not_call(subject: Subject) -> Iterator[Fault]:
    """Nothing is said about how people joined, so the do-not-call registers matter.

    Texts to numbers on the national register are defended by the consent on record; Texas asks senders
    whose recipients have not all opted in to register. Describe the sign-up in the brand's `opt_in`.
    (section 2.1)
    """
    law = binding(subject, "do_not_call_registry", "telemarketer_registration")
    described = not names(subject.brand) or bool(subject.brand and subject.brand.opt_in)
    if law and not described and subject.once(selling):
        yield Fault(
            "How people join is not described, and only consent on record keeps the do-not-call "
            "registers out of it; describe the sign-up in the brand file.",
            source=law.source,
            jurisdiction=law.place,
        )


def _unnamed(subject: Subject, node: MessageBase) -> str:
    opt_in = subject.brand.opt_in if subject.brand else None
    sells = node.role in ("incentive", "urgency", "brand", "social_proof")
    unnamed = opt_in is not None and "marketing" not in opt_in.topics
    return "The brand's sign-up form does not name offers and news" if sells and unnamed else ""


def _law(subject: Subject) -> Binding | None:
    return binding(subject, "consent_marketing")


def _filter(subject: Subject) -> AnyEdit | None:
    """An entry filter on consent, where nothing else in the journey would lose its customers by it."""
    if any(
        isinstance(node, Email | Push) or node.purpose != "marketing" for node in subject.messages
    ):
        return None
    now = subject.journey.entry_filter
    before = [now.model_dump(mode="json", by_alias=True, exclude_defaults=True)] if now else []
    return SetField(path="entry_filter", value={"all": [*before, _ASK]} if before else _ASK)


CONSENT: tuple[Rule, ...] = (
    Rule("JB200", "compliance.no-consent", "error", no_consent, _CATALOGUE),
    Rule("JB201", "compliance.other-consent", "error", other_consent, _CATALOGUE),
    Rule("JB202", "compliance.old-consent", "warning", old_consent, _CATALOGUE),
    Rule("JB204", "compliance.no-double-opt-in", "warning", no_double_opt_in, _CATALOGUE),
    Rule("JB205", "compliance.no-proof", "warning", no_proof, _CATALOGUE),
    Rule("JB208", "compliance.do-not-call", "info", do_not_call, _CATALOGUE),
)
"""In the order of their codes."""
