"""`journeyboard export`: a journey in the form of another tool; a new target goes into the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from journeyboard.cli.show import AsJson, emit, say
from journeyboard.errors import BadInput

if TYPE_CHECKING:
    from journeyboard.journey.graph import Journey


def export(
    target: Annotated[str, typer.Argument(help="What to make of it: mermaid.")],
    journey: Annotated[str, typer.Argument(help="A journey file or a sample's name.")],
    out: Annotated[Path | None, typer.Option(help="Write it to this file.")] = None,
    as_json: AsJson = False,
) -> int:
    """Write a journey for another tool: mermaid is a flowchart as text, for wikis and pull requests."""
    text, journey_id = _exported(target, journey)
    if out:
        out.write_text(text, "utf-8")
    if as_json:
        result = {"path": str(out)} if out else {"text": text}
        emit({"target": target, "journey": journey_id, **result})
    else:
        say(f"Written: {out}" if out else text.rstrip("\n"))
    return 0


def _exported(target: str, name: str) -> tuple[str, str]:
    from journeyboard.cli.inputs import journey_file

    if target not in TARGETS:
        raise BadInput(
            f"there is no target “{target}”.",
            advice=f"The targets are: {', '.join(TARGETS)}.",
        )
    journey, _ = journey_file(name)
    return TARGETS[target](journey), journey.id


def _mermaid(journey: Journey) -> str:
    from journeyboard.journey.mermaid import mermaid

    return mermaid(journey)


TARGETS: dict[str, Callable[[Journey], str]] = {"mermaid": _mermaid}
