"""The rule about texts that cannot be rendered: half-finished or mistaken Liquid in a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journeyboard.errors import TemplateError
from journeyboard.journey.brand import Brand
from journeyboard.journey.form import node_data
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import MessageBase
from journeyboard.lint.rule import Fault
from journeyboard.message.template import check

FIELDS = ("subject", "preheader", "heading", "body", "url")


def broken_text(journey: Journey, _brand: Brand | None) -> Iterator[Fault]:
    """A text that cannot be rendered.

    A placeholder is not closed, or asks for a filter or tag that does not exist, so nobody can be
    sent the message. Mend the text where the finding points; variants, levels of experiments and
    the fallback are looked at too.
    """
    for node in journey.nodes:
        if isinstance(node, MessageBase):
            for path, text in _texts(node_data(node), ()):
                if wrong := mistake(text):
                    yield Fault(f"“{path}” cannot be rendered: {wrong}", node.id)


def mistake(text: str) -> str:
    """What is wrong with a Liquid text, where, and what to do; empty when it can be rendered."""
    if "{" not in text:
        return ""
    try:
        check(text)
    except TemplateError as error:
        return _said(error)
    return ""


def _said(error: TemplateError) -> str:
    problem = error.problem[:1].lower() + error.problem[1:].rstrip(".")
    where = f" at {error.place}" if str(error.place) else ""
    advice = f"; {error.advice[:1].lower()}{error.advice[1:].rstrip('.')}" if error.advice else ""
    return f"{problem}{where}{advice}."


def _texts(data: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(its path, text) of every text a customer may see; list items go by their names."""
    for key, value in _items(data):
        if isinstance(value, dict | list):
            yield from _texts(value, (*path, key))
        elif isinstance(value, str) and key.rpartition(".")[2] in FIELDS:
            yield ".".join((*path, key)), value


def _items(data: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        yield from data.items()
        return
    for index, item in enumerate(data):
        yield str(item.get("name", index) if isinstance(item, dict) else index), item
