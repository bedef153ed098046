"""Comments: kept once, in order, settled and taken up again, and true to a node through its renaming."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from journeyboard.errors import BadInput, StoreError
from journeyboard.storage.comments import (
    Comment,
    add_comment,
    delete_comment,
    list_comments,
    move_comments,
    reopen_comment,
    resolve_comment,
)
from journeyboard.storage.journeys import delete_journey, restore_journey, save_journey
from journeyboard.storage.store import Store


@pytest.fixture(autouse=True)
def _journeys(store: Store) -> None:
    for journey in ("welcome", "winback"):
        save_journey(store, journey, "nodes: {}", based_on=None)


def said(
    store: Store, comment: str, text: str = "Too long?", *, node: str | None = "hello"
) -> Comment:
    return add_comment(store, "welcome", comment, node=node, author="Ana", text=text)


def texts(store: Store, *, resolved: bool = False) -> list[str]:
    return [comment.text for comment in list_comments(store, "welcome", resolved=resolved)]


def test_a_comment_comes_back_as_it_was_written(store: Store) -> None:
    kept = said(store, "c1", "Grüße 🛒 <b>& “so”</b>\nnext line")
    assert list_comments(store, "welcome") == [kept]
    assert (kept.node_id, kept.author, kept.resolved_at) == ("hello", "Ana", None)
    assert kept.text == "Grüße 🛒 <b>& “so”</b>\nnext line"
    assert abs((datetime.now(UTC) - kept.created_at).total_seconds()) < 600


def test_a_comment_sent_twice_is_kept_once_as_it_was_first(store: Store) -> None:
    first = said(store, "c1", "first")
    assert said(store, "c1", "second") == first
    assert texts(store) == ["first"]


def test_a_comment_sent_by_many_at_once_is_kept_once(store: Store) -> None:
    with ThreadPoolExecutor(4) as people:
        kept = list(people.map(lambda number: said(store, "c1", f"from {number}"), range(8)))
    assert len(set(kept)) == 1
    assert list_comments(store, "welcome") == kept[:1]


def test_comments_are_listed_oldest_first_and_by_journey(store: Store) -> None:
    for number in range(3):
        said(store, f"{9 - number}", f"number {number}")
    add_comment(store, "winback", "other", node="hello", author="", text="elsewhere")
    assert texts(store) == ["number 0", "number 1", "number 2"]


@pytest.mark.parametrize("node", [None, ""])
def test_a_comment_without_a_node_is_on_the_journey_itself(store: Store, node: str | None) -> None:
    assert said(store, "c1", node=node).node_id is None
    assert list_comments(store, "welcome")[0].node_id is None


def test_a_settled_comment_is_listed_on_demand_and_can_be_taken_up_again(store: Store) -> None:
    said(store, "c1", "one")
    said(store, "c2", "two")
    settled = resolve_comment(store, "c1")
    assert settled.resolved_at is not None
    assert resolve_comment(store, "c1") == settled
    assert (texts(store), texts(store, resolved=True)) == (["two"], ["one", "two"])
    assert reopen_comment(store, "c1").resolved_at is None
    assert texts(store) == ["one", "two"]


def test_a_deleted_comment_is_gone_and_may_be_deleted_again(store: Store) -> None:
    said(store, "c1")
    for _ in range(2):
        delete_comment(store, "c1")
    assert texts(store, resolved=True) == []
    for act in (resolve_comment, reopen_comment):
        with pytest.raises(StoreError, match=r"has been deleted\. Reload"):
            act(store, "c1")


def test_comments_follow_a_node_to_its_new_name_in_their_journey_only(store: Store) -> None:
    said(store, "c1")
    said(store, "c2", node="other")
    add_comment(store, "winback", "c3", node="hello", author="", text="x")
    move_comments(store, "welcome", "hello", "greeting")
    assert [c.node_id for c in list_comments(store, "welcome")] == ["greeting", "other"]
    assert [c.node_id for c in list_comments(store, "winback")] == ["hello"]


def test_comments_outlive_a_deleted_journey(store: Store) -> None:
    said(store, "c1")
    delete_journey(store, "welcome")
    restore_journey(store, "welcome")
    assert texts(store) == ["Too long?"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the comment is empty. Write something first."),
        (" \n\x00 ", "the comment is empty. Write something first."),
        ("x" * 4_001, "the comment has 4,001 characters. Shorten it to 4,000, or write two."),
    ],
)
def test_an_unfit_text_is_refused_in_one_sentence(store: Store, text: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        said(store, "c1", text)
    assert str(caught.value) == says
    assert texts(store) == []


def test_the_longest_text_and_odd_characters_are_kept(store: Store) -> None:
    said(store, "c1", "🔥" * 4_000)
    said(store, "c2", "a\x00b\ud800c\r\nd")
    assert texts(store) == ["🔥" * 4_000, "abc\nd"]


def test_an_unknown_journey_or_an_unfit_id_is_named(store: Store) -> None:
    with pytest.raises(StoreError, match="no stored journey “nope”"):
        add_comment(store, "nope", "c1", node=None, author="", text="x")
    for comment in ("", "x" * 65, "a\x00"):
        with pytest.raises(BadInput, match="the comment's id is unfit"):
            said(store, comment)
    with pytest.raises(BadInput, match="the node's id is unfit"):
        said(store, "c1", node="n" * 65)


def test_an_id_that_another_journey_has_taken_is_refused(store: Store) -> None:
    add_comment(store, "winback", "c1", node=None, author="", text="theirs")
    with pytest.raises(StoreError, match="Another journey has a comment of that id"):
        said(store, "c1")
    assert [c.text for c in list_comments(store, "winback")] == ["theirs"]
