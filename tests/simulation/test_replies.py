"""Replies in a preview: what they do to the messages after them, what the brand answers, and what is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyboard.audience.worst import LONGEST, worst_case
from journeyboard.errors import BadInput
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import FrequencyCap, Journey
from journeyboard.records import Customer
from journeyboard.simulation.preview import Preview, preview
from journeyboard.simulation.replies import LESS_CAP, answer_to, choice_of, may_ask_for_less
from journeyboard.simulation.run import flight_of

from .flights import brand, people

ENTRY = datetime(2026, 3, 3, 15, tzinfo=UTC)
DAYS = 12
FREE = brand().model_copy(
    update={"caps": (), "smart_sending": None, "less": None, "quiet_hours": None}
)


def daily(**more: Any) -> Journey:
    """A text a day at the moment of entering, each followed by an e-mail."""
    nodes: list[dict[str, Any]] = []
    for k in range(DAYS):
        nodes += [
            {"id": f"text{k}", "kind": "sms", "body": f"Text {k}", "next": f"mail{k}"},
            {"id": f"mail{k}", "kind": "email", "body": f"Mail {k}", "next": f"pause{k}"},
            {"id": f"pause{k}", "kind": "delay", "for": "1 day", "next": f"text{k + 1}"},
        ]
    nodes[-1]["next"] = None
    made = {"id": "daily", "name": "Daily", "start": "text0", "entry": {"kind": "audience"}, "quiet_hours": None, "nodes": nodes}  # fmt: skip
    return Journey.model_validate(made | more)


@cache
def somebody() -> Customer:
    return worst_case(people(300), brand())[LONGEST]


def after(day: float) -> datetime:
    return ENTRY + timedelta(days=day)


def told(*replies: tuple[float, str], journey: Journey | None = None, by: Brand = FREE) -> Preview:  # fmt: skip
    said = [(after(day), words) for day, words in replies]
    return preview(journey or daily(), somebody(), brand=by, entered_at=ENTRY, replies=said)


def got(seen: Preview, channel: str = "sms") -> list[int]:
    """The numbers of the messages that were sent on a channel."""
    return [int(m.node_id[4:]) for m in seen.messages if m.channel == channel and m.status != "skipped"]  # fmt: skip


def test_a_stop_ends_the_texts_and_nothing_else() -> None:
    seen = told((2.5, "Please stop!"))
    assert got(seen) == [0, 1, 2]
    assert got(seen, "email") == list(range(DAYS))
    late = [m for m in seen.messages if m.channel == "sms" and m.at > after(2.5)]
    assert {(m.status, m.reason) for m in late} == {("skipped", "opted_out")}


def test_a_start_takes_the_stop_back() -> None:
    assert got(told((2.5, "STOP"), (5.5, "start"))) == [0, 1, 2, *range(6, DAYS)]


@pytest.mark.parametrize(
    ("less", "wanted"),
    [(None, [0, 1, 2]), (FrequencyCap(max=1, per=3 * 86_400, channel="sms"), [0, 1, 2, 5, 8, 11])],
)
def test_less_puts_the_brands_cap_on_from_then_on(less: FrequencyCap | None, wanted: list[int]) -> None:  # fmt: skip
    """What went out before counts as well: somebody who has had three is not owed another one."""
    seen = told((2.5, "LESS"), by=FREE.model_copy(update={"less": less}))
    assert got(seen) == wanted
    assert {m.reason for m in seen.messages if m.status == "skipped"} == {"frequency_cap"}
    assert got(told((2.5, "LESS"), (5.5, "START"), by=seen_by(less)))[-1] == DAYS - 1


def seen_by(less: FrequencyCap | None) -> Brand:
    return FREE.model_copy(update={"less": less})


def test_talk_and_help_change_nothing_but_are_answers() -> None:
    plain = told()
    chat = told((1.2, "Who is this?"), (2.2, "HELP"))
    assert chat.messages == plain.messages
    assert [reply.changed for reply in chat.replies] == [False, False]
    assert [reply.answer for reply in chat.replies] == [None, brand().keywords["HELP"]]


def test_an_exit_rule_on_the_opt_out_applies_to_a_reply() -> None:
    journey = daily(exit_rules=[{"event": "consent.unsubscribed", "channel": "sms"}])
    seen = told((3.5, "STOP"), journey=journey)
    assert seen.exit_reason == "consent.unsubscribed"
    assert seen.exited_at == after(3.5)
    assert [m.node_id for m in seen.not_reached][:2] == ["text4", "mail4"]
    assert {m.why for m in seen.not_reached} == {"left the journey: opted out"}


def test_a_wait_for_an_answer_hears_the_reply() -> None:
    nodes = [
        {"id": "ask", "kind": "sms", "body": "Dry or oily? Just reply.", "next": "wait"},
        {"id": "wait", "kind": "wait_until", "timeout": "2 days", "on_timeout": "silent", "branches": [
            {"name": "answered", "event": "message.replied", "node": "ask", "next": "thanks"}]},
        {"id": "thanks", "kind": "sms", "body": "Thank you!"},
        {"id": "silent", "kind": "email", "body": "No answer?"},
    ]  # fmt: skip
    asking = Journey.model_validate({"id": "ask", "name": "Ask", "start": "ask", "nodes": nodes})
    answered, silent = told((0.1, "oily"), journey=asking), told(journey=asking)
    assert [m.node_id for m in answered.messages] == ["ask", "thanks"]
    assert [m.node_id for m in silent.messages] == ["ask", "silent"]
    assert [(m.node_id, m.reason) for m in silent.not_reached] == [("thanks", "other_way")]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, DAYS * 24), st.sampled_from(("STOP", "START", "hi"))), max_size=6))  # fmt: skip
def test_a_text_is_sent_when_the_last_word_was_not_stop(said: list[tuple[int, str]]) -> None:
    """An oracle of a few lines: the last STOP or START before a text decides it."""
    replies = [(hours / 24 + 0.003, words) for hours, words in said]
    ordered = sorted(replies, key=lambda reply: reply[0])
    wanted = []
    for day in range(DAYS):
        words = [w for at, w in ordered if at < day and w != "hi"]
        if not words or words[-1] == "START":
            wanted.append(day)
    assert got(told(*replies)) == wanted


def test_replies_are_told_in_order_with_their_local_time() -> None:
    seen = told((3.5, "LESS"), (1.5, "what?"), (3.6, "LESS"))
    assert [(r.text, r.meaning, r.changed) for r in seen.replies] == [
        ("what?", None, False), ("LESS", "less", True), ("LESS", "less", False)]  # fmt: skip
    assert seen.replies[0].at == after(1.5)
    assert seen.replies[0].local.utcoffset() == seen.messages[0].local.utcoffset()
    assert seen.to_dict()["replies"][1]["meaning"] == "less"


def test_a_reply_outside_the_run_is_refused() -> None:
    with pytest.raises(BadInput, match="outside the run"):
        told((-30, "STOP"))


def test_answers_come_in_the_customers_language_where_the_brand_has_it() -> None:
    french = {"STOP": "Désabonné.", "ARRET": "Arrêté.", "LESS": "Moins."}
    both = brand().model_copy(update={"keywords_by_language": {"fr": french}})
    assert answer_to(both, "arrêt", "fr-CA") == "Arrêté."
    assert answer_to(both, "Fin", "fr") == "Désabonné."
    assert answer_to(both, "moins", "fr") == "Moins."
    assert answer_to(both, "aide", "fr") == brand().keywords["HELP"]
    assert answer_to(both, "arrêt", "en") == brand().keywords["STOP"]
    assert answer_to(both, "good morning", "fr") is None
    own = brand().model_copy(update={"keywords": {"SHADE": "Here is your shade."}})
    assert answer_to(own, " shade? ") == "Here is your shade."


def test_only_a_flight_in_which_somebody_asks_has_the_cap() -> None:
    """A run in which nobody asks for fewer stays what it was, to the bit."""
    flight = flight_of(daily(), people(20), brand=FREE)
    assert not may_ask_for_less(flight)
    assert (LESS_CAP.max, LESS_CAP.per) == (1, 14 * 86_400)
    assert [choice_of(words) for words in ("stop", "fewer", "unstop", "help", "hm")] == [
        "stop", "less", "start", "other", "other"]  # fmt: skip


def test_media_purpose_and_sender_are_told() -> None:
    journey = Journey.model_validate({"id": "m", "name": "M", "start": "a", "nodes": [
        {"id": "a", "kind": "sms", "media": "cart.png", "body": "Hi", "next": "b"},
        {"id": "b", "kind": "email", "purpose": "transactional", "body": "Hi"}]})  # fmt: skip
    picture, service = told(journey=journey).messages
    assert (picture.media, picture.channel, picture.purpose) == ("cart.png", "mms", "marketing")
    assert (service.media, service.purpose) == (None, "transactional")
    assert picture.sender == brand().senders.sms
