"""Rules about the length of a text: its parts, their edges, and what a name does to them; JB302 to JB306."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from journeyboard.lint.outgoing import Text, texts
from journeyboard.lint.rule import Fault, Rule, Severity, Source
from journeyboard.lint.subject import Subject
from journeyboard.lint.worst import Renderings, facts_by_node, renderings, smart, usual_text
from journeyboard.message.rules import applicable

COUNTING: Final = Source(
    "3GPP TS 23.038; TwilioDevEd/message-segment-calculator", "2024", "primary"
)
_LENGTHS: Final = Source(
    "Editorial targets for SMS parts; Twilio support article 223181508", "", "general"
)
_PROVIDER: Final = Source("Twilio support articles 223181508 and 360018832773", "", "primary")
MANY, FAR_TOO_MANY = 3, 10
"""Parts from which a text is long, and above which some carriers fail to deliver it."""
EDGE: Final = 5  # units
_LONG_SOURCE: Final = 800  # characters, below which no text comes out too long


def many_parts(subject: Subject) -> Iterator[Fault]:
    """A text that goes out in three parts or more.

    Each part is paid for, and on a cheap phone they arrive one by one. One part is enough for service and
    two for marketing; above ten some carriers drop it. Shorten it. Counted with the opt-out line, for
    usual values and for the longest plausible ones. (ENC-03)
    """
    for text in single(subject):
        found = measured(subject, text)
        if found and found.longest.parts >= MANY and not _too_long(found.usual.text):
            usual, longest = found.usual.parts, found.longest.parts
            worst = f", {longest} with long values" if longest > usual else ""
            yield Fault(
                f"It goes out in {parts(usual)}{worst}; shorten it to two.",
                text.node.id,
                severity=_graveness(usual, longest),
                field=text.wording.path,
            )


def near_boundary(subject: Subject) -> Iterator[Fault]:
    """A text that fills its last part to within five units, and holds a value that varies.

    A name two letters longer costs everybody who has one a whole part more. Shorten the text by a word.
    (ENC-04)
    """
    for text in single(subject):
        found = measured(subject, text)
        left = found.usual.units_left if found else EDGE + 1
        if found and found.usual.parts < found.longest.parts < MANY and left <= EDGE:
            yield Fault(
                f"The last part has room for {left} more, and long values take "
                f"{parts(found.longest.parts)}; shorten it by a word.",
                text.node.id,
                field=text.wording.path,
            )


def name_forces_unicode(subject: Subject) -> Iterator[Fault]:
    """A name that turns the text into Unicode for some customers, in more parts.

    About every tenth first name has a letter that the SMS alphabet lacks: Zoë, Łukasz, Siobhán, but not
    José. For them the text has 70 characters a part. Leave the name out where it adds little, or keep the
    text under 70 characters. (section 1.6)
    """
    for text in single(subject):
        found = measured(subject, text)
        forced = found and found.odd.encoding != found.usual.encoding
        if found and forced and found.odd.parts > found.usual.parts:
            yield Fault(
                f"A name such as Zoë makes it {parts(found.odd.parts)} instead of {found.usual.parts}, for "
                "about one sample customer in ten; leave the name out, or accept the cost.",
                text.node.id,
                field=text.wording.path,
            )


def too_long(subject: Subject) -> Iterator[Fault]:
    """A text longer than providers accept.

    Above 1,600 characters the provider refuses it, as SMS and as MMS, and nobody gets it. Shorten it, and
    put the rest behind the link. (ENC-03)
    """
    for text in subject.once(texts):
        facts = subject.once(facts_by_node)[text.node.id]
        usual = usual_text(text.full, facts) if len(text.full) > _LONG_SOURCE else None
        if usual and _too_long(usual):
            yield Fault(
                f"It has {len(usual):,} characters, and providers take {_most():,}; shorten it.",
                text.node.id,
                field=text.wording.path,
            )


def single(subject: Subject) -> Iterator[Text]:
    """The texts that are counted in parts; an MMS is one message at one price."""
    return (text for text in subject.once(texts) if text.wording.channel == "sms")


def measured(subject: Subject, text: Text) -> Renderings | None:
    """Its counts as it goes out; None when it cannot be rendered."""
    facts = subject.once(facts_by_node)[text.node.id]
    return renderings(text.full, facts, smart(text.node, text.wording.path))


def parts(count: int) -> str:
    """“1 part”, “2 parts”."""
    return "1 part" if count == 1 else f"{count} parts"


def _graveness(usual: int, longest: int) -> Severity:
    if longest > FAR_TOO_MANY:
        return "error"
    return "warning" if usual >= MANY else "info"


def _too_long(text: str) -> bool:
    return len(text) > _most()


@lru_cache(maxsize=1)
def _most() -> int:
    return int(applicable("GLOBAL", "provider_max_chars")[0].value)


PARTS: tuple[Rule, ...] = (
    Rule("JB302", "copy.many-parts", "warning", many_parts, _LENGTHS),
    Rule("JB303", "copy.near-boundary", "info", near_boundary, COUNTING),
    Rule("JB304", "copy.name-forces-unicode", "info", name_forces_unicode, COUNTING),
    Rule("JB306", "copy.too-long", "error", too_long, _PROVIDER),
)
"""In the order the screen shows them."""
