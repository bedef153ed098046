"""The worst case: made of what occurs, agreeing to everything, and awkward in the way it says."""

from __future__ import annotations

import pytest

from journeyboard.audience.customers import customers, gather
from journeyboard.audience.people import Audience
from journeyboard.audience.worst import ALL, EMOJI, KEY, LONGEST, MISSING, WORST, worst_case
from journeyboard.errors import BadInput
from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load_brand
from journeyboard.journey.samples import sample_brands
from journeyboard.message.sms import sms
from journeyboard.records import Customer


@pytest.fixture(scope="module")
def brand() -> Brand:
    return load_brand(sample_brands()["lumen"])


@pytest.fixture(scope="module")
def crowd(brand: Brand) -> Audience:
    return customers(2_000, brand=brand)


@pytest.fixture(scope="module")
def worst(crowd: Audience, brand: Brand) -> dict[str, Customer]:
    return worst_case(crowd, brand)


def test_all_agree_to_everything_under_one_key(worst: dict[str, Customer]) -> None:
    assert tuple(worst) == WORST
    for customer in worst.values():
        assert customer.profile_key == KEY
        assert {consent.state for consent in customer.consents} == {"subscribed"}
        assert customer.email
        assert customer.phone


def test_the_longest_names_are_those_that_occur(
    worst: dict[str, Customer], crowd: Audience, brand: Brand
) -> None:
    first = crowd.frame["first_name"].dropna()
    plausible = first[first.str.len() <= 40]
    assert len(worst[LONGEST].first_name or "") == plausible.str.len().max()
    assert worst[LONGEST].last_name in set(crowd.frame["last_name"].dropna())
    longest = max(brand.products, key=lambda product: len(product.name))
    assert worst[LONGEST].attributes["favourite_product"] == longest.id


def test_what_may_be_missing_is_missing_and_stays_so_on_the_way_to_a_flight(
    worst: dict[str, Customer],
) -> None:
    frame = gather([worst[MISSING]]).frame
    empty = ("first_name", "last_name", "birthday", "acquisition_source", "first_order_at")
    assert frame[list(empty)].isna().all(axis=None)
    assert not frame["favourite_product"].iloc[0]
    assert frame["consent_sms_marketing"].iloc[0] == "subscribed"
    assert frame["trait_reachable"].iloc[0] == 1


def test_the_emoji_and_the_letter_each_force_unicode(worst: dict[str, Customer]) -> None:
    for name in (EMOJI, ALL):
        counted = sms(worst[name].first_name or "")
        assert counted.encoding == "UCS-2"
        assert len(counted.unicode_characters) >= 2
    assert worst[ALL].last_name is None
    assert len(worst[ALL].first_name or "") > len(worst[LONGEST].first_name or "")


def test_they_live_where_somebody_of_the_audience_lives(
    worst: dict[str, Customer], crowd: Audience
) -> None:
    places = set(zip(crowd.frame["region"], crowd.frame["zone"].fillna(""), strict=True))
    assert all((one.region, one.zone or "") in places for one in worst.values())
    like = crowd.customer("c00000042")
    for one in worst_case(crowd, like="c00000042").values():
        assert (one.region, one.zone, one.orders) == (like.region, like.zone, like.orders)


def test_an_audience_without_names_or_consent_has_a_worst_case_too() -> None:
    bare = gather([Customer("only")])
    found = worst_case(bare)
    assert found[LONGEST].first_name
    assert all(len(one.consents) == 6 for one in found.values())
    with pytest.raises(BadInput, match="no customer “nobody”"):
        worst_case(bare, like="nobody")
