"""Rules about words that carriers stop and data that do not belong in a text; JB220 and JB221."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from journeyboard.lint.outgoing import Text, shown, texts
from journeyboard.lint.places import binding
from journeyboard.lint.rule import Fault, Rule, Severity, Source
from journeyboard.lint.subject import Subject

_CONTENT: Final = Source(
    "T-Mobile/CTIA content rules as summarised by mytcrplus.com and Aerialink", "", "secondary"
)
_PRIVACY: Final = Source("GDPR art. 5(1)(f), 9; PCI DSS on card numbers in messages", "", "general")
_TAG: Final = re.compile(r"\{\{-?\s*([\w.]+)")
_DIGITS: Final = re.compile(r"(?<![\d+])\d(?:[ -]?\d){12,18}(?!\d)")


class Term(NamedTuple):
    """A word of one of the lists, and what it may stand in without harm (`bourbon vanilla`)."""

    category: str
    severity: Severity
    pattern: re.Pattern[str]
    harmless: re.Pattern[str] | None


def restricted_content(subject: Subject) -> Iterator[Fault]:
    """Words for which United States carriers block a sender.

    Sex, hate, alcohol, firearms and tobacco, and beside them cannabis, gambling and high-risk loans, are
    refused or let through only to people whose age is known. One such text can end the whole programme.
    Take the word out, or ask the provider for an age-gated programme. (CNT-05)
    """
    law = binding(subject, "shaft_content")
    for text in subject.once(texts) if law else ():
        if found := first_restricted(text.wording.text):
            term, span = found
            word = text.wording.text[slice(*span)]
            yield Fault(
                f"“{word}” belongs to {term.category}, for which carriers block senders; take it out, or "
                "send it in an age-gated programme.",
                text.node.id,
                None,
                term.severity,
                law.source if law else None,
                law.place if law else "",
                text.wording.path,
                span,
            )


def personal_data(subject: Subject) -> Iterator[Fault]:
    """Personal or sensitive data in clear.

    A text is not encrypted and lies open on the lock screen: card numbers, passwords and health belong
    behind a login. Write that there is news, and link to it. (CNT-09)
    """
    for text in subject.once(texts):
        if found := _disclosed(text):
            what, severity, span = found
            yield Fault(
                f"The text shows {what} in clear; say that there is news, and link to it.",
                text.node.id,
                severity=severity,
                field=text.wording.path,
                span=span,
            )


@lru_cache(maxsize=2048)
def first_restricted(text: str) -> tuple[Term, tuple[int, int]] | None:
    """The gravest term that carriers restrict in a text, and where it stands; None where there is none."""
    plain = shown(text)
    found = (
        (term, match.span()) for term in _terms("restricted") for match in _harmful(term, plain)
    )
    return min(found, key=lambda one: (one[0].severity != "error", one[1]), default=None)


def _harmful(term: Term, text: str) -> Iterator[re.Match[str]]:
    free = [match.span() for match in term.harmless.finditer(text)] if term.harmless else []
    for match in term.pattern.finditer(text):
        if not any(start <= match.start() and match.end() <= end for start, end in free):
            yield match


def _disclosed(text: Text) -> tuple[str, Severity, tuple[int, int]] | None:
    return _in_clear(text.wording.text)


@lru_cache(maxsize=2048)
def _in_clear(text: str) -> tuple[str, Severity, tuple[int, int]] | None:
    for tag in _TAG.finditer(text):
        for term in _terms("personal"):
            if any(_harmful(term, re.sub(r"[._]", " ", tag[1]))):
                return term.category, term.severity, tag.span(1)
    plain = shown(text)
    for digits in _DIGITS.finditer(plain):
        if _is_card(re.sub(r"\D", "", digits[0])):
            return "a card number", "error", digits.span()
    found = ((term, match) for term in _terms("health") for match in _harmful(term, plain))
    return next(((term.category, term.severity, match.span()) for term, match in found), None)


def _is_card(digits: str) -> bool:
    """The Luhn check of ISO/IEC 7812-1."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


@lru_cache(maxsize=4)
def _terms(name: str) -> tuple[Term, ...]:
    path = files("journeyboard.lint") / "data" / f"{name}.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple(
        Term(row["category"], row["severity"], _words(row["terms"]), _around(row["harmless"]))  # type: ignore[arg-type]
        for row in rows
    )


def _words(listed: str) -> re.Pattern[str]:
    """Whole words only, with an ending for several of them; a space matches a hyphen, too."""
    words = "|".join(re.escape(word).replace(r"\ ", "[ -]") for word in listed.split("|"))
    return re.compile(rf"(?<![\w-])(?:{words})(?:s|es)?(?![\w-])", re.I)


def _around(listed: str) -> re.Pattern[str] | None:
    return _words(listed) if listed else None


VOCABULARY: tuple[Rule, ...] = (
    Rule("JB220", "compliance.restricted-content", "error", restricted_content, _CONTENT),
    Rule("JB221", "compliance.personal-data", "error", personal_data, _PRIVACY),
)
"""In the order of their codes."""
