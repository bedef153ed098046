"""What a finding is, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, Literal, NamedTuple

from journeyboard.journey.brand import Brand
from journeyboard.journey.edits import AnyEdit, edit_data
from journeyboard.journey.graph import Journey

Severity = Literal["error", "warning", "info"]


class Fault(NamedTuple):
    """What a rule found: a sentence, the node it is about, and the edit that repairs it."""

    message: str
    node_id: str | None = None
    fix: AnyEdit | None = None


Check = Callable[[Journey, Brand | None], Iterator[Fault]]


@dataclass(frozen=True)
class Rule:
    """A rule: `JBnnn`, a dotted name, and a generator of faults whose docstring is its catalogue page."""

    code: str
    name: str
    severity: Severity
    check: Check

    @property
    def docs(self) -> str:
        """What is wrong, why it hurts, and what to do instead."""
        return getdoc(self.check) or ""


@dataclass(frozen=True)
class Finding:
    """One finding about a journey, pointing at a node (None: the journey itself)."""

    code: str
    name: str
    severity: Severity
    message: str
    node_id: str | None = None
    fix: AnyEdit | None = None
    docs: str = ""

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain data; the fix as an edit's JSON."""
        fix = edit_data(self.fix) if self.fix else None
        return {**vars(self), "fix": fix}


def findings(rule: Rule, journey: Journey, brand: Brand | None) -> Iterator[Finding]:
    """The rule's findings about a journey."""
    for fault in rule.check(journey, brand):
        yield Finding(rule.code, rule.name, rule.severity, *fault, docs=rule.docs)
