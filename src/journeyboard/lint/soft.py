"""The rule about implied and soft opt-ins: where they hold, and whom they cover; JB203."""

from __future__ import annotations

from collections.abc import Iterator

from journeyboard.lint.facts import Facts
from journeyboard.lint.gates import asked
from journeyboard.lint.outgoing import selling
from journeyboard.lint.permission import Asked, asked_before
from journeyboard.lint.places import Binding, places
from journeyboard.lint.rule import Fault, Rule, Source
from journeyboard.lint.subject import Subject
from journeyboard.message.rules import applicable

_DIRECTIVE = Source("Directive 2002/58/EC art. 13(2); CASL S.C. 2010 c.23 s.6, s.10", "", "general")
_YEARS_2 = 730 * 86_400


def soft_opt_in(subject: Subject) -> Iterator[Fault]:
    """Texts lean on an implied or soft opt-in where it does not hold, or to people it does not cover.

    The United States and Germany ask for express consent. Britain, France and most of the EU let a shop
    write to its own buyers about similar things, if they could object; Canada for 24 months after a
    purchase. Ask for express consent, or for the purchase as well. (CON-06)
    """
    for node in subject.once(selling):
        found = asked_before(subject, node)
        if node.fallback or found.express or not (found.soft or sold_to_buyers(subject, found)):
            continue
        for place in subject.once(places):
            words, bound = _doubt(place, found, subject.once(asked).at(node.id))
            if words:
                source = bound.source if bound else None
                yield Fault(words, node.id, None, None, source, place)
                break


def sold_to_buyers(subject: Subject, found: Asked) -> bool:
    """Whether people get here as buyers, in places that all let a shop write to its buyers."""
    here = subject.once(places)
    return found.bought and bool(here) and all(_soft_rule(place)[0] for place in here)


def _soft_rule(place: str) -> tuple[bool, Binding | None]:
    """Whether a soft opt-in by text may hold there, and the row that says so."""
    for row in applicable(place, "soft_opt_in")[:1]:
        return row.value.startswith("own_similar"), Binding(place, row)
    for row in applicable(place, "consent_marketing")[:1]:
        return row.value in ("express_or_implied", "express_or_inferred"), Binding(place, row)
    return True, None


def _doubt(place: str, found: Asked, facts: Facts) -> tuple[str, Binding | None]:
    """What speaks against a soft opt-in there, empty where nothing does."""
    holds, bound = _soft_rule(place)
    if not holds:
        return (
            f"An implied opt-in does not hold for texts in {place}; ask for express consent.",
            bound,
        )
    if bound is None:
        return "", None
    if not found.bought:
        return "A soft opt-in covers only the shop's own buyers; ask for an order as well.", bound
    if place == "CA" and not _bought_lately(facts):
        return (
            "Implied consent ends 24 months after a purchase; ask for an order since then.",
            bound,
        )
    if not found.soft:
        return (
            "Buyers are texted without consent; a soft opt-in holds only for those who could object, so "
            "ask for an attribute such as “sms_soft_opt_in”.",
            bound,
        )
    return "", bound


def _bought_lately(facts: Facts) -> bool:
    days = (
        f.about
        for f in facts
        if f.kind == "profile" and f.about[0] == "days_since_order" and f.holds
    )
    recent = any(
        op in ("lt", "lte") and isinstance(v, int | float) and v <= 730 for _, op, v in days
    )
    events = (
        f.about for f in facts if f.kind == "event" and f.about[0] == "order.placed" and f.holds
    )
    return recent or any(
        str(within).isdigit() and int(str(within)) <= _YEARS_2 for _, within, _ in events
    )


SOFT: tuple[Rule, ...] = (
    Rule("JB203", "compliance.soft-opt-in", "warning", soft_opt_in, _DIRECTIVE),
)
"""In the order of their codes."""
