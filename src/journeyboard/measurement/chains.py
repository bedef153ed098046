"""The Ibis expression behind a funnel: for every customer, which steps a chain of events reaches."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from journeyboard.measurement.touch import ORDER, surely

if TYPE_CHECKING:
    import ibis.expr.types as ir

BOOKKEEPING = ("journey.", "message.queued", "message.sent", "message.skipped", "stage.changed")
"""Events that happen to the record and not to the customer: they never break a strict order."""


class Narrowed(Protocol):
    """What a step asks of an event: its type, and a node, channel or journey unless None."""

    @property
    def type(self) -> str: ...
    @property
    def node(self) -> str | None: ...
    @property
    def channel(self) -> str | None: ...
    @property
    def journey(self) -> str | None: ...


def funnel_sums(
    events: ir.Table, steps: Sequence[Narrowed], order: str, window: int | None, *, open: bool
) -> ir.Table:
    """One row of integers: how many customers take each step.

    For step k (from 0) of an open funnel `did_k`, and `pair_k` of those who came from step k − 1;
    of a closed one `chain_k`, those who came from the first step.
    """
    count, strict = len(steps), order == "strict"
    rows = _step_rows(events, steps, strict=strict)
    if order == "any":
        rows = _done_together(rows, count, window, open=open)
    elif open:
        rows = _pairs(rows, count, window, strict=strict)
    else:
        rows = _chains(rows, count, window, strict=strict)
    kinds = ("did", "pair") if open else ("chain",)
    names = [f"{kind}_{k}" for kind in kinds for k in range(count)]
    customers = rows.group_by("profile_key").agg(**{name: rows[name].max() for name in names})
    return customers.agg(**{name: customers[name].sum() for name in names})


def _step_rows(events: ir.Table, steps: Sequence[Narrowed], *, strict: bool) -> ir.Table:
    """The events that matter, with `did_k` = 1 where step k matches and `time` in microseconds."""
    import ibis

    matches = [_matches(events, step) for step in steps]
    marks = {f"did_{k}": match.cast("int8") for k, match in enumerate(matches)}
    hit = functools.reduce(operator.or_, matches)
    if strict:
        kept = [~events.type.startswith(word) for word in BOOKKEEPING]
        hit = hit | functools.reduce(operator.and_, kept)
    start = ibis.timestamp("1970-01-01 00:00:00")
    rows = events.mutate(**marks, time=events["at"].delta(start, unit="microsecond").cast("int64"))
    return rows.filter(surely(hit)).select("profile_key", "time", "type", *ORDER, *marks)


def _matches(events: ir.Table, step: Narrowed) -> Any:
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
    """Adds `chain_k`: whether a chain of events from the first step to step k ends in this row.

    `since_k` is the latest possible start of such a chain: starting as late as possible is
    the best way to stay within the window, so a running maximum finds every chain. `place` numbers
    the rows of a customer, so that they are put in order by all that counts only once.
    """
    import ibis

    number = ibis.row_number().over(group_by="profile_key", order_by=[*ORDER, "type"])
    rows = rows.mutate(since_0=_where(rows.did_0 == 1, rows.time))
    rows = rows.mutate(place=number, before=_before(rows.since_0, [*ORDER, "type"], strict))
    rows = rows.drop(*ORDER, "type")
    for k in range(1, steps):
        if k > 1:
            rows = rows.mutate(before=_before(rows[f"since_{k - 1}"], ["place"], strict))
        here = rows[f"did_{k}"] == 1
        chained = (here & _fresh(rows.time, rows.before, window)).fill_null(False)
        rows = rows.mutate(**{f"since_{k}": _where(chained, rows.before)})
    reached = {f"chain_{k}": rows[f"since_{k}"].notnull().cast("int8") for k in range(1, steps)}
    return rows.mutate(chain_0=rows.did_0, **reached)


def _pairs(rows: ir.Table, steps: int, window: int | None, *, strict: bool) -> ir.Table:
    """Adds `pair_k`: whether step k is taken in this row, and step k − 1 before it."""
    marked = [_where(rows[f"did_{k}"] == 1, rows.time) for k in range(steps - 1)]
    ordering = [*ORDER, "type"]
    before = {f"before_{k + 1}": _before(time, ordering, strict) for k, time in enumerate(marked)}
    rows = rows.mutate(**before)
    pairs = {"pair_0": rows.did_0}
    for k in range(1, steps):
        fresh = _fresh(rows.time, rows[f"before_{k}"], window)
        pairs[f"pair_{k}"] = ((rows[f"did_{k}"] == 1) & fresh).fill_null(False).cast("int8")
    return rows.mutate(**pairs)


def _before(column: Any, ordering: list[str], strict: bool) -> Any:
    """The greatest value in the customer's earlier rows, or the value in the row just before."""
    import ibis

    if strict:
        return column.lag().over(ibis.window(group_by="profile_key", order_by=ordering))
    earlier = ibis.window(group_by="profile_key", order_by=ordering, preceding=(None, 1))
    return column.max().over(earlier)


def _done_together(rows: ir.Table, steps: int, window: int | None, *, open: bool) -> ir.Table:
    """Adds `pair_k` (steps k − 1 and k done within the window) or `chain_k` (steps 0 to k)."""
    import ibis

    until = ibis.window(group_by="profile_key", order_by=[*ORDER, "type"], preceding=(None, 0))
    latest = {
        f"last_{k}": _where(rows[f"did_{k}"] == 1, rows.time).max().over(until)
        for k in range(steps)
    }
    rows = rows.mutate(**latest)
    done = [_fresh(rows.time, rows[f"last_{k}"], window).fill_null(False) for k in range(steps)]
    kind, reach = ("pair", 2) if open else ("chain", steps)
    marks = {
        f"{kind}_{k}": functools.reduce(operator.and_, done[max(k + 1 - reach, 0) : k + 1])
        for k in range(steps)
    }
    marks = {name: mark.cast("int8") for name, mark in marks.items()}
    return rows.mutate(**marks)


def _fresh(time: Any, since: Any, window: int | None) -> Any:
    return since.notnull() if window is None else since >= time - window * 1_000_000


def _where(test: Any, value: Any) -> Any:
    import ibis

    return ibis.ifelse(test, value, ibis.null("int64"))
