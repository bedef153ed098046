"""Job stories: *when … I want … so I can …*, taken apart and put together (Klement, "Replacing the
user story with the job story", 2013)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_WHEN: Final = r"(?:when(?:ever)?\b)"
_WANT: Final = r"(?:,?\s*\bI\s+(?:want|need|would like|['’]d like)\b(?:\s+to\b)?)"
_SO: Final = r"(?:,?\s*\bso(?:\s+that)?\s+I\s+(?:can|could|may)\b)"
_SPLIT: Final = re.compile(rf"({_WHEN})|({_WANT})|({_SO})", re.IGNORECASE)
HINTS: Final = {
    "when": "In which situation is the customer? Name the moment, not the person.",
    "want": "What do they want to get done or know right then?",
    "so_that": "What is it good for, in their words?",
}
"""What to ask for each part that is missing."""


class Job(NamedTuple):
    """The three parts of a job story, without their opening words; empty ones are missing."""

    when: str = ""
    want: str = ""
    so_that: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the parts that are not there, in order."""
        return tuple(name for name in self._fields if not getattr(self, name))


def job_of(text: str) -> Job:
    """The parts of a job story; text that follows no opening word counts as what they want.

    >>> job_of("When I am lost, I want to see a map, so I can get home.").want
    'to see a map'
    """
    opened, at = "want", 0
    parts = dict.fromkeys(Job._fields, "")
    for mark in _SPLIT.finditer(text):
        name = Job._fields[(mark.lastindex or 1) - 1]
        if parts[name] or (name == "when" and mark.start()):
            continue
        parts[opened] = _tidy(parts[opened] + text[at : mark.start()])
        opened, at = name, mark.end()
        if name == "want" and mark[0].casefold().endswith("to"):
            at -= 2
    parts[opened] = _tidy(parts[opened] + text[at:])
    return Job(**parts)


def job_text(job: Job) -> str:
    """The story in one sentence, of the parts that are there; empty for none.

    >>> job_text(Job("I am lost", "to see a map", "get home"))
    'When I am lost, I want to see a map, so I can get home.'
    """
    opening = {"when": "When", "want": "I want", "so_that": "so I can"}
    said = [f"{opening[name]} {_tidy(part)}" for name, part in job._asdict().items() if _tidy(part)]
    text = ", ".join(said)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;")
