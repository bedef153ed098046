"""Rules about how people join a text programme, as the brand file describes it; JB206 and JB207."""

from __future__ import annotations

import re
from collections.abc import Iterator

from journeyboard.journey.brand import Brand, OptIn
from journeyboard.journey.opt_in import disclosure_of
from journeyboard.lint.outgoing import says_stop, selling
from journeyboard.lint.places import binding
from journeyboard.lint.rule import Fault, Rule, Source
from journeyboard.lint.subject import Subject

_FORM = Source(
    "Aerialink compliance documentation, 'Compliance Content Assistance'; GDPR art. 4(11), 7",
    "",
    "secondary",
)
FEES = re.compile(
    r"\brates?\b.{0,20}\bapply\b|\bdata rates\b|\bcharges? (?:may|will) apply\b|\bfree of charge\b",
    re.I,
)
FREQUENCY = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six) (?:(?:\w+ )?(?:texts?|messages?|msgs?|sms)|times?)\b"
    r"|\b(?:texts?|messages?|msgs?) (?:a|per|every|each) (?:day|week|month|mo|wk)\b|\b(?:msgs?|texts?|messages?)/(?:mo|wk|week|month)\b"
    r"|\bfrequency (?:varies|may vary)\b|\b(?:weekly|monthly|daily|recurring)\b|\b(?:a|per|every|each) (?:week|month)\b",
    re.I,
)
HELP = re.compile(r"\bhelp\b", re.I)
_CONDITION = re.compile(
    r"\bcondition (?:of|for) (?:any |a )?purchase\b|\bnot required to (?:buy|purchase)\b|\bno purchase\b",
    re.I,
)
_TRACKING = re.compile(r"\bcookies?\b|\btrack\w*|\bremember your (?:cart|visit)\b", re.I)


def unfair_form(subject: Subject) -> Iterator[Fault]:
    """The sign-up form takes a consent that nobody has given.

    A box that is ticked beforehand, or a number that must be typed in to buy, is no consent: the texts are
    unlawful however many people “joined”. Leave the box unticked; without a box, leave the number optional.
    (section 2.3)
    """
    opt_in = _opt_in(subject)
    law = binding(subject, "consent_not_condition_of_purchase", "consent_marketing")
    if opt_in is None or not subject.once(selling):
        return
    source, place = (law.source, law.place) if law else (None, "")
    if opt_in.checkbox == "ticked":
        yield Fault(
            "The sign-up form's box is ticked beforehand; leave it to the customer.",
            source=source,
            jurisdiction=place,
        )
    if opt_in.number_required and opt_in.checkbox == "none":
        yield Fault(
            "The form has no box for texts but demands a number; add a box, or let it be left empty.",
            source=source,
            jurisdiction=place,
        )


def thin_form(subject: Subject) -> Iterator[Fault]:
    """The sign-up form does not say what people agree to.

    Carriers look at the form before they let a sender through: brand, purpose, how often, fees, STOP and
    HELP, terms and privacy, that buying does not depend on it, and for cart reminders that carts are
    tracked. Add what is missing. (section 2.3)
    """
    opt_in = _opt_in(subject)
    law = binding(subject, "opt_in_confirmation_message", "consent_marketing")
    if opt_in is None or subject.brand is None or not subject.once(selling):
        return
    if missing := [words for words, fits in _expected(subject.brand, opt_in, subject) if not fits]:
        yield Fault(
            f"The sign-up form does not give {', '.join(missing)}; add it.",
            source=law.source if law else None,
            jurisdiction=law.place if law else "",
        )


def _expected(brand: Brand, opt_in: OptIn, subject: Subject) -> Iterator[tuple[str, bool]]:
    print_ = disclosure_of(brand)
    yield "a link to the terms", bool(opt_in.terms.strip())
    yield "a link to the privacy policy", bool(opt_in.privacy.strip())
    yield (
        "how often you write",
        bool(opt_in.frequency.strip() or FREQUENCY.search(opt_in.disclosure)),
    )
    if binding(subject, "opt_in_confirmation_message"):
        yield "the fees (“msg & data rates may apply”)", bool(FEES.search(print_))
        yield "HELP and STOP", bool(HELP.search(print_)) and says_stop(print_)
        yield "that consent is no condition of purchase", bool(_CONDITION.search(print_))
    if "cart_reminders" in opt_in.topics:
        tracked = opt_in.discloses_tracking or bool(_TRACKING.search(opt_in.disclosure))
        yield "how carts are tracked", tracked


def _opt_in(subject: Subject) -> OptIn | None:
    return subject.brand.opt_in if subject.brand else None


SIGN_UP: tuple[Rule, ...] = (
    Rule("JB206", "compliance.unfair-form", "error", unfair_form, _FORM),
    Rule("JB207", "compliance.thin-form", "warning", thin_form, _FORM),
)
"""In the order of their codes."""
