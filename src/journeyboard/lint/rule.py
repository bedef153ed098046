"""What a finding is, what a rule is, and where a rule comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from inspect import getdoc
from typing import Any, Literal, NamedTuple

from journeyboard.journey.edits import AnyEdit, edit_data
from journeyboard.lint.subject import Subject
from journeyboard.message.rules import Rule as Row

Severity = Literal["error", "warning", "info"]
Confidence = Literal["primary", "secondary", "general"]


class Source(NamedTuple):
    """Where a rule comes from; `confidence` is primary when the text itself was read.

    `year` is as the source states it, empty where it does not.
    """

    text: str
    year: str = ""
    confidence: Confidence = "general"

    @classmethod
    def of(cls, row: Row) -> Source:
        """The source of a row of the table of laws and carrier rules."""
        return cls(row.source, row.year, row.confidence)


DESIGN = Source("Design default of Journeyboard", "2026", "general")
"""For what follows from how journeys work, not from a law or a study."""


class Fault(NamedTuple):
    """What a rule found: a sentence, the node it is about, and the edit that repairs it.

    `severity` and `source` differ from the rule's own where a place or a measure decides them;
    `field` is the path of the text (see `Wording.path`), `span` a stretch of it in characters.
    """

    message: str
    node_id: str | None = None
    fix: AnyEdit | None = None
    severity: Severity | None = None
    source: Source | None = None
    jurisdiction: str = ""
    field: str = ""
    span: tuple[int, int] | None = None


Check = Callable[[Subject], Iterator[Fault]]


@dataclass(frozen=True)
class Rule:
    """A rule: `JBnnn`, a dotted name, and a generator of faults whose docstring is its catalogue page.

    The page says what is wrong, why it hurts and what to do; `source` where that comes from.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    source: Source = DESIGN

    @cached_property
    def docs(self) -> str:
        """What is wrong, why it hurts, and what to do instead."""
        return getdoc(self.check) or ""

    @property
    def family(self) -> str:
        """The first half of its name."""
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Finding:
    """One finding about a journey, pointing at a node (None: the journey itself).

    `ignored` is the reason for which the journey's file ignores it, empty for one that counts.
    """

    code: str
    name: str
    severity: Severity
    message: str
    node_id: str | None = None
    fix: AnyEdit | None = None
    docs: str = ""
    source: Source = DESIGN
    jurisdiction: str = ""
    field: str = ""
    span: tuple[int, int] | None = None
    ignored: str = ""

    @property
    def family(self) -> str:
        """The family of its rule."""
        return self.name.partition(".")[0]

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain data; the fix as an edit's JSON."""
        fix = edit_data(self.fix) if self.fix else None
        span = list(self.span) if self.span else None
        return {**vars(self), "fix": fix, "source": self.source._asdict(), "span": span}


def findings(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """The rule's findings about a journey, those that its file ignores with the reason."""
    for fault in rule.check(subject):
        yield Finding(
            rule.code,
            rule.name,
            fault.severity or rule.severity,
            fault.message,
            fault.node_id,
            fault.fix,
            rule.docs,
            fault.source or rule.source,
            fault.jurisdiction,
            fault.field,
            fault.span,
            _reason(rule, fault, subject),
        )


def _reason(rule: Rule, fault: Fault, subject: Subject) -> str:
    """Why the file ignores this: the whole rule (`JB203`), or at this node (`JB203/sms_1`)."""
    ignore = subject.journey.ignore
    return ignore.get(f"{rule.code}/{fault.node_id}", "") or ignore.get(rule.code, "")
