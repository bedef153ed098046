from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter

from journeyboard.audience.conditions import Condition
from journeyboard.audience.customers import Audience, customers
from journeyboard.audience.segments import (
    BUILT_IN,
    evaluate,
    is_static,
    membership,
    segment_labels,
)
from journeyboard.errors import BadInput

CONDITION = TypeAdapter(Condition)


@pytest.fixture(scope="module")
def people() -> Audience:
    found = customers(2_000, seed=9)
    frame = found.frame.assign(
        score_propensity=np.linspace(0, 1, 2_000), plan=["a", None] * 1_000, zip=["01234"] * 2_000
    )
    return Audience(frame, found.orders, found.start)


def asked(**condition: object) -> Condition:
    return CONDITION.validate_python(condition)


def profile(attribute: str, op: str, value: object = None) -> Condition:
    return asked(profile={"attribute": attribute, "op": op, "value": value})


def test_every_built_in_segment_has_label_and_words_and_holds_somebody(people):
    assert len(segment_labels()) == len(BUILT_IN) + 10
    assert all(segment.label and segment.words.endswith(".") for segment in BUILT_IN)
    sizes = {name: int(members.sum()) for name, members in membership(people).items()}
    assert set(sizes) == set(segment_labels())
    assert all(sizes.values()), sizes


def test_rfm_names_split_the_buyers(people):
    members = membership(people)
    names = [name for name in segment_labels() if name not in {s.id for s in BUILT_IN}]
    total = np.sum([members[name] for name in names], axis=0)
    np.testing.assert_array_equal(total, (people.frame["orders"] > 0).astype(int))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (profile("orders", "gte", 2), lambda f: f["orders"] >= 2),
        (profile("orders", "eq", "2"), lambda f: f["orders"] == 2),
        (profile("country", "in", ["US", "CA"]), lambda f: f["country"].isin(["US", "CA"])),
        (profile("country", "ne", "US"), lambda f: f["country"] != "US"),
        (profile("first_name", "not_set"), lambda f: f["first_name"].isna()),
        (profile("first_name", "ne", "Emma"), lambda f: ~(f["first_name"] == "Emma")),
        (profile("region", "starts_with", "US-N"), lambda f: f["region"].str.startswith("US-N")),
        (
            profile("email", "contains", "@example.org"),
            lambda f: f["email"].str.contains("@example.org", na=False),
        ),
        (profile("created_at", "gte", "2026-01-01"), lambda f: f["created_at"] >= "2026-01-01"),
        (profile("sms_double_opt_in", "eq", True), lambda f: f["sms_double_opt_in"]),
        (profile("sms_double_opt_in", "eq", "no"), lambda f: ~f["sms_double_opt_in"]),
        (profile("plan", "eq", "a"), lambda f: f["plan"] == "a"),
        (profile("zip", "gte", 1000), lambda f: f["zip"].notna()),
        (profile("no such thing", "eq", 1), lambda f: f["orders"] < 0),
        (profile("no such thing", "not_set"), lambda f: f["orders"] >= 0),
        (profile("average_order_value", "gt", 60), lambda f: f["revenue"] / f["orders"] > 60),
        (asked(consent={"channel": "mms"}), lambda f: f["consent_sms_marketing"] == "subscribed"),
        (asked(score={"op": "gte", "value": 0.5}), lambda f: f["score_propensity"] >= 0.5),
        (asked(score={"name": "x"}), lambda f: f["orders"] < 0),
        (asked(segment={"id": "vip", "member": False}), lambda f: f["orders"] < 5),
        (
            asked(event={"type": "order.placed", "op": "eq", "count": 0, "within": "all_time"}),
            lambda f: f["orders"] == 0,
        ),
        (asked(event={"type": "order.refunded", "within": "all_time"}), lambda f: f["refunds"] > 0),
    ],
)
def test_conditions_choose_whom_they_say(people, condition, expected):
    wanted = expected(people.frame).fillna(False).to_numpy(dtype=bool)
    np.testing.assert_array_equal(evaluate(condition, people), wanted)


