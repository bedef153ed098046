"""Lift as assigned: from a run's assignment rows, or from an event log with assignments and orders alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from journeyboard.errors import BadInput, TableError
from journeyboard.measurement.estimate import MICROS, Sums
from journeyboard.measurement.experiment import Experiment, column_sums, compare_arms
from journeyboard.measurement.log import EventLog
from journeyboard.measurement.window import Window, seconds, words

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

UNITS: Mapping[str, Fraction] = {
    "revenue": Fraction(1, 100),
    "discount": Fraction(1, 100),
    "margin": Fraction(1, 100),
    "cost": Fraction(1, MICROS),
    "lost_value": Fraction(1, 100),
}
"""Assignment rows hold cents and micro-units; estimates are in the currency."""
LOG_OUTCOMES = ("converted", "orders", "revenue", "opt_outs")


def lift_from_assignments(
    source: pd.DataFrame | EventLog,
    *,
    outcomes: Sequence[str] = ("converted", "orders", "revenue"),
    window: Window | None = None,
    weights: Mapping[str, Mapping[str, float]] | None = None,
    confidence: float = 0.95,
) -> tuple[Experiment, ...]:
    """One `Experiment` for each experiment, customers analysed in the arm they were assigned to.

    `source` is a frame of assignment rows (one per customer and experiment, with experiment_id, arm, is_control;
    revenue, discount and margin in cents, cost in micro-units), or an event log: there the outcomes
    converted, orders, revenue and opt_outs are counted from each customer's first assignment
    for `window` (None: to the end of the log). Money comes out in the currency. `weights` are
    planned arm weights by experiment id; arms of
    an experiment without them are not checked for their ratio. An experiment without a control arm is left out.
    """
    notes: tuple[str, ...]
    if isinstance(source, EventLog):
        found = _from_log(source, window, outcomes)
        reach = words(seconds(window)) if window is not None else "the rest of the log"
        notes = (f"Outcomes are counted from the assignment for {reach}.",)
    else:
        found = _from_frame(source, outcomes)
        notes = ()
    planned = weights or {}
    return tuple(
        compare_arms(name, counts, sums, control, planned.get(name), confidence, notes)
        for name, (counts, sums, control) in found.items()
        if control is not None
    )


Entry = tuple[dict[str, int], dict[str, dict[str, Sums]], str | None]
Found = dict[str, Entry]


def _from_frame(frame: pd.DataFrame, outcomes: Sequence[str]) -> Found:
    missing = [
        name
        for name in ("experiment_id", "arm", "is_control", *outcomes)
        if name not in frame.columns
    ]
    if missing:
        raise TableError(f"The assignments have no column “{missing[0]}”.")
    found: Found = {}
    for name, rows in frame.groupby("experiment_id", observed=True, sort=True):
        arms = {str(arm): group for arm, group in rows.groupby("arm", observed=True, sort=True)}
        sums = {
            outcome: {
                arm: _in_units(outcome, column_sums(group[outcome])) for arm, group in arms.items()
            }
            for outcome in outcomes
        }
        control = next(
            (arm for arm, group in arms.items() if bool(group["is_control"].any())), None
        )
        found[str(name)] = ({arm: len(group) for arm, group in arms.items()}, sums, control)
    return found


def _in_units(outcome: str, sums: Sums) -> Sums:
    factor = UNITS.get(outcome)
    return sums if factor is None else sums.scaled(factor)


def _from_log(log: EventLog, window: Window | None, outcomes: Sequence[str]) -> Found:
    unknown = [outcome for outcome in outcomes if outcome not in LOG_OUTCOMES]
    if unknown:
        raise BadInput(
            f"An event log has no outcome “{unknown[0]}”.",
            advice=f"It has: {', '.join(LOG_OUTCOMES)}.",
        )
    reach = None if window is None else seconds(window)
    rows = log.collect(lambda events: assignment_sums(events, reach))[0]
    found: Found = {}
    for row in rows:
        _add_row(found, row, outcomes)
    return {name: _finished(entry) for name, entry in sorted(found.items())}


def _finished(entry: Entry) -> Entry:
    """Arms in order, and revenue in the currency once all parts are added."""
    counts, sums, control = entry
    for arm, revenue in sums.get("revenue", {}).items():
        sums["revenue"][arm] = revenue.scaled(Fraction(1, MICROS))
    return dict(sorted(counts.items())), sums, control


def _add_row(found: Found, row: Mapping[str, Any], outcomes: Sequence[str]) -> None:
    name, arm, n = str(row["experiment_id"]), str(row["arm"]), int(row["n"])
    counts, sums, control = found.get(name, ({}, {outcome: {} for outcome in outcomes}, None))
    counts[arm] = counts.get(arm, 0) + n
    for outcome in outcomes:
        fresh = Sums(n, int(row[outcome]), int(row[f"{outcome}_squares"]))
        old = sums[outcome].get(arm)
        sums[outcome][arm] = fresh if old is None else old + fresh
    found[name] = (counts, sums, arm if row["is_control"] else control)


def assignment_sums(events: ir.Table, window: int | None) -> ir.Table:
    """Integer sums and sums of squares by experiment and arm (revenue in micro-units).

    Columns: experiment_id, arm, is_control, n, and for each of `LOG_OUTCOMES` its sum and
    `<outcome>_squares` (decimal, so that it cannot run over 64 bits).
    """
    customers = _outcomes(_assignments(events), _facts(events), window)
    squares = {
        f"{name}_squares": (_wide(customers[name]) * _wide(customers[name])).sum()
        for name in LOG_OUTCOMES
    }
    totals = {name: _wide(customers[name]).sum() for name in LOG_OUTCOMES}
    return customers.group_by("experiment_id", "arm").agg(
        is_control=customers["is_control"].max(), n=customers.count(), **totals, **squares
    )


def _assignments(events: ir.Table) -> ir.Table:
    """The first assignment of each customer in each experiment."""
    import ibis

    rows = events.filter(events.type == "journey.assigned", events.experiment_id.notnull())
    first = ibis.row_number().over(
        group_by=["profile_key", "experiment_id"], order_by=["at", "seq", "source_row"]
    )
    rows = rows.mutate(turn=first, is_control=rows.is_control.cast("int64").fill_null(0))
    return rows.filter(rows.turn == 0).select(
        "profile_key", "experiment_id", "arm", "is_control", assigned_at=rows["at"]
    )


def _facts(events: ir.Table) -> ir.Table:
    """Orders (each order_id once, at its first appearance) and opt-outs, with integer money."""
    from journeyboard.measurement.touch import distinct_orders

    orders = distinct_orders(events)
    placed = orders.select(
        "profile_key", fact_at=orders["at"], revenue=orders.micros, is_order=_whole(1)
    )
    left = events.filter(events.type == "consent.unsubscribed")
    return placed.union(
        left.select("profile_key", fact_at=left["at"], revenue=_whole(0), is_order=_whole(0))
    )


def _whole(number: int) -> ir.IntegerScalar:
    import ibis

    return ibis.literal(number, type="int64")


def _outcomes(assigned: ir.Table, facts: ir.Table, window: int | None) -> ir.Table:
    """One row per assignment with its outcome columns, zero where nothing happened."""
    import ibis

    facts = facts.select("fact_at", "revenue", "is_order", fact_key=facts.profile_key)
    near = [assigned.profile_key == facts.fact_key, facts.fact_at >= assigned.assigned_at]
    if window is not None:
        end = assigned.assigned_at + ibis.interval(seconds=window)
        near.append(facts.fact_at < end)
    joined = assigned.left_join(facts, near)
    happened = joined.fact_at.notnull()
    per_customer = joined.group_by(
        "profile_key", "experiment_id", "arm", "is_control", "assigned_at"
    ).agg(
        orders=joined.is_order.sum().fill_null(0),
        revenue=joined.revenue.sum().fill_null(0),
        opt_outs=(happened & (joined.is_order == 0)).cast("int64").sum().fill_null(0),
    )
    return per_customer.mutate(converted=(per_customer.orders > 0).cast("int64"))


def _wide(column: Any) -> Any:
    return column.cast("decimal(19, 0)")
