"""Rules about values in texts: without a fallback, unknown, in another tool's spelling; JB307 to JB310."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from journeyboard.errors import TemplateError
from journeyboard.journey.edits import SetField
from journeyboard.journey.nodes import MessageBase, Update
from journeyboard.lint.asked import everything
from journeyboard.lint.outgoing import shown
from journeyboard.lint.rewriting import rewritten
from journeyboard.lint.rule import Fault, Rule
from journeyboard.lint.subject import Subject
from journeyboard.lint.wordings import Wording
from journeyboard.lint.worst import empty_text, facts_by_node, usual_text
from journeyboard.message.facts import FACTS, MOMENT
from journeyboard.message.quick import insertions, pieces
from journeyboard.message.template import variable_uses

ALWAYS_THERE: Final = frozenset(
    {
        *("profile_key", "country", "region", "zone", "language", "stage", "created_at"),
        *("orders", "revenue", "refunds", "brand", "code_expires", MOMENT),
    }
)
"""Values that no customer lacks."""
_THERE: Final = {"first_name": "there", "last_name": "", "product": "your choice"}
_HOLE: Final = re.compile(r"\s[,.!?;:](?=\s|$)|\S {2,}\S|^\s*[,.!?;:]|,\s*[,.!?:]")
_FOREIGN: Final = re.compile(
    r"%[A-Z][A-Z_]{2,}%|\*\|[A-Z][A-Z0-9_:]*\|\*|\$\{\w+\}|(?<![{$])\{[A-Za-z]\w+\}(?!\})|<<\w+>>"
    r"|\[(?:(?:first|last|customer|full)?[ _-]?name|insert[^\]]*|link|url|product|brand|code|date)\](?!\()"
    # Small letters are Spanish (“todo”) and kisses (“xxx”).
    r"|\blorem ipsum\b|\b(?-i:TODO)\b|\bTBD\b|\b(?-i:X{3,})\b",
    re.IGNORECASE,
)
_DOUBTFUL: Final = ("%", "*|", "[", "<<", "${", "lorem", "todo", "tbd", "xxx")
_NEAR: Final = 0.8


class Inserted(NamedTuple):
    """A value that a text inserts: its name, the end of the name in the source, and whether it is guarded."""

    name: str
    end: int
    guarded: bool

    @property
    def span(self) -> tuple[int, int]:
        """Where the name stands."""
        return self.end - len(self.name), self.end


def no_fallback(subject: Subject) -> Iterator[Fault]:
    """A value that may be missing, without a fallback.

    Some customers have no first name, no birthday, no favourite product; they read “Hi ,” or a hole, or
    the message fails. Write `{{ first_name | default: 'there' }}`, or set the message to be skipped
    when a value is missing. (ENC-05)
    """
    own = subject.once(_own)
    for wording in _texts(subject):
        if wording.node.missing == "skip":
            continue
        for value in inserted(wording.text):
            if value.guarded or _is_there(value.name, wording.node) or _meant(value.name, own):
                continue
            yield Fault(
                f"“{value.name}” has no fallback, so customers without one read a gap; "
                f"write {{{{ {value.name} | default: '…' }}}}.",
                wording.node.id,
                _with_fallback(wording, value),
                field=wording.path,
                span=value.span,
            )
            break


def blank_greeting(subject: Subject) -> Iterator[Fault]:
    """A text with a hole where a value is missing.

    Its values are guarded, but what stands around them is not: “Hi ,” or two spaces in a row say more
    about the shop's data than a greeting without a name. Put the comma and the space inside the
    condition, or give a fallback that reads on. (ENC-05)
    """
    for wording in _texts(subject):
        if "{" not in wording.text or any(not one.guarded for one in inserted(wording.text)):
            continue
        facts = subject.once(facts_by_node)[wording.node.id]
        usual, empty = usual_text(wording.text, facts), empty_text(wording.text, facts)
        if usual is None or empty is None:
            continue
        hole = _HOLE.search(empty)
        if hole and len(_HOLE.findall(empty)) > len(_HOLE.findall(usual)):
            around = empty[max(0, hole.start() - 12) : hole.end() + 4].strip()
            yield Fault(
                f"Without a value it reads “{around}”; move the comma or space into the condition.",
                wording.node.id,
                field=wording.path,
            )


def unknown_value(subject: Subject) -> Iterator[Fault]:
    """A value that no customer and no event has, but nearly.

    A misspelt name is never filled in, and everybody reads the fallback or a gap. Use the name that the
    audience has: columns of a file are renamed when it is read, `firstname` to `first_name`. (ENC-05)
    """
    own = subject.once(_own)
    for wording in _texts(subject):
        for value in inserted(wording.text):
            if meant := _meant(value.name, own):
                start, end = value.span
                yield Fault(
                    f"“{value.name}” is never filled in; did you mean {{{{ {meant} }}}}?",
                    wording.node.id,
                    rewritten(wording, wording.text[:start] + meant + wording.text[end:]),
                    field=wording.path,
                    span=value.span,
                )


def foreign_placeholder(subject: Subject) -> Iterator[Fault]:
    """A placeholder that nobody fills in.

    `[name]`, `%NAME%` or `*|FNAME|*` come from other tools or a draft and go out as they stand. Write
    `{{ first_name | default: 'there' }}`, or finish the sentence. (ENC-05)
    """
    for wording in _texts(subject):
        if found := _foreign(wording.text):
            word, span = found
            yield Fault(
                f"“{word}” goes out as it stands; write {{{{ … }}}} with a name the audience has.",
                wording.node.id,
                field=wording.path,
                span=span,
            )


@lru_cache(maxsize=4096)
def inserted(text: str) -> tuple[Inserted, ...]:
    """The values that a text inserts, in its order; none for a text that cannot be rendered."""
    if "{" not in text:
        return ()
    found = pieces(text)
    if found is not None:
        return tuple(
            Inserted(one.name, one.name_end, guarded) for one, guarded in insertions(found)
        )
    try:
        uses = [use for use in variable_uses(text) if use.inserted]
    except TemplateError:
        return ()
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    return tuple(
        Inserted(use.name, starts[use.line - 1] + use.column - 1 + len(use.name), use.guarded)
        for use in uses
    )


def _texts(subject: Subject) -> Iterator[Wording]:
    return (wording for wording in subject.wordings if wording.field != "url")


def _is_there(name: str, node: MessageBase) -> bool:
    offers = (node.offer, *(variant.offer for variant in node.variants))
    has_code = any(offer and offer.code for offer in offers)
    # A link that the message lacks is another rule's.
    return name in ALWAYS_THERE or name == "link" or (name == "code" and has_code)


def _with_fallback(wording: Wording, value: Inserted) -> SetField | None:
    """The text with a fallback, for the values of which one is known that reads on."""
    word = _THERE.get(value.name)
    if not word or not re.match(r"\s*\}\}", wording.text[value.end :]):
        return None
    before, after = wording.text[: value.end], wording.text[value.end :]
    return rewritten(wording, f"{before} | default: '{word}'{after}")


def _own(subject: Subject) -> frozenset[str]:
    """Names beside the built-in ones that this journey sets or asks about, so that somebody has them."""
    found = {
        name for node in subject.journey.nodes if isinstance(node, Update) for name in node.set
    }
    for part in everything(subject.journey):
        found |= {part["profile"]["attribute"]} if "profile" in part else set()
    return frozenset(found)


@lru_cache(maxsize=4096)
def _meant(name: str, own: frozenset[str]) -> str:
    """The name that is meant by one nobody has; empty where it may be somebody's own attribute."""
    known = _known() | own
    if name in known or name.startswith(("score_", "trait_")):
        return ""
    last = name.rpartition(".")[2].casefold()
    if last in known:
        return last
    alias = _aliases().get(last)
    near = get_close_matches(last, sorted(known), n=1, cutoff=_NEAR) if "." not in name else []
    return alias or (near[0] if near else "")


@cache
def _known() -> frozenset[str]:
    return frozenset((*_columns(), *FACTS, MOMENT))


@cache
def _aliases() -> dict[str, str]:
    """Other tools' names of the audience's columns, which are renamed when a file is read."""
    return {alias: column for column, aliases in _columns().items() for alias in aliases}


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    path = files("journeyboard.audience") / "data" / "columns.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {
        row["column"]: tuple(row["aliases"].split("|"))
        for row in rows
        if row["table"] == "customers"
    }


@lru_cache(maxsize=4096)
def _foreign(text: str) -> tuple[str, tuple[int, int]] | None:
    plain = shown(text)
    folded = plain.casefold()
    if "{" not in plain and not any(sign in folded for sign in _DOUBTFUL):
        return None
    found = _FOREIGN.search(plain)
    return (found[0], found.span()) if found else None


VALUES: tuple[Rule, ...] = (
    Rule("JB307", "copy.no-fallback", "error", no_fallback),
    Rule("JB308", "copy.blank-greeting", "warning", blank_greeting),
    Rule("JB309", "copy.unknown-value", "error", unknown_value),
    Rule("JB310", "copy.foreign-placeholder", "error", foreign_placeholder),
)
"""In the order the screen shows them."""
