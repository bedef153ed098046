"""Knobs: what a journey offers to turn, and that turning leaves everything else as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import BadInput
from journeyboard.journey.file import load, update_text
from journeyboard.journey.graph import Journey
from journeyboard.journey.knobs import Knob, changed_words, control_share, turned
from journeyboard.journey.offered import knobs_named, knobs_of, with_levels
from journeyboard.journey.samples import sample_journeys, template_journeys
from journeyboard.lint.check import check
from journeyboard.lint.structure import STRUCTURE

ALL = {**sample_journeys(), **template_journeys()}
CODES = {rule.code for rule in STRUCTURE}


def sample(name: str) -> Journey:
    return load(ALL[name])


def knob(journey: Journey, name: str) -> Knob:
    return next(one for one in knobs_of(journey) if one.id == name)


def structure(journey: Journey) -> int:
    return sum(found.code in CODES for found in check(journey))


@pytest.mark.parametrize("name", ALL)
def test_every_value_offered_makes_another_journey_and_the_present_one_the_same(name: str) -> None:
    journey = sample(name)
    for one in knobs_of(journey):
        assert one.now in one.levels
        for value in one.levels:
            assert (turned(journey, [one], [value]) == journey) == (value == one.now), (one.id, value)  # fmt: skip
            assert one.words(one.read(one.words(value))) == one.words(value)


@pytest.mark.parametrize("name", ALL)
def test_the_ids_are_unique_and_every_id_names_its_knob(name: str) -> None:
    offered = knobs_of(sample(name))
    assert len({one.id for one in offered}) == len(offered)
    assert all(knobs_named(sample(name), [one.id]) == (one,) for one in offered)


@pytest.mark.parametrize("name", ALL)
def test_leaving_messages_out_never_tears_the_drawing(name: str) -> None:
    journey = sample(name)
    drops = [one for one in knobs_of(journey) if one.family == "messages"]
    for some in ([one] for one in drops):
        assert structure(turned(journey, some, [False])) <= structure(journey)
    assert structure(turned(journey, drops, [False] * len(drops))) <= structure(journey)


@given(st.from_type(Journey))
def test_leaving_any_message_out_adds_no_finding_about_structure(journey: Journey) -> None:
    for one in knobs_of(journey):
        if one.family == "messages":
            dropped = turned(journey, [one], [False])
            assert one.step not in {node.id for node in dropped.nodes}
            assert structure(dropped) <= structure(journey)


def test_a_later_question_about_a_message_keeps_it_in() -> None:
    offered = {one.id for one in knobs_of(sample("win_back"))}
    assert "drop/all_sms" not in offered  # “Got the first text?” asks about it
    assert "drop/all_last" in offered


def test_what_customers_are_owed_is_not_up_for_trial() -> None:
    journey = sample("post_purchase")
    owed = {f"drop/{n.id}" for n in journey.nodes if getattr(n, "purpose", "") == "transactional"}
    assert owed
    assert not owed & {one.id for one in knobs_of(journey)}


def test_a_deeper_offer_is_named_in_every_text_that_gives_it() -> None:
    journey = sample("win_back")
    changed = turned(journey, [knob(journey, "offer/WELCOMEBACK")], [20.0])
    before, after = update_text("", journey), update_text("", changed)
    assert "15%" in before
    assert "15%" not in after
    assert after.count("20%") == before.count("15%")
    assert [f for f in check(changed) if f.code == "JB412"] == []


@given(st.sampled_from([0.05, 0.1, 0.3, 0.5]))
def test_the_control_share_is_what_was_asked_and_the_other_arms_keep_their_proportions(
    share: float,
) -> None:
    journey = sample("win_back")
    changed = turned(journey, [knob(journey, "control/arms")], [share])
    assert control_share(changed) == pytest.approx(share)
    weights = [arm.weight for arm in changed.node("arms").arms[:3]]  # type: ignore[union-attr]
    assert weights == pytest.approx([weights[0]] * 3)


def test_knobs_are_asked_for_by_family_by_id_and_with_values() -> None:
    journey = sample("checkout_rescue")
    assert {one.family for one in knobs_named(journey, ["delays", "caps"])} == {"delays", "caps"}
    asked = knobs_named(journey, ["delay/first_hour=30m,2 hours"])
    assert asked[0].levels == (1800, 3600, 7200)
    assert "control" not in {one.family for one in knobs_named(journey, [])}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("delay/first_huor", "Did you mean “delay/first_hour”"),
        ("delay/first_hour=soon", "Write it as “1 hour”"),
        ("quiet_hours/start=25:00", "Write it as “21:00”"),
    ],
)
def test_a_knob_that_is_not_there_is_refused_in_one_sentence(asked: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        knobs_named(sample("checkout_rescue"), [asked])


def test_what_was_turned_is_told_in_words() -> None:
    journey = sample("checkout_rescue")
    hour, cap = knob(journey, "delay/first_hour"), knob(journey, "cap/0")
    assert changed_words([hour, cap], [14_400, 1]) == "One hour to finish alone: 1 hour → 4 hours"
    assert changed_words([hour, cap], [3600, 1]) == ""


def test_a_journey_without_a_cap_may_get_one() -> None:
    journey = sample("fatigue_frequent")
    cap = with_levels(knob(journey, "cap/0"), ["2", "none"])
    assert turned(journey, [cap], [2]).caps[0].max == 2
