"""`journeyboard new`, `preview` and `schema`: from a template to what one customer sees of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from journeyboard.cli.people import Seed
from journeyboard.cli.show import AsJson, emit, say, table
from journeyboard.errors import BadInput, Place

if TYPE_CHECKING:
    from journeyboard.journey.graph import Journey

Brand = Annotated[Path | None, typer.Option(help="Brand file (default: the journey's own).")]


def new(
    template: Annotated[str | None, typer.Argument(help="Name of a template.")] = None,
    path: Annotated[Path | None, typer.Argument(help="Where to write it.")] = None,
    list_them: Annotated[bool, typer.Option("--list", help="List the templates.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
    as_json: AsJson = False,
) -> int:
    """Write a new journey from a template; an existing file stays unless you say --force."""
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
    from journeyboard.journey.file import load
    from journeyboard.journey.samples import sample_journeys

    found = {name: load(path) for name, path in sample_journeys().items()}
    rows = [
        {"template": name, "name": journey.name, "description": " ".join(journey.description.split())}
        for name, journey in found.items()
    ]  # fmt: skip
    if as_json:
        emit({"templates": rows})
    else:
        table(("Template", "Name"), [(row["template"], row["name"]) for row in rows])
    return 0


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
    from journeyboard.journey.samples import sample_journeys

    known = sample_journeys()
    if name not in known:
        raise BadInput(f"there is no template “{name}”.", advice=f"There are: {', '.join(known)}.")
    return known[name]


def _target(path: Path | None, name: str) -> Path:
    if path is None:
        return Path(name)
    return path / name if path.is_dir() else path


def _id_of(path: Path, suffix: str) -> str:
    import re

    stem = path.name.removesuffix(suffix) if path.name.endswith(suffix) else path.stem
    return re.sub(r"[^A-Za-z0-9_-]+", "_", stem).strip("_")[:64] or "journey"


def preview(
    journey: Annotated[str, typer.Argument(help="Journey file, or name of a sample.")],
    customer: Annotated[
        str | None, typer.Option(help="Customer key (default: the first who enters).")
    ] = None,
    customers: Annotated[str, typer.Option(help="A number of samples, or a CSV file.")] = "1000",
    at: Annotated[str | None, typer.Option(help="When they enter, as 2026-03-02T18:30.")] = None,
    seed: Seed = 7,
    brand: Brand = None,
    as_json: AsJson = False,
) -> int:
    """Every message as one customer sees it, with its local time, or why it is not sent."""
    from journeyboard.cli.inputs import audience_of, brand_for, journey_file, moment
    from journeyboard.simulation.preview import preview as fly_one

    loaded, path = journey_file(journey)
    owner = brand_for(loaded, path, brand)
    people = audience_of(customers, seed=1, start="2026-03-02", brand=owner)
    who = people.customer(customer or str(people.frame["profile_key"].iloc[0]))
    seen = fly_one(
        loaded, who, brand=owner, people=people, entered_at=moment(at), seed=seed
    )  # fmt: skip
    document = {"journey": loaded.id, "customer": who.profile_key, "seed": seed, **seen.to_dict()}
    if as_json:
        emit(document)
    else:
        _tell_preview(loaded, who, seen)
    return 0


def _tell_preview(journey: Journey, who: Any, seen: Any) -> None:
    name = " ".join(part for part in (who.first_name, who.last_name) if part)
    say(f"{journey.name} as {who.profile_key} sees it ({name or 'no name'}, {who.region})")
    for message in seen.messages:
        say()
        _tell_message(message)
    at, reason = seen.exit
    say()
    say(f"Leaves {at:%a %d %b %Y %H:%M} UTC: {reason}" if at else f"Still inside: {reason}")


def _tell_message(message: Any) -> None:
    local = f"{message.local:%a %d %b %Y %H:%M} {message.zone}"
    state = message.status if not message.reason else f"{message.status} ({message.reason})"
    say(f"{local}  {message.channel}  {message.node_id}  {state}")
    for label, text in (("Subject", message.subject), ("Title", message.title)):
        if text and message.channel in ("email", "push"):
            say(f"  {label}: {text}")
    for line in (message.body or "").splitlines():
        say(f"  {line}")
    if message.parts:
        parts = "1 part" if message.parts == 1 else f"{message.parts} parts"
        say(f"  [{message.encoding}, {parts}, {message.cost:.4f}]")


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
