"""The journey on the desk under review, looked at once as long as nothing it depends on changes."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.journey.diff import node_titles
from journeyboard.journey.graph import Journey
from journeyboard.lint.check import review
from journeyboard.lint.evidence import Evidence
from journeyboard.lint.rule import Finding
from journeyboard.ui import state
from journeyboard.ui.reviewing import evidence_for, others_of

KEY = "looked"


class Looked(NamedTuple):
    """A journey, what it was looked at beside, and everything that was found."""

    journey_id: str
    journey: Journey
    brand: Brand
    others: tuple[Journey, ...]
    evidence: Evidence
    findings: tuple[Finding, ...]
    titles: dict[str, str]

    @property
    def counting(self) -> list[Finding]:
        """The findings that count, the most serious first."""
        return [finding for finding in self.findings if not finding.ignored]

    @property
    def aside(self) -> list[Finding]:
        """The findings that the journey sets aside."""
        return [finding for finding in self.findings if finding.ignored]


def looked(journey_id: str) -> Looked:
    """The review of a journey as it is being edited."""
    journey = state.desk(journey_id).journey
    seen = (journey_id, journey, state.brand(journey), others_of(journey), evidence_for(journey_id))
    last: Looked | None = st.session_state.get(KEY)
    if last is None or last[:5] != seen:
        _, _, brand, others, evidence = seen
        found = review(journey, brand, others=others, evidence=evidence)
        last = Looked(*seen, tuple(found), node_titles(journey))
        st.session_state[KEY] = last
    return last
