"""The rule about texts that cannot be rendered: half-finished or mistaken Liquid in a message."""

from __future__ import annotations

from collections.abc import Iterator

from journeyboard.errors import TemplateError
from journeyboard.lint.rule import Fault
from journeyboard.lint.subject import Subject
from journeyboard.message.template import check


def broken_text(subject: Subject) -> Iterator[Fault]:
    """A text that cannot be rendered.

    A placeholder is not closed, or asks for a filter or tag that does not exist, so nobody can be
    sent the message. Mend the text where the finding points; variants, levels of experiments and
    the fallback are looked at too.
    """
    for wording in subject.wordings:
        if wrong := mistake(wording.text):
            yield Fault(
                f"“{wording.path}” cannot be rendered: {wrong}",
                wording.node.id,
                field=wording.path,
            )


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
