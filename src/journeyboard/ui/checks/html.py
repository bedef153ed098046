"""Rules and findings as HTML, every word of a user escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from journeyboard.lint.rule import Finding, Rule, Source
from journeyboard.workflows.findings import CONFIDENCE, page_of

SEVERITIES = {"error": "Errors", "warning": "Warnings", "info": "Remarks"}
"""Headings by severity, the most serious first."""
ONE = {"error": "Error", "warning": "Warning", "info": "Remark"}


def rule_head(finding: Finding, source: Source, many: bool) -> str:
    """What a rule says: its sentence, its code and family, and its page to unfold; `source` where it comes from."""
    page = page_of(finding.docs)
    where = "" if many else source_words(source)
    return (
        f'<div class="jb-rule"><p class="jb-what"><span class="jb-dot {finding.severity}"></span>'
        f"<span>{escape(page.what)}</span></p>"
        f'<p class="jb-tags">{_code(finding.code)}{_tag(finding.family)}{where}</p>'
        f"<details><summary>Why, and what to do</summary><p>{escape(page.why)}</p>"
        f'<p class="jb-name">{escape(finding.name)}</p></details></div>'
    )


def finding_line(finding: Finding, title: str, source: Source | None) -> str:
    """One finding: the step, what is wrong there, whose law it is, and its source where it is its own."""
    step = f"<b>{escape(title)}</b> " if title else ""
    law = f'<span class="jb-law">{escape(finding.jurisdiction)}</span>' if finding.jurisdiction else ""  # fmt: skip
    where = source_line(source) if source else ""
    return f'<div class="jb-found"><p>{step}{escape(finding.message)} {law}</p>{where}</div>'


def source_line(source: Source) -> str:
    """Where a rule comes from, as a line of its own."""
    return f'<p class="jb-source">{source_words(source)}</p>'


def source_words(source: Source) -> str:
    """Where a rule comes from, with how sure that is."""
    year = f", {source.year}" if source.year and source.year not in source.text else ""
    return f"{confidence(source)} {_tag(source.text + year)}"


def confidence(source: Source) -> str:
    """A small badge."""
    words = CONFIDENCE[source.confidence]
    return f'<span class="jb-sure {source.confidence}" title="{words}">{source.confidence}</span>'


def catalogue(rules: Sequence[Rule], unfolded: bool) -> str:
    """A family's rules, each to unfold."""
    return f'<div class="jb-rules">{"".join(_entry(rule, unfolded) for rule in rules)}</div>'


def _entry(rule: Rule, unfolded: bool) -> str:
    page, shown = page_of(rule.docs), " open" if unfolded else ""
    return (
        f'<details class="jb-entry"{shown}><summary><span class="jb-dot {rule.severity}"></span>'
        f"{_code(rule.code)}<span class='jb-entry-what'>{escape(page.what)}</span></summary>"
        f"<p>{escape(page.why)}</p>{source_line(rule.source)}"
        f'<p class="jb-name">{ONE[rule.severity]} · {escape(rule.name)}</p></details>'
    )


def _code(code: str) -> str:
    return f'<code class="jb-code">{escape(code)}</code>'


def _tag(words: str) -> str:
    return f'<span class="jb-tag">{escape(words)}</span>'
