"""Rules about single fields of a message: subject, preheader, push, picture, link, money; JB316 to JB322."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from journeyboard.journey.nodes import Email, MessageBase, Sms
from journeyboard.lint.outgoing import shown
from journeyboard.lint.rule import Fault, Rule, Source
from journeyboard.lint.subject import Subject
from journeyboard.lint.worst import facts_by_node, usual_text
from journeyboard.message.rules import applicable

SUBJECT_LENGTH, HEADING_LENGTH, PUSH_LENGTH = 60, 50, 160
"""Characters that are shown whole: a subject, a notification's heading and its text."""
_SUBJECTS: Final = Source(
    "E-mail providers' advice, Mailchimp's of 60 characters among them", "", "general"
)
_PUSHES: Final = Source(
    "Braze documentation, push message formats: 160 characters on an iOS lock screen, 49 on Android's",
    "",
    "secondary",
)
_MMS: Final = Source("Twilio support article 360018832773", "", "primary")
_MMS_LANDS: Final = ("US", "CA", "AU")
_SHOWN_EVERYWHERE: Final = (".jpg", ".jpeg", ".png", ".gif")
_LINK: Final = re.compile(r"\{\{-?\s*link\b")
_MONEY: Final = re.compile(r"(?<![$€£\w])([$€£])\s?\d|\d\s?([€£])|\b(USD|EUR|GBP|CAD|AUD|CHF)\b")
_SIGNS: Final = ("$", "€", "£", "USD", "EUR", "GBP", "CAD", "AUD", "CHF")
_DOLLARS: Final = ("$", "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")
_CODES: Final = {"€": "EUR", "£": "GBP", **dict.fromkeys(_DOLLARS, "$")}


def long_subject(subject: Subject) -> Iterator[Fault]:
    """A subject that is cut off.

    Phones show about 40 characters and mail programs about 60; what comes later nobody reads before
    opening. Put the point first, and shorten it. Counted for usual values.
    """
    for wording in subject.wordings:
        if wording.field != "subject":
            continue
        usual = usual_text(wording.text, subject.once(facts_by_node)[wording.node.id])
        if usual and len(usual) > SUBJECT_LENGTH:
            yield Fault(
                f"The subject has {len(usual)} characters and is cut at about {SUBJECT_LENGTH}; shorten it.",
                wording.node.id,
                field=wording.path,
            )


def weak_preheader(subject: Subject) -> Iterator[Fault]:
    """An e-mail without a preheader, or with one that repeats the subject.

    The inbox shows it beside the subject; without one it shows the first words of the e-mail, “View in
    browser” as often as not. Say there what the subject leaves open.
    """
    for node in subject.messages:
        if isinstance(node, Email) and node.subject.strip() and node.body.strip():
            said = node.preheader.strip()
            if not said:
                yield Fault("It has no preheader; say in it what the subject leaves open.", node.id)
            elif said.casefold().rstrip(".!?") == node.subject.strip().casefold().rstrip(".!?"):
                words = "The preheader repeats the subject; say what that leaves open."
                yield Fault(words, node.id, field="preheader")


def long_push(subject: Subject) -> Iterator[Fault]:
    """A notification that is cut off.

    A lock screen shows one line of heading and about 160 characters of text. Put the rest behind the
    tap. Counted for usual values.
    """
    for wording in subject.wordings:
        most = {"heading": HEADING_LENGTH, "body": PUSH_LENGTH}.get(wording.field)
        if wording.channel != "push" or most is None or len(wording.text) <= most:
            continue
        usual = usual_text(wording.text, subject.once(facts_by_node)[wording.node.id])
        if usual and len(usual) > most:
            part = "heading" if wording.field == "heading" else "text"
            yield Fault(
                f"The {part} has {len(usual)} characters and is cut at about {most}; shorten it.",
                wording.node.id,
                field=wording.path,
            )


def unfit_media(subject: Subject) -> Iterator[Fault]:
    """A picture that many phones do not get.

    Carriers outside the United States, Canada and Australia hardly carry MMS; above 600 KB some drop it;
    other kinds than JPEG, PNG and GIF are not shown everywhere, and providers fetch it over https. Use a
    small picture, or send a link to it. (section 1.6)
    """
    for node in subject.messages:
        media = node.media if isinstance(node, Sms) else None
        if media and (words := _unfit(media, subject.jurisdictions)):
            yield Fault(words, node.id, field="media")


