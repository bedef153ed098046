"""Rules about characters that force Unicode, and those that nobody sees; JB300, JB301 and JB305."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from journeyboard.journey.brand import Prices
from journeyboard.journey.edits import SetField
from journeyboard.lint.outgoing import Text, shown
from journeyboard.lint.parts import COUNTING, measured, parts, single
from journeyboard.lint.rewriting import rewritten
from journeyboard.lint.rule import Fault, Rule
from journeyboard.lint.subject import Subject
from journeyboard.lint.worst import smart
from journeyboard.message.alphabet import UnicodeCharacter, smart_encode, unicode_characters
from journeyboard.message.sms import sms

ANOTHER_SCRIPT: Final = 0.3
"""Above this share of characters outside GSM-7 a text is written in another script, not decorated."""
RECIPIENTS: Final = 1_000
_SHOWN: Final = 5
_INVISIBLE: Final = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")
_SPACES: Final = re.compile(r"\t+|(?<=\S)(?: {2,})(?=\S)")
_TRIM: Final = re.compile(r"[ \t]{2,}|\t")


def replaceable_characters(subject: Subject) -> Iterator[Fault]:
    """Characters with a plain twin that turn the whole text into Unicode.

    Word processors set curly quotes, long dashes and odd spaces; one of them takes the room of a part from
    160 to 70 characters, and the text costs two to three times as much. Switch smart encoding on, or
    type the plain character. (ENC-01)
    """
    for text in single(subject):
        if smart(text.node, text.wording.path):
            continue
        plain = shown(text.wording.text)
        forcing = unicode_characters(plain)
        if forcing and not unicode_characters(smart_encode(plain)):
            yield Fault(
                f"{_listed(forcing)} {_force(forcing)} Unicode, which holds 70 characters a part instead of "
                "160; switch smart encoding on.",
                text.node.id,
                SetField(node=text.node.id, path="smart_encoding", value=True),
                field=text.wording.path,
                span=_span(forcing),
            )


def unicode_text(subject: Subject) -> Iterator[Fault]:
    """Emoji or letters outside the SMS alphabet that make the text longer.

    They may be meant, and then they are worth their price; but the price is for every part of the whole
    text, not for one character. Smart encoding has no twin for them. Send it knowing the cost, or leave
    them out. (ENC-02)
    """
    for text in single(subject):
        found, forcing = measured(subject, text), _intended(text.wording.text)
        if not found or not forcing or _smart_less(text):
            continue
        without = _plain_parts(found.usual.text)
        more = found.usual.parts - without
        if more > 0:
            price, currency = _price(subject)
            yield Fault(
                f"{_listed(forcing)} {_force(forcing)} Unicode: {parts(found.usual.parts)} instead of "
                f"{without}, {currency} {more * price * RECIPIENTS:,.2f} more for {RECIPIENTS:,} texts; "
                "leave out what is not worth that.",
                text.node.id,
                field=text.wording.path,
                span=_span(forcing),
            )


def invisible_characters(subject: Subject) -> Iterator[Fault]:
    """Characters nobody sees: zero-width and soft hyphens, tabs, double spaces, mixed line ends.

    They come along when a text is pasted, force Unicode or cost room, and break links and codes that are
    copied. Take them out. (ENC-06)
    """
    for wording in subject.wordings:
        if wording.field == "url" or (wording.channel == "email" and wording.field != "subject"):
            continue
        if found := _unseen(wording.text):
            what, span = found
            yield Fault(
                f"The text has {what}; take it out.",
                wording.node.id,
                rewritten(wording, _cleaned(wording.text)),
                field=wording.path,
                span=span,
            )


def _smart_less(text: Text) -> bool:
    """Whether the text would be plain after all, were smart encoding on (JB300 says so)."""
    off = not smart(text.node, text.wording.path)
    return off and not unicode_characters(smart_encode(shown(text.wording.text)))


@lru_cache(maxsize=4096)
def _intended(text: str) -> tuple[UnicodeCharacter, ...]:
    """The characters that no smart encoding makes plain; none for a text in another script."""
    plain = shown(text)
    if not unicode_characters(smart_encode(plain)):
        return ()
    found = tuple(
        c for c in unicode_characters(plain) if unicode_characters(smart_encode(c.character))
    )
    return found if len(found) <= ANOTHER_SCRIPT * len(plain) else ()


@lru_cache(maxsize=4096)
def _plain_parts(text: str) -> int:
    """The parts of a text as it goes out, without its characters outside the SMS alphabet."""
    outside = {found.character for found in unicode_characters(text)}
    return sms("".join(char for char in text if char not in outside)).parts


@lru_cache(maxsize=4096)
def _unseen(text: str) -> tuple[str, tuple[int, int]] | None:
    if found := _INVISIBLE.search(text):
        return f"an invisible {UnicodeCharacter(0, found[0]).name.lower()}", found.span()
    if found := _SPACES.search(text):
        return "a tab" if "\t" in found[0] else "several spaces in a row", found.span()
    if "\r\n" in text and (lone := re.search(r"(?<!\r)\n", text)):
        return "line ends of two kinds", lone.span()
    return None


def _cleaned(text: str) -> str:
    return _TRIM.sub(" ", _INVISIBLE.sub("", text)).replace("\r\n", "\n")


def _price(subject: Subject) -> tuple[float, str]:
    """What a part costs where the journey's first customers live, and the currency."""
    prices = (subject.brand.prices if subject.brand else Prices()).sms_part
    place = subject.jurisdictions[0].partition("-")[0] if subject.jurisdictions else "US"
    price = prices.get(place, prices.get("default", 0.0))
    return price, subject.brand.currency if subject.brand else "USD"


def _listed(found: tuple[UnicodeCharacter, ...]) -> str:
    each = list(dict.fromkeys(one.character for one in found))
    more = f" and {len(each) - _SHOWN} more" if len(each) > _SHOWN else ""
    return ", ".join(f"“{_visible(char)}”" for char in each[:_SHOWN]) + more


def _visible(char: str) -> str:
    return (
        char
        if char.isprintable() and not char.isspace()
        else UnicodeCharacter(0, char).name.lower()
    )


def _force(found: tuple[UnicodeCharacter, ...]) -> str:
    return "forces" if len({one.character for one in found}) == 1 else "force"


def _span(found: tuple[UnicodeCharacter, ...]) -> tuple[int, int]:
    return found[0].offset, found[0].offset + 1


ENCODING: tuple[Rule, ...] = (
    Rule("JB300", "copy.replaceable-characters", "warning", replaceable_characters, COUNTING),
    Rule("JB301", "copy.unicode-text", "info", unicode_text, COUNTING),
    Rule("JB305", "copy.invisible-characters", "warning", invisible_characters, COUNTING),
)
"""In the order the screen shows them."""
