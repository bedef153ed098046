"""What a message gives: its offers, its variants' and its levels', and the words that go with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import ValidationError

from journeyboard.journey.content import Offer
from journeyboard.journey.nodes import MessageBase
from journeyboard.lint.subject import Subject

LAST_WORDS = (
    r"last (?:chance|call|reminder|day)|final (?:\w+ )?(?:notice|call|reminder|hours?)"
    r"|letzte (?:chance|gelegenheit)|derni[eè]re (?:chance|occasion)|[uú]ltima oportunidad"
)
URGENT_WORDS = (
    rf"{LAST_WORDS}|hurry|act (?:now|fast)|don['’]t miss|running out|almost gone|ends? soon|while (?:it|stocks?) lasts?"
    r"|only (?:a few|hours) left|nur noch (?:heute|kurz)|plus que quelques"
)
_COUNTS = (
    r"\d+|an?|one|two|three|four|five|six|seven|ein\w*|zwei|drei|vier|fünf|sechs|sieben"
    r"|une?|deux|trois|quatre|cinq|un[ao]?|dos|tres|cuatro|cinco"
)
_SPANS = r"hours?|days?|weeks?|stunden?|tag(?:en?)?|wochen?|heures?|jours?|semaines?|horas?|d[ií]as?|semanas?"
_END = re.compile(
    r"code_expires|\b(?:until|till|before|bis|jusqu['’ ]?|hasta)\b|\btoday|\btonight|\btomorrow|\bmidnight"
    r"|\bby\b(?! (?:reply|click|tapp|us|text|order|book|visit|call)ing\b)"
    rf"|\b(?:in|within|en|dans|dentro de) (?:{_COUNTS}) (?:more )?(?:{_SPANS})"
    r"|\bheute|\bmorgen|(?!\b24/7\b)\b\d{1,2}[./]\d{1,2}\b|\b\d{4}-\d\d-\d\d\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s?(?:%|percent\b|per cent\b|prozent\b)", re.IGNORECASE
)
_PER_CENT_OFF = re.compile(
    r"(?<![\d.,])(\d{1,3})\s?(?:%|percent\b|per cent\b)\s*(?:off|discount|rabatt|less|de r[eé]duction)",
    re.IGNORECASE,
)
_MONEY_OFF = re.compile(r"[$€£]\s?(\d+(?:[.,]\d\d)?)\s*(?:off|discount|rabatt)\b", re.IGNORECASE)


class Given(NamedTuple):
    """An offer, the path of the field it stands in, and the variant's name (empty: the message's own)."""

    offer: Offer
    path: str
    variant: str = ""


def given(message: MessageBase) -> Iterator[Given]:
    """Everything a message may give: its own offer, its variants' and those of its levels."""
    if message.offer and message.offer.kind != "none":
        yield Given(message.offer, "offer")
    for number, variant in enumerate(message.variants):
        if variant.offer and variant.offer.kind != "none":
            yield Given(variant.offer, f"variants.{number}.offer", variant.name)
    for factor, levels in message.by.items():
        for level, fields in levels.items():
            offer = _offer(fields)
            if offer and offer.kind != "none":
                yield Given(offer, f"by.{factor}.{level}.offer")


def offering(subject: Subject) -> tuple[MessageBase, ...]:
    """The messages that give something, in file order."""
    return tuple(message for message in subject.messages if any(given(message)))


@lru_cache(maxsize=4096)
def urgent(text: str) -> tuple[int, int] | None:
    """The first stretch that presses the reader."""
    return _stretch(URGENT_WORDS, text)


@lru_cache(maxsize=4096)
def last_words(text: str) -> tuple[int, int] | None:
    """The first stretch that says this is the last word."""
    return _stretch(LAST_WORDS, text)


@lru_cache(maxsize=4096)
def names_an_end(text: str) -> bool:
    """Whether a text says until when: a date, a weekday, tonight, or the day its code expires."""
    return bool(_END.search(text))


@lru_cache(maxsize=4096)
def percents(text: str) -> tuple[tuple[float, tuple[int, int]], ...]:
    """Every percentage of a text with its place."""
    return tuple((float(m[1].replace(",", ".")), m.span()) for m in _PERCENT.finditer(text))


@lru_cache(maxsize=4096)
def promised(text: str) -> tuple[str, tuple[int, int]] | None:
    """The first discount that a text promises in so many words, such as “20% off”."""
    match = _PER_CENT_OFF.search(text) or _MONEY_OFF.search(text)
    return (match[0], match.span()) if match else None


def worth(offer: Offer, currency: str = "") -> str:
    """An offer in words, such as “15 %”, “USD 10” or “free shipping”."""
    match offer.kind:
        case "percent":
            return f"{offer.value:g} %"
        case "amount":
            return f"{currency} {offer.value:g}".strip()
        case _:
            return offer.kind.replace("_", " ")


def _offer(fields: Mapping[str, Any]) -> Offer | None:
    try:
        return Offer.model_validate(fields["offer"]) if fields.get("offer") else None
    except ValidationError:  # the engine refuses to fly it
        return None


def _stretch(words: str, text: str) -> tuple[int, int] | None:
    match = re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)
    return match.span() if match else None
