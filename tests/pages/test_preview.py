"""The Preview page: one customer's messages, quick picks, search, links and what cannot be shown."""

from __future__ import annotations

import pytest

from journeyboard.storage.drafts import save_draft
from journeyboard.storage.store import Store

from .conftest import Open
from .words import words_on

RESCUE = "checkout_rescue"


@pytest.mark.parametrize(
    "journey", ["checkout_rescue", "post_purchase", "win_back", "weekly_broadcast", "bad_example"]
)
def test_every_sample_can_be_previewed(open_page: Open, journey: str) -> None:
    app = open_page("preview", journey=journey)
    assert "customer's clock" in words_on(app)
    assert not app.error


def test_a_text_due_at_night_is_held_and_says_so(open_page: Open) -> None:
    app = open_page("preview", journey=RESCUE, day="2026-03-04", clock="20:45")
    assert "held for quiet hours" in words_on(app)


def test_somebody_with_email_only_gets_no_text(open_page: Open) -> None:
    app = open_page("preview", journey=RESCUE)
    app.pills(key="quick").set_value("E-mail only").run()
    assert not app.exception
    assert "sms ·" not in words_on(app)
    assert "email ·" in words_on(app)


def test_a_search_finds_customers_by_name(open_page: Open) -> None:
    app = open_page("preview", journey=RESCUE)
    app.text_input(key="search").input("maria").run()
    names = app.selectbox(key="customer").options[1:]
    assert names
    assert all("maria" in name.casefold() for name in names)


def test_the_address_says_whose_phone_it_is(open_page: Open) -> None:
    app = open_page("preview", journey=RESCUE)
    app.pills(key="quick").set_value("Longest name").run()
    key = app.session_state["customer"]
    again = open_page("preview", journey=RESCUE, customer=key, day="2026-05-01", clock="09:15")
    assert again.session_state["customer"] == key
    assert f"{again.session_state['day']}" == "2026-05-01"


@pytest.mark.parametrize("query", [{"customer": "nobody"}, {"day": "soon"}, {"clock": "noonish"}])
def test_a_broken_link_falls_back(open_page: Open, query: dict[str, str]) -> None:
    assert "customer's clock" in words_on(open_page("preview", journey=RESCUE, **query))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"day": "9999-12-31", "clock": "10:00"}, "“9999-12-31” cannot be shown"),
        ({"day": "0001-01-01"}, "“0001-01-01” cannot be shown"),
        ({"clock": "noonish"}, "“noonish” cannot be shown"),
        ({"customer": "nobody"}, "There is no customer “nobody”"),
        ({"journey": "gone"}, "There is no journey “gone”"),
    ],
)
def test_a_link_that_cannot_be_heeded_says_so(
    open_page: Open, query: dict[str, str], said: str
) -> None:
    assert said in words_on(open_page("preview", **({"journey": RESCUE} | query)))


@pytest.mark.parametrize("day", ["2000-01-08", "2099-12-31"])
def test_the_first_and_the_last_day_can_be_previewed(open_page: Open, day: str) -> None:
    app = open_page("preview", journey=RESCUE, day=day, clock="10:00")
    assert "customer's clock" in words_on(app)
    assert not app.error


SHORT = """id: checkout_rescue
name: Short
brand: lumen
start: hello
nodes:
  hello: {kind: email, subject: Hello}
"""


def test_an_unsaved_edit_is_previewed(open_page: Open, store: Store) -> None:
    save_draft(store, RESCUE, SHORT, based_on=1)
    assert "1 message reaches this" in words_on(open_page("preview", journey=RESCUE))


def test_without_a_journey_the_page_says_what_to_do(open_page: Open, bare: Store) -> None:
    assert bare
    assert "No journey to preview" in words_on(open_page("preview"))
