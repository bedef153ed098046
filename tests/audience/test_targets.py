"""A generated population against `data/targets.csv`, the table that documents it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import skew, spearmanr
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from journeyboard.audience.customers import Audience, customers
from journeyboard.audience.tables import rows

DAY = pd.Timedelta(days=1)
EASTERN = ["America/New_York", "America/Detroit", "America/Indiana/Indianapolis"]
CENTRAL = ["America/Chicago", "America/Menominee"]
MOUNTAIN = ["America/Denver", "America/Boise", "America/Phoenix"]
PACIFIC = ["America/Los_Angeles"]


@pytest.fixture(scope="module")
def people() -> Audience:
    return customers(50_000, seed=11)


@pytest.fixture(scope="module")
def measured(people: Audience) -> dict[str, float]:
    return consent(people) | zones(people) | history(people) | {"auc_out_of_time": auc(people)}


@pytest.mark.parametrize("target", rows("targets"), ids=lambda target: target["quantity"])
def test_the_population_is_within_its_target(target, measured):
    value = measured[target["quantity"]]
    assert float(target["low"]) <= value <= float(target["high"]), value


def test_every_target_names_a_source_and_a_known_confidence():
    for target in rows("targets"):
        assert target["source"]
        assert target["confidence"] in ("primary", "secondary", "general", "assumption")


def consent(people: Audience) -> dict[str, float]:
    frame = people.frame
    shares = {
        f"consent_{channel}_marketing": (
            frame[f"consent_{channel}_marketing"] == "subscribed"
        ).mean()
        for channel in ("sms", "email", "push")
    }
    subscribed = frame["consent_sms_marketing"] == "subscribed"
    return shares | {
        "double_opt_in_of_sms": frame.loc[subscribed, "sms_double_opt_in"].mean(),
        "first_name_missing": frame["first_name"].isna().mean(),
        "zone_missing": frame["zone"].isna().mean(),
        "never_bought": (frame["orders"] == 0).mean(),
    }


def zones(people: Audience) -> dict[str, float]:
    known = people.frame.query("country == 'US'")["zone"].dropna()
    named = {"eastern": EASTERN, "central": CENTRAL, "mountain": MOUNTAIN, "pacific": PACIFIC}
    return {f"us_zone_{name}": known.isin(listed).mean() for name, listed in named.items()}


def history(people: Audience) -> dict[str, float]:
    orders, buyers = people.orders, people.frame.query("orders > 0")
    gaps = (orders.groupby("profile_key")["at"].diff() / DAY).dropna()
    recency = -(pd.Timestamp(people.start) - buyers["last_order_at"]) / DAY
    return {
        "buyers_with_one_order": (buyers["orders"] == 1).mean(),
        "interval_median_days": gaps.median(),
        "interval_skewness": skew(gaps),
        "refunded_orders": (orders["status"] == "refunded").mean(),
        "recency_frequency_spearman": spearmanr(recency, buyers["orders"]).statistic,
        "frequency_monetary_spearman": spearmanr(buyers["orders"], buyers["revenue"]).statistic,
        "rebuy_90_days": rebuy(people),
        "return_90_days_of_lapsed_180": lapsed_return(people),
    }


def rebuy(people: Audience) -> float:
    times = people.orders.groupby("profile_key")["at"]
    first, second = times.nth(0), times.nth(1)
    keys = people.orders["profile_key"]
    wait = (second.set_axis(keys[second.index]) - first.set_axis(keys[first.index])) / DAY
    seen = first.set_axis(keys[first.index]) < pd.Timestamp(people.start) - 90 * DAY
    return float((wait[seen[seen].index] <= 90).mean())


def lapsed_return(people: Audience) -> float:
    snapshot = pd.Timestamp(people.start) - 90 * DAY
    features, returned = snapshot_of(people, snapshot)
    return float(returned[features["recency"] >= 180].mean())


def snapshot_of(people: Audience, at: pd.Timestamp) -> tuple[pd.DataFrame, pd.Series]:
    """Buyers at a past moment: features from before it, and whether they ordered in 90 days."""
    before = people.orders[people.orders["at"] < at]
    after = people.orders[(people.orders["at"] >= at) & (people.orders["at"] < at + 90 * DAY)]
    grouped = before.groupby("profile_key")
    last, first, count = grouped["at"].max(), grouped["at"].min(), grouped.size()
    recency = (at - last) / DAY
    features = pd.DataFrame(
        {
            "recency": recency,
            "log_recency": np.log1p(recency),
            "log_orders": np.log(count),
            "log_tenure": np.log1p((at - first) / DAY),
            "log_spent": np.log1p(grouped["value"].sum()),
            "overdue": np.log1p(recency) * (count > 1),
        }
    )
    return features, features.index.to_series().isin(after["profile_key"])


def auc(people: Audience) -> float:
    start = pd.Timestamp(people.start)
    earlier, came_back = snapshot_of(people, start - 270 * DAY)
    later, truth = snapshot_of(people, start - 90 * DAY)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    return float(roc_auc_score(truth, model.fit(earlier, came_back).predict_proba(later)[:, 1]))
