"""The Ibis expression behind a funnel: for every customer, which steps a chain of events reaches."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from journeyboard.measurement.touch import ORDER

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
    events: ir.Table, steps: Sequence[Narrowed], order: str, window: int | None
) -> ir.Table:
    """One row of integers: for step k (from 0) `did_k`, `chain_k` (from the first step) and `pair_k` (from k − 1)."""
    rows = _step_rows(events, steps, strict=order == "strict")
    rows = _chains_any(rows, len(steps), window) if order == "any" else rows
    if order != "any":
        rows = _chains(rows, len(steps), window, strict=order == "strict")
    names = [f"{kind}_{k}" for kind in ("did", "chain", "pair") for k in range(len(steps))]
    customers = rows.group_by("profile_key").agg(**{name: rows[name].max() for name in names})
    return customers.agg(**{name: customers[name].sum() for name in names})


def _step_rows(events: ir.Table, steps: Sequence[Narrowed], *, strict: bool) -> ir.Table:
    """The events that matter, with `did_k` = 1 where step k matches and `time` in microseconds."""
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
