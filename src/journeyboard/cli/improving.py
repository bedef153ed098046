"""`journeyboard optimize`: search named knobs of a journey under guardrails, and prove the winner."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journeyboard.cli import limits as around
from journeyboard.cli.options import BrandFile, Customers, Days, Seed, Start, World
from journeyboard.cli.show import AsJson, emit, note, progress, say, table
from journeyboard.errors import BadInput, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeyboard.audience.people import Audience
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.searching.searched import Design, Search
    from journeyboard.simulation.searching.worth import Guardrails

LIMITS = {
    "opt_out_rate": "share of delivered messages, such as 0.5%",
    "complaint_rate": "share of delivered messages, such as 0.1%",
    "cost": "message cost per 10,000 customers",
    "control": "smallest share who get nothing, such as 10%",
}


def optimize(
    journey: Annotated[str, typer.Argument(help="A journey file or sample name.")],
    knob: Annotated[
        list[str] | None,
        typer.Option(help="What may be turned: an id, a family, or id=value,value; repeatable."),
    ] = None,
    objective: Annotated[
        str, typer.Option(help="value, margin, revenue, orders or conversions.")
    ] = "value",
    guardrail: Annotated[
        list[str] | None,
        typer.Option(help="A limit as NAME=LIMIT: " + ", ".join(LIMITS) + "; repeatable."),
    ] = None,
    knobs: Annotated[bool, typer.Option("--knobs", help="List what can be turned.")] = False,
    customers: Customers = "10000",
    designs: Annotated[int, typer.Option(min=2, max=100_000, help="Designs to try.")] = 120,
    worlds: Annotated[int, typer.Option(min=2, max=1000, help="Fresh worlds of the proof.")] = 20,
    seed: Seed = 7,
    days: Days = 90,
    start: Start = "2026-03-02",
    behaviour: World = None,
    brand: BrandFile = None,
    season: around.Seasons = None,
    launch: around.Launches = None,
    cohort_days: around.CohortDays = 1,
    out: Annotated[Path | None, typer.Option(help="Write the proven design to this file.")] = None,
    as_json: AsJson = False,
) -> int:
    """Search for a better design of a journey, and prove it on fresh customers."""
    from journeyboard.cli.inputs import behaviour_file, brand_for, first_day, journey_file
    from journeyboard.workflows.search import optimize as search

    found, path = journey_file(journey)
    if knobs:
        return _list(found, as_json)
    owner, day = brand_for(found, path, brand), first_day(start)
    answer = search(
        found, tuple(knob or ()), _people(customers, owner, day), brand=owner, objective=objective,
        guardrails=limits(guardrail or []), designs=designs, seed=seed, days=days, start=day,
        behaviour=behaviour_file(behaviour), worlds=worlds,
        circumstances=around.circumstances_of({}, season, launch, cohort_days), progress=progress("Flights:"),
    )  # fmt: skip
    written = _write(answer, path, out)
    if as_json:
        emit(answer.to_dict() | {"path": str(out) if written else None})
    else:
        _tell(answer)
    return 1 if out is not None and not written else 0


def limits(said: list[str]) -> Guardrails:
    """Guardrails from `NAME=LIMIT`; BadInput for anything else."""
    from journeyboard.simulation.searching.worth import Guardrails

    found: dict[str, Any] = {}
    for one in said:
        name, _, text = one.partition("=")
        try:
            number = float(text.strip().rstrip("% "))
        except ValueError:
            name = ""
        if name.strip() not in LIMITS or number < 0:
            known = "; ".join(f"{key}={words}" for key, words in LIMITS.items())
            raise BadInput(f"“{one}” is no guardrail.", advice=f"Write one of these: {known}.")
        found[name.strip()] = number / 100 if text.strip().endswith("%") else number
    return Guardrails(**found)


def _people(customers: str, brand: Any, start: str) -> int | Audience:
    from journeyboard.cli.inputs import audience_of

    bare = customers.replace("_", "").replace(",", "").strip()
    if bare.removeprefix("-").isdecimal():
        return int(bare)
    return audience_of(customers, seed=1, start=start, brand=brand)


def _list(journey: Journey, as_json: bool) -> int:
    from journeyboard.journey.offered import knobs_of

    found = knobs_of(journey)
    if as_json:
        emit({"journey": journey.id, "knobs": [
            {"id": k.id, "family": k.family, "title": k.title, "now": k.now, "levels": k.levels} for k in found
        ]})  # fmt: skip
        return 0
    rows = [(k.id, k.title, k.words(k.now), ", ".join(map(k.words, k.levels))) for k in found]
    table(("Knob", "What", "Now", "Tried"), rows)
    return 0


def _write(search: Search, path: Path, out: Path | None) -> bool:
    """Write the winner into the layout of its file; nothing when nothing was proven."""
    if out is None or search.winner is None or not (search.proven or search.rescued):
        if out is not None:
            note(f"Nothing is written to {out}: no better design was proven.")
        return False
    from journeyboard.journey.file import update_text

    text = update_text(path.read_text("utf-8"), search.winner.journey, out.name)
    try:
        out.write_text(text, "utf-8")
    except OSError as error:
        raise BadInput(
            f"the file cannot be written: {(error.strerror or '').lower()}.",
            place=Place(file=str(out)),
            advice="Check the path.",
        ) from None
    note(f"Written: {out}")
    return True


def _tell(search: Search) -> None:
    from journeyboard.cli.readout import money_words
    from journeyboard.simulation.searching.worth import OBJECTIVES
    from journeyboard.workflows.search_words import crowd_words, curse_words, verdict

    def money(value: float) -> str:
        return money_words(value, search.currency)

    broken = sum(bool(design.broken) for design in search.designs)
    say(
        f"{search.journey.name}: {len(search.designs):,} designs tried, {broken:,} break a limit; "
        f"{OBJECTIVES[search.objective].label.lower()}, per 10,000 customers."
    )
    say()
    rows = [_row(search, design, money) for design in (search.start, *search.finalists)]
    table(("Design", "In the search", "On fresh customers", "Opt-outs"), rows)
    say()
    if search.winner:
        say(f"Best found: {search.changes(search.winner)}.")
    said = (verdict(search, money), curse_words(search, money), crowd_words(search))
    for sentence in (*said, *(f"New warning: {one}" for one in search.new_warnings)):
        if sentence:
            say(sentence)


def _row(search: Search, design: Design, money: Callable[[float], str]) -> tuple[str, ...]:
    """A finalist, or the start, which is not better than itself."""
    from journeyboard.workflows.search_words import sum_words, with_error

    seen, fresh = design.score, design.fresh
    if design is search.start:
        seen = None
    return (
        search.changes(design),
        sum_words(search, seen.better.mean, money) if seen else "–",
        with_error(search, fresh.better, money) if fresh and design is not search.start else "–",
        f"{fresh.opt_outs:,.1f}" if fresh else "–",
    )
