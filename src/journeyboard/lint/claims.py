"""Rules about claims nobody can prove, in texts and in the plan itself; JB800 to JB806."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from journeyboard.journey.brand import Brand
from journeyboard.journey.nodes import MessageBase, Note
from journeyboard.lint.outgoing import shown
from journeyboard.lint.rule import Fault, Rule, Severity, Source
from journeyboard.lint.subject import Subject
from journeyboard.lint.wordings import Wording
from journeyboard.lint.words import Found, first

_NO_OPENS: Final = Source(
    "OneSignal metrics glossary, Omnisend and Instant help pages: SMS opens are not tracked; no study found",
    "2026",
    "primary",
)
_COSMETICS: Final = Source(
    "21 U.S.C. 321(g)(1); Regulation (EC) 1223/2009 art. 20 and (EU) 655/2013", "", "general"
)
_ADVERTISING: Final = Source(
    "FTC Act s.5, substantiation; Directive 2005/29/EC art. 6", "", "general"
)
_FREE: Final = Source("16 CFR 251, use of the word “free”", "", "general")
_REVIEWS: Final = Source("16 CFR 465.4, FTC rule on consumer reviews", "2024", "general")
_REPLIES: Final = Source(
    "15 U.S.C. 7704(a)(2), deceptive subject headings (CAN-SPAM)", "", "general"
)
_OPENED: Final = r"(?:open(?:s|ed|ing)?(?:[ -]?rates?)?|read(?:[ -]?rates?)?|seen|viewed|geöffnet|gelesen|ouverts?|lus)"
_NINETY: Final = r"9\d(?:[.,]\d+)?\s?(?:%|per ?cent\b|prozent\b)"
_OPEN_RATE: Final = re.compile(
    rf"\b{_NINETY}[^.;\n]{{0,60}}?\b{_OPENED}\b|\b{_OPENED}\b[^.;\n]{{0,40}}?\b{_NINETY}"
    rf"|\b{_NINETY}[^.;\n]{{0,60}}?\b(?:3|three|drei|trois) min",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"\b(?:sms|texts?|text messages?|mms)\b", re.IGNORECASE)
_DENIED: Final = re.compile(
    r"\bno (?:study|source|proof)\b|\bmyth\b|\bunproven\b|\bnot true\b", re.IGNORECASE
)
_CONDITION: Final = re.compile(
    r"\b(?:from|over|above|with|when|if|on orders?|for orders?|until|first|ab|bei|dès|pour|avec|desde|con|per|vanaf|bij)\b"
    r"|\bterms\b|\bt&cs?\b|\{\{-?\s*link\b",
    re.IGNORECASE,
)
_REVIEW: Final = re.compile(
    r"\b(?:reviews?|ratings?|rate us|stars?|bewert\w+|avis|reseñas?|recension[ei]|beoordel\w+)\b|★",
    re.IGNORECASE,
)
_FALSE_REPLY: Final = re.compile(r"^\s*(?:re|fwd?|aw|wg|tr|rv|antw)\s*:", re.IGNORECASE)


class Said(NamedTuple):
    """Something written in a journey: where, and whether it is about text messages anyway."""

    node_id: str | None
    field: str
    text: str
    about_texts: bool


def open_rate_claim(subject: Subject) -> Iterator[Fault]:
    """The claim that 98 % of texts are opened, or 90 % within three minutes.

    SMS has no open event, and no study stands behind the figures: they are handed from one vendor's page to
    the next. A plan that rests on them promises what nobody can measure. Say what is counted: delivered,
    clicked, replied. (MEA-04)
    """
    for said in _everything_said(subject):
        found = _open_rate(said.text)
        if found and (said.about_texts or _NAMED.search(said.text)):
            yield Fault(
                f"“{found.word}” has no study behind it, and SMS has no open event; leave it out.",
                said.node_id,
                field=said.field,
                span=found.span,
            )


def cures(subject: Subject) -> Iterator[Fault]:
    """A claim that a product heals.

    In the United States a cosmetic that is said to treat or cure is an unapproved drug, and in the EU the
    claim is banned; other goods need proof. Say how it looks or feels. A warning where the brand sells
    cosmetics, else a note.
    """
    severity: Severity = "warning" if _sells_cosmetics(subject.brand) else "info"
    yield from _listed(subject, "cures", "claims to heal; say how it looks or feels.", severity)


def guaranteed(subject: Subject) -> Iterator[Fault]:
    """A result that is guaranteed.

    Whoever guarantees a result must be able to prove it for everybody, and pay those for whom it fails.
    Say what is known, or what customers get back if it does not work.
    """
    yield from _listed(
        subject, "guaranteed", "promises what cannot be proved for everybody; say what is known."
    )


def superlative(subject: Subject) -> Iterator[Fault]:
    """A superlative that nobody can check.

    “The best” and “#1” invite the question by whom and when; without an answer competitors can object, and
    readers have stopped believing them. Name the test or the number, or leave it out.
    """
    yield from _listed(
        subject, "superlative", "needs a proof that readers can check; name it or leave it out."
    )


def free_with_conditions(subject: Subject) -> Iterator[Fault]:
    """Something free, without the conditions.

    “Free” that depends on an order, a sum or a date must say so where the word stands. Write what must be
    bought, or that nothing must.
    """
    for wording in _written(subject):
        found = _free(wording.text)
        if found and wording.node.purpose == "marketing":
            yield Fault(
                f"“{found.word}” stands without its conditions; say from which sum, with what, until when.",
                wording.node.id,
                field=wording.path,
                span=found.span,
            )


def bought_review(subject: Subject) -> Iterator[Fault]:
    """A reward for a good review.

    Paying for reviews that must be positive is forbidden in the United States since October 2024, and
    misleading elsewhere. Ask everybody for any verdict, and give the reward, if any, for every review.
    (CNT-10)
    """
    for wording in _written(subject):
        if found := _bought(
            wording.text, bool(wording.node.offer and wording.node.offer.kind != "none")
        ):
            yield Fault(
                f"A reward hangs on “{found.word}”; ask for any verdict.",
                wording.node.id,
                field=wording.path,
                span=found.span,
            )


def false_reply(subject: Subject) -> Iterator[Fault]:
    """A subject that pretends to be a reply.

    “RE:” or “FWD:” in front of a first message deceives the reader about what it is, which United States
    law forbids, and spam filters know it. Write the subject itself.
    """
    for wording in subject.wordings:
        if wording.field in ("subject", "heading") and (
            found := _FALSE_REPLY.match(shown(wording.text))
        ):
            yield Fault(
                f"“{found[0].strip()}” pretends to be a reply; write the subject itself.",
                wording.node.id,
                field=wording.path,
                span=found.span(),
            )


def _listed(
    subject: Subject, name: str, why: str, severity: Severity | None = None
) -> Iterator[Fault]:
    for wording in _written(subject):
        if found := first(name, shown(wording.text)):
            yield Fault(
                f"“{found.word}” {why}",
                wording.node.id,
                severity=severity,
                field=wording.path,
                span=found.span,
            )


def _written(subject: Subject) -> Iterator[Wording]:
    return (wording for wording in subject.wordings if wording.field != "url")


def _everything_said(subject: Subject) -> Iterator[Said]:
    """What the journey's makers have written anywhere, and what customers read."""
    journey = subject.journey
    for field in ("name", "description", "north_star", "notes"):
        yield Said(None, field, str(getattr(journey, field, "") or ""), False)
    for node in journey.nodes:
        text = isinstance(node, MessageBase) and vars(node)["kind"] == "sms"
        for field in ("title", "notes", "risk", "metric", "job"):
            yield Said(node.id, field, str(getattr(node, field, "") or ""), text)
        if isinstance(node, Note):
            yield Said(node.id, "text", node.text, False)
    for wording in _written(subject):
        yield Said(wording.node.id, wording.path, wording.text, wording.channel in ("sms", "mms"))


