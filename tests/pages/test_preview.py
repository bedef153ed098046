"""The Preview page: one customer's messages and replies, quick picks, search, links, what cannot be shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.audience.worst import WORST
from journeyboard.journey.file import load
from journeyboard.journey.samples import sample_folder
from journeyboard.storage.consents import choices, keep_choice
from journeyboard.storage.drafts import save_draft
from journeyboard.storage.store import Store

from .conftest import Open
from .words import words_on

RESCUE, BROADCAST = "checkout_rescue", "weekly_broadcast"
BRAND_STOP = "Lumen Skin: you are unsubscribed and will get no more texts from us."
WEEKLY = load(sample_folder() / "journeys" / "fatigue_weekly.journey.yaml")


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
    assert "Nobody is called" not in words_on(app)


def test_a_search_that_finds_nobody_says_so_and_changes_nothing(open_page: Open) -> None:
    app = open_page("preview", journey=RESCUE)
    before = app.session_state["customer"]
    app.text_input(key="search").input("Zzyx*").run()
    assert "Nobody is called “Zzyx*”; the customer stays." in words_on(app).replace("\\", "")
    assert app.session_state["customer"] == before


def test_the_timeline_writes_the_sender_as_phones_do(open_page: Open) -> None:
    words = words_on(open_page("preview", journey=RESCUE, clock="12:00"))
    assert "sms · +1 (888) 555-0142" in words
    assert "+18885550142" not in words


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
    words = words_on(open_page("preview", **({"journey": RESCUE} | query)))
    assert said in words.replace("\\", "")


@pytest.mark.parametrize("day", ["2000-01-08", "2099-12-31"])
def test_the_first_and_the_last_day_can_be_previewed(open_page: Open, day: str) -> None:
    app = open_page("preview", journey=RESCUE, day=day, clock="10:00")
    assert "customer's clock" in words_on(app)
    assert not app.error


NO_TEXT = """id: checkout_rescue
name: No text
brand: lumen
start: hello
nodes:
  hello: {kind: sms, title: Hello, body: "", opt_out: false}
