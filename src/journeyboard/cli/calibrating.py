"""`journeyboard calibrate`: the behaviour model fitted to an event log, with intervals and reasons."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journeyboard.cli.options import BrandFile
from journeyboard.cli.show import AsJson, emit, note, progress, say, table
from journeyboard.errors import BadInput, Place

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.measurement.log import EventLog
    from journeyboard.simulation.calibration.answer import Calibration
    from journeyboard.simulation.circumstances import Circumstances

Span = tuple[datetime, datetime]


def calibrate(
    events: Annotated[
        Path, typer.Argument(help="A run's folder, or an event file (CSV, Parquet).")
    ],
    journey: Annotated[
        list[str], typer.Option(help="Journey file or sample name its messages belong to.")
    ],
    customers: Annotated[
        str | None,
        typer.Option(help="Whose events these are: how many samples, or a CSV file."),
    ] = None,
    brand: BrandFile = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the fitted numbers here, for simulate --behaviour.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Fit the behaviour model to what happened: estimates with intervals, defaults for the rest."""
    from journeyboard.cli.inputs import audience_of, brand_for, journey_file
    from journeyboard.simulation.calibration.calibrate import calibrate as fit

    if out is not None and not out.resolve().parent.is_dir():
        raise BadInput(f"there is no folder {out.parent}.", advice="Create it first.")
    loaded = [journey_file(name) for name in journey]
    owner: Brand = brand_for(*loaded[0], brand)
    log, span, start, around = _log(events)
    people: Audience | None = None
    if customers is not None:
        people = audience_of(customers, seed=1, start=start, brand=owner)
    found = fit(
        log,
        [one for one, _ in loaded],
        people=people,
        brand=owner,
        span=span,
        circumstances=around,
        progress=progress("Calibration: step"),
    )
    if out is not None:
        out.write_text(yaml_of(found, events.name), "utf-8")
        note(f"Written: {out}")
    emit(found.to_dict() | {"source": events.name}) if as_json else _tell(found, events.name)
    return 0


def _log(path: Path) -> tuple[EventLog, Span | None, str, Circumstances | None]:
    """The events, the observed time where a run says it, the first day, and a run's circumstances."""
    if (path / "manifest.json").is_file():
        from journeyboard.simulation.circumstances import Circumstances
        from journeyboard.simulation.results import open_run

        run = open_run(path)
        around = Circumstances.of_dict(run.manifest.get("circumstances", {}))
        start = datetime.fromisoformat(str(run.manifest["start"]))
        return run.log, (start, start + timedelta(days=int(run.manifest["days"]))), f"{start:%Y-%m-%d}", around  # fmt: skip
    if path.is_dir():
        raise BadInput("the folder holds no finished run.", place=Place(file=str(path)), advice="Give a run's folder or an event file.")  # fmt: skip
    from journeyboard.measurement.calibration_events import read_event_file

    found = read_event_file(path)
    for name, count in found.unknown.items():
        note(f"{path.name}: {count:,} events “{name}” are of no known kind and left out.")
    return found.log, None, found.first[:10], None


def yaml_of(found: Calibration, source: str) -> str:
    """The fitted numbers as the YAML file that `simulate --behaviour` takes, each with its interval."""
    lines = [f"# Behaviour model fitted to {' '.join(source.split())}; 95 % intervals beside each number."]  # fmt: skip
    lines += [
        f"{one.key}: {one.value:.6g}  # {one.low:.4g} to {one.high:.4g}, default {one.default:g}"
        for one in found.estimates
    ]
    return "\n".join(lines if found.estimates else [*lines, "{}"]) + "\n"


def _tell(found: Calibration, source: str) -> None:
    apart = sum(not one.compatible for one in found.estimates)
    say(f"{source}: {found.customers:,} customers, {found.events:,} events.")
    say(f"{len(found.estimates)} numbers fitted, {apart} of them unlike the default; {len(found.kept)} kept.")  # fmt: skip
    for sentence in found.notes:
        say(sentence)
    say()
    table(
        ("Number", "Fitted", "95 % interval", "Default", "Events", "Of", ""),
        [_row(one) for one in found.estimates],
    )
    _tell_fit(found)
    _tell_kept(found)


def _row(one: Any) -> tuple[str, ...]:
    remark = "" if one.compatible else "differs"
    if one.thin:
        remark = f"{remark}, few events".removeprefix(", ")
    return (one.key, f"{one.value:.4g}", f"{one.low:.4g} to {one.high:.4g}", f"{one.default:g}", f"{one.events:,}", f"{one.n:,}", remark)  # fmt: skip


def _tell_fit(found: Calibration) -> None:
    say()
    for one in found.goodness:
        p = "too few groups for a test" if one.p_value is None else f"p = {one.p_value:.2f}"
        say(f"Fit of the {one.what}: {p} (chi-square {one.chi2:.1f} over {one.groups} groups).")
    for number in found.estimates:
        if number.note:
            say(f"{number.key}: {number.note}")
    for sentence in found.warnings:
        say(f"Care: {sentence}")


def _tell_kept(found: Calibration) -> None:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for one in found.kept:
        by_reason[one.reason].append(one.key)
    say("Kept at default:")
    for reason, keys in by_reason.items():
        say(f"  {', '.join(keys)}: {reason}.")