@lru_cache(maxsize=8192)
def _open_rate(text: str) -> Found | None:
    found = _OPEN_RATE.search(text) if "9" in text else None
    return Found(found[0], found.span()) if found and not _DENIED.search(text) else None


def _sells_cosmetics(brand: Brand | None) -> bool:
    if brand is None:
        return False
    names = (brand.name, *(product.name for product in brand.products))
    return any(first("cosmetics", name) for name in names)


@lru_cache(maxsize=4096)
def _free(text: str) -> Found | None:
    found = first("free", shown(text))
    return None if found is None or _CONDITION.search(text) else found


@lru_cache(maxsize=4096)
def _bought(text: str, offers: bool) -> Found | None:
    plain = shown(text)
    praise = first("praise", plain) if _REVIEW.search(plain) else None
    rewarded = offers or first("reward", plain)
    return praise if rewarded else None


CLAIMS: tuple[Rule, ...] = (
    Rule("JB800", "claims.open-rate", "warning", open_rate_claim, _NO_OPENS),
    Rule("JB801", "claims.cures", "warning", cures, _COSMETICS),
    Rule("JB802", "claims.guaranteed", "warning", guaranteed, _ADVERTISING),
    Rule("JB803", "claims.superlative", "info", superlative, _ADVERTISING),
    Rule("JB804", "claims.free-with-conditions", "info", free_with_conditions, _FREE),
    Rule("JB805", "claims.bought-review", "warning", bought_review, _REVIEWS),
    Rule("JB806", "claims.false-reply", "warning", false_reply, _REPLIES),
)
"""In the order the screen shows them."""
