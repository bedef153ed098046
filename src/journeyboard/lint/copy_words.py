"""Rules about the words of a text: shouting, spam, selling in a service message, the call; JB311 to JB315."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from journeyboard.journey.edits import SetField
from journeyboard.journey.nodes import MessageBase
from journeyboard.lint.outgoing import shown
from journeyboard.lint.rule import Fault, Rule, Source
from journeyboard.lint.subject import Subject
from journeyboard.lint.wordings import Wording
from journeyboard.lint.words import Found, first

_FILTERS: Final = Source("CTIA content guidance as summarised by carriers' filters", "", "general")
_DUAL: Final = Source(
    "dpnetwork.org.uk on dual-purpose messages; ICO fines under PECR", "", "secondary"
)
LOUD: Final = 0.3
"""The share of letters in words of capitals above which a text shouts."""
_FEWEST: Final = 12  # letters, below which a share says nothing
_WORD: Final = re.compile(r"https?://\S+|[^\W\d_]+(?:['’-][^\W\d_]+)*|\w+")
_QUIET: Final = frozenset(
    {
        *("STOP", "HELP", "YES", "NO", "INFO", "START", "LESS", "ARRET"),
        *("SMS", "MMS", "VIP", "OK", "FAQ", "SPF", "USA", "UK", "EU", "USD", "EUR", "GBP"),
    }
)
"""Capitals that stand in quiet texts."""
_MARKS: Final = re.compile(r"!\s*!+|\?\s*\?+|[!?]{2,}|[$€£]{2,}|(?:[🔥🚨💥💰⏰]\s*){2,}")
_SIGNS: Final = "!?$€£🔥🚨💥💰⏰"
_URL: Final = re.compile(
    r"https?://[^\s<>\"')\]]+|(?<![@\w.-])(?:[\w-]+\.)+[a-z]{2,}/[^\s<>\"')\]]*", re.IGNORECASE
)
_TAG: Final = re.compile(r"\{\{-?\s*link\b")
_PHONE: Final = re.compile(r"\+?\d[\d ()-]{7,}\d")
_ASIDE: Final = re.compile(
    r"stop|unsub|opt-?out|privacy|terms|preferences|help|agb|cgv", re.IGNORECASE
)
_PUSHING: Final = re.compile(
    r"\b(shop|buy|order|book|download|subscribe|register|join|vote|refer|review|rate|donate|upgrade)"
    r" (?:now|today|here|it now|yours now)\b",
    re.IGNORECASE,
)
_PERCENT_OFF: Final = re.compile(
    r"\d\s?% (?:off|discount|rabatt|korting)|-\s?\d+\s?%", re.IGNORECASE
)


def capitals(subject: Subject) -> Iterator[Fault]:
    """A text that shouts.

    Words in capitals are a mark of spam to filters and to readers, and hard to read. Write as you would to
    somebody you know; capitals stay for STOP, codes and short names. (CNT-05)
    """
    for wording in _spoken(subject):
        share = _shouted(wording.text, _codes(wording.node))
        if share > LOUD:
            yield Fault(
                f"{100 * share:.0f} % of the letters are in words of capitals; write them small.",
                wording.node.id,
                field=wording.path,
            )


def spam_signals(subject: Subject) -> Iterator[Fault]:
    """Words and marks by which filters know spam.

    “Act now”, `!!` and `$$$` raise the chance that a carrier or a mail program holds the message back, and
    readers trust it less. Say what it is, with one mark. (CNT-05)
    """
    for wording in _spoken(subject):
        if found := _spam(wording.text):
            yield Fault(
                f"“{found.word}” is a mark of spam; say it plainly.",
                wording.node.id,
                field=wording.path,
                span=found.span,
            )


def promotion_in_service(subject: Subject) -> Iterator[Fault]:
    """A service message that sells.

    What decides is the content, not the trigger: a discount in a dispatch notice makes it marketing, for
    which these customers may not have agreed. Take the sales words out, or set its purpose to
    marketing. (CNT-06, section 2.5)
    """
    for node in subject.messages:
        if node.purpose != "transactional" or (node.offer and node.offer.kind != "none"):
            continue
        for wording in subject.texts.get(node.id, ()):
            if found := _promotion(wording.text):
                yield Fault(
                    f"“{found.word}” sells, so this is marketing; take it out, or set the purpose.",
                    node.id,
                    SetField(node=node.id, path="purpose", value="marketing"),
                    field=wording.path,
                    span=found.span,
                )
                break


def no_call(subject: Subject) -> Iterator[Fault]:
    """A marketing message that asks for nothing.

    No link, no number, nothing to reply: whoever is interested has nowhere to go, and the message was paid
    for. End with one thing to do, and the way to do it. (CNT-07)
    """
    for wording in _bodies(subject):
        if wording.node.purpose == "marketing" and not _calls(wording):
            yield Fault(
                "It asks for nothing; end with one thing to do and a link.",
                wording.node.id,
                field=wording.path,
            )


def competing_calls(subject: Subject) -> Iterator[Fault]:
    """A message with several links or several things to do.

    Each further choice takes clicks from the first, and nobody can say afterwards what worked. Carriers
    expect one link in a text. Keep the most important, and leave the rest to the page. (CNT-04, CNT-07)
    """
    for wording in _bodies(subject):
        if wording.channel not in ("sms", "mms", "push") or wording.node.purpose != "marketing":
            continue
        links, acts = _links(wording.text), _pushed(wording.text)
        if len(links) > 1:
            words = f"{len(links)} links lead to different places; keep one."
            yield Fault(words, wording.node.id, field=wording.path, span=links[1])
        elif len(acts) > 1:
            words = f"It asks for {' and '.join(f'“{act}”' for act in acts[:3])}; keep one."
            yield Fault(words, wording.node.id, field=wording.path)


def _spoken(subject: Subject) -> Iterator[Wording]:
    """What is read at a glance: bodies of texts and notifications, subjects and headings."""
    for wording in subject.wordings:
        if wording.field in ("subject", "heading") or (
            wording.field == "body" and wording.channel in ("sms", "mms", "push", "ads")
        ):
            yield wording


def _bodies(subject: Subject) -> Iterator[Wording]:
    return (wording for wording in subject.wordings if wording.field == "body")


def _codes(node: MessageBase) -> frozenset[str]:
    offers = (node.offer, *(variant.offer for variant in node.variants))
    return frozenset(offer.code for offer in offers if offer and offer.code)


@lru_cache(maxsize=4096)
def _shouted(text: str, codes: frozenset[str]) -> float:
    """The share of letters that stand in words of capitals, of letters that have two cases."""
    words = [word for word in _WORD.findall(shown(text)) if "://" not in word and word not in codes]
    cased = [word for word in words if word.isalpha() and word.upper() != word.lower()]
    letters = sum(map(len, cased))
    loud = [word for word in cased if word.isupper() and len(word) > 1 and word not in _QUIET]
    # One long word, such as a name or a code, is not shouting.
    return sum(map(len, loud)) / letters if letters >= _FEWEST and len(loud) > 1 else 0.0


@lru_cache(maxsize=4096)
def _spam(text: str) -> Found | None:
    plain = shown(text)
    marks = _MARKS.search(plain) if any(sign in plain for sign in _SIGNS) else None
    return Found(marks[0].strip(), marks.span()) if marks else first("spam", plain)


@lru_cache(maxsize=4096)
def _promotion(text: str) -> Found | None:
    plain = shown(text)
    off = _PERCENT_OFF.search(plain)
    return Found(off[0], off.span()) if off else first("promotion", plain)


def _calls(wording: Wording) -> bool:
    if wording.channel in ("push", "ads", "email") and wording.node.link:
        return True  # the whole notification or advertisement, or the button below, is the link
    return _leads(wording.text)


@lru_cache(maxsize=4096)
def _leads(text: str) -> bool:
    plain = shown(text)
    written = _TAG.search(text) or _URL.search(plain) or _PHONE.search(plain)
    return bool(written or first("call", plain))


@lru_cache(maxsize=4096)
def _links(text: str) -> tuple[tuple[int, int], ...]:
    """Where each further place that a text leads to is first named; ways out and small print aside."""
    places: dict[str, tuple[int, int]] = {}
    for tag in _TAG.finditer(text):
        places.setdefault("link", tag.span())
    for url in _URL.finditer(shown(text)):
        if not _ASIDE.search(url[0]):
            places.setdefault(url[0].rstrip(".,;:!?").casefold(), url.span())
    return tuple(sorted(places.values()))


@lru_cache(maxsize=4096)
def _pushed(text: str) -> tuple[str, ...]:
    acts = {match[1].casefold(): match[0] for match in _PUSHING.finditer(shown(text))}
    return tuple(acts.values())


WORDS: tuple[Rule, ...] = (
    Rule("JB311", "copy.capitals", "warning", capitals, _FILTERS),
    Rule("JB312", "copy.spam-signals", "warning", spam_signals, _FILTERS),
    Rule("JB313", "copy.promotion-in-service", "warning", promotion_in_service, _DUAL),
    Rule("JB314", "copy.no-call", "warning", no_call),
    Rule("JB315", "copy.competing-calls", "warning", competing_calls),
)
"""In the order the screen shows them."""
