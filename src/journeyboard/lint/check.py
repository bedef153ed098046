"""The catalogue of all rules and the check that runs them; a new family of rules goes here."""

from __future__ import annotations

from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.lint.rule import Finding, Rule, findings
from journeyboard.lint.settings import SETTINGS
from journeyboard.lint.structure import STRUCTURE
from journeyboard.lint.unfinished import UNFINISHED

RULES: tuple[Rule, ...] = (*STRUCTURE, *UNFINISHED, *SETTINGS)
_ORDER = {"error": 0, "warning": 1, "info": 2}


def check(journey: Journey, brand: Brand | None = None) -> list[Finding]:
    """Everything unfinished or unwise about a journey: errors first, then by code and file order."""
    found = [finding for rule in RULES for finding in findings(rule, journey, brand)]
    place = {node.id: index for index, node in enumerate(journey.nodes)}

    def order(finding: Finding) -> tuple[int, str, int]:
        return _ORDER[finding.severity], finding.code, place.get(finding.node_id or "", -1)

    return sorted(found, key=order)
