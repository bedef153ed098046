"""`journeyboard report`: metrics, funnel, stages and opt-outs of a run or of any event table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journeyboard.cli import readout
from journeyboard.cli.show import AsJson, emit, note, say
from journeyboard.errors import BadInput, Place

if TYPE_CHECKING:
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


def report(
    events: Annotated[Path, typer.Argument(help="A run's folder, or Parquet event tables.")],
    within: Annotated[str, typer.Option(help="How long a funnel and a lift may take.")] = "7 days",
    csv: Annotated[Path | None, typer.Option(help="Write the tables into this folder.")] = None,
    as_json: AsJson = False,
) -> int:
    """Read an event table: messages, opt-outs, funnel, stages, and lift against control."""
    reading = _read(events, within)
    if csv is not None:
        _write_tables(reading, csv)
    if as_json:
        emit(_document(reading, events, within))
    else:
        _tell(reading, within)
    return 0


def _read(path: Path, within: str) -> Reading:
    from journeyboard.measurement.assigned import lift_from_assignments
    from journeyboard.measurement.funnel import funnel
    from journeyboard.measurement.metrics import metrics
    from journeyboard.measurement.stages import stages

    run = _run_in(path)
    log = _log_of(path, run)
    # A run knows its goal's window; a bare log has the catalogue's own.
    ask = run.metrics if run else partial(metrics, log)
    return Reading(
        ask(),
        ask("node"),
        ask("day"),
        funnel(log, STEPS, within=within),
        stages(log, everyone=_everyone(run)),
        run.lift() if run else lift_from_assignments(log, window=within),
        _truth(run) if run else None,
        run,
    )


def _everyone(run: Run | None) -> dict[str, int] | None:
    """Customers by stage at the start, those included to whom nothing happened; a log knows only the others."""
    if run is None:
        return None
    counts = run.outcomes["stage_start"].value_counts()
    return {str(stage): int(count) for stage, count in counts.items()}


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
    readout.tell_messages(reading.messages)
    say()
    say(f"Funnel (each customer once, within {within} of the first step)")
    readout.tell_funnel(reading.funnel)
    say()
    say("Stages")
    readout.tell_stages(reading.stages)
    readout.tell_lift(reading.experiments, reading.truth)
    say()
    say(readout.verdict(reading.experiments, reading.truth) or _opt_outs(reading.whole))
    for line in reading.whole.notes:
        note(line)


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
    if lifts:
        import pandas as pd

        tables["lift"] = pd.concat(lifts, ignore_index=True)
    for name, frame in tables.items():
        to_csv(frame, folder / f"{name}.csv")
        note(f"Written: {folder / name}.csv")
