"""What stands in a text: the values it asks for and who lacks them, and what each piece adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from journeyboard.journey.nodes import Sms
from journeyboard.message.facts import FACTS, MOMENT
from journeyboard.message.sms import sms
from journeyboard.message.template import Variable, variable_uses
from journeyboard.workflows.copy import LinkTold, Version, consenting

if TYPE_CHECKING:
    import pandas as pd

    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand

FIELDS: Final = ("subject", "preheader", "heading", "body")
_DEFAULT: Final = re.compile(r"""\|\s*default:\s*(?:'([^']*)'|"([^"]*)")""")
_LATER: Final = frozenset({"cart_value", "order_id", "order_value", MOMENT})


class Use(NamedTuple):
    """A value a text asks for: its fallback (None: none), whether anything guards it, how many of
    those who may get the message lack it (None: known only when it is sent)."""

    name: str
    field: str
    fallback: str | None
    guarded: bool
    inserted: bool
    lacking: int | None
    of: int


def uses(version: Version, brand: Brand, people: Audience) -> list[Use]:
    """Every value of the message's texts, each once a field; raises TemplateError for a faulty text."""
    node = version.setting.node
    frame = people.frame[consenting(people.frame, version.setting)]
    found: dict[tuple[str, str], Use] = {}
    for field in FIELDS:
        source = getattr(node, field, "") or ""
        for use in variable_uses(source):
            lacking = _lacking(use.name, version, brand, frame)
            told = Use(use.name, field, _fallback(source, use), use.guarded, use.inserted, lacking, len(frame))  # fmt: skip
            before = found.get((use.name, field))
            if before is None or (use.inserted, not use.guarded) > (before.inserted, not before.guarded):  # fmt: skip
                found[use.name, field] = told
    return list(found.values())


def _fallback(source: str, use: Variable) -> str | None:
    """The words of the `default` in the same braces."""
    if not use.inserted:
        return None
    lines = source.split("\n")
    at = sum(len(line) + 1 for line in lines[: use.line - 1]) + use.column - 1
    told = _DEFAULT.search(source[at : source.find("}}", at)])
    return None if told is None else told[1] if told[1] is not None else told[2]


def _lacking(name: str, version: Version, brand: Brand, frame: pd.DataFrame) -> int | None:
    root, node = name.partition(".")[0], version.setting.node
    if root in _LATER:
        return None
    if root in ("product", "favourite_product"):
        known = {one.id for one in brand.products}
        return int((~frame["favourite_product"].isin(known)).sum())
    if root == "link":
        return 0 if node.link else len(frame)
    if root == "code":
        return 0 if node.offer and node.offer.code else len(frame)
    if root in FACTS:
        return 0
    if root not in frame.columns:
        return len(frame)
    column = frame[root]
    blank = column.astype("string").str.strip().eq("").fillna(False)
    return int((column.isna() | blank).sum())


class Piece(NamedTuple):
    """A piece of a text: what it is, its words, the units it takes, and the parts without it."""

    name: str
    words: str
    units: int
    parts_without: int


def pieces(text: str, version: Version, brand: Brand, link: LinkTold | None) -> list[Piece]:
    """What brand name, opt-out line, link and code add to a text as it goes out."""
    return list(_pieces(text, version, brand, link))


def _pieces(text: str, version: Version, brand: Brand, link: LinkTold | None) -> Iterator[Piece]:
    node, whole = version.setting.node, sms(text)
    code = node.offer.code if node.offer else ""
    line = brand.opt_out_text if isinstance(node, Sms) and node.opt_out else ""
    named = (
        ("Brand name", brand.name), ("Link", link.short if link else ""), ("Code", code),
        ("Opt-out line", f" {line}" if line else ""),
    )  # fmt: skip
    for name, words in named:
        if words and words in text:
            # Counted in the encoding of the whole: without its last emoji a text would shrink for another reason.
            left = sms(text.replace(words, "", 1), force=whole.encoding)
            yield Piece(name, words.strip(), whole.units - left.units, left.parts)
