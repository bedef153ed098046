"""Stages over time: in which of the five stages customers were, and how they moved between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from journeyboard.errors import BadInput, TableError
from journeyboard.measurement.log import EventLog
from journeyboard.measurement.touch import ORDER
from journeyboard.records import STAGES

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

Every = Literal["day", "week"]
_DAYS: Mapping[str, int] = {"day": 1, "week": 7}


@dataclass(frozen=True)
class StageLink:
    """How many customers were in `source` at the start of a period and in `target` at its end."""

    period: int
    source: str
    target: str
    customers: int


@dataclass(frozen=True)
class StageFlow:
    """Customers by stage at each moment (naive UTC), and their moves in the periods between.

    Every customer of the log is in exactly one stage at each moment: a row of `counts` adds up
    to `customers`. `overall` are the links from the first moment to the last. Customers without
    any stage in the log are counted in `unknown` and nowhere else.
    """

    times: tuple[datetime, ...]
    counts: Mapping[str, tuple[int, ...]]
    links: tuple[StageLink, ...]
    overall: tuple[StageLink, ...]
    customers: int
    unknown: int

    def to_pandas(self) -> pd.DataFrame:
        """One row per moment, one column per stage."""
        import pandas as pd

        return pd.DataFrame(dict(self.counts), index=pd.Index(self.times, name="at"))

    def to_dict(self) -> dict[str, Any]:
        return {
            "times": [moment.isoformat() for moment in self.times],
            "counts": {stage: list(numbers) for stage, numbers in self.counts.items()},
            "links": [asdict(link) for link in self.links],
            "overall": [asdict(link) for link in self.overall],
            "customers": self.customers,
            "unknown": self.unknown,
        }


def stages(
    log: EventLog, *, every: Every = "week", everyone: Mapping[str, int] | None = None
) -> StageFlow:
    """Customers by stage at the start, after every day or week (UTC, from the first event's day) and at the end.

    A customer's stage is that of the last event with one; before the first, the stage it changed from,
    or its own. A log knows only customers with events, and those move more than the rest: `everyone` (all
    customers by stage at the start, as a run's outcomes have them) adds the silent ones, who stay.
    """
    if every not in _DAYS:
        raise BadInput(f"Stages cannot be counted every “{every}”.", advice="Choose day or week.")
    bounds = log.collect(_bounds)[0]
    begins = [row["first"] for row in bounds if row["first"] is not None]
    if not begins:
        return StageFlow((), dict.fromkeys(STAGES, ()), (), (), 0, 0)
    start = min(begins).replace(hour=0, minute=0, second=0, microsecond=0)
    last = max(row["last"] for row in bounds if row["last"] is not None)
    length = timedelta(days=_DAYS[every])
    periods = (last - start) // length + 1
    changes = any(row["changes"] for row in bounds)
    found = log.collect(
        lambda events: start_counts(_staged(events, changes)),
        lambda events: move_counts(_staged(events, changes), start, _DAYS[every]),
        lambda events: overall_counts(_staged(events, changes)),
        _customers,
    )
    times = tuple(start + length * number for number in range(periods + 1))
    return _flow(times, *_with_silent(found, everyone or {}))


def _with_silent(
    found: list[list[dict[str, Any]]], everyone: Mapping[str, int]
) -> list[list[dict[str, Any]]]:
    """The counts with the customers the log does not know: they begin and end in one stage."""
    starts, moves, overall, customers = found
    known = Counter[str]()
    for row in starts:
        known[row["stage"]] += int(row["n"])
    silent = {name: int(everyone.get(name, 0)) - known[name] for name in STAGES}
    quiet = {name: count for name, count in silent.items() if count > 0}
    rows = [{"stage": name, "n": count} for name, count in quiet.items()]
    stays = [{"source": name, "target": name, "n": count} for name, count in quiet.items()]
    more = {"n": sum(quiet.values())}
    return [[*starts, *rows], moves, [*overall, *stays], [*customers, more]]


def stages_from_outcomes(outcomes: pd.DataFrame) -> tuple[StageLink, ...]:
    """The overall links from outcome rows (`stage_start`, `stage_end`): every customer, with events or without."""
    missing = [name for name in ("stage_start", "stage_end") if name not in outcomes.columns]
    if missing:
        raise TableError(f"The outcomes have no column “{missing[0]}”.")
    pairs = Counter(
        zip(outcomes["stage_start"].astype(str), outcomes["stage_end"].astype(str), strict=True)
    )
    return _sorted_links(StageLink(0, *pair, customers=count) for pair, count in pairs.items())


def start_counts(rows: ir.Table) -> ir.Table:
    """Customers by the stage before their first event: columns stage, n."""
    first = _numbered(rows).filter(lambda table: table.turn == 0)
    return first.group_by(stage=_before(first)).agg(n=first.count())


def move_counts(rows: ir.Table, start: datetime, days: int) -> ir.Table:
    """Customers who changed stage between the ends of periods: period, source, target, n."""
    import ibis

    elapsed = rows["at"].delta(ibis.timestamp(start), unit="second")
    rows = rows.mutate(period=(elapsed // (days * 86_400)).cast("int64"), initial=_before(rows))
    final = ibis.row_number().over(
        group_by=["profile_key", "period"], order_by=[ibis.desc(name) for name in ORDER]
    )
    opening = rows.initial.first().over(_customer())
    ends = rows.mutate(turn=final, opening=opening).filter(lambda table: table.turn == 0)
    previous = ends.stage.lag().over(ibis.window(group_by="profile_key", order_by="period"))
    moves = ends.mutate(source=ibis.coalesce(previous, ends.opening), target=ends.stage)
    moves = moves.filter(moves.source != moves.target)
    return moves.group_by("period", "source", "target").agg(n=moves.count())


def overall_counts(rows: ir.Table) -> ir.Table:
    """Customers by first and last stage: source, target, n."""
    rows = rows.mutate(source=_before(rows).first().over(_customer()))
    last = _latest(rows)
    return last.group_by("source", target="stage").agg(n=last.count())


def _bounds(events: ir.Table) -> ir.Table:
    changes = (events.type == "stage.changed").cast("int64").sum()
    return events.agg(first=events["at"].min(), last=events["at"].max(), changes=changes)


def _customers(events: ir.Table) -> ir.Table:
    return events.agg(n=events.profile_key.nunique())


def _staged(events: ir.Table, has_changes: bool) -> ir.Table:
    """The rows that tell stages: every change and one row of who never changed, else all with a stage.

    A log with `stage.changed` events says all there is to say in these few rows.
    """
    import ibis

    rows = events.filter(events.stage.isin(STAGES))
    rows = rows.select("profile_key", "type", "stage", "reason", *ORDER)
    if not has_changes:
        return rows
    changes = rows.filter(rows.type == "stage.changed")
    still = rows.group_by("profile_key").agg(stage=rows.stage.max(), at=rows["at"].min())
    still = still.anti_join(changes, "profile_key")
    blank = {name: ibis.null(changes[name].type()) for name in ("type", "reason", *ORDER[1:])}
    return changes.union(still.mutate(**blank).select(changes.columns))


def _before(rows: ir.Table) -> Any:
    """The stage before the row's event."""
    import ibis

    moved = (rows.type == "stage.changed") & rows.reason.isin(STAGES)
    return ibis.ifelse(moved.fill_null(False), rows.reason, rows.stage)


def _customer() -> Any:
    import ibis

    return ibis.window(group_by="profile_key", order_by=list(ORDER), preceding=None, following=None)


def _numbered(rows: ir.Table) -> ir.Table:
    import ibis

    turn = ibis.row_number().over(group_by="profile_key", order_by=list(ORDER))
    return rows.mutate(turn=turn)


def _latest(rows: ir.Table) -> ir.Table:
    import ibis

    turn = ibis.row_number().over(
        group_by="profile_key", order_by=[ibis.desc(name) for name in ORDER]
    )
    return rows.mutate(turn=turn).filter(lambda table: table.turn == 0)


Rows = Iterable[Mapping[str, Any]]


def _flow(
    times: tuple[datetime, ...], starts: Rows, moves: Rows, overall: Rows, customers: Rows
) -> StageFlow:
    begin = Counter[str]()
    for row in starts:
        begin[row["stage"]] += int(row["n"])
    moved = Counter[tuple[int, str, str]]()
    for row in moves:
        moved[int(row["period"]), row["source"], row["target"]] += int(row["n"])
    whole = Counter[tuple[str, str]]()
    for row in overall:
        whole[row["source"], row["target"]] += int(row["n"])
    known = sum(begin.values())
    counts = _counts(len(times), begin, moved)
    return StageFlow(
        times,
        counts,
        _sorted_links([*_moves(moved), *_stays(len(times) - 1, counts, moved)]),
        _sorted_links(StageLink(0, *pair, customers=count) for pair, count in whole.items()),
        known,
        sum(int(row["n"]) for row in customers) - known,
    )


def _counts(
    moments: int, begin: Counter[str], moved: Counter[tuple[int, str, str]]
) -> dict[str, tuple[int, ...]]:
    """Customers per stage at each moment: the start, then each period's moves added."""
    counts = {stage: [begin[stage]] for stage in STAGES}
    for period in range(moments - 1):
        for stage in STAGES:
            gained = sum(moved[period, other, stage] for other in STAGES)
            lost = sum(moved[period, stage, other] for other in STAGES)
            counts[stage].append(counts[stage][-1] + gained - lost)
    return {stage: tuple(numbers) for stage, numbers in counts.items()}


def _moves(moved: Counter[tuple[int, str, str]]) -> list[StageLink]:
    return [StageLink(*key, customers=count) for key, count in moved.items() if count]


def _stays(
    periods: int,
    counts: Mapping[str, tuple[int, ...]],
    moved: Counter[tuple[int, str, str]],
) -> list[StageLink]:
    stays = []
    for period in range(periods):
        for stage in STAGES:
            left = sum(moved[period, stage, other] for other in STAGES)
            if counts[stage][period] > left:
                stays.append(StageLink(period, stage, stage, counts[stage][period] - left))
    return stays


def _sorted_links(links: Iterable[StageLink]) -> tuple[StageLink, ...]:
    def place(link: StageLink) -> tuple[int, int, int]:
        return (link.period, _place(link.source), _place(link.target))

    return tuple(sorted(links, key=place))


def _place(stage: str) -> int:
    return STAGES.index(stage) if stage in STAGES else len(STAGES)
