"""What `check` says of journeys: lines, annotations, tables and one JSON document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from journeyboard.cli.readout import counted_words
from journeyboard.cli.show import note, say
from journeyboard.errors import JourneyboardError

if TYPE_CHECKING:
    from journeyboard.journey.graph import Journey
    from journeyboard.lint.rule import Finding

Form = Literal["text", "github", "csv", "md"]
_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}


@dataclass(frozen=True)
class Checked:
    """One file after its check: its findings with their lines, what it sets aside, or why it cannot be used."""

    path: str
    findings: tuple[tuple[int | None, Finding], ...] = ()
    set_aside: tuple[Finding, ...] = ()
    journey: Journey | None = None
    repaired: tuple[Finding, ...] = ()
    error: JourneyboardError | None = None


def exit_code(done: Sequence[Checked]) -> int:
    """0 when nothing or only remarks were found, 1 for errors and warnings, 2 for an unfit file."""
    if any(one.error for one in done):
        return 2
    return int(any(found.severity != "info" for one in done for _, found in one.findings))


def document(done: Sequence[Checked]) -> dict[str, Any]:
    """Everything, with the line of each finding and what was set aside."""
    return {"files": [_file(one) for one in done], "summary": _summary(done)}


def _file(one: Checked) -> dict[str, Any]:
    from journeyboard.cli.rim import described

    findings = [{"line": line, **finding.to_dict()} for line, finding in one.findings]
    aside = [finding.to_dict() for finding in one.set_aside]
    error = described(one.error) if one.error else None
    repaired = [finding.to_dict() for finding in one.repaired]
    return {
        "path": one.path, "findings": findings, "set_aside": aside, "repaired": repaired, "error": error,
    }  # fmt: skip


def _summary(done: Sequence[Checked]) -> dict[str, int]:
    counts = Counter(finding.severity for one in done for _, finding in one.findings)
    mendable = [finding for one in done for _, finding in one.findings if finding.fix]
    return {
        "files": len(done),
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "fixable": sum(not needs_a_person(finding) for finding in mendable),
        "unsafe": sum(needs_a_person(finding) for finding in mendable),
        "set_aside": sum(len(one.set_aside) for one in done),
        "repaired": sum(len(one.repaired) for one in done),
        "unfit": sum(one.error is not None for one in done),
    }


def needs_a_person(finding: Finding) -> bool:
    """Whether somebody should look first: a node would be lost, or it would count as something else.

    A node without a way to it may still be meant to be wired; a service message that becomes marketing
    reaches fewer people, and a journey for other places falls under other laws.
    """
    from journeyboard.journey.edits import RemoveNode, SetField

    fix = finding.fix
    counts = isinstance(fix, SetField) and fix.path in ("purpose", "jurisdictions")
    return counts or isinstance(fix, RemoveNode)


def tell(done: Sequence[Checked], form: Form, sources: bool) -> None:
    """The findings for people, for pull requests or for a file; `sources` adds where rules come from."""
    from journeyboard.cli.rim import sentence

    for one in done:
        for finding in one.repaired:
            note(f"{one.path}: repaired {_told(finding)}")
        if one.error:
            note(sentence(one.error))
    if form in ("csv", "md"):
        say(_file_text(done, form).rstrip("\n"))
        return
    for one in done:
        for line, finding in one.findings:
            say((_for_github if form == "github" else _line)(one.path, line, finding))
            if sources and form == "text":
                say(f"    {_source(finding)}")
    if form == "text":
        say(_summary_words(_summary(done)))


def _source(finding: Finding) -> str:
    from journeyboard.workflows.findings import source_words

    law = f"{finding.jurisdiction}: " if finding.jurisdiction else ""
    return f"{law}{source_words(finding.source)}"


def _file_text(done: Sequence[Checked], form: Form) -> str:
    """All journeys' findings as one table, or as one document after the other."""
    from journeyboard.journey.diff import node_titles
    from journeyboard.workflows.findings import as_csv, as_markdown

    write = as_csv if form == "csv" else as_markdown
    texts = [
        write(one.journey.name, [*(f for _, f in one.findings), *one.set_aside], node_titles(one.journey))
        for one in done
        if one.journey
    ]  # fmt: skip
    if form == "md":
        return "\n".join(texts)
    return "".join([*texts[:1], *(text.partition("\n")[2] for text in texts[1:])])


def _line(path: str, line: int | None, finding: Finding) -> str:
    where = f"{path}:{line}" if line else path
    return f"{where}: {finding.severity} {_told(finding)}{_mend_words(finding)}"


def _mend_words(finding: Finding) -> str:
    if not finding.fix:
        return ""
    return " (--fix --unsafe repairs it)" if needs_a_person(finding) else " (--fix repairs it)"


def _told(finding: Finding) -> str:
    node = f" [{finding.node_id}]" if finding.node_id else ""
    return f"{finding.code}{node} {finding.message}"


def _for_github(path: str, line: int | None, finding: Finding) -> str:
    place = f"file={path},line={line or 1},title={finding.code} {finding.name}"
    node = f"{finding.node_id}: " if finding.node_id else ""
    text = f"{node}{finding.message}".replace("%", "%25").replace("\n", "%0A")
    return f"::{_GITHUB[finding.severity]} {place}::{text}"


def _summary_words(summary: dict[str, int]) -> str:
    files = counted_words(summary["files"], "file")
    names = (("errors", "error"), ("warnings", "warning"), ("infos", "remark"))
    unfit = [f"{summary['unfit']} cannot be used"] if summary["unfit"] else []
    found = [counted_words(summary[key], word) for key, word in names if summary[key]] + unfit
    mended = f"; {summary['repaired']} repaired" if summary["repaired"] else ""
    left = f"; {summary['fixable']} can be repaired with --fix" if summary["fixable"] else ""
    idle = summary["unsafe"]
    lost = f"; {idle} only with --fix --unsafe" if idle else ""
    aside = f"; {summary['set_aside']} set aside in the file" if summary["set_aside"] else ""
    return f"{files} checked: {', '.join(found) or 'nothing found'}{mended}{left}{lost}{aside}."
