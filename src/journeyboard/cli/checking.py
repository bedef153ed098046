"""`journeyboard check`: findings about journeys, for people, programs and pull requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from journeyboard.cli.readout import counted_words
from journeyboard.cli.show import AsJson, emit, note, say, table
from journeyboard.errors import BadInput, JourneyboardError

if TYPE_CHECKING:
    from journeyboard.journey.graph import Journey
    from journeyboard.lint.rule import Finding

MAX_FIXES = 100
Wanted = tuple[tuple[str, ...], tuple[str, ...]]
"""Beginnings of the codes to select and to ignore."""
_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}
Codes = Annotated[
    list[str] | None, typer.Option(help="Codes or their beginnings, such as JB12; repeatable.")
]


@dataclass(frozen=True)
class Checked:
    """One file after its check: its findings with their lines, or why it could not be read."""

    path: str
    findings: tuple[tuple[int | None, Finding], ...] = ()
    repaired: tuple[Finding, ...] = ()
    error: JourneyboardError | None = None


def check(
    journeys: Annotated[list[str] | None, typer.Argument(help="Journey files.")] = None,
    select: Codes = None,
    ignore: Codes = None,
    form: Annotated[
        Literal["text", "github"], typer.Option("--format", help="How findings are printed.")
    ] = "text",
    rules: Annotated[bool, typer.Option("--rules", help="List all rules.")] = False,
    explain: Annotated[str | None, typer.Option(help="Explain one rule by its code.")] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Repair what can be repaired without removing a node.")
    ] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="With --fix: remove idle nodes as well.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Find what is unfinished or unwise in journeys; 1 when there is something, 2 for an unfit file."""
    if rules:
        return _list_rules(as_json)
    if explain:
        return _explain(explain, as_json)
    if not journeys:
        raise BadInput("no journey is named.", advice="Write journeyboard check FILE.")
    if unsafe and not fix:
        raise BadInput("--unsafe does nothing alone.", advice="Write --fix --unsafe.")
    mend = ("all" if unsafe else "safe") if fix else "none"
    wanted = (_codes(select), _codes(ignore))
    done = [_checked(name, wanted, mend) for name in journeys]
    if as_json:
        emit(_document(done))
    else:
        _tell(done, form)
    return _exit_code(done)


def _checked(name: str, wanted: Wanted, mend: str) -> Checked:
    from journeyboard.cli.inputs import journey_file

    try:
        journey, path = journey_file(name)
        repaired: list[Finding] = []
        if mend != "none":
            _refuse_sample(name)
            journey, repaired = _repaired(journey, path, wanted, removing=mend == "all")
        lines = _lines(path)
        found = _findings(journey, path, wanted)
    except JourneyboardError as error:
        return Checked(name, error=error)
    placed = tuple((lines.get(finding.node_id or ""), finding) for finding in found)
    return Checked(str(path), placed, tuple(repaired))


def _findings(journey: Journey, path: Path, wanted: Wanted) -> list[Finding]:
    from journeyboard.journey.samples import find_brand
    from journeyboard.lint.check import check as find

    select, ignore = wanted
    found = find(journey, find_brand(journey, near=path))
    kept = [one for one in found if not select or one.code.startswith(select)]
    return [one for one in kept if not (ignore and one.code.startswith(ignore))]


def _refuse_sample(name: str) -> None:
    if not Path(name).exists():
        raise BadInput(
            f"“{name}” is a bundled sample, which stays as it is.",
            advice=f"Copy it first: journeyboard new {name}",
        )


def _repaired(
    journey: Journey, path: Path, wanted: Wanted, *, removing: bool
) -> tuple[Journey, list[Finding]]:
    """The journey with every safe fix applied and saved, and what was repaired; with `removing` the others too."""
    from journeyboard.journey.file import save

    done: list[Finding] = []
    while len(done) < MAX_FIXES:
        known = _findings(journey, path, wanted)
        found = (one for one in known if one.fix and (removing or not _removes(one)))
        step = next(((new, one) for new, one in _tried(journey, found) if new != journey), None)
        if step is None:
            break
        journey = step[0]
        done.append(step[1])
    if done:
        save(journey, path)
    return journey, done


