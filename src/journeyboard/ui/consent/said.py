"""What the checker says about the brand's sign-up and replies, on every tab alike."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.lint.check import NO_ADVICE
from journeyboard.lint.rule import Finding
from journeyboard.ui.plain import plain
from journeyboard.workflows.findings import source_words
from journeyboard.workflows.opt_in import opt_in_findings

ICONS = {
    "error": ":red[:material/error:]",
    "warning": ":orange[:material/warning:]",
    "info": ":gray[:material/info:]",
}


def draw_findings(brand: Brand, only: Collection[str] | None = None) -> None:
    """Every finding (of these rules) with its source; a good word where there is none."""
    found = [one for one in opt_in_findings(brand) if only is None or one.code in only]
    if not found:
        st.markdown(":green[:material/check_circle:] Nothing is missing here.")
    for finding in found:
        st.markdown(f"{ICONS[finding.severity]} **{finding.code}** {plain(finding.message)}")
        st.caption(plain(_source(finding)))
    st.caption(NO_ADVICE)


def _source(finding: Finding) -> str:
    place = f"{finding.jurisdiction} · " if finding.jurisdiction else ""
    return place + source_words(finding.source)
