"""Audiences as columns and as tables: the same customers, the same answers, whichever came first."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from journeyboard.audience.columns import (
    TableColumns,
    column_of,
    listed,
    missing,
    numbered,
    table_of,
)
from journeyboard.audience.conditions import Condition
from journeyboard.audience.customers import Audience, customers
from journeyboard.audience.people import COLUMNS, ORDER_COLUMNS
from journeyboard.audience.rfm import buyer_names, rfm
from journeyboard.audience.segments import evaluate, membership
from journeyboard.errors import BadInput

CONDITIONS = TypeAdapter(Condition)
values = st.one_of(st.none(), st.text(max_size=3), st.integers(-3, 3), st.floats(), st.booleans())
tables = st.fixed_dictionaries(
    {
        "profile_key": st.sampled_from(["a", "b", "c", "d", "e", "f", "g"]),
        "at": st.datetimes(datetime(2026, 1, 1), datetime(2026, 4, 1)),
        "order_id": st.sampled_from(["1", "2", "3", "4"]),
        "value": st.floats(0, 100),
        "status": st.sampled_from(["placed", "refunded", "canceled", "cancelled"]),
    }
)


def people() -> Audience:
    return customers(600, seed=3)


def told(drawn: Audience) -> Audience:
    """The same customers as tables."""
    return Audience(drawn.frame, drawn.orders, drawn.start)


def test_a_drawn_audience_has_its_tables_when_they_are_asked_for() -> None:
    drawn = people()
    assert not {"frame", "orders"} & vars(drawn).keys()
    assert list(drawn.frame) == list(COLUMNS)
    assert list(drawn.orders) == list(ORDER_COLUMNS)
    assert drawn.frame is drawn.frame
    assert len(drawn) == len(drawn.frame) == 600
    with pytest.raises(AttributeError, match="no attribute 'crew'"):
        _ = drawn.crew


def test_an_audience_changed_is_another_one_with_the_other_table() -> None:
    drawn = people()
    moved = replace(drawn, frame=drawn.frame.assign(country="FR"))
    assert set(moved.columns["country"]) == {"FR"}
    assert moved.orders is drawn.orders


def test_tables_say_what_the_columns_said() -> None:
    drawn = people()
    for columns, table in ((drawn.columns, drawn.frame), (drawn.order_columns, drawn.orders)):
        again = TableColumns(table)
        assert list(again) == list(columns)
        for name, column in columns.items():
            assert again[name].dtype == column.dtype, name
            assert listed(again[name]) == listed(column), name
    assert "crew" not in TableColumns(drawn.frame)
    assert told(drawn).digest == drawn.digest


def test_who_belongs_where_does_not_depend_on_the_form() -> None:
    drawn = people()
    one, other = membership(drawn), membership(told(drawn))
    assert one.keys() == other.keys()
    assert all((one[name] == other[name]).all() for name in one)
    assert (told(drawn).buyers == drawn.buyers).all()


@pytest.mark.parametrize(
    "asked",
    [
        {"profile": {"attribute": "country", "op": "eq", "value": "US"}},
        {"profile": {"attribute": "country", "op": "ne", "value": "US"}},
        {"profile": {"attribute": "region", "op": "in", "value": ["US-CA", "US-NY"]}},
        {"profile": {"attribute": "first_name", "op": "is_set"}},
        {"profile": {"attribute": "birthday", "op": "not_set"}},
        {"profile": {"attribute": "birthday", "op": "gt", "value": "1990-01-01"}},
        {"profile": {"attribute": "sms_double_opt_in", "op": "eq", "value": True}},
        {"profile": {"attribute": "sms_double_opt_in", "op": "eq", "value": "yes"}},
        {"profile": {"attribute": "revenue", "op": "gte", "value": 50}},
        {"profile": {"attribute": "revenue", "op": "lt", "value": "50"}},
        {"profile": {"attribute": "orders", "op": "eq", "value": True}},
        {"profile": {"attribute": "average_order_value", "op": "lt", "value": 60}},
        {"profile": {"attribute": "days_since_order", "op": "ne", "value": 3}},
        {"profile": {"attribute": "created_at", "op": "lt", "value": "2025-06-01"}},
        {"profile": {"attribute": "email", "op": "contains", "value": "example.com"}},
        {"profile": {"attribute": "crew", "op": "not_set"}},
        {"event": {"type": "order.placed", "op": "gte", "count": 2, "within": "90d"}},
        {"event": {"type": "order.refunded", "op": "gte", "count": 1, "within": "all_time"}},
        {"sample": 20},
    ],
)
def test_conditions_hold_for_the_same_customers_in_pandas_words(asked: dict[str, Any]) -> None:
    drawn = people()
    condition = CONDITIONS.validate_python(asked)
    found = evaluate(condition, drawn)
    assert (found == evaluate(condition, told(drawn))).all()
    assert found.dtype == np.bool_


@given(st.lists(tables, max_size=25))
def test_buyers_have_the_names_that_rfm_gives(rows: list[dict[str, Any]]) -> None:
    orders = pd.DataFrame(rows, columns=["profile_key", "at", "order_id", "value", "status"])
    orders = orders.astype({"at": "datetime64[us]"})
    moment = datetime(2026, 3, 2)
    names = buyer_names(TableColumns(orders), moment)
    try:
        table = rfm(orders, moment, method="fixed_frequency").table
    except BadInput:
        assert names == {}
    else:
        assert names == dict(zip(table["profile_key"], table["segment"], strict=True))


@given(st.lists(values, min_size=1, max_size=6))
def test_what_is_missing_is_missing_in_both(given_values: list[Any]) -> None:
    series = pd.Series(given_values, dtype=object)
    column = column_of(series)
    assert missing(column).tolist() == series.isna().tolist()
    assert [one is None for one in listed(column)] == series.isna().tolist()
    assert table_of({"x": column})["x"].isna().tolist() == series.isna().tolist()


@given(st.lists(st.one_of(st.none(), st.text(max_size=2), st.integers(0, 3)), max_size=8))
def test_numbers_stand_for_values_in_the_order_of_first_appearance(found: list[Any]) -> None:
    codes, names = numbered(found)
    assert [None if code < 0 else names[code] for code in codes] == found
    codes, uniques = pd.factorize(pd.Series(found, dtype=object))
    assert names == list(uniques)


def test_customers_are_made_without_the_heavy_libraries() -> None:
    program = (
        "import sys, journeyboard as jb; jb.customers(100).segments; "
        "print(*{'pandas', 'pyarrow', 'numba'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)  # fmt: skip
    assert done.stdout == "\n"
