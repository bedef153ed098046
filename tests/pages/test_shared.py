"""Shared journeys: links that show, stay, move along, and can be taken back."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.storage.journeys import delete_journey, list_journeys, open_journey
from journeyboard.storage.shares import list_shares, share_journey
from journeyboard.storage.store import Store
from journeyboard.workflows.library import save_text

from .board import RESCUE, longer, pause, told
from .conftest import Open
from .words import words_on


def save_longer(store: Store) -> None:
    text = open_journey(store, RESCUE).text.replace("for: 1 hour", "for: 3 hours")
    save_text(store, RESCUE, text, based_on=1, author="Ben", message="Patience")


@pytest.mark.parametrize("view", ["board", "map"])
def test_a_link_shows_the_journey_to_read(open_page: Open, store: Store, view: str) -> None:
    share = share_journey(store, RESCUE, author="Ana")
    app = open_page("shared", key=share.token, view=view)
    data = told(app)
    assert (data["readOnly"], data["view"]) == (True, view)
    assert "Checkout rescue" in words_on(app)
    assert "shared by Ana" in words_on(app)


def test_a_link_to_the_newest_moves_along_and_one_to_a_revision_stays(
    open_page: Open, store: Store
) -> None:
    newest, first = share_journey(store, RESCUE), share_journey(store, RESCUE, revision=1)
    save_longer(store)
    assert pause(open_page("shared", key=newest.token)) == "3 hours"
    assert pause(open_page("shared", key=first.token)) == "1 hour"


def test_nothing_a_visitor_sends_changes_the_journey(open_page: Open, store: Store) -> None:
    app = open_page("shared", key=share_journey(store, RESCUE).token)
    app.session_state["reading:shared"] = {"doc": {"docId": f"{RESCUE}@1"}}
    app.run()
    assert not app.exception
    assert open_journey(store, RESCUE).number == 1


def test_looking_does_not_count_as_opening(open_page: Open, store: Store) -> None:
    before = [journey.id for journey in list_journeys(store)]
    open_page("shared", key=share_journey(store, before[-1]).token)
    assert [journey.id for journey in list_journeys(store)] == before


@pytest.mark.parametrize("key", ["", "x", "A" * 43, "<script>"])
def test_an_unknown_link_says_what_to_do(open_page: Open, key: str) -> None:
    app = open_page("shared", key=key)
    assert "This link shows nothing" in words_on(app)
    assert not app.get("bidi_component")


def test_a_link_of_a_deleted_journey_shows_nothing(open_page: Open, store: Store) -> None:
    share = share_journey(store, RESCUE)
    delete_journey(store, RESCUE)
    assert "This link shows nothing" in words_on(open_page("shared", key=share.token))


@pytest.fixture
def sharing(open_page: Open, store: Store) -> AppTest:
    """The Design page with the Share box open."""
    assert store
    app = open_page("design", journey=RESCUE)
    app.session_state["sharing"] = True
    return app.run()


@pytest.mark.parametrize(("key", "revision"), [("share-newest", None), ("share-this", 1)])
def test_a_link_is_made_shown_and_taken_back(
    sharing: AppTest, open_page: Open, store: Store, key: str, revision: int | None
) -> None:
    sharing.text_input(key="my-name").input("Ana")
    sharing.button(key=key).click().run()
    share = list_shares(store, RESCUE)[0]
    assert (share.revision, share.created_by) == (revision, "Ana")
    assert sharing.code[0].value.endswith(f"/shared?key={share.token}")
    sharing.button(key=f"revoke-{share.token}").click().run()
    assert not sharing.code
    assert "This link shows nothing" in words_on(open_page("shared", key=share.token))


def test_a_link_never_shows_a_draft(sharing: AppTest, open_page: Open, store: Store) -> None:
    longer(sharing).button(key="share-newest").click().run()
    assert pause(open_page("shared", key=list_shares(store, RESCUE)[0].token)) == "1 hour"
