"""`journeyboard report`: metrics, funnel, stages and opt-outs of a run or of any event table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journeyboard.cli import readout
from journeyboard.cli.cohorts import cohort_frame, cohorts_of, tell_cohorts
from journeyboard.cli.show import AsJson, emit, note, say
from journeyboard.errors import BadInput, Place

if TYPE_CHECKING:
    from journeyboard.measurement.cohorts import Cohort
    from journeyboard.measurement.experiment import Experiment
    from journeyboard.measurement.funnel import Funnel
    from journeyboard.measurement.log import EventLog
    from journeyboard.measurement.metrics import MetricTable
    from journeyboard.measurement.stages import StageFlow
    from journeyboard.simulation.results import Run

STEPS = ("journey.entered", "message.delivered", "message.clicked", "order.placed")


@dataclass(frozen=True)
class Reading:
    """Everything a report says."""

    whole: MetricTable
    messages: MetricTable
    days: MetricTable
    funnel: Funnel
    stages: StageFlow
    experiments: Sequence[Experiment]
    truth: dict[str, Any] | None
    run: Run | None
    titles: dict[str, str]
    window: str
    scope: str
    cohorts: tuple[Cohort, ...] | None


def report(
    events: Annotated[Path, typer.Argument(help="A run's folder, or Parquet event tables.")],
    within: Annotated[str, typer.Option(help="How long a funnel and a lift may take.")] = "7 days",
    cohorts: Annotated[
        str | None, typer.Option(help="Also customers by the week or month they entered in.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the tables into this folder.")] = None,
    as_json: AsJson = False,
) -> int:
    """Read an event table: messages, opt-outs, funnel, stages, and lift against control."""
    reading = _read(events, within, cohorts)
    if csv is not None:
        _write_tables(reading, csv)
    if as_json:
        emit(_document(reading, events, within))
    else:
        _tell(reading, within)
    return 0


def _read(path: Path, within: str, span: str | None) -> Reading:
    from journeyboard.measurement.assigned import lift_from_assignments
    from journeyboard.measurement.funnel import funnel
    from journeyboard.measurement.metrics import metrics
    from journeyboard.measurement.stages import stages

    run = _run_in(path)
    log = _log_of(path, run)
    # The events folder of a run is read as a log, but by the run's own window and titles.
    home = run or _run_around(path)
    known: dict[str, Any] = (
        {"attribution_window": home.manifest["attribution_window"]} if home else {}
    )
    ask: Callable[..., MetricTable] = partial(metrics, log, **known)
    whole = ask()
    return Reading(
        whole,
        ask("node"),
        ask("day"),
        funnel(log, STEPS, within=within),
        run.stages() if run else stages(log),
        run.lift() if run else lift_from_assignments(log, window=within),
        _truth(run) if run else None,
        run,
        readout.shown_titles(home.manifest) if home else {},
        _window_words(whole, home),
        _scope_words(run, home),
        cohorts_of(log, home, within, span) if span else None,
    )


def _window_words(whole: MetricTable, home: Run | None) -> str:
    from journeyboard.message.duration import format_duration

    source = (
        "comes from the goal of the run's first journey" if home else "is Journeyboard's default"
    )
    return f"The attribution window of {format_duration(whole.window_s)} {source}."


def _scope_words(run: Run | None, home: Run | None) -> str:
    if run:
        return "Stages count all customers of the run."
    more = f" Report {home.path} to count all." if home else ""
    return f"Stages count only customers with events.{more}"


def _run_around(path: Path) -> Run | None:
    """The run whose events folder this is."""
    return _run_in(path.parent) if path.is_dir() and path.name == "events" else None


def _truth(run: Run) -> dict[str, Any]:
    truth = run.truth().to_dict()
    truth["programme"]["currency"] = run.currency
    return truth


def _run_in(path: Path) -> Run | None:
    from journeyboard.simulation.results import open_run

    return open_run(path) if (path / "manifest.json").is_file() else None


def _log_of(path: Path, run: Run | None) -> EventLog:
    from journeyboard.measurement.log import open_log

    log = run.log if run else open_log(path)
    if not len(log):
        raise BadInput("There are no events.", place=Place(file=str(path)))
    return log


def _tell(reading: Reading, within: str) -> None:
    readout.tell_messages(reading.messages, reading.titles)
    say()
    say(f"Funnel (each customer once, within {within} of the first step)")
    readout.tell_funnel(reading.funnel)
    say()
    say(f"Stages ({_counted(reading)})")
    readout.tell_stages(reading.stages)
    if reading.cohorts is not None:
        tell_cohorts(reading.cohorts, reading.whole.currency)
    readout.tell_lift(reading.experiments, reading.truth, reading.titles)
    say()
    say(readout.verdict(reading.experiments, reading.truth) or _opt_outs(reading.whole))
    for line in _notes(reading):
        note(line)


def _counted(reading: Reading) -> str:
    number = readout.counted_words(reading.stages.customers, "customer")
    return f"all {number} of the run" if reading.run else f"only the {number} with events"


def _notes(reading: Reading) -> list[str]:
    return [*reading.whole.notes, reading.window, reading.scope]


def _opt_outs(whole: MetricTable) -> str:
    return f"Opt-outs: {readout.rate_words(whole.rows[0]['opt_out_rate'])} of delivered messages."


def _document(reading: Reading, path: Path, within: str) -> dict[str, Any]:
    return {
        "events": str(path),
        "within": within,
        "total": reading.whole.to_dict(),
        **readout.document(reading.messages, reading.experiments, reading.truth),
        "days": reading.days.to_dict(),
        "funnel": reading.funnel.to_dict(),
        "stages": reading.stages.to_dict(),
        "cohorts": None if reading.cohorts is None else [one.to_dict() for one in reading.cohorts],
        "titles": reading.titles,
        "notes": _notes(reading),
    }


def _write_tables(reading: Reading, folder: Path) -> None:
    from journeyboard.audience.customers import to_csv

    folder.mkdir(parents=True, exist_ok=True)
    lifts = [one.to_pandas().assign(experiment=one.name) for one in reading.experiments]
    tables = {
        "messages": reading.messages.to_pandas(),
        "days": reading.days.to_pandas(),
        "funnel": reading.funnel.to_pandas(),
        "stages": reading.stages.to_pandas().reset_index(),
    }
    if reading.cohorts is not None:
        tables["cohorts"] = cohort_frame(reading.cohorts)
    if lifts:
        import pandas as pd

        tables["lift"] = pd.concat(lifts, ignore_index=True)
    for name, frame in tables.items():
        to_csv(frame, folder / f"{name}.csv")
        note(f"Written: {folder / name}.csv")
