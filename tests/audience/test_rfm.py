from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyboard.audience.customers import customers
from journeyboard.audience.rfm import METHODS, fifths, names_of, rfm
from journeyboard.audience.tables import rows
from journeyboard.errors import BadInput


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    return customers(2_000, seed=3).orders


def some_orders(days: list[int], **columns: object) -> pd.DataFrame:
    at = pd.Timestamp("2026-03-01") - pd.to_timedelta(days, unit="D")
    keys = [f"k{place}" for place in range(len(days))]
    return pd.DataFrame({"profile_key": keys, "at": at, "value": 10.0, **columns})


@given(st.lists(st.integers(0, 30), min_size=5, max_size=200))
def test_fifths_are_those_of_the_pandas_recipe(values):
    ranks = pd.Series(values).rank(method="first")
    # Edges are at ranks 1 + 0.2 k (n - 1): pandas' own floats may fall on either side of a whole rank.
    if (len(values) - 1) % 5:
        expected = pd.qcut(ranks, 5, labels=[1, 2, 3, 4, 5]).astype(int)
        np.testing.assert_array_equal(fifths(np.array(values)), expected)


@given(st.lists(st.integers(), min_size=5, max_size=100))
def test_all_five_scores_exist_whatever_the_ties(values):
    assert set(fifths(np.array(values, dtype=object))) == {1, 2, 3, 4, 5}


def test_the_grid_has_25_cells_and_uses_all_ten_names():
    r, f = np.meshgrid(np.arange(1, 6), np.arange(1, 6))
    names = names_of(r.ravel(), f.ravel())
    assert set(names) == {row["id"] for row in rows("rfm_segments")}
    assert len(rows("rfm_segments")) == 10


@pytest.mark.parametrize(
    ("r", "f", "name"),
    [
        (5, 5, "champions"),
        (5, 4, "champions"),
        (4, 4, "loyal_customers"),
        (3, 5, "loyal_customers"),
        (4, 2, "potential_loyalists"),
        (5, 1, "new_customers"),
        (4, 1, "promising"),
        (3, 3, "need_attention"),
        (3, 1, "about_to_sleep"),
        (2, 3, "at_risk"),
        (1, 5, "cant_lose"),
        (1, 2, "hibernating"),
    ],
)
def test_the_names_are_those_of_the_widespread_grid(r, f, name):
    assert names_of(np.array([r]), np.array([f]))[0] == name


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(random):
    orders = customers(300, seed=3).orders
    shuffled = orders.sample(frac=1, random_state=random.randrange(2**31))
    for method in METHODS:
        pd.testing.assert_frame_equal(
            rfm(orders, "2026-03-02", method=method).table,
            rfm(shuffled, "2026-03-02", method=method).table,
        )


def test_fixed_thresholds_give_equal_customers_equal_scores(orders):
    table = rfm(orders, "2026-03-02", method="fixed_frequency").table
    steps = {1: 1, 2: 2, 3: 3, 4: 4, 5: 4, 6: 5}
    expected = table["frequency"].clip(upper=6).map(steps)
    assert (table["f"] == expected).all()


def test_the_latest_buyer_has_the_best_recency():
    table = rfm(some_orders([1, 10, 100, 200, 300]), "2026-03-01").table
    assert table["r"].tolist() == [5, 4, 3, 2, 1]
    assert table["recency_days"].tolist() == [1, 10, 100, 200, 300]


def test_refunds_count_as_orders_without_value_and_canceled_orders_not_at_all():
    status = ["placed", "refunded", "placed", "placed", "placed", "canceled"]
    table = rfm(some_orders([1, 2, 3, 4, 5, 6], status=status), "2026-03-01").table
    assert table["monetary"].tolist() == [10, 0, 10, 10, 10]


def test_orders_after_the_snapshot_and_before_the_look_back_are_not_seen(orders):
    early = rfm(orders, "2025-09-01").table
    assert early["recency_days"].min() >= 0
    late = rfm(orders, "2026-03-02", lookback_days=365).table
    assert late["recency_days"].max() <= 365


def test_shares_add_up_and_the_result_is_plain_data(orders):
    result = rfm(orders, "2026-03-02")
    assert result.summary()["share"].sum() == pytest.approx(1)
    assert result.summary()["revenue_share"].sum() == pytest.approx(1)
    plain = result.to_dict()
    assert plain["segments"][0]["id"] == "champions"
    assert sum(segment["customers"] for segment in plain["segments"]) == plain["customers"]


def test_few_customers_are_warned_about_and_fewer_than_five_refused():
    assert rfm(some_orders([1, 2, 3, 4, 5]), "2026-03-01").warnings
    with pytest.raises(BadInput, match="5 customers"):
        rfm(some_orders([1, 2]), "2026-03-01")


@pytest.mark.parametrize("arguments", [{"as_of": "soon"}, {"as_of": "2026-03-01", "method": "x"}])
def test_a_bad_snapshot_or_method_is_refused(orders, arguments):
    with pytest.raises(BadInput):
        rfm(orders, **arguments)


def test_missing_columns_are_named():
    with pytest.raises(BadInput, match="value"):
        rfm(some_orders([1]).drop(columns="value"), "2026-03-01")
