"""The Liquid texts of a journey with their places in its file, so that a mistake is shown where it was made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeyboard.errors import Place, TemplateError

if TYPE_CHECKING:
    from journeyboard.journey.document import Document
    from journeyboard.journey.graph import Journey

FIELDS = ("subject", "preheader", "heading", "body", "url")
Where = tuple[str | int, ...]


def refuse_broken_texts(journey: Journey, path: Path) -> None:
    """Raise TemplateError with file, line and node for the first text that is no valid Liquid."""
    from journeyboard.journey.form import node_data
    from journeyboard.message.template import check

    for node in journey.nodes:
        if node.family != "message":
            continue
        for where, text in texts_in(node_data(node), ("nodes", node.id)):
            try:
                check(text)
            except TemplateError as error:
                raise _placed(error, path, where) from None


def texts_in(data: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Every text a customer may read, with its path in the file; variants and overrides too."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        if isinstance(value, dict | list):
            yield from texts_in(value, (*where, key))
        elif key in FIELDS and isinstance(value, str) and "{" in value:
            yield (*where, key), value


def _placed(error: TemplateError, path: Path, where: Where) -> TemplateError:
    from journeyboard.journey.document import decode, read_document

    source = decode(path.read_bytes(), path.name)
    document = read_document(source, path.name)
    place = Place(
        file=path.name,
        line=_line(document, source, where, error.place.line or 1),
        node=str(where[1]),
        caret=error.place.caret,
    )
    problem = error.problem[:1].lower() + error.problem[1:]
    where_in = f"{where[-1]}{_pointed(error)}"
    return TemplateError(f"{where_in}: {problem}", place=place, advice=error.advice)


def _pointed(error: TemplateError) -> str:
    """The few letters at the mistake, because a long text has many braces."""
    if not error.place.caret or "\n" not in error.place.caret:
        return ""
    text, marker = error.place.caret.split("\n")[:2]
    at = marker.index("^")
    return f", at “{text[at : at + 24].rstrip()}”"


def _line(document: Document, source: str, where: Where, inside: int) -> int | None:
    key = document.line(where)
    if key is None:
        return None
    written = source.splitlines()[key - 1].split(" #")[0].rstrip()
    # A block text (|) begins on the line after its key; a folded or quoted one has lost its lines.
    block = written.endswith(("|", "|-", "|+"))
    return key + inside if block else key
