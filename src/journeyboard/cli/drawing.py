"""`journeyboard new` and `schema`: a journey file to begin with, and what may stand in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from journeyboard.cli.show import AsJson, emit, say, table
from journeyboard.errors import BadInput, Place

if TYPE_CHECKING:
    from journeyboard.journey.graph import Journey

KINDS = {"template": "template", "case": "practice case", "sample": "sample"}
"""What a journey can begin with: the word in JSON, and the one on the screen."""


def new(
    template: Annotated[str | None, typer.Argument(help="Name of a template or case.")] = None,
    path: Annotated[Path | None, typer.Argument(help="Where to write it.")] = None,
    list_them: Annotated[bool, typer.Option("--list", help="List templates and cases.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
    as_json: AsJson = False,
) -> int:
    """Write a new journey from a template or case; an existing file stays unless you say --force."""
    if list_them:
        return _list_templates(as_json)
    if template is None:
        raise BadInput("no template is named.", advice="See journeyboard new --list.")
    journey, written = _write_new(template, path, force)
    if as_json:
        emit({"journey": journey.id, "template": template, "path": str(written)})
    else:
        say(f"Written: {written} ({len(journey.nodes)} nodes)")
        say(f"Next: journeyboard check {written}")
    return 0


def _list_templates(as_json: bool) -> int:
    rows = [_row(name, kind, path) for name, (kind, path) in _beginnings().items()]
    if as_json:
        emit({"templates": rows})
    else:
        cells = [(row["template"], KINDS[row["kind"]], row["name"]) for row in rows]
        table(("Template", "Kind", "Name"), cells)
    return 0


def _row(name: str, kind: str, path: Path) -> dict[str, str]:
    from journeyboard.journey.file import load

    journey = load(path)
    about = " ".join(journey.description.split())
    return {"template": name, "kind": kind, "name": journey.name, "description": about}


def _beginnings() -> dict[str, tuple[str, Path]]:
    """(its kind, its file) of all a journey can begin with: templates first, then cases, then samples."""
    from journeyboard.journey.samples import case_journeys, sample_journeys, template_journeys

    cases = case_journeys()
    others = {name: path for name, path in sample_journeys().items() if name not in cases}
    shelves = {"template": template_journeys(), "case": cases, "sample": others}
    return {name: (kind, path) for kind, files in shelves.items() for name, path in files.items()}


def _write_new(template: str, path: Path | None, force: bool) -> tuple[Journey, Path]:
    from journeyboard.journey.file import load, update_text
    from journeyboard.journey.samples import JOURNEY_SUFFIX

    source = _template(template)
    target = _target(path, template + JOURNEY_SUFFIX)
    if target.exists() and not force:
        raise BadInput(
            "the file exists already.",
            place=Place(file=str(target)),
            advice="Name another one, or replace it with --force.",
        )
    if not target.parent.is_dir():
        raise BadInput(f"there is no folder {target.parent}.", advice="Create it first.")
    # Journeys that fly together need ids of their own, so the file's name becomes the id.
    journey = load(source).model_copy(update={"id": _id_of(target, JOURNEY_SUFFIX)})
    target.write_text(update_text(source.read_text("utf-8"), journey, target.name), "utf-8")
    return journey, target


def _template(name: str) -> Path:
    from difflib import get_close_matches

    known = _beginnings()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        meant = f"Did you mean “{near[0]}”? " if near else ""
        raise BadInput(
            f"there is no template “{name}”.", advice=f"{meant}See journeyboard new --list."
        )
    return known[name][1]


def _target(path: Path | None, name: str) -> Path:
    if path is None:
        return Path(name)
    return path / name if path.is_dir() else path


def _id_of(path: Path, suffix: str) -> str:
    import re

    stem = path.name.removesuffix(suffix) if path.name.endswith(suffix) else path.stem
    return re.sub(r"[^A-Za-z0-9_-]+", "_", stem).strip("_")[:64] or "journey"


def schema(
    kind: Annotated[
        Literal["journey", "brand"], typer.Argument(help="Which file is described.")
    ] = "journey",
    out: Annotated[Path | None, typer.Option(help="Write it to this file.")] = None,
    as_json: AsJson = False,
) -> int:
    """The JSON Schema of journey or brand files, so that an editor can complete them."""
    from journeyboard.journey.schema import schema_text

    if out is None:
        say(schema_text(kind).rstrip("\n"))
        return 0
    out.write_text(schema_text(kind), "utf-8")
    if as_json:
        emit({"schema": kind, "path": str(out)})
    else:
        say(f"Written: {out}")
    return 0
