"""The catalogue of all rules and the check that runs them; a new family of rules goes here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from journeyboard.lint.claims import CLAIMS
from journeyboard.lint.compliance import COMPLIANCE
from journeyboard.lint.copy import COPY
from journeyboard.lint.evidence import NOTHING_FLOWN, Evidence
from journeyboard.lint.exits import EXITS
from journeyboard.lint.experiment import EXPERIMENT
from journeyboard.lint.fatigue import FATIGUE
from journeyboard.lint.ignoring import ignore_rules
from journeyboard.lint.measuring import MEASUREMENT
from journeyboard.lint.offers import OFFERS
from journeyboard.lint.rule import Finding, Rule, findings
from journeyboard.lint.settings import SETTINGS
from journeyboard.lint.structure import STRUCTURE
from journeyboard.lint.subject import Subject
from journeyboard.lint.timing import TIMING
from journeyboard.lint.unfinished import UNFINISHED

if TYPE_CHECKING:
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey

_FAMILIES: tuple[tuple[Rule, ...], ...] = (
    STRUCTURE,
    UNFINISHED,
    SETTINGS,
    EXITS,
    TIMING,
    COMPLIANCE,
    COPY,
    OFFERS,
    EXPERIMENT,
    MEASUREMENT,
    FATIGUE,
    CLAIMS,
)
"""In the order of their codes."""
_RULES = tuple(rule for family in _FAMILIES for rule in family)
RULES: tuple[Rule, ...] = tuple(
    sorted((*_RULES, *ignore_rules({rule.code for rule in _RULES})), key=lambda rule: rule.code)
)
FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(rule.family for rule in RULES))
"""The families' names, in the order of their codes."""
NO_ADVICE = (
    "Findings are help, not legal advice: laws move, and each rule says how sure its source is."
)
_ORDER = {"error": 0, "warning": 1, "info": 2}


def check(
    journey: Journey,
    brand: Brand | None = None,
    *,
    others: Iterable[Journey] = (),
    evidence: Evidence = NOTHING_FLOWN,
) -> list[Finding]:
    """Everything unfinished or unwise about a journey: errors first, then by code and file order.

    `others` are the brand's other journeys, whose messages reach the same customers; `evidence` is
    what a run has shown. What the file ignores is left out; `review` has that, too.
    """
    found = review(journey, brand, others=others, evidence=evidence)
    return [finding for finding in found if not finding.ignored]


def review(
    journey: Journey,
    brand: Brand | None = None,
    *,
    others: Iterable[Journey] = (),
    evidence: Evidence = NOTHING_FLOWN,
) -> list[Finding]:
    """All findings as `check` orders them, those that the file ignores with their reason."""
    subject = Subject(journey, brand, tuple(others), evidence)
    found = [finding for rule in RULES for finding in findings(rule, subject)]
    place = {node.id: index for index, node in enumerate(journey.nodes)}

    def order(finding: Finding) -> tuple[int, str, int]:
        return _ORDER[finding.severity], finding.code, place.get(finding.node_id or "", -1)

    return sorted(found, key=order)
