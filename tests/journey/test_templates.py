"""The templates are what a strategist would begin with: complete, lawful in the US, truthful, and ready to fly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from journeyboard.audience.customers import customers
from journeyboard.audience.people import Audience
from journeyboard.journey.brand import Brand
from journeyboard.journey.file import dumps, load, loads, save
from journeyboard.journey.graph import EventEntry, Journey
from journeyboard.journey.nodes import Delay, Goal, MessageBase, RandomSplit, Sms, WaitUntil
from journeyboard.journey.questions import paths
from journeyboard.journey.samples import (
    case_journeys,
    find_brand,
    sample_folder,
    sample_journeys,
    template_journeys,
)
from journeyboard.lint.check import check
from journeyboard.message.sms import sms
from journeyboard.message.template import render, variable_uses
from journeyboard.simulation.run import simulate

NAMES = list(template_journeys())
CARTS = ["cart_abandonment", "checkout_abandonment"]
LATE = {"replenishment": 120, "referral": 90}
"""Days to fly where the first message comes late."""
TEXT_FIELDS = ("subject", "preheader", "heading", "body")
KNOWN = {"first_name", "favourite_product", "product", "code", "code_expires", "brand", "link"}
LONG = {
    "first_name": "Maximiliana",
    "product": "Three-Step Routine Set",
    "favourite_product": "Three-Step Routine Set",
    "code": "BACK-7F3K9Q",
    "code_expires": date(2026, 3, 25),
}
every = pytest.mark.parametrize("name", NAMES)


@cache
def template(name: str) -> Journey:
    return load(template_journeys()[name])


@cache
def people() -> Audience:
    return customers(2_000, seed=1)


def brand(name: str) -> Brand:
    return find_brand(template(name), template_journeys()[name])


def messages(name: str) -> list[MessageBase]:
    return [node for node in template(name).nodes if isinstance(node, MessageBase)]


def texts(node: MessageBase) -> list[str]:
    parts = [node, *node.variants, *([node.fallback] if node.fallback else [])]
    return [text for part in parts for field in TEXT_FIELDS if (text := getattr(part, field, None))]


def full_texts(node: Sms, whose: Brand, values: dict[str, object]) -> Iterator[str]:
    """Every variant of a text as it goes out: with its tracked link and the opt-out line."""
    link = f"{node.link.url}/ab3cd" if node.link else ""
    ending = f" {whose.opt_out_text}" if node.opt_out else ""
    for body in [node.body, *(v.body for v in node.variants if v.body)]:
        yield render(body, values | {"link": link}).text + ending


def on_the_ways(name: str) -> Iterator[list[str]]:
    for path in paths(template(name)).paths:
        yield [step.node for step in path.steps]


def test_there_are_eleven_in_the_order_a_customer_meets_them() -> None:
    files = {file.name for file in (sample_folder() / "templates").iterdir()}
    assert files == {path.name for path in template_journeys().values()}
    assert (NAMES[0], NAMES[-1], len(NAMES)) == ("welcome_double_opt_in", "sunset", 11)


def test_no_template_is_called_like_a_sample_so_that_a_name_means_one_thing() -> None:
    assert not set(NAMES) & set(sample_journeys())


def test_the_cases_are_the_samples_with_a_brief() -> None:
    assert set(case_journeys()) == {"post_purchase", "checkout_rescue", "win_back"}
    assert case_journeys().items() <= sample_journeys().items()


@every
def test_a_template_is_called_like_its_file_and_says_in_two_sentences_whom_it_is_for(
    name: str,
) -> None:
    journey = template(name)
    assert journey.id == name
    assert journey.description.startswith("For ")
    assert 60 < len(journey.description) < 200
    assert 1 <= journey.description.count(".") <= 2
    assert journey.north_star
    assert journey.notes


@every
def test_the_check_finds_nothing_wrong_or_unwise(name: str) -> None:
    found = check(template(name), brand(name))
    assert [finding for finding in found if finding.severity != "info"] == []


@every
def test_a_template_survives_saving_to_the_letter(name: str, tmp_path: Path) -> None:
    original = template_journeys()[name]
    copy = Path(shutil.copy(original, tmp_path))
    save(load(copy), copy)
    assert copy.read_bytes() == original.read_bytes()
    assert loads(dumps(template(name))) == template(name)


@every
def test_a_template_is_small_enough_to_be_read_at_a_glance(name: str) -> None:
    nodes = template(name).nodes
    assert 7 <= len(nodes) <= 16
    titles = [node.title for node in nodes]
    assert all(titles)
    assert len(set(titles)) == len(titles)


@every
def test_every_message_says_why_it_is_sent_and_how_it_is_judged(name: str) -> None:
    home = brand(name).links["home"]
    for node in messages(name):
        assert node.stage, node.id
        assert node.metric, node.id
        assert "role" in node.model_fields_set, node.id
        assert node.job.startswith("When "), node.id
        assert ", I want to " in node.job, node.id
        assert ", so I can " in node.job, node.id
        assert node.link is not None, node.id
        assert node.link.url.startswith(home), node.id


@every
def test_texts_read_well_for_someone_about_whom_nothing_is_known(name: str) -> None:
    for node in messages(name):
        for text in texts(node):
            for use in variable_uses(text):
                assert use.name in KNOWN, (node.id, use.name)
                assert use.guarded or use.name == "link" or not use.inserted, (node.id, use.name)
            shown = render(text, {"link": "https://lumenskin.example"}, missing="error").text
            assert not any(gap in shown for gap in ("  ", " ,", " .", " ?", "{", "!!")), shown


@every
@pytest.mark.parametrize("values", [LONG, {}], ids=["long", "nothing known"])
def test_a_text_names_the_brand_has_one_link_and_takes_at_most_two_parts(
    name: str, values: dict[str, object]
) -> None:
    for node in messages(name):
        if isinstance(node, Sms):
            for text in full_texts(node, brand(name), values):
                assert text.startswith(f"{brand(name).name}: "), node.id
                assert text.count("https://") == 1, node.id
                assert sms(text).encoding == "GSM-7", node.id
                assert sms(text).parts <= 2, node.id


@every
def test_the_first_text_on_every_way_says_how_to_stop(name: str) -> None:
    said = {node.id: node.opt_out for node in template(name).nodes if isinstance(node, Sms)}
    for way in on_the_ways(name):
        first = next((node for node in way if node in said), None)
        assert first is None or said[first], first


@every
def test_reaching_the_goal_ends_the_journey_or_passes_a_goal(name: str) -> None:
    journey = template(name)
    goals = {node.id for node in journey.nodes if isinstance(node, Goal)}
    waits = [node for node in journey.nodes if isinstance(node, WaitUntil)]
    key = journey.entry.key if isinstance(journey.entry, EventEntry) else None
    ends = any(
        rule.event == journey.goal.event and rule.goal and rule.key == key
        for rule in journey.exit_rules
    )
    assert ends or any(
        branch.event == journey.goal.event and branch.next in goals
        for node in waits
        for branch in node.branches
    )
    assert any(rule.event == "consent.unsubscribed" for rule in journey.exit_rules)


@every
def test_quiet_hours_hold_the_strictest_common_window_and_texts_are_capped(name: str) -> None:
    journey = template(name)
    assert journey.quiet_hours is not None
    assert (journey.quiet_hours.start, journey.quiet_hours.end) == ("20:00", "09:00")
    assert journey.quiet_hours.law
    assert all(node.quiet_hours == "hold" for node in messages(name))
    assert journey.caps


@every
def test_a_control_arm_shows_what_the_journey_or_its_offer_is_worth(name: str) -> None:
    (split,) = [node for node in template(name).nodes if isinstance(node, RandomSplit)]
    assert [arm.control for arm in split.arms] == [False, True]
    offers = {node.id for node in messages(name) if node.offer}
    for way in on_the_ways(name):
        drawn = way.index(split.id) if split.id in way else len(way)
        assert not offers & set(way[:drawn])


@pytest.mark.parametrize("name", ["browse_abandonment", *CARTS, "win_back_offer"])
def test_a_discount_comes_only_after_a_message_without_one(name: str) -> None:
    about = {node.id: node.offer for node in messages(name)}
    for way in on_the_ways(name):
        offers = [about[node] for node in way if node in about]
        assert not offers or offers[0] is None


@pytest.mark.parametrize("name", CARTS)
def test_a_cart_gets_one_text_without_a_discount_within_48_hours(name: str) -> None:
    journey = template(name)
    assert isinstance(journey.entry, EventEntry)
    assert journey.entry.key == "cart_id"
    (text,) = [node for node in journey.nodes if isinstance(node, Sms)]
    assert text.offer is None
    assert text.stale_after is not None
    waits = {node.id: node.for_ for node in journey.nodes if isinstance(node, Delay)}
    for way in on_the_ways(name):
        if text.id in way:
            assert way.count(text.id) == 1
            before = sum(waits.get(node, 0) for node in way[: way.index(text.id)])
            assert before + text.stale_after <= 48 * 3_600


@pytest.mark.parametrize("name", ["browse_abandonment", *CARTS])
def test_reminders_of_a_visit_go_only_to_numbers_that_were_confirmed(name: str) -> None:
    run = simulate(template(name), people(), seed=7, days=60)
    texted = run.log.sql(
        "SELECT DISTINCT profile_key FROM events WHERE type = 'message.sent' AND channel = 'sms'"
    )["profile_key"]
    frame = people().frame.set_index("profile_key")
    assert len(texted) > 0
    assert frame.loc[texted, "sms_double_opt_in"].all()


@every
def test_a_flight_reaches_people(name: str) -> None:
    run = simulate(template(name), people(), seed=7, days=LATE.get(name, 60))
    kinds = run.log.sql("SELECT type, count(*) AS n FROM events GROUP BY type")
    counts = dict(zip(kinds["type"], kinds["n"], strict=True))
    assert counts["journey.entered"] > 10
    assert counts["message.delivered"] > 10
