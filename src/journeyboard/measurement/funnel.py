"""Funnels: how many customers take each step, in order, strictly or in any order, within a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from journeyboard.errors import BadInput
from journeyboard.measurement.estimate import rate
from journeyboard.measurement.log import EventLog
from journeyboard.measurement.touch import ORDER
from journeyboard.measurement.window import Window, seconds, words

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

Order = Literal["ordered", "strict", "any"]
BOOKKEEPING = ("journey.", "message.queued", "message.sent", "message.skipped", "stage.changed")
"""Events that happen to the record and not to the customer: they never break a strict order."""


@dataclass(frozen=True)
class Step:
    """One step: an event type, optionally of one node, channel or journey."""

    type: str
    node: str | None = None
    channel: str | None = None
    journey: str | None = None
    label: str | None = None

    @property
    def name(self) -> str:
        """The label, or the type with what narrows it."""
        narrowed = [part for part in (self.journey, self.node, self.channel) if part]
        return self.label or " · ".join([self.type, *narrowed])


@dataclass(frozen=True)
class FunnelStep:
    """Distinct customers at one step.

    `continued` are those of them who came from the previous step within the window; rates are
    shares with Wilson intervals, None with a `reason` where the step before is empty.
    """

    name: str
    type: str
    customers: int
    continued: int
    from_previous: float | None
    from_previous_low: float | None
    from_previous_high: float | None
    from_first: float | None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Funnel:
    """A funnel's steps with how they were counted."""

    steps: tuple[FunnelStep, ...]
    order: Order
    open: bool
    window_s: int | None
    note: str

    def to_pandas(self) -> pd.DataFrame:
        """One row per step."""
        import pandas as pd

        return pd.DataFrame([step.to_dict() for step in self.steps])

    def to_dict(self) -> dict[str, Any]:
        return {
            "order": self.order,
            "open": self.open,
            "window_s": self.window_s,
            "steps": [step.to_dict() for step in self.steps],
            "note": self.note,
        }


def funnel(
    log: EventLog,
    steps: Sequence[str | Mapping[str, str] | Step],
    *,
    order: Order = "ordered",
    open: bool = False,
    within: Window | None = "7d",
) -> Funnel:
    """Distinct customers at each step.

    A step is an event type (“order.placed”), narrowed by words (“message.clicked node=nudge channel=sms”), a mapping
    or a `Step`. `ordered`: each step after the one before, anything in between; `strict`: nothing in between but
    bookkeeping; `any`: in any order. `within` bounds the time from the first to the current step (None: no bound).
    A closed funnel counts only who began at the first step; an open one everybody who took the
    step, and `continued` says who came from the step before within the window.
    Raises `BadInput` for fewer than two steps or an unreadable one.
    """
    wanted = [as_step(step) for step in steps]
    if len(wanted) < 2:
        raise BadInput("A funnel has at least two steps.", advice="Add the step that follows.")
    if order not in get_args(Order):
        raise BadInput(f"“{order}” is no funnel order.", advice="Choose ordered, strict or any.")
    window = None if within is None else seconds(within)
    rows = log.collect(lambda events: funnel_sums(events, wanted, order, window))[0]
    totals = {name: sum(int(row[name] or 0) for row in rows) for name in rows[0]}
    counted = _open_counts(totals, wanted) if open else _closed_counts(totals, wanted)
    return Funnel(_steps(wanted, counted), order, open, window, _note(order, open, window))


def as_step(step: str | Mapping[str, str] | Step) -> Step:
    """A `Step` from its spelling: “type node=… channel=… journey=… label=…”."""
    if isinstance(step, Step):
        return step
    parts = _parts(step) if isinstance(step, str) else step
    try:
        return Step(**parts)
    except TypeError as error:
        raise BadInput(
            f"“{step}” is not a funnel step.",
            advice="Write an event type, then node=…, channel=… or journey=….",
        ) from error


def _parts(text: str) -> dict[str, str]:
    """The words of a step by field; what is no “field=value” is a field that no step has."""
    kind, *rest = text.split() or [""]
    pairs = [word.partition("=") for word in rest]
    named = {field if equals and value else "?": value for field, equals, value in pairs}
    return ({"type": kind} if kind else {}) | named


def funnel_sums(
    events: ir.Table, steps: Sequence[Step], order: Order, window: int | None
) -> ir.Table:
    """One row of integers: for step k (from 0) `did_k`, `chain_k` (from the first step) and `pair_k` (from k − 1)."""
    rows = _step_rows(events, steps, strict=order == "strict")
    rows = _chains_any(rows, len(steps), window) if order == "any" else rows
    if order != "any":
        rows = _chains(rows, len(steps), window, strict=order == "strict")
    names = [f"{kind}_{k}" for kind in ("did", "chain", "pair") for k in range(len(steps))]
    customers = rows.group_by("profile_key").agg(**{name: rows[name].max() for name in names})
    return customers.agg(**{name: customers[name].sum() for name in names})


