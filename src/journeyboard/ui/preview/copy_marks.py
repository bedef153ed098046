"""A text as HTML: what forces Unicode marked in place, the borders of its parts, what differs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape
from itertools import groupby

from journeyboard.message.alphabet import UnicodeCharacter, alphabet, replacements
from journeyboard.message.sms import LIMITS, SmsCount

_WORDS = re.compile(r"\s+|[^\s]+")
VISIBLE = "␣"


def marked(counted: SmsCount, link: str = "", opt_out: str = "") -> str:
    """The text in its parts; every character of the user's is escaped."""
    kinds = _kinds(counted, link, opt_out)
    boxes, at = [], 0
    for number, (text, units) in enumerate(zip(counted.texts, counted.part_units, strict=True), 1):
        inner = _runs(text, kinds[at : at + len(text)])
        at += len(text)
        boxes.append(
            f'<div class="jb-part"><span class="jb-part-n">Part {number} · {units} of {counted.limit}</span>'
            f"<p>{inner}</p></div>"
        )
    return f'<div class="jb-parts">{"".join(boxes)}</div>' if boxes else ""


def _kinds(counted: SmsCount, link: str, opt_out: str) -> list[str]:
    """For each character: odd (forces Unicode), two (counts twice), link, out, or nothing."""
    _, extension = alphabet()
    twice = extension if counted.encoding == "GSM-7" else frozenset()
    kinds = ["two" if sign in twice else "" for sign in counted.text]
    for kind, words in (("link", link), ("out", opt_out)):
        at = counted.text.rfind(words) if words else -1
        if at >= 0:
            kinds[at : at + len(words)] = [kind] * len(words)
    for found in counted.unicode_characters:
        kinds[found.offset] = "odd"
    return kinds


def _runs(text: str, kinds: Sequence[str]) -> str:
    out = []
    for kind, run in groupby(zip(text, kinds, strict=True), key=lambda pair: pair[1]):
        signs = [sign for sign, _ in run]
        if kind == "odd":
            out += [_odd(sign) for sign in signs]
        elif kind == "two":
            out += [
                f'<mark class="two" title="Counts twice">{escape(sign)}</mark>' for sign in signs
            ]
        else:
            words = escape("".join(signs))
            out.append(f'<span class="{kind}">{words}</span>' if kind else words)
    return "".join(out)


def _odd(sign: str) -> str:
    return f'<mark class="odd" title="{escape(told(sign))}">{escape(visible(sign))}</mark>'


def visible(sign: str) -> str:
    """The character, or a sign in its place that can be seen."""
    return sign if sign.isprintable() and not sign.isspace() else VISIBLE


def told(sign: str) -> str:
    """The character's code point and name, what it costs, and what could stand in its place."""
    name = UnicodeCharacter(0, sign).name
    code = f"U+{ord(sign):04X}" + ("" if name.startswith("U+") else f" {name}")
    gsm, ucs = LIMITS["GSM-7"][0], LIMITS["UCS-2"][0]
    return f"{code}. Forces Unicode: {ucs} instead of {gsm} characters a part. {remedy(sign)}"


def remedy(sign: str) -> str:
    """What to do about the character."""
    if ord(sign) not in replacements():
        return "Nothing in GSM-7 looks like it."
    instead = replacements()[ord(sign)]
    if not instead:
        return "Smart encoding leaves it out."
    return f"Smart encoding writes {'a space' if instead.isspace() else instead} instead."


def odd_list(counted: SmsCount) -> str:
    """Each character that forces Unicode, once, with what to do; for those who cannot hover."""
    found = Counter(one.character for one in counted.unicode_characters)
    items = "".join(
        f'<li><mark class="odd">{escape(visible(sign))}</mark> '
        f"{escape(_named(sign))}{f' ({count}×)' if count > 1 else ''}: {escape(remedy(sign))}</li>"
        for sign, count in found.most_common()
    )
    return f'<ul class="jb-odd">{items}</ul>' if items else ""


def _named(sign: str) -> str:
    return f"U+{ord(sign):04X} {UnicodeCharacter(0, sign).name.lower()}".removesuffix(
        f" u+{ord(sign):04x}"
    )


def compared(text: str, first: str) -> str:
    """The text with the words marked that `first` does not have in their place."""
    mine, other = _WORDS.findall(text), _WORDS.findall(first)
    out = []
    for kind, _, _, start, end in SequenceMatcher(None, other, mine, autojunk=False).get_opcodes():
        words = escape("".join(mine[start:end]))
        if words:
            out.append(words if kind == "equal" else f"<ins>{words}</ins>")
    return "".join(out)
