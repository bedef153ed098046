"""Findings and rules as files and documents: CSV, Markdown and JSON, each with its source."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from journeyboard.audience.write import guarded
from journeyboard.journey.wording import NO_TITLES
from journeyboard.lint.check import FAMILIES, NO_ADVICE, RULES
from journeyboard.lint.rule import Finding, Rule, Source

COLUMNS = (
    "journey", "severity", "code", "name", "step", "title", "message", "jurisdiction", "field", "source", "year",
    "confidence", "fixable", "set_aside",
)  # fmt: skip
CONFIDENCE = {
    "primary": "the text itself was read",
    "secondary": "read in somebody else's words",
    "general": "common knowledge or our own default",
}
"""How sure a source is, in words."""
_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")


class Page(NamedTuple):
    """A rule's page: what is wrong in one sentence, and why it hurts with what to do."""

    what: str
    why: str


def page_of(docs: str) -> Page:
    """The page that a rule's docstring holds, its lines joined."""
    what, _, why = docs.partition("\n\n")
    return Page(" ".join(what.split()), " ".join(why.split()))


def source_words(source: Source) -> str:
    """Where a rule comes from and how sure that is, in one line."""
    year = f", {source.year}" if source.year and source.year not in source.text else ""
    return f"{source.text}{year} ({source.confidence}: {CONFIDENCE[source.confidence]})"


def rule_data(rule: Rule) -> dict[str, Any]:
    """A rule of the catalogue as plain data."""
    page = page_of(rule.docs)
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity,
        "what": page.what,
        "why": page.why,
        "source": rule.source._asdict(),
    }


def matching(wanted: Collection[str]) -> frozenset[str]:
    """The codes of the rules that beginnings of codes (`JB12`) or names of families choose."""
    families = {one.casefold() for one in wanted}
    starts = tuple(one.upper() for one in wanted)
    return frozenset(
        rule.code for rule in RULES if rule.family in families or rule.code.startswith(starts)
    )


def is_choice(word: str) -> bool:
    """Whether a word chooses any rule."""
    return word.casefold() in FAMILIES or any(rule.code.startswith(word.upper()) for rule in RULES)


def as_csv(name: str, findings: Sequence[Finding], titles: Mapping[str, str] = NO_TITLES) -> str:
    """One line a finding under `COLUMNS`, safe to open in a spreadsheet; `name` is the journey's."""
    return table_text([COLUMNS, *((name, *_cells(one, titles)) for one in findings)])


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV, no cell of which a spreadsheet runs as a formula."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([guarded(cell) for cell in row] for row in rows)
    return file.getvalue()


def _cells(finding: Finding, titles: Mapping[str, str]) -> tuple[str, ...]:
    node, source = finding.node_id or "", finding.source
    return (
        finding.severity, finding.code, finding.name, node, titles.get(node, ""), finding.message,
        finding.jurisdiction, finding.field, source.text, source.year, source.confidence,
        "yes" if finding.fix else "no", finding.ignored,
    )  # fmt: skip


def as_json(findings: Sequence[Finding]) -> str:
    """All fields of every finding."""
    data = {"findings": [finding.to_dict() for finding in findings], "note": NO_ADVICE}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_markdown(
    name: str, findings: Sequence[Finding], titles: Mapping[str, str] = NO_TITLES
) -> str:
    """A document to hand on: what counts by severity, what is set aside, the sources, and the disclaimer."""
    return "\n".join([f"# Checks: {_plain(name)}", "", *_sections(findings, titles), NO_ADVICE, ""])


def _sections(findings: Sequence[Finding], titles: Mapping[str, str]) -> Iterator[str]:
    kept = [one for one in findings if not one.ignored]
    for severity, heading in (("error", "Errors"), ("warning", "Warnings"), ("info", "Remarks")):
        yield from _section(heading, [f for f in kept if f.severity == severity], titles)
    yield from _section("Set aside", [one for one in findings if one.ignored], titles)
    if not findings:
        yield from ("Nothing was found.", "")


def _section(heading: str, findings: Sequence[Finding], titles: Mapping[str, str]) -> Iterator[str]:
    if findings:
        yield from (f"## {heading} ({len(findings)})", "")
        yield from (_item(one, titles) for one in findings)
        yield ""


def _item(finding: Finding, titles: Mapping[str, str]) -> str:
    node = finding.node_id
    step = f" {_plain(titles.get(node, node))}:" if node else ""
    law = f" [{finding.jurisdiction}]" if finding.jurisdiction else ""
    why = f" Set aside: {_plain(finding.ignored)}." if finding.ignored else ""
    words = f"- **{finding.code}**{step} {_plain(finding.message)}{law}{why}"
    return f"{words}\n  Source: {_plain(source_words(finding.source))}"


def _plain(text: str) -> str:
    """The text on one line, with what Markdown would read as markup escaped."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
