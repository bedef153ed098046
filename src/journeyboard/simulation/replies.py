"""Replies in a conversation: what a customer's own words do, and what the brand answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from journeyboard.audience.people import ASKED_FOR_LESS
from journeyboard.journey.graph import FrequencyCap
from journeyboard.message.keywords import Meaning, plain_words, reply_meaning

if TYPE_CHECKING:
    from journeyboard.journey.brand import Brand
    from journeyboard.simulation.flight import Flight

LESS_CAP: Final = FrequencyCap(max=1, per=14 * 86_400, channel="sms", purpose="marketing")
"""What LESS means where the brand does not say: one marketing text in 14 days (assumption; programmes
usually announce about six a month, and somebody who bothers to ask should notice the difference)."""
CHOICES: Final[Mapping[Meaning | None, str]] = {
    "opt_out": "stop",
    "less": "less",
    "opt_in": "start",
}
"""What a meaning does to consent; any other does nothing."""
KEYWORDS: Final[Mapping[Meaning, str]] = {
    "opt_out": "STOP", "less": "LESS", "opt_in": "START", "help": "HELP", "confirm": "YES",
}  # fmt: skip
"""The word under which a brand keeps its answer to a meaning."""


def choice_of(text: str, language: str = "") -> str:
    """What a reply does to the customer's consent: stop, less, start, or other for nothing."""
    return CHOICES.get(reply_meaning(text, language=language), "other")


def answer_to(brand: Brand, text: str, language: str = "") -> str | None:
    """What the brand answers, in the customer's language where it has it; None when it says nothing.

    A word of the brand's own list is answered as listed there, any other reply by its meaning.
    """
    lists = (brand.keywords_by_language.get(language.partition("-")[0].lower(), {}), brand.keywords)
    meaning = reply_meaning(text, language=language)
    for listed in lists:
        known = {plain_words(word): answer for word, answer in listed.items()}
        for word in (plain_words(text), plain_words(KEYWORDS[meaning]) if meaning else None):
            if word in known:
                return known[word]
    return None


def may_ask_for_less(flight: Flight) -> bool:
    """Whether anybody in this flight has asked for fewer texts, or will."""
    columns = flight.people.columns
    asked = ASKED_FOR_LESS in columns and True in columns[ASKED_FOR_LESS].tolist()
    return asked or any(reply.choice == "less" for reply in flight.replies)