def _removes(finding: Finding) -> bool:
    """Whether a node would be lost: its author may still mean to wire it."""
    from journeyboard.journey.edits import RemoveNode

    return isinstance(finding.fix, RemoveNode)


def _tried(journey: Journey, found: Iterable[Finding]) -> Iterator[tuple[Journey, Finding]]:
    from journeyboard.journey.edits import apply

    for finding in found:
        if finding.fix is not None:
            yield apply(journey, finding.fix), finding


def _lines(path: Path) -> dict[str, int]:
    """The line on which each node begins."""
    from journeyboard.journey.document import decode, read_document

    document = read_document(decode(path.read_bytes(), path.name), path.name)
    nodes = document.data.get("nodes") or {}
    return {node: document.line(("nodes", node)) or 1 for node in nodes}


def _codes(given: Sequence[str] | None) -> tuple[str, ...]:
    codes = (code.strip().upper() for one in given or () for code in one.split(","))
    wanted = tuple(code for code in codes if code)
    known = [rule.code for rule in _rules()] if wanted else []
    for code in wanted:
        if not any(one.startswith(code) for one in known):
            raise BadInput(
                f"no rule begins with “{code}”.", advice="See journeyboard check --rules."
            )
    return wanted


def _rules() -> Iterable[Any]:
    from journeyboard.lint.check import RULES

    return RULES


def _exit_code(done: Sequence[Checked]) -> int:
    if any(one.error for one in done):
        return 2
    return 1 if any(one.findings for one in done) else 0


def _document(done: Sequence[Checked]) -> dict[str, Any]:
    return {"files": [_file(one) for one in done], "summary": _summary(done)}


def _file(one: Checked) -> dict[str, Any]:
    from journeyboard.cli.rim import described

    findings = [{"line": line, **finding.to_dict()} for line, finding in one.findings]
    error = described(one.error) if one.error else None
    repaired = [finding.to_dict() for finding in one.repaired]
    return {"path": one.path, "findings": findings, "repaired": repaired, "error": error}


def _summary(done: Sequence[Checked]) -> dict[str, int]:
    counts = Counter(finding.severity for one in done for _, finding in one.findings)
    mendable = [finding for one in done for _, finding in one.findings if finding.fix]
    return {
        "files": len(done),
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "fixable": sum(not _removes(finding) for finding in mendable),
        "removable": sum(_removes(finding) for finding in mendable),
        "repaired": sum(len(one.repaired) for one in done),
        "unfit": sum(one.error is not None for one in done),
    }


def _tell(done: Sequence[Checked], form: str) -> None:
    from journeyboard.cli.rim import sentence

    for one in done:
        for finding in one.repaired:
            note(f"{one.path}: repaired {_told(finding)}")
        for line, finding in one.findings:
            say((_for_github if form == "github" else _line)(one.path, line, finding))
        if one.error:
            note(sentence(one.error))
    if form == "text":
        say(_summary_words(_summary(done)))


def _line(path: str, line: int | None, finding: Finding) -> str:
    where = f"{path}:{line}" if line else path
    return f"{where}: {finding.severity} {_told(finding)}{_mend_words(finding)}"


def _mend_words(finding: Finding) -> str:
    if not finding.fix:
        return ""
    return " (can be removed with --fix --unsafe)" if _removes(finding) else " (--fix repairs it)"


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
    idle = summary["removable"]
    lost = f"; {idle} can be removed with --fix --unsafe" if idle else ""
    return f"{files} checked: {', '.join(found) or 'nothing found'}{mended}{left}{lost}."


def _list_rules(as_json: bool) -> int:
    rules = [{"code": r.code, "name": r.name, "severity": r.severity} for r in _rules()]
    if as_json:
        emit({"rules": rules})
    else:
        table(("Code", "Severity", "Name"), [(r["code"], r["severity"], r["name"]) for r in rules])
    return 0


def _explain(code: str, as_json: bool) -> int:
    rule = next((rule for rule in _rules() if code.upper() in (rule.code, rule.name.upper())), None)
    if rule is None:
        raise BadInput(f"there is no rule “{code}”.", advice="See journeyboard check --rules.")
    if as_json:
        emit({"code": rule.code, "name": rule.name, "severity": rule.severity, "docs": rule.docs})
    else:
        say(f"{rule.code} {rule.name} ({rule.severity})\n\n{rule.docs}")
    return 0