"""


def test_a_text_without_text_reaches_nobody_and_says_so(open_page: Open, store: Store) -> None:
    save_draft(store, RESCUE, NO_TEXT, based_on=1)
    app = open_page("preview", journey=RESCUE, clock="12:00")
    words = words_on(app)
    assert "0 messages reach this customer, 1 does not" in words
    assert "this SMS has no text" in words
    assert "0 parts" not in words
    shown = story_on(app)["messages"]
    assert [(one["state"], one["reason"]) for one in shown] == [("failed", "this SMS has no text")]


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


def story_on(app: AppTest) -> dict[str, Any]:
    """What the page hands the phone."""
    found: dict[str, Any] = json.loads(app.get("bidi_component")[0].proto.json)
    return found


def reply_on(app: AppTest, text: str, *, after: int = 60) -> None:
    """Write on the phone, that many seconds after the first text or mail came."""
    told = story_on(app)
    first = next(one for one in told["messages"] if one.get("state") == "delivered")
    replies = [*told["story"]["replies"], {"at": first["at"] + after, "text": text}]
    app.session_state["phone"] = {"said": {"story": told["story"]["id"], "replies": replies}}
    app.run()
    assert not app.exception


def texts_of(app: AppTest, side: str = "brand") -> list[str]:
    return [
        one["text"]
        for one in story_on(app)["messages"]
        if (one["kind"], one["side"], one.get("state")) == ("sms", side, "delivered")
        or (one["side"] == side == "customer")
    ]


def test_everything_on_the_phone_has_its_moment_within_the_story(open_page: Open) -> None:
    told = story_on(open_page("preview", journey="win_back"))
    story, moments = told["story"], [one["at"] for one in told["messages"]]
    assert moments == sorted(moments)
    assert story["start"] < min(moments)
    assert max(moments) < story["end"]
    assert {one["kind"] for one in told["messages"]} == {"sms", "email", "ads"}


def test_a_stop_is_answered_and_ends_the_texts(open_page: Open) -> None:
    app = open_page("preview", journey=RESCUE, clock="12:00")
    before = texts_of(app)
    reply_on(app, "STOP")
    assert texts_of(app, "customer") == ["STOP"]
    assert texts_of(app)[1] == BRAND_STOP
    assert len(texts_of(app)) <= max(len(before), 2)
    assert "Keep this choice (STOP)" in [button.label for button in app.button]


def test_talk_is_no_choice_and_nobody_answers(open_page: Open) -> None:
    app = open_page("preview", journey=RESCUE, clock="12:00")
    before = texts_of(app)
    reply_on(app, "thanks!")
    assert texts_of(app) == before
    assert "Keep this choice" not in " ".join(button.label for button in app.button)


def test_a_kept_choice_is_stored_shown_and_taken_back(open_page: Open, store: Store) -> None:
    app = open_page("preview", journey=RESCUE, clock="12:00")
    key = app.session_state["customer"]
    reply_on(app, "text me less often")
    app.button(key="keep").click().run()
    kept = choices(store, "lumen", profile_key=key)
    assert [(one.choice, one.words) for one in kept] == [("less", "text me less often")]
    assert story_on(app)["story"]["replies"] == []
    assert "LESS kept" in words_on(app)
    app.button(key="drop-kept").click().run()
    assert choices(store, "lumen", profile_key=key) == ()
    assert "LESS kept" not in words_on(app)


@pytest.mark.parametrize("worst", WORST)
def test_the_worst_case_gets_the_same_messages_and_nobody_to_keep_for(
    open_page: Open, worst: str
) -> None:
    app = open_page("preview", journey=RESCUE, clock="12:00", worst=worst)
    assert texts_of(app)
    reply_on(app, "STOP")
    assert "nobody to keep it for" in words_on(app)


def quick(app: AppTest) -> None:
    app.pills(key="quick").set_value("Longest name")


def other(app: AppTest) -> None:
    box = app.selectbox(key="customer")
    box.set_value(next(key for key in people_keys(app) if key != box.value))


def pill(app: AppTest) -> None:
    app.pills(key="worst-pill").set_value(None)


def people_keys(app: AppTest) -> list[str]:
    return [name.rpartition(" · ")[2] for name in app.selectbox(key="customer").options]


@pytest.mark.parametrize("away", [pill, quick, other])
def test_the_worst_case_is_left_again(open_page: Open, away: Callable[[AppTest], None]) -> None:
    app = open_page("preview", journey=RESCUE, clock="12:00", worst=WORST[0])
    assert app.pills(key="worst-pill").value == WORST[0]
    away(app)
    app.run()
    app.run()
    assert app.pills(key="worst-pill").value is None
    assert "worst" not in app.query_params
    app.pills(key="worst-pill").set_value(WORST[1]).run()
    assert app.query_params["worst"] in (WORST[1], [WORST[1]])
    assert app.pills(key="worst-pill").value == WORST[1]


def test_a_kept_stop_is_why_a_text_behind_a_consent_does_not_come(
    open_page: Open, store: Store
) -> None:
    query = {"journey": "post_purchase", "clock": "12:00"}
    app = open_page("preview", **query)
    keep_choice(store, "lumen", app.session_state["customer"], "stop", words="STOP", how="reply")
    words = words_on(open_page("preview", **query, customer=app.session_state["customer"]))
    assert "Replenishment (SMS): opted out before" in words
    assert "condition not met at “Ordered again since?”" not in words


def test_who_opts_out_on_the_phone_leaves_in_plain_words(open_page: Open) -> None:
    app = open_page("preview", journey=RESCUE, clock="12:00")
    reply_on(app, "STOP")
    words = words_on(app).replace("\\", "")
    assert "left the journey: opted out" in words
    assert "(opted out)." in words
    assert "consent unsubscribed" not in words + json.dumps(story_on(app))
