"""`journeyboard check`: findings about journeys, for people, programs and pull requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from journeyboard.cli.catalogue import choices, explain, list_rules
from journeyboard.cli.checked import Checked, Form, document, exit_code, needs_a_person, tell
from journeyboard.cli.show import AsJson, emit
from journeyboard.errors import BadInput, JourneyboardError

if TYPE_CHECKING:
    from journeyboard.journey.graph import Journey
    from journeyboard.lint.evidence import Evidence
    from journeyboard.lint.rule import Finding

MAX_FIXES = 100
Look = Callable[["Journey"], "list[Finding]"]
"""From a journey to what is found in it."""
Codes = Annotated[
    list[str] | None,
    typer.Option(help="Codes, their beginnings (JB12) or families (timing); repeatable."),
]


@dataclass(frozen=True)
class Wanted:
    """Which rules are asked for (None: all), which are left out, and the run that is looked at."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] | None = None
    run: Path | None = None


def check(
    journeys: Annotated[list[str] | None, typer.Argument(help="Journey files.")] = None,
    select: Codes = None,
    ignore: Codes = None,
    form: Annotated[
        Form, typer.Option("--format", help="How findings are printed; csv and md name sources.")
    ] = "text",
    sources: Annotated[
        bool, typer.Option("--sources", help="Name each finding's source below it.")
    ] = False,
    run: Annotated[
        Path | None, typer.Option(help="A run's folder: rules that need a flight look at it.")
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="List all rules.")] = False,
    explained: Annotated[
        str | None, typer.Option("--explain", help="Explain one rule by its code.")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Repair what can be repaired without removing a node.")
    ] = False,
    unsafe: Annotated[
        bool,
        typer.Option(
            "--unsafe",
            help="With --fix: also what a person should look at, such as removing a node.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Find what is unfinished or unwise in journeys; 1 for errors and warnings, 2 for an unfit file."""
    if rules:
        return list_rules(as_json, choices(select))
    if explained:
        return explain(explained, as_json)
    if not journeys:
        raise BadInput("no journey is named.", advice="Write journeyboard check FILE.")
    if unsafe and not fix:
        raise BadInput("--unsafe does nothing alone.", advice="Write --fix --unsafe.")
    mend = ("all" if unsafe else "safe") if fix else "none"
    wanted = Wanted(choices(select), choices(ignore), run)
    done = [_checked(name, wanted, mend) for name in journeys]
    if as_json:
        emit(document(done))
    else:
        tell(done, form, sources)
    return exit_code(done)


def _checked(name: str, wanted: Wanted, mend: str) -> Checked:
    from journeyboard.cli.inputs import journey_file

    try:
        journey, path = journey_file(name)
        look = _look(journey, path, wanted)
        repaired: list[Finding] = []
        if mend != "none":
            _refuse_sample(name)
            journey, repaired = _repaired(journey, path, look, removing=mend == "all")
        found = look(journey)
        lines = _lines(path) if found else {}
    except JourneyboardError as error:
        return Checked(name, error=error)
    placed = tuple((lines.get(f.node_id or ""), f) for f in found if not f.ignored)
    aside = tuple(finding for finding in found if finding.ignored)
    return Checked(str(path), placed, aside, journey, tuple(repaired))


def _look(journey: Journey, path: Path, wanted: Wanted) -> Look:
    """What the wanted rules find in a journey of that file, also what it sets aside."""
    from journeyboard.journey.samples import find_brand
    from journeyboard.lint.check import review

    brand, shown = find_brand(journey, near=path), _evidence(journey, wanted.run)
    left_out = wanted.ignore or frozenset()

    def look(journey: Journey) -> list[Finding]:
        found = (f for f in review(journey, brand, evidence=shown) if f.code not in left_out)
        return [one for one in found if wanted.select is None or one.code in wanted.select]

    return look


def _evidence(journey: Journey, run: Path | None) -> Evidence:
    from journeyboard.lint.evidence import NOTHING_FLOWN

    if run is None:
        return NOTHING_FLOWN
    from journeyboard.simulation.results import open_run
    from journeyboard.workflows.evidence import evidence_of

    opened = open_run(run)
    if journey.id not in opened.manifest["journeys"]:
        flown = ", ".join(opened.manifest["journeys"])
        raise BadInput(
            f"the run in {run} did not fly “{journey.id}” but {flown}.", advice="Name its own run."
        )
    return evidence_of(opened, journey, run.name)


def _refuse_sample(name: str) -> None:
    if not Path(name).exists():
        raise BadInput(
            f"“{name}” is a bundled sample, which stays as it is.",
            advice=f"Copy it first: journeyboard new {name}",
        )


def _repaired(
    journey: Journey, path: Path, look: Look, *, removing: bool
) -> tuple[Journey, list[Finding]]:
    """The journey with every safe fix applied and saved, and what was repaired; with `removing` the others too."""
    from journeyboard.journey.file import save

    done: list[Finding] = []
    while len(done) < MAX_FIXES:
        known = look(journey)
        found = (
            f for f in known if f.fix and not f.ignored and (removing or not needs_a_person(f))
        )
        step = next(((new, one) for new, one in _tried(journey, found) if new != journey), None)
        if step is None:
            break
        journey = step[0]
        done.append(step[1])
    if done:
        save(journey, path)
    return journey, done


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
