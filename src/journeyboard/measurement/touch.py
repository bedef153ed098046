"""Who gets the credit: orders counted once, and each fact's last touch within a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeyboard.measurement.estimate import MICROS

if TYPE_CHECKING:
    import ibis.expr.types as ir

ORDER = ("at", "seq", "source_row")


def micros(column: Any) -> Any:
    """Money as whole micro-units (1e-6 of the currency), missing as 0."""
    return (column.fill_null(0).cast("decimal(30, 6)") * MICROS).cast("int64")


def of_types(events: ir.Table, *types: str) -> Any:
    """Whether an event is of one of the types."""
    return surely(events.type.isin(types))


def surely(test: Any) -> Any:
    """The test, with no where it cannot be told."""
    # DuckDB filters while it reads by what can only be true or false; a bare IN or OR it leaves for
    # later, and then unpacks every column of every row.
    return test.fill_null(False)


def distinct_orders(events: ir.Table) -> ir.Table:
    """One row per order: the first `order.placed` of its order_id (a row without an id is its own order).

    Adds `micros`, the order's value in micro-units.
    """
    import ibis

    placed = events.filter(events.type == "order.placed")
    turn = ibis.row_number().over(group_by=["order_id"], order_by=[*ORDER, "profile_key"])
    placed = placed.mutate(turn=turn, micros=micros(placed.value))
    return placed.filter((placed.turn == 0) | placed.order_id.isnull()).drop("turn")


def with_last_touch(
    facts: ir.Table, touches: ir.Table, *, window: int, by: tuple[str, ...] = ("profile_key",)
) -> ir.Table:
    """Each fact with its last earlier touch of the same `by`, as columns `touch_…` (null: none).

    A touch counts when it stands before the fact in (at, seq) order and at most `window`
    seconds earlier. Written with one running count and one join, so that it runs on any engine.
    """
    import ibis

    marked = _marked(facts, 0).union(_marked(touches, 1))
    ahead = ibis.window(group_by=list(by), order_by=[*ORDER, "is_fact"], preceding=(None, 0))
    marked = marked.mutate(is_fact=1 - marked.is_touch)
    counted = marked.mutate(nth=marked.is_touch.sum().over(ahead))
    credited = counted.filter(counted.is_touch == 0).drop("is_touch", "is_fact")
    credits = counted.filter(counted.is_touch == 1)
    credits = credits.select(**{f"touch_{name}": credits[name] for name in credits.columns})
    same = [credited[name] == credits[f"touch_{name}"] for name in by]
    fresh = credits.touch_at >= credited["at"] - ibis.interval(seconds=window)
    return credited.left_join(credits, [*same, credited.nth == credits.touch_nth, fresh])


def _marked(rows: ir.Table, is_touch: int) -> ir.Table:
    import ibis

    return rows.mutate(is_touch=ibis.literal(is_touch, type="int64"))