def test_all_any_and_not_are_the_set_operations(people):
    one, two = profile("orders", "gte", 1), profile("country", "eq", "CA")
    a, b = evaluate(one, people), evaluate(two, people)
    np.testing.assert_array_equal(evaluate(asked(all=[one, two]), people), a & b)
    np.testing.assert_array_equal(evaluate(asked(any=[one, two]), people), a | b)
    np.testing.assert_array_equal(evaluate(CONDITION.validate_python({"not": one}), people), ~a)


def test_counts_within_a_time_look_back_from_the_moment_asked(people):
    recent = asked(event={"type": "order.placed", "within": "90 days"})
    for as_of in ("2026-03-02", "2025-09-01"):
        at, end = people.orders["at"], pd.Timestamp(as_of)
        seen = people.orders[(at < end) & (at >= end - pd.Timedelta(days=90))]
        wanted = people.frame["profile_key"].isin(seen["profile_key"])
        np.testing.assert_array_equal(evaluate(recent, people, as_of=as_of), wanted)


def test_a_sample_is_fixed_has_its_size_and_lies_within_a_larger_one(people):
    ten, twenty = (evaluate(asked(sample=share), people) for share in (10, 20))
    assert ten.mean() == pytest.approx(0.1, abs=0.02)
    assert not (ten & ~twenty).any()
    half = people.where(np.arange(len(people)) < 1_000)
    np.testing.assert_array_equal(evaluate(asked(sample=10), half), ten[:1_000])


def test_a_brands_segment_wins_over_a_built_in_one(people):
    own = {"vip": profile("orders", "gte", 1), "mine": asked(segment={"id": "vip"})}
    found = membership(people, own)
    np.testing.assert_array_equal(found["mine"], people.frame["orders"] >= 1)
    np.testing.assert_array_equal(found["vip"], found["mine"])


def test_segments_defined_by_each_other_are_refused(people):
    own = {"a": asked(segment={"id": "b"}), "b": asked(segment={"id": "a"})}
    with pytest.raises(BadInput, match="b → a → b"):
        evaluate(own["a"], people, segments=own)


def test_an_unknown_segment_is_named(people):
    with pytest.raises(BadInput, match="golden_geese"):
        evaluate(asked(segment={"id": "golden_geese"}), people)


@pytest.mark.parametrize(
    "condition",
    [
        asked(engaged={"node": "sms_1"}),
        asked(trigger={"value": 80}),
        asked(event={"type": "order.placed"}),
        asked(event={"type": "session.started", "within": "all_time"}),
        asked(event={"type": "order.placed", "within": "all_time", "key": "cart_id"}),
    ],
)
def test_what_only_a_journey_knows_is_not_static(people, condition):
    assert not is_static(condition)
    assert not is_static(asked(all=[condition, profile("orders", "gte", 1)]))
    with pytest.raises(BadInput, match="inside a journey"):
        evaluate(condition, people)


def test_a_brands_segment_that_needs_a_journey_is_left_out_of_the_membership(people):
    assert "hot" not in membership(people, {"hot": asked(engaged={"node": "sms_1"})})


def test_some_customers_belong_to_the_audiences_of_the_whole(people):
    """Fifths of a part would rank anew; the part of a part is ranked in the whole, too."""
    some = np.arange(len(people)) % 3 == 0
    few = np.arange(int(some.sum())) < 150
    for as_of in (None, "2025-09-01"):
        of_all, of_some, of_few = (
            membership(one, as_of=as_of)
            for one in (people, people.where(some), people.where(some).where(few))
        )
        for name, members in of_all.items():
            np.testing.assert_array_equal(of_some[name], members[some], name)
            np.testing.assert_array_equal(of_few[name], members[some][few], name)
