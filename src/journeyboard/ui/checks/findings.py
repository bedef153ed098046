"""The Findings tab: what counts, by severity and rule, with a way to the step, a fix, and a way to set it aside."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import streamlit as st

from journeyboard.lint.rule import Finding, Source
from journeyboard.ui import state
from journeyboard.ui.checks.asking import ask_why, draw_aside
from journeyboard.ui.checks.families import pick_families
from journeyboard.ui.checks.html import SEVERITIES, finding_line, rule_head
from journeyboard.ui.checks.looked import Looked
from journeyboard.ui.checks.mending import repair
from journeyboard.ui.parts import empty, facts
from journeyboard.ui.plain import plain
from journeyboard.ui.shell import path_of
from journeyboard.ui.wording import many

MOST = 60
"""Findings that are drawn at once: each has buttons of its own."""
MORE = "more-findings"


def draw_findings(now: Looked) -> None:
    """Draw the counts, the filter, the findings, and what is set aside."""
    counting = now.counting
    _draw_counts(now)
    if not counting:
        empty("task_alt", "Nothing to mend", "No rule has anything against this journey as it stands.")  # fmt: skip
    else:
        families = pick_families(Counter(finding.family for finding in counting))
        _draw_groups(now, [finding for finding in counting if finding.family in families])
    draw_aside(now)


def _draw_counts(now: Looked) -> None:
    often = Counter[str](finding.severity for finding in now.counting)
    fixable = sum(finding.fix is not None for finding in now.counting)
    named = [(words, f"{often[severity]:,}") for severity, words in SEVERITIES.items()]
    facts([*named, ("Can be fixed here", f"{fixable:,}"), ("Set aside", f"{len(now.aside):,}")])


def _draw_groups(now: Looked, found: list[Finding]) -> None:
    limit = st.session_state.get(MORE, MOST)
    for severity, heading in SEVERITIES.items():
        mine = [finding for finding in found[:limit] if finding.severity == severity]
        if mine:
            st.subheader(heading, anchor=False)
        for code, group in groupby(mine, key=lambda finding: finding.code):
            _draw_rule(now, f"{severity}-{code}", list(group))
    if len(found) > limit:
        words = f"Show more: {many(len(found) - limit, 'finding')} left"
        st.button(words, icon=":material/expand_more:", on_click=_show_more, args=(limit + MOST,))


def _show_more(limit: int) -> None:
    st.session_state[MORE] = limit


def _draw_rule(now: Looked, key: str, group: list[Finding]) -> None:
    """A card: the rule once, with its source where all share it, and each place where it was broken."""
    sources = {finding.source for finding in group}
    with st.container(border=True, key=f"rule-{key}", gap="small"):
        st.html(rule_head(group[0], group[0].source, len(sources) > 1))
        for number, finding in enumerate(group):
            _draw_finding(now, f"{key}-{number}", finding, finding.source if len(sources) > 1 else None)  # fmt: skip


def _draw_finding(now: Looked, key: str, finding: Finding, source: Source | None) -> None:
    title = now.titles.get(finding.node_id or "", finding.node_id or "")
    row = st.container(horizontal=True, vertical_alignment="center", key=f"found-{key}", gap="small")  # fmt: skip
    with row:
        st.html(finding_line(finding, title, source), width="stretch")
        about = title or "the journey"
        if finding.fix:
            st.button("Mend it", icon=":material/build:", key=f"fix-{key}", help=plain(f"Mend {finding.code} at {about}"), on_click=repair, args=(now.journey_id, finding))  # fmt: skip
        if st.button("Open", icon=":material/account_tree:", key=f"open-{key}", type="tertiary", help="Show it on the board"):  # fmt: skip
            _open(now.journey_id, finding.node_id)
        if st.button("Set aside", icon=":material/visibility_off:", key=f"aside-{key}", type="tertiary", help="Do not count it, for a reason"):  # fmt: skip
            ask_why(now.journey_id, finding, title)


def _open(journey_id: str, node_id: str | None) -> None:
    """To the board, with the step in sight."""
    if node_id:
        state.drawing(journey_id).show(node_id)
    st.switch_page(path_of("design"), query_params={"journey": journey_id})
