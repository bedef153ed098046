"""Choices of customers: kept in their order, by brand and customer, and forgotten on request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from journeyboard.errors import BadInput
from journeyboard.storage.consents import LONGEST_WORDS, choices, drop_choices, keep_choice
from journeyboard.storage.store import Store

AT = datetime(2026, 3, 4, 18, tzinfo=UTC)


def test_a_choice_comes_back_as_it_was_kept(store: Store) -> None:
    kept = keep_choice(store, "lumen", "c00007", "stop", at=AT, words="Stop ✋", how="phone")
    assert choices(store, "lumen") == (kept,)
    assert (kept.channel, kept.at, kept.words, kept.how) == ("sms", AT, "Stop ✋", "phone")


def test_times_are_kept_in_utc(store: Store) -> None:
    east = AT.astimezone(timezone(timedelta(hours=9)))
    for at in (AT, AT.replace(tzinfo=None), east):
        keep_choice(store, "lumen", "c00007", "less", at=at)
    assert {choice.at for choice in choices(store, "lumen")} == {AT}
    assert all(choice.at.utcoffset() == timedelta(0) for choice in choices(store, "lumen"))


def test_the_last_one_kept_comes_last_whatever_time_the_mock_showed(store: Store) -> None:
    for choice, at in (("stop", AT), ("start", AT - timedelta(days=2)), ("less", AT)):
        keep_choice(store, "lumen", "c00007", choice, at=at)
    assert [found.choice for found in choices(store, "lumen")] == ["stop", "start", "less"]


def test_brands_and_customers_are_apart(store: Store) -> None:
    for brand, key in (("lumen", "c00001"), ("lumen", "c00002"), ("other", "c00001")):
        keep_choice(store, brand, key, "stop")
    assert [one.profile_key for one in choices(store, "lumen")] == ["c00001", "c00002"]
    assert len(choices(store, "lumen", profile_key="c00002")) == 1
    drop_choices(store, "lumen", profile_key="c00001")
    assert [one.profile_key for one in choices(store, "lumen")] == ["c00002"]
    drop_choices(store, "lumen")
    drop_choices(store, "lumen")
    assert choices(store, "lumen") == ()
    assert len(choices(store, "other")) == 1


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"choice": "maybe"}, "no choice “maybe”"),
        ({"channel": "fax"}, "no channel “fax”"),
        ({"profile_key": ""}, "key is unfit"),
        ({"profile_key": "c" * 201}, "key is unfit"),
    ],
)
def test_what_is_no_choice_is_refused(store: Store, bad: dict[str, str], said: str) -> None:
    given = {"profile_key": "c00001", "choice": "stop", "channel": "sms"} | bad
    with pytest.raises(BadInput, match=said):
        keep_choice(store, "lumen", given["profile_key"], given["choice"], channel=given["channel"])
    assert choices(store, "lumen") == ()


def test_a_novel_is_cut(store: Store) -> None:
    kept = keep_choice(store, "lumen", "c00001", "stop", words="stop " * 10_000, how="h" * 100)
    assert (len(kept.words), len(kept.how)) == (LONGEST_WORDS, 64)
    assert choices(store, "lumen") == (kept,)
