from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyboard.audience.customers import Audience, customers
from journeyboard.audience.people import COLUMNS, CONSENTS, ORDER_COLUMNS
from journeyboard.audience.places import _offsets, places
from journeyboard.audience.randomness import customer_keys
from journeyboard.audience.tables import rows
from journeyboard.errors import BadInput
from journeyboard.message.zones import region_zones, zone_names
from journeyboard.records import CONSENT_STATES, STAGES


@pytest.fixture(scope="module")
def people() -> Audience:
    return customers(3_000, seed=5)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**62), st.integers(1, 60), st.integers(1, 60))
def test_a_smaller_audience_is_the_head_of_a_larger_one(seed, small, more):
    head, whole = customers(small, seed=seed), customers(small + more, seed=seed)
    pd.testing.assert_frame_equal(head.frame, whole.frame.head(small))
    pd.testing.assert_frame_equal(head.orders, whole.orders.head(len(head.orders)))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**7), st.integers(1, 40))
def test_any_part_of_an_audience_can_be_made_alone(first, count):
    part, alone = customers(count + 5, first=first), customers(count, first=first + 5)
    pd.testing.assert_frame_equal(part.frame[5:].reset_index(drop=True), alone.frame)


def test_all_columns_are_there_in_their_order_with_their_types(people):
    assert tuple(people.frame.columns) == COLUMNS
    assert tuple(people.orders.columns) == ORDER_COLUMNS
    times = [name for name in COLUMNS if name.endswith("_at")]
    assert {str(people.frame[name].dtype) for name in times} == {"datetime64[us]"}
    assert {str(people.frame[name].dtype) for name in COLUMNS if name.startswith("trait_")} == {
        "float64"
    }


def test_sums_and_dates_are_those_of_the_orders(people):
    orders, frame = people.orders, people.frame.set_index("profile_key")
    grouped = orders.groupby("profile_key")
    kept = orders["value"].where(orders["status"] == "placed", 0.0)
    buyers = frame[frame["orders"] > 0]
    assert (grouped.size() == buyers["orders"].sort_index()).all()
    np.testing.assert_allclose(kept.groupby(orders["profile_key"]).sum(), buyers["revenue"])
    assert (grouped["at"].min() == buyers["first_order_at"]).all()
    assert (grouped["at"].max() == buyers["last_order_at"]).all()
    never = frame.loc[frame["orders"] == 0, ["first_order_at", "last_order_at"]]
    assert never.isna().to_numpy().all()


def test_everything_in_the_history_happened_before_the_start_and_after_the_creation(people):
    start = pd.Timestamp(people.start)
    created = people.frame.set_index("profile_key")["created_at"]
    assert (people.orders["at"] < start).all()
    assert (people.frame["consent_at"].dropna() < start).all()
    assert (people.orders["at"] > created[people.orders["profile_key"]].to_numpy()).all()
    assert people.orders.groupby("profile_key")["at"].is_monotonic_increasing.all()


def test_nobody_is_subscribed_where_they_cannot_be_reached(people):
    frame = people.frame
    for channel, contact in (("sms", "phone"), ("email", "email")):
        for purpose in ("marketing", "transactional"):
            without = frame.loc[frame[contact].isna(), f"consent_{channel}_{purpose}"]
            assert (without == "never_subscribed").all()
    assert (frame.loc[frame["phone"].isna(), "trait_reachable"] == 0).all()


def test_states_stages_zones_and_keys_are_known_words(people):
    frame = people.frame
    for channel, purpose in CONSENTS:
        assert set(frame[f"consent_{channel}_{purpose}"]) <= set(CONSENT_STATES)
    assert set(frame["stage"]) == set(STAGES)
    assert set(frame["zone"].dropna()) <= zone_names()
    assert frame["profile_key"].is_unique
    assert frame["email"].dropna().is_unique


def test_every_american_place_lies_in_a_zone_of_its_region():
    zones = region_zones()
    for row in rows("places"):
        if row["country"] in ("US", "CA"):
            assert row["zone"] in zones[row["region"]], row
    listed = {row["region"] for row in rows("places") if row["country"] == "US"}
    assert listed == {region for region in zones if region.startswith("US-")}


def test_offsets_are_standard_time():
    named = {row["zone"]: offset for row, offset in zip(rows("places"), _offsets(), strict=True)}
    assert named["America/New_York"] == -5 * 3600
    assert named["Europe/Berlin"] == 3600


def test_names_hold_what_the_world_types(people):
    names = customers(20_000).frame["first_name"].dropna()
    assert names.str.contains("✨").any()
    assert (names.str.len() > 40).any()
    assert names.str.contains("[éíñöł]").any()
    assert people.frame["last_name"].str.contains("['’]", na=False).any()
    assert people.frame["first_name"].isna().any()


def test_traits_have_their_documented_scale():
    frame = customers(20_000).frame
    for channel in ("sms", "email", "push", "ads"):
        assert frame[f"trait_affinity_{channel}"].mean() == pytest.approx(1, abs=0.02)
    assert frame["trait_fatigue"].mean() == pytest.approx(1, abs=0.02)
    assert frame["trait_price_sensitivity"].between(0, 1).all()
    assert frame["trait_attention_hour"].isin(range(24)).all()
    assert (frame["trait_order_rate"] > 0).all()


def test_those_alive_and_quick_bought_more_lately(people):
    buyers = people.frame.query("orders > 0")
    recent = buyers["last_order_at"] > pd.Timestamp(people.start) - pd.Timedelta(days=90)
    assert buyers.loc[recent, "trait_alive"].mean() > 2 * buyers.loc[~recent, "trait_alive"].mean()
    assert buyers.query("orders > 2")["trait_order_rate"].mean() > buyers["trait_order_rate"].mean()


def test_sms_subscribers_are_better_customers_without_any_message():
    frame = customers(20_000).frame
    subscribed = frame["consent_sms_marketing"] == "subscribed"
    bought = frame["orders"] > 0
    assert bought[subscribed].mean() > bought[~subscribed].mean() + 0.05


def test_another_start_moves_the_whole_history_with_it():
    now, then = customers(200), customers(200, start="2026-01-01")
    shift = pd.Timestamp(now.start) - pd.Timestamp(then.start)
    assert (now.orders["at"] - then.orders["at"] == shift).all()


def test_a_brands_jurisdictions_say_where_its_customers_live():
    keys = customer_keys(1, 0, 500)
    assert set(places(keys, "USD", ("US-FL",)).country) == {"US"}
    assert "FR" in set(places(keys, "EUR", ("EU",)).country)
    assert set(places(keys, "GBP", ("MARS",)).country) == {"GB", "IE"}


@pytest.mark.parametrize("arguments", [{"n": 0}, {"n": 5, "start": "yesterday"}])
def test_impossible_audiences_are_refused_in_one_sentence(arguments):
    with pytest.raises(BadInput):
        customers(**arguments)