def _step_rows(events: ir.Table, steps: Sequence[Step], *, strict: bool) -> ir.Table:
    """The events that matter, with `did_k` = 1 where step k matches and `time` in microseconds."""
    import functools
    import operator

    import ibis

    matches = [_matches(events, step) for step in steps]
    marks = {f"did_{k}": match.cast("int64") for k, match in enumerate(matches)}
    hit = functools.reduce(operator.or_, matches)
    if strict:
        kept = [~events.type.startswith(word) for word in BOOKKEEPING]
        hit = hit | functools.reduce(operator.and_, kept)
    start = ibis.timestamp("1970-01-01 00:00:00")
    rows = events.mutate(**marks, time=events["at"].delta(start, unit="microsecond").cast("int64"))
    return rows.filter(hit).select("profile_key", "time", "type", *ORDER, *marks)


def _matches(events: ir.Table, step: Step) -> Any:
    match = events.type == step.type
    for column, value in (
        ("node_id", step.node),
        ("channel", step.channel),
        ("journey_id", step.journey),
    ):
        if value is not None:
            match = match & (events[column] == value).fill_null(False)
    return match


def _chains(rows: ir.Table, steps: int, window: int | None, *, strict: bool) -> ir.Table:
    """Adds `chain_k` and `pair_k`: whether a chain from the first (the previous) step ends in this row.

    `since_k` is the latest possible start of such a chain: starting as late as possible is
    the best way to stay within the window, so a running maximum finds every chain.
    """
    rows = rows.mutate(since_0=_where(rows.did_0 == 1, rows.time), pair_0=rows.did_0)
    rows = rows.mutate(chain_0=rows.did_0)
    for k in range(1, steps):
        rows = rows.mutate(
            before=_before(rows[f"since_{k - 1}"], strict),
            previous=_before(_where(rows[f"did_{k - 1}"] == 1, rows.time), strict),
        )
        here = rows[f"did_{k}"] == 1
        chained, paired = (
            (here & _fresh(rows.time, rows[name], window)).fill_null(False)
            for name in ("before", "previous")
        )
        rows = rows.mutate(
            **{
                f"since_{k}": _where(chained, rows.before),
                f"chain_{k}": chained.cast("int64"),
                f"pair_{k}": paired.cast("int64"),
            }
        )
    return rows


def _before(column: Any, strict: bool) -> Any:
    """The greatest value in the customer's earlier rows, or the value in the row just before."""
    import ibis

    ordering = [*ORDER, "type"]
    if strict:
        return column.lag().over(ibis.window(group_by="profile_key", order_by=ordering))
    earlier = ibis.window(group_by="profile_key", order_by=ordering, preceding=(None, 1))
    return column.max().over(earlier)


def _chains_any(rows: ir.Table, steps: int, window: int | None) -> ir.Table:
    """Adds `chain_k` (steps 0 to k all done within the window) and `pair_k` (steps k − 1 and k)."""
    import ibis

    until = ibis.window(group_by="profile_key", order_by=[*ORDER, "type"], preceding=(None, 0))
    latest = {
        f"last_{k}": _where(rows[f"did_{k}"] == 1, rows.time).max().over(until)
        for k in range(steps)
    }
    rows = rows.mutate(**latest)
    done = [_fresh(rows.time, rows[f"last_{k}"], window).fill_null(False) for k in range(steps)]
    marks: dict[str, Any] = {}
    for k in range(steps):
        everything = done[0]
        for one in done[1 : k + 1]:
            everything = everything & one
        pair = done[k] & done[k - 1] if k else done[0]
        marks |= {f"chain_{k}": everything.cast("int64"), f"pair_{k}": pair.cast("int64")}
    return rows.mutate(**marks)


def _fresh(time: Any, since: Any, window: int | None) -> Any:
    return since.notnull() if window is None else since >= time - window * 1_000_000


def _where(test: Any, value: Any) -> Any:
    import ibis

    return ibis.ifelse(test, value, ibis.null("int64"))


Counts = list[tuple[int, int]]


def _closed_counts(totals: Mapping[str, int], steps: Sequence[Step]) -> Counts:
    chain = [totals[f"chain_{k}"] for k in range(len(steps))]
    return [(count, count) for count in chain]


def _open_counts(totals: Mapping[str, int], steps: Sequence[Step]) -> Counts:
    return [(totals[f"did_{k}"], totals[f"pair_{k}"]) for k in range(len(steps))]


def _steps(steps: Sequence[Step], counts: Counts) -> tuple[FunnelStep, ...]:
    found = []
    for k, (step, (customers, continued)) in enumerate(zip(steps, counts, strict=True)):
        previous = rate(continued, counts[k - 1][0] if k else customers)
        first = rate(min(customers, counts[0][0]), counts[0][0])
        found.append(
            FunnelStep(
                name=step.name,
                type=step.type,
                customers=customers,
                continued=continued,
                from_previous=previous.value if k else None,
                from_previous_low=previous.low if k else None,
                from_previous_high=previous.high if k else None,
                from_first=first.value if customers <= counts[0][0] else None,
                reason=_why_not(k, previous.reason, customers > counts[0][0]),
            )
        )
    return tuple(found)


def _why_not(k: int, previous: str | None, more_than_first: bool) -> str | None:
    if k == 0:
        return "the first step has none before it"
    if previous:
        return "nobody took the step before"
    return "more customers than at the first step" if more_than_first else None


def _note(order: Order, open: bool, window: int | None) -> str:
    way = {"ordered": "in order", "strict": "directly after each other", "any": "in any order"}[
        order
    ]
    reach = f"within {words(window)}" if window else "with no time limit"
    who = "entering at any step" if open else "beginning at the first step"
    return f"Distinct customers, {who}, {way}, {reach}."
