"""A run that has been flown: its folder, and every question one may ask of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeyboard.errors import BadInput, RunError
from journeyboard.records import Event
from journeyboard.simulation.flight import Assignment, Program
from journeyboard.simulation.sums import added
from journeyboard.simulation.truth import Truth, truth_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from journeyboard.measurement.cohorts import Cohort, Span
    from journeyboard.measurement.experiment import Experiment
    from journeyboard.measurement.funnel import Funnel
    from journeyboard.measurement.log import EventLog
    from journeyboard.measurement.metrics import MetricTable
    from journeyboard.measurement.stages import StageFlow
    from journeyboard.measurement.steps import StepFigures
    from journeyboard.simulation.part import Parts

LIFTED = ("converted", "orders", "revenue")
"""The outcomes that `lift` compares unless it is told others."""


@dataclass(frozen=True, eq=False)
class Run:
    """A finished run in its folder; nothing is read before it is asked for."""

    path: Path
    manifest: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The hash of every event, the same for every way of flying it."""
        return str(self.manifest["digest"])

    @property
    def customers(self) -> int:
        """How many customers flew."""
        return int(self.manifest["customers"])

    @property
    def currency(self) -> str:
        """The currency of all money."""
        return str(self.manifest["currency"])

    @property
    def capacity(self) -> Mapping[str, Any] | None:
        """What the sender's limits did (`capacity_told.told_of`); None where there were none."""
        told: Mapping[str, Any] | None = self.manifest.get("capacity")
        return told

    @cached_property
    def log(self) -> EventLog:
        """The event log on disk."""
        from journeyboard.measurement.log import EventLog

        return EventLog(
            tuple(sorted((self.path / "events").glob("part-*.parquet"))), whole_customers=True
        )

    @cached_property
    def events(self) -> pa.Table:
        """All events (`records.event_schema`), by customer, time and seq."""
        return self._table("events")

    @cached_property
    def assignments(self) -> pd.DataFrame:
        """One row a customer and experiment, with outcomes inside its window (cents, micro-units)."""
        return self._frame("assignments")

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """One row a customer: what the run brought, and what it would have been untouched."""
        return self._frame("outcomes")

    def _frame(self, kind: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        frame: pd.DataFrame = self._table(kind, columns).to_pandas()
        return frame

    def _table(self, kind: str, columns: Sequence[str] | None = None) -> pa.Table:
        import pyarrow as pa
        import pyarrow.parquet as pq

        files = sorted((self.path / kind).glob("part-*.parquet"))
        try:
            return pa.concat_tables([pq.read_table(f, columns=columns, partitioning=None) for f in files]).unify_dictionaries()  # fmt: skip
        except (OSError, pa.ArrowInvalid) as error:
            raise RunError(f"the run in {self.path} cannot be read back: {error}.") from error

    def metrics(self, by: Any = None, **options: Any) -> MetricTable:
        """The catalogue's metrics, of everything or by node, variant, arm, segment, stage, day."""
        from journeyboard.measurement.metrics import metrics

        window = self.manifest["attribution_window"]
        return metrics(self.log, by=by, **{"attribution_window": window, **options})

    def funnel(self, steps: Sequence[Any], **options: Any) -> Funnel:
        """Distinct customers from step to step."""
        from journeyboard.measurement.funnel import funnel

        return funnel(self.log, steps=steps, **options)

    def stages(self, **options: Any) -> StageFlow:
        """How customers moved between the stages."""
        from journeyboard.measurement.stages import stages

        everyone = self.outcomes["stage_start"].value_counts().to_dict()
        return stages(self.log, **{"everyone": everyone, **options})

    def lift(self, *, outcomes: Sequence[str] = LIFTED, **options: Any) -> tuple[Experiment, ...]:
        """What the control groups say, analysed as assigned, in each experiment's window."""
        from journeyboard.measurement.assigned import lift_from_assignments

        weights = {
            told["id"]: dict(zip(told["arms"], told["shares"], strict=True))
            for told in self.manifest["assignments"]
        }
        rows = self._frame("assignments", ["experiment_id", "arm", "is_control", *outcomes])
        return lift_from_assignments(rows, outcomes=outcomes, **{"weights": weights, **options})

    def truth(self) -> Truth:
        """What the other lives of the same customers say: exact. Raises RunError for an old run."""
        told = self.manifest["assignments"]
        assignments = [Assignment(a["journey"], a["id"], tuple(a["arms"]), a["control"], a["window"], tuple(a["shares"])) for a in told]  # fmt: skip
        not_flown = self.manifest.get("not_flown", ())
        return truth_of(self.manifest["truth"], assignments, self.manifest["journeys"], not_flown)

    def cohorts(self, span: Span = "week") -> tuple[Cohort, ...]:
        """Customers by journey and week (or month) of entry, and what they did in the goal's window."""
        from datetime import date, timedelta

        from journeyboard.measurement.cohorts import cohorts

        end = date.fromisoformat(self.manifest["start"]) + timedelta(days=self.manifest["days"])
        windows = dict.fromkeys(self.manifest["journeys"], self.manifest["attribution_window"])
        windows |= {
            self.manifest["journeys"][a["journey"]]: a["window"]
            for a in self.manifest["assignments"]
        }
        return cohorts(self.log, end=end.isoformat(), windows=windows, span=span)

    def steps(self, journey: str | None = None, **options: Any) -> StepFigures:
        """For the canvas: figures by step and flows between steps, of one journey (the first)."""
        from journeyboard.measurement.steps import step_figures

        named, window = journey or self.manifest["journeys"][0], self.manifest["attribution_window"]
        return step_figures(self.log, named, **{"window": window, **options})

    def customer(self, key: str) -> list[Event]:
        """The events of one customer, in their order. Raises BadInput when there are none."""
        events = self.events_of(key)
        if not events:
            raise BadInput(f"there is no customer “{key}” in this run.")
        return events

    def events_of(self, key: str) -> list[Event]:
        """As `customer`; none for somebody to whom nothing happened."""
        import pyarrow.parquet as pq

        for part in self.log.parts:
            found = pq.read_table(part, filters=[("profile_key", "=", key)], partitioning=None)
            if len(found):
                return [event_of(row) for row in found.to_pylist()]
        return []

    def to_dict(self) -> dict[str, Any]:
        """The manifest and the truth as plain values."""
        shown = {k: v for k, v in self.manifest.items() if k not in ("truth", "counts")}
        return shown | {"truth": self.truth().to_dict(), "counts": self.manifest["counts"]}


def event_of(row: Mapping[str, Any]) -> Event:
    """A row of the event table as an event; its time is aware UTC."""
    from datetime import UTC

    money = {name: None if row[name] is None else float(row[name]) for name in ("value", "cost")}
    return Event(**{**row, **money, "at": row["at"].replace(tzinfo=UTC), "segments": tuple(row["segments"] or ())})  # fmt: skip


def open_run(path: str | Path) -> Run:
    """A finished run from its folder. Raises RunError with one sentence where there is none."""
    manifest = Path(path) / "manifest.json"
    try:
        told = json.loads(manifest.read_text("utf-8"))
    except FileNotFoundError:
        raise RunError(f"{path} holds no finished run. Choose the folder that `simulate --out` wrote.") from None  # fmt: skip
    except (OSError, ValueError) as error:
        raise RunError(f"the run in {path} cannot be read: {error}.") from error
    return Run(Path(path), told)


def manifest_of(program: Program, digest: str, parts: Parts, engine: str) -> dict[str, Any]:  # fmt: skip
    """What a run says of itself: its settings, its sums, and the digest of all its events.

    `program` is that of any of its customers, `digest` that of all.
    """
    content = hashlib.blake2b(digest.encode(), digest_size=16)
    for part in parts:
        content.update(part.digest.encode())
    flight = program.flight
    return {
        "digest": content.hexdigest(), "program": digest, "engine": engine, "run_id": digest[:12],
        "journeys": [journey.id for journey in flight.journeys],
        "titles": {f"{j.id}/{node.id}": node.title for j in flight.journeys for node in j.nodes},
        "names": [journey.name for journey in flight.journeys], "brand": flight.brand.id,
        "currency": flight.brand.currency,
        "attribution_window": flight.journeys[0].goal.window,
        "seed": flight.seed, "days": flight.days, "start": flight.start.date().isoformat(),
        "customers": sum(part.last - part.first for part in parts), "entered": sum(part.entered for part in parts),
        "capped": sum(part.capped for part in parts), "events": sum(part.rows for part in parts), "bytes": sum(part.size for part in parts),
        "behaviour": dict(flight.behaviour.changed), "types": _added_types(parts),
        "assignments": [
            {"journey": a.journey, "id": a.id, "arms": list(a.arms), "control": a.control, "window": a.window, "shares": list(a.shares)}
            for a in program.names.assignments
        ],
        "not_flown": list(program.names.not_flown), "counts": _added_counts(parts), "truth": added(part.truth for part in parts),
    }  # fmt: skip


def _added_types(parts: Parts) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for name, count in part.types.items():
            total[name] = total.get(name, 0) + count
    return dict(sorted(total.items()))


def _added_counts(parts: Parts) -> dict[str, dict[str, int]]:
    total: dict[str, dict[str, int]] = {}
    for part in parts:
        for node, seen in part.counts.items():
            mine = total.setdefault(node, {})
            for name, count in seen.items():
                mine[name] = mine.get(name, 0) + count
    return dict(sorted(total.items()))