def no_link(subject: Subject) -> Iterator[Fault]:
    """A text that uses a link which the message does not have, or has empty.

    `{{ link }}` leaves a gap, and the one thing the text asks for cannot be done. Give the message its
    link. (ENC-05)
    """
    for node in subject.messages:
        if _linked_by_level(node) or (node.link and node.link.url.strip()):
            continue
        used = next((w for w in subject.wordings if w.node is node and _LINK.search(w.text)), None)
        if used or node.link:
            words = (
                "The link has no address"
                if node.link
                else "The text uses {{ link }}, but there is none"
            )
            yield Fault(
                f"{words}; say where it leads.",
                node.id,
                field=used.path if used else "link.url",
                span=_span(used.text) if used else None,
            )


def unused_link(subject: Subject) -> Iterator[Fault]:
    """A text message with a link that its text never uses.

    Nobody can follow it, and the report will say that nobody clicked. Write `{{ link }}` where it
    belongs, or take the link out. (CNT-07)
    """
    for wording in subject.wordings:
        link = wording.node.link
        if wording.channel not in ("sms", "mms") or wording.field != "body" or not link:
            continue
        if link.url.strip() and not _LINK.search(wording.text) and link.url not in wording.text:
            yield Fault(
                "The text does not use its link; write {{ link }} where it belongs.",
                wording.node.id,
                field=wording.path,
            )


def mixed_currencies(subject: Subject) -> Iterator[Fault]:
    """A text with money in several currencies, or in another than the brand's.

    The customer cannot tell what is owed, and the till will say something else. Write every amount in the
    currency the customer pays in.
    """
    own = subject.brand.currency if subject.brand and subject.brand.id != "brand" else None
    for wording in subject.wordings:
        found = _currencies(wording.text) if wording.field != "url" else ()
        names = list(dict.fromkeys(name for name, _ in found))
        if len(names) > 1:
            words = f"Amounts are in {' and '.join(names)}; write them in one currency."
        elif own and names and names[0] != _CODES.get(own, own):
            words = f"The amount is in {names[0]}, but the brand sells in {own}; write it in {own}."
        else:
            continue
        yield Fault(words, wording.node.id, field=wording.path, span=found[-1][1])


def _linked_by_level(node: MessageBase) -> bool:
    return any("link" in changed for levels in node.by.values() for changed in levels.values())


def _span(text: str) -> tuple[int, int] | None:
    found = _LINK.search(text)
    return found.span() if found else None


def _unfit(media: str, places: tuple[str, ...]) -> str:
    abroad = [place for place in places if place.partition("-")[0] not in _MMS_LANDS]
    if abroad:
        return f"MMS hardly reaches phones in {', '.join(abroad)}; send a link to the picture."
    if media.startswith("data:"):
        size = len(media.partition(",")[2]) * 3 // 4 // 1000
        return (
            f"The picture has {size} KB; keep it under {_most_kb()}." if size > _most_kb() else ""
        )
    if media.startswith("http://"):
        return "The picture is fetched over http; give its https address."
    ending = re.search(r"\.[a-z0-9]{2,5}(?=$|[?#])", media.casefold())
    if ending and ending[0] not in _SHOWN_EVERYWHERE:
        return f"“{ending[0]}” is not shown on every phone; use JPEG, PNG or GIF."
    return ""


@lru_cache(maxsize=1)
def _most_kb() -> int:
    return int(applicable("GLOBAL", "mms_recommended_media_limit")[0].value.split()[0])


@lru_cache(maxsize=4096)
def _currencies(text: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Each currency named beside an amount, dollars of any country alike, and where."""
    if not any(sign in text for sign in _SIGNS):
        return ()
    found = (
        (match[1] or match[2] or match[3], match.span()) for match in _MONEY.finditer(shown(text))
    )
    return tuple((_CODES.get(name, name), span) for name, span in found)


FIELDS: tuple[Rule, ...] = (
    Rule("JB316", "copy.long-subject", "info", long_subject, _SUBJECTS),
    Rule("JB317", "copy.weak-preheader", "info", weak_preheader, _SUBJECTS),
    Rule("JB318", "copy.long-push", "info", long_push, _PUSHES),
    Rule("JB319", "copy.unfit-media", "warning", unfit_media, _MMS),
    Rule("JB320", "copy.no-link", "error", no_link),
    Rule("JB321", "copy.unused-link", "warning", unused_link),
    Rule("JB322", "copy.mixed-currencies", "warning", mixed_currencies),
)
"""In the order the screen shows them."""
