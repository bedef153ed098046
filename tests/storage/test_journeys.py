"""Journeys in the store: numbered revisions, one winner of two, deletions that can be undone."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from journeyboard.errors import StaleRevision, StoreError
from journeyboard.storage.drafts import drop_draft, find_draft, save_draft
from journeyboard.storage.journeys import (
    delete_journey,
    find_journey,
    list_journeys,
    open_journey,
    rename_journey,
    restore_journey,
    revisions,
    save_journey,
)
from journeyboard.storage.store import Store

TEXT = "id: welcome\nname: Grüße 🛒 # kept\n"


def test_a_saved_text_comes_back_letter_for_letter_with_its_hash(store: Store) -> None:
    saved = save_journey(store, "welcome", TEXT, based_on=None, author="Ana", message="first")
    opened = open_journey(store, "welcome")
    assert opened == saved
    assert opened.text == TEXT
    assert opened.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (opened.number, opened.parent, opened.author, opened.message) == (
        1,
        None,
        "Ana",
        "first",
    )
    assert abs((datetime.now(UTC) - opened.created_at).total_seconds()) < 600


def test_every_revision_stays_and_names_the_one_before(store: Store) -> None:
    for number in range(1, 4):
        save_journey(store, "welcome", f"v{number}", based_on=number - 1 or None)
    kept = revisions(store, "welcome")
    assert [(r.number, r.parent, r.text) for r in kept] == [
        (3, 2, "v3"),
        (2, 1, "v2"),
        (1, None, "v1"),
    ]
    assert open_journey(store, "welcome", 2).text == "v2"


def test_saving_the_newest_text_again_keeps_nothing_new(store: Store) -> None:
    first = save_journey(store, "welcome", TEXT, based_on=None)
    assert save_journey(store, "welcome", TEXT, based_on=1) == first
    assert len(revisions(store, "welcome")) == 1


@pytest.mark.parametrize("based_on", [None, 1, 3])
def test_an_edit_of_another_revision_than_the_newest_is_refused_with_a_sentence(
    store: Store, based_on: int | None
) -> None:
    save_journey(store, "welcome", "v1", based_on=None, name="Welcome")
    save_journey(store, "welcome", "v2", based_on=1)
    with pytest.raises(StaleRevision, match="“Welcome” is at revision 2"):
        save_journey(store, "welcome", "late", based_on=based_on)
    assert open_journey(store, "welcome").text == "v2"


def test_of_many_who_save_at_once_exactly_one_wins_every_round(store: Store) -> None:
    def save(who: int, number: int) -> bool:
        try:
            save_journey(store, "welcome", f"{who} in round {number}", based_on=number or None)
        except StaleRevision:
            return False
        return True

    with ThreadPoolExecutor(4) as people:
        for number in range(10):
            won = list(people.map(save, range(4), [number] * 4))
            assert won.count(True) == 1
    assert find_journey(store, "welcome").revision == 10


def test_an_unknown_journey_is_named_in_the_sentence(store: Store) -> None:
    for act in (
        lambda: open_journey(store, "nope"),
        lambda: rename_journey(store, "nope", "x"),
        lambda: save_journey(store, "nope", "x", based_on=4),
        lambda: save_draft(store, "nope", "x", based_on=1),
    ):
        with pytest.raises(StoreError, match="no stored journey “nope”"):
            act()
    assert find_journey(store, "nope") is None


def test_a_deleted_journey_is_not_listed_and_comes_back_whole(store: Store) -> None:
    save_journey(store, "welcome", TEXT, based_on=None)
    delete_journey(store, "welcome")
    assert list_journeys(store) == []
    assert [j.id for j in list_journeys(store, deleted=True)] == ["welcome"]
    restore_journey(store, "welcome")
    assert [j.id for j in list_journeys(store)] == ["welcome"]
    assert open_journey(store, "welcome").text == TEXT


def test_the_journey_opened_last_is_listed_first(store: Store) -> None:
    for journey_id in ("a", "b", "c"):
        save_journey(store, journey_id, TEXT, based_on=None)
    open_journey(store, "a")
    assert [j.id for j in list_journeys(store)] == ["a", "c", "b"]


def test_a_name_changes_alone_or_with_a_revision(store: Store) -> None:
    save_journey(store, "welcome", "v1", based_on=None, name="One")
    assert rename_journey(store, "welcome", "Two").name == "Two"
    save_journey(store, "welcome", "v2", based_on=1)
    assert find_journey(store, "welcome").name == "Two"
    save_journey(store, "welcome", "v3", based_on=2, name="Three")
    assert find_journey(store, "welcome").name == "Three"


def test_a_draft_is_kept_for_each_author_until_that_author_saves(store: Store) -> None:
    save_journey(store, "welcome", "v1", based_on=None)
    save_draft(store, "welcome", "half", based_on=1, author="Ana")
    save_draft(store, "welcome", "half a line", based_on=1, author="Ana")
    save_draft(store, "welcome", "mine", based_on=1, author="Ben")
    assert find_draft(store, "welcome", author="Ana").text == "half a line"
    save_journey(store, "welcome", "v2", based_on=1, author="Ben")
    assert find_draft(store, "welcome", author="Ben") is None
    assert find_draft(store, "welcome", author="Ana").based_on == 1
    drop_draft(store, "welcome", author="Ana")
    assert find_draft(store, "welcome", author="Ana") is None
