"""The error tree: every class says when to catch it, and every message is one sentence a user can act on.

JourneyboardError
├── BadInput              the caller's file, text or argument cannot be used
│   ├── JourneyError      a journey file that cannot be drawn
│   ├── TemplateError     a Liquid text that cannot be rendered
│   └── TableError        a CSV, Parquet or JSON table that cannot be read
├── RunError              a simulation that cannot be finished or read back
│   └── RunCancelled      the user stopped it
└── StoreError            the database or the data directory cannot be used
    └── StaleRevision     somebody else saved this journey first
"""

from __future__ import annotations

from dataclasses import dataclass


class JourneyboardError(Exception):
    """Catch this at the rim: its text is one clear sentence, fit to be shown as it is."""


@dataclass(frozen=True)
class Place:
    """Where a mistake is: any part may be unknown; lines, rows and columns count from 1."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    node: str | None = None
    caret: str | None = None

    def __str__(self) -> str:
        parts = [
            self.file,
            f"line {self.line}" if self.line else None,
            f"column {self.column}" if self.column else None,
            f"node “{self.node}”" if self.node else None,
        ]
        return ", ".join(part for part in parts if part)


class BadInput(JourneyboardError):
    """Catch this where a user's file, text or argument is taken in (exit code 2).

    The message is what is wrong, `place` where, and `advice` what to do about it.
    """

    def __init__(self, problem: str, *, place: Place | None = None, advice: str = "") -> None:
        self.problem = problem
        self.place = place or Place()
        self.advice = advice
        where = str(self.place)
        sentence = f"{where}: {problem}" if where else problem
        super().__init__(f"{sentence} {advice}".strip())


class JourneyError(BadInput):
    """Catch this where a journey is opened: duplicate ids, wires to nowhere, broken YAML."""


class TemplateError(BadInput):
    """Catch this where a message is rendered or checked; `place.caret` points at the mistake."""


class TableError(BadInput):
    """Catch this where customers or events are read from a table."""


class RunError(JourneyboardError):
    """Catch this where a simulation is started or its results are read back."""


class RunCancelled(RunError):
    """Catch this where a run can be stopped by the user: nothing half-written is left."""


class StoreError(JourneyboardError):
    """Catch this where journeys and runs are kept."""


class StaleRevision(StoreError):
    """Catch this on saving: the stored journey is newer than the one that was opened."""
