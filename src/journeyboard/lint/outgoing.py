"""Texts as customers get them, and which of them come first: what several rules of compliance ask."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from journeyboard.journey.brand import Brand
from journeyboard.journey.nodes import MessageBase, Node, Sms
from journeyboard.lint.gates import drawn, gains
from journeyboard.lint.subject import Subject
from journeyboard.lint.wordings import Wording

_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BRAND = re.compile(r"\{\{-?\s*brand\b")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_STOPS = re.compile(
    r"\b(?:stop|unsub(?:scribe)?|opt(?:ing)?[ -]?out|quit|arr[eê]t(?:er)?|d[eé]sabonn\w*|d[eé]sinscri\w*"
    r"|abmeld\w*|abbestell\w*|baja|cancelar|sair|afmeld\w*|uitschrijv\w*|annulla|disiscriv\w*)\b",
    re.IGNORECASE,
)
_WAY_BACK = re.compile(
    r"\{\{-?\s*link\b|https?://|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\w|\+?\d[\d ()-]{6,}\d"
)
_ADDRESS = re.compile(
    r"\{\{-?\s*link\b|https?://|\b[\w-]+(?:\.[\w-]+)*\.(?!\w*\d)[a-z]{2,}(?:/|\b)"
)


class Text(NamedTuple):
    """A text message as it is written and, in `full`, with the brand's opt-out line where it is on."""

    wording: Wording
    full: str

    @property
    def node(self) -> MessageBase:
        """The message it belongs to."""
        return self.wording.node


def texts(subject: Subject) -> tuple[Text, ...]:
    """Every text message: bodies of SMS and MMS, variants, levels and fallbacks to SMS included."""
    return tuple(
        Text(wording, _full(wording, subject.brand))
        for wording in subject.wordings
        if wording.channel in ("sms", "mms") and wording.field == "body"
    )


def marketing_texts(subject: Subject) -> tuple[Text, ...]:
    """Those that sell."""
    return tuple(text for text in subject.once(texts) if text.node.purpose == "marketing")


def texting(subject: Subject) -> tuple[MessageBase, ...]:
    """The messages that somebody reaches and that go out, or may go out instead, as a text."""
    return tuple(n for n in subject.messages if n.id in subject.reachable and sends_text(n))


def selling(subject: Subject) -> tuple[MessageBase, ...]:
    """Those of them that sell."""
    return tuple(node for node in subject.once(texting) if node.purpose == "marketing")


def sends_text(node: object) -> bool:
    """Whether it is a text, or falls back to one."""
    falls = isinstance(node, MessageBase) and node.fallback and node.fallback.channel == "sms"
    return isinstance(node, Sms) or bool(falls)


def first_texts(subject: Subject, *, of: tuple[MessageBase, ...]) -> frozenset[str]:
    """The ids of those messages `of` which somebody can reach before any other of them."""
    wanted = {node.id for node in of}
    seen = {subject.journey.start} - {None}
    waiting = deque(str(start) for start in seen)
    while waiting:
        node = subject.nodes[waiting.popleft()]
        onward = _onward(subject, node, wanted) if node.id not in wanted else set()
        waiting.extend(str(to) for to in sorted(onward - seen, key=str))
        seen |= onward
    return frozenset(str(node) for node in seen & wanted)


def _onward(subject: Subject, node: Node, wanted: set[str]) -> set[str]:
    """Where people go on to who have not got any of the wanted messages."""
    return {
        port.target
        for port in subject.once(drawn)[node.id]
        if port.target
        and not any(
            fact.kind == "engaged" and fact.holds and fact.about[0] in wanted
            for fact in subject.once(gains)[node.id, port.name]
        )
    }


def names(brand: Brand | None) -> tuple[str, ...]:
    """What customers may know the brand by; nothing for a brand without a name yet."""
    # A journey that names no brand is checked with a stand-in of this id.
    if brand is None or brand.id == "brand":
        return ()
    first = [word for word in brand.name.split()[:1] if len(word) > 3]
    program = [brand.opt_in.program] if brand.opt_in else []
    said = (brand.name, *first, *program)
    return tuple(dict.fromkeys(name.strip() for name in said if name.strip()))


def name_at(text: str, brand: Brand | None) -> int | None:
    """The character at which a text says who writes, None where it does not."""
    found = [_BRAND.search(text), _named(names(brand)).search(shown(text))]
    return min((match.start() for match in found if match), default=None)


@lru_cache(maxsize=64)
def _named(said: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these names, however its words are joined, and not within a longer word."""
    each = (r"[\W_]*".join(re.escape(word) for word in re.findall(r"\w+", name)) for name in said)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each) or '(?!)'})(?!\w)", re.IGNORECASE)


def says_stop(text: str) -> bool:
    """Whether a text says how to end the texts, in one of the languages the table covers."""
    return bool(_STOPS.search(shown(text)))


def gives_address(text: str) -> bool:
    """Whether it leads to a page: the message's link, or an address written out."""
    return bool(_ADDRESS.search(text))


def gives_way_back(text: str) -> bool:
    """Whether it leads to a page or a telephone number."""
    return bool(_WAY_BACK.search(text))


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """The text without its Liquid tags, but with the words quoted in them, every character in place."""
    if "{" not in text:
        return text
    return _TAGS.sub(lambda tag: _only_quoted(tag[0]), text)


def _only_quoted(tag: str) -> str:
    kept = [" "] * len(tag)
    for quoted in _QUOTED.finditer(tag):
        kept[quoted.start() + 1 : quoted.end() - 1] = quoted[0][1:-1]
    return "".join(kept)


def _full(wording: Wording, brand: Brand | None) -> str:
    node = wording.node
    line = (brand or Brand(id="brand", name="")).opt_out_text
    ends = (
        isinstance(node, Sms) and node.opt_out and line and not wording.path.startswith("fallback")
    )
    return f"{wording.text.rstrip()} {line}" if ends else wording.text


def each_node(found: tuple[Text, ...]) -> Iterator[tuple[MessageBase, list[Text]]]:
    """The texts of every message together."""
    nodes: dict[str, list[Text]] = {}
    for text in found:
        nodes.setdefault(text.node.id, []).append(text)
    for mine in nodes.values():
        yield mine[0].node, mine
