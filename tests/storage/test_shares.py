"""Links to read: one for all who ask, dead once revoked, and silent about what is deleted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from journeyboard.errors import StoreError
from journeyboard.storage.journeys import delete_journey, restore_journey, save_journey
from journeyboard.storage.shares import find_share, list_shares, revoke_share, share_journey
from journeyboard.storage.store import Store


@pytest.fixture(autouse=True)
def _journeys(store: Store) -> None:
    save_journey(store, "welcome", "v1", based_on=None, name="Welcome")
    save_journey(store, "welcome", "v2", based_on=1)
    save_journey(store, "winback", "v1", based_on=None)


def test_a_token_leads_to_the_journey_it_was_made_for(store: Store) -> None:
    newest = share_journey(store, "welcome", author="Ana")
    first = share_journey(store, "welcome", revision=1)
    assert find_share(store, newest.token) == newest
    assert find_share(store, first.token) == first
    assert (newest.journey_id, newest.revision, newest.created_by) == ("welcome", None, "Ana")
    assert (first.journey_id, first.revision, first.created_by) == ("welcome", 1, "")


def test_a_token_cannot_be_guessed(store: Store) -> None:
    tokens = {share_journey(store, "welcome", revision=number).token for number in (None, 1, 2)}
    assert len(tokens) == 3
    assert all(len(token) >= 43 for token in tokens)


def test_whoever_shares_the_same_again_gets_the_same_link(store: Store) -> None:
    share = share_journey(store, "welcome", author="Ana")
    assert share_journey(store, "welcome", author="Ben") == share
    assert share_journey(store, "welcome", revision=2).token != share.token
    assert share_journey(store, "winback").token != share.token


def test_many_who_share_at_once_get_one_link(store: Store) -> None:
    with ThreadPoolExecutor(4) as people:
        shares = list(people.map(lambda _: share_journey(store, "welcome"), range(8)))
    assert len({share.token for share in shares}) == 1


def test_a_revoked_link_is_dead_and_sharing_again_makes_another(store: Store) -> None:
    share = share_journey(store, "welcome")
    for _ in range(2):
        revoke_share(store, share.token)
    assert find_share(store, share.token) is None
    assert list_shares(store, "welcome") == []
    assert share_journey(store, "welcome").token != share.token


def test_the_links_of_a_journey_are_listed_newest_first(store: Store) -> None:
    shares = [share_journey(store, "welcome", revision=number) for number in (1, None, 2)]
    share_journey(store, "winback")
    assert list_shares(store, "welcome") == shares[::-1]


def test_a_deleted_journey_is_not_shown_until_it_is_restored(store: Store) -> None:
    share = share_journey(store, "welcome")
    delete_journey(store, "welcome")
    assert find_share(store, share.token) is None
    with pytest.raises(StoreError, match="no stored journey “welcome”"):
        share_journey(store, "welcome")
    restore_journey(store, "welcome")
    assert find_share(store, share.token) == share


@pytest.mark.parametrize("token", ["", "x" * 43, "\x00", "\ud800" * 43, "' OR 1=1 --", "x" * 9_999])
def test_a_token_nobody_made_shows_nothing(store: Store, token: str) -> None:
    assert find_share(store, token) is None


def test_what_is_not_stored_cannot_be_shared(store: Store) -> None:
    with pytest.raises(StoreError, match="no stored journey “nope”"):
        share_journey(store, "nope")
    for number in (0, 3):
        with pytest.raises(StoreError, match=f"“Welcome” has no revision {number}"):
            share_journey(store, "welcome", revision=number)
