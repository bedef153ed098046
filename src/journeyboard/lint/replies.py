"""Rules about what customers may answer, and what the brand answers to it; JB210 to JB214."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from journeyboard.journey.brand import Brand
from journeyboard.lint.outgoing import (
    Text,
    each_node,
    gives_way_back,
    marketing_texts,
    name_at,
    names,
    says_stop,
    shown,
    texting,
    texts,
)
from journeyboard.lint.places import binding, bindings
from journeyboard.lint.rule import Fault, Rule, Source
from journeyboard.lint.subject import Subject
from journeyboard.message.keywords import plain_words, reply_meaning
from journeyboard.message.rules import opt_out_keywords

_HANDBOOK: Final = Source(
    "CTIA Short Code Monitoring Handbook A.1 (usshortcodedirectory.com)", "2023", "secondary"
)
_ENDED: Final = re.compile(
    r"unsubscri|opted? ?out|no (?:more|further)|will not|won.t|stopped|removed|d[eé]sabonn|d[eé]sinscri"
    r"|plus de|abgemeldet|keine|baja|no recibir|afgemeld|geen|non riceverai|disiscri",
    re.I,
)
_SELLS: Final = re.compile(
    r"\d\s?% ?off|\bsale\b|\bdeals?\b|\bdiscount\b|\bcode [A-Z0-9]{4,}|\bshop now\b|\boffer ends\b|\bbefore you go\b",
    re.I,
)
_REPLY: Final = re.compile(
    r"\b(?i:reply|answer|text(?: back)?|respond)(?: with)? [\"“']?([A-Z]{3,}(?: OUT)?)\b[\"”']? (?:to|for|if) ((?:\S+ ?){1,3})"
)
_BACK: Final = re.compile(
    r"\b(?:reply|text (?:us )?back|antworte\w*|r[eé]pond\w*|responde\w*)\b", re.I
)
_END_WORDS: Final = re.compile(r"stop|end|opt|unsub|cancel texts|quit|no more|leave|texts", re.I)


def taken_word(subject: Subject) -> Iterator[Fault]:
    """A word that must end the texts is used for something else.

    STOP, QUIT, END, REVOKE, OPT OUT, CANCEL and UNSUBSCRIBE end them by law, whatever the sender meant.
    Whoever answers CANCEL to cancel an order is opted out, and whoever is not has a case. Choose another
    word. (section 2.1)
    """
    law = binding(subject, "opt_out_keywords")
    if not subject.once(texting):
        return
    for words, node_id, field in (*_taken_by_brand(subject), *_taken_by_texts(subject)):
        yield Fault(
            f"{words}; choose another word.",
            node_id,
            None,
            None if law else "warning",
            law.source if law else None,
            law.place if law else "",
            field,
        )


def stop_reply(subject: Subject) -> Iterator[Fault]:
    """The answer to STOP is missing, or it sells something.

    One confirmation within five minutes is allowed, and customers trust it; anything promotional in it is
    a text to somebody who has just said no. Write one plain sentence. (section 2.1)
    """
    brand = subject.brand
    if brand is None or not _answers(subject, brand):
        return
    law = binding(subject, "opt_out_confirmation")
    source, place = (law.source, law.place) if law else (None, "")
    replies = [("", brand.keywords), *brand.keywords_by_language.items()]
    for language, kept in replies:
        said = _reply(kept, "opt_out")
        of = f" ({language})" if language else ""
        if said and _SELLS.search(said):
            yield Fault(
                f"The answer to STOP{of} sells something; only confirm.",
                None,
                None,
                "error",
                source,
                place,
            )
        elif not said and not language:
            yield Fault(
                "Nothing confirms a STOP; write the brand's answer to it.",
                source=source,
                jurisdiction=place,
            )


def help_reply(subject: Subject) -> Iterator[Fault]:
    """The answer to HELP is missing, or does not say who writes and how to stop.

    Carriers test every programme by sending HELP; an empty answer fails the audit. Name the brand, a way
    to reach a person, and STOP. (section 2.6)
    """
    brand = subject.brand
    law = binding(subject, "opt_in_confirmation_message")
    if brand is None or law is None or not _answers(subject, brand):
        return
    said = _reply(brand.keywords, "help")
    missing = [
        words
        for words, fits in (
            ("the brand", not names(brand) or name_at(said, brand) is not None),
            ("a way to reach a person", gives_way_back(said) or "@" in said),
            ("STOP", says_stop(said)),
        )
        if not fits
    ]
    if not said:
        yield Fault(
            "Nothing answers HELP; write the brand's answer to it.",
            source=law.source,
            jurisdiction=law.place,
        )
    elif missing:
        yield Fault(
            f"The answer to HELP lacks {', '.join(missing)}; add it.",
            source=law.source,
            jurisdiction=law.place,
        )


def no_way_out(subject: Subject) -> Iterator[Fault]:
    """The sender cannot get replies, and a text gives no other way to stop.

    A name in place of a number (an alphanumeric sender) swallows every STOP. Each text must then say how
    else to opt out, by a page or a number; asking for a reply only makes it worse. (section 2.1)
    """
    if subject.brand is None or subject.brand.senders.sms_type != "alphanumeric":
        return
    law = binding(
        subject, "opt_out_any_reasonable_means", "opt_out_mention", "sender_identity_and_opt_out_address",
        "message_content", "withdrawal",
    )  # fmt: skip
    for node, mine in each_node(subject.once(marketing_texts)):
        for text in mine:
            if words := _mute(text, subject.brand):
                yield Fault(
                    words, node.id, None, "error" if law else "warning", law.source if law else None,
                    law.place if law else "", text.wording.path,
                )  # fmt: skip
                break


def revoke_all(subject: Subject) -> Iterator[Fault]:
    """From 31 January 2027 one STOP may end service texts as well.

    The rule that an opt-out from one kind of text ends all of them has been put off to 31 January 2027 and
    may still change. Plan for customers who want order updates but no offers: ask STOP's scope in the one
    confirmation that is allowed. (section 2.1)
    """
    deferred = next((b for b in bindings(subject, "revoke_all_scope") if b.row.value), None)
    journeys = (subject.journey, *subject.others)
    kinds = {node.purpose for node in subject.once(texting)}
    others = {n.purpose for j in journeys for n in j.nodes if n.kind == "sms"}
    if deferred and kinds and len(kinds | others) == 2:
        day = deferred.row.value.removeprefix("deferred_until_")
        yield Fault(
            f"From {day} a STOP to an offer may have to end the service texts, too; plan for it.",
            source=deferred.source,
            jurisdiction=deferred.place,
        )


def _answers(subject: Subject, brand: Brand) -> bool:
    """Whether a brand that is more than a stand-in texts here from a number that gets replies."""
    can = brand.senders.sms_type != "alphanumeric" and bool(names(brand))
    return can and bool(subject.once(texting))


def _reply(kept: object, meaning: str) -> str:
    replies = kept if isinstance(kept, dict) else {}
    return next((str(said) for word, said in replies.items() if reply_meaning(word) == meaning), "")


def _taken_by_brand(subject: Subject) -> Iterator[tuple[str, str | None, str]]:
    brand = subject.brand
    if brand is None:
        return
    if brand.opt_in and _must_stop(brand.opt_in.keyword):
        yield f"People join by “{brand.opt_in.keyword}”, which must opt them out", None, ""
    for word, said in brand.keywords.items():
        if _must_stop(word) and said.strip() and not _ENDED.search(said):
            yield f"“{word}” must end the texts, but its answer speaks of something else", None, ""


def _taken_by_texts(subject: Subject) -> Iterator[tuple[str, str | None, str]]:
    for text in subject.once(texts):
        for match in _REPLY.finditer(shown(text.full)):
            if _must_stop(match[1]) and not _END_WORDS.search(match[2]):
                yield f"Replying “{match[1]}” must end the texts", text.node.id, text.wording.path
                break


def _must_stop(word: str) -> bool:
    return plain_words(word) in {plain_words(stop) for stop in opt_out_keywords()}


def _mute(text: Text, brand: Brand) -> str:
    plain = shown(text.full)
    if _BACK.search(plain):
        return f"“{brand.senders.sms}” cannot get replies, but the text asks for one; give a page or a number."
    own = brand.links.get("opt_out", "").removeprefix("https://")
    line = text.full.removeprefix(text.wording.text.rstrip())
    leads = gives_way_back(line) or (bool(own) and own in plain)
    if leads or (says_stop(plain) and gives_way_back(plain)):
        return ""
    return f"“{brand.senders.sms}” cannot get replies, and the text gives no other way to stop; add a page."


REPLIES: tuple[Rule, ...] = (
    Rule("JB210", "compliance.taken-word", "error", taken_word, _HANDBOOK),
    Rule("JB211", "compliance.stop-reply", "warning", stop_reply, _HANDBOOK),
    Rule("JB212", "compliance.help-reply", "warning", help_reply, _HANDBOOK),
    Rule("JB213", "compliance.no-way-out", "error", no_way_out, _HANDBOOK),
    Rule("JB214", "compliance.revoke-all", "info", revoke_all, _HANDBOOK),
)
"""In the order of their codes."""
