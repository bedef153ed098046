"""The sample journeys are complete, sendable where they should be, and belong to a brand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from journeyboard.journey.file import load, save_brand
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import MessageBase, RandomSplit, Sms
from journeyboard.journey.questions import paths
from journeyboard.journey.samples import find_brand, sample_folder, sample_journeys
from journeyboard.message.sms import sms
from journeyboard.message.template import render, variable_uses

CAREFUL = [name for name in sample_journeys() if name != "bad_example"]
KNOWN = {
    "first_name", "last_name", "email", "region", "orders", "favourite_product", "product",
    "cart_value", "order_id", "order_value", "code", "code_expires", "brand", "link",
}  # fmt: skip
LONG = {
    "first_name": "Maximiliana",
    "product": "Facial Serum 30 ml",
    "favourite_product": "Retinol Night Drops",
    "order_id": "LUM-1029384",
    "code": "BACK-7F3K9Q",
    "code_expires": date(2026, 3, 25),
    "link": "https://lumenskin.example/how-to/serum",
}


def careful() -> list[tuple[Journey, MessageBase]]:
    loaded = [load(sample_journeys()[name]) for name in CAREFUL]
    return [(j, node) for j in loaded for node in j.nodes if isinstance(node, MessageBase)]


def texts(node: MessageBase) -> list[str]:
    names = ("subject", "preheader", "heading", "body")
    parts = [node, *node.variants, *([node.fallback] if node.fallback else [])]
    return [text for part in parts for name in names if (text := getattr(part, name, None))]


def test_the_samples_are_there() -> None:
    assert {"post_purchase", "checkout_rescue", "win_back", "bad_example"} <= set(sample_journeys())


@pytest.mark.parametrize("case", ["post_purchase", "checkout_rescue", "win_back"])
def test_every_practice_case_has_a_brief(case: str) -> None:
    assert len((sample_folder() / "cases" / case / "brief.md").read_text(encoding="utf-8")) > 800


def test_every_careful_message_has_a_job_a_metric_a_stage_and_one_link_of_the_brand() -> None:
    for journey, node in careful():
        brand = find_brand(journey)
        assert node.stage, node.id
        assert node.metric, node.id
        assert node.job.startswith("When "), node.id
        assert " I want to " in f"{node.job} ".replace("I want a ", "I want to "), node.id
        assert ", so I can " in node.job, node.id
        assert node.link is not None, node.id
        assert node.link.url.startswith(brand.links["home"]), node.id


def test_every_careful_text_uses_known_values_with_a_fallback() -> None:
    for _, node in careful():
        for text in texts(node):
            for use in variable_uses(text):
                assert use.name in KNOWN, (node.id, use.name)
                assert use.guarded or use.name == "link" or not use.inserted, (node.id, use.name)


def test_every_careful_sms_names_the_brand_has_one_link_and_at_most_two_parts() -> None:
    for journey, node in careful():
        if isinstance(node, Sms):
            name = find_brand(journey).name
            bodies = [node.body, *(v.body for v in node.variants if v.body)]
            for body in bodies:
                full = render(body, LONG).text + ("\nReply STOP to opt out" if node.opt_out else "")
                assert full.startswith(name), node.id
                assert body.count("{{ link }}") == 1, node.id
                assert (sms(full).encoding, sms(full).parts <= 2) == ("GSM-7", True), node.id


def test_service_texts_fit_one_part_and_promote_nothing() -> None:
    for _, node in careful():
        if node.purpose == "transactional" and isinstance(node, Sms):
            text = render(node.body, LONG).text
            assert sms(text).parts == 1
            assert not any(word in text.lower() for word in ("%", "code", "save", "free", "deal"))


def test_no_path_of_the_rescue_sends_a_second_text_or_one_with_a_discount() -> None:
    rescue = load(sample_journeys()["checkout_rescue"])
    sent = {node.id: node for node in rescue.nodes if isinstance(node, Sms)}
    assert all(node.offer is None for node in sent.values())
    for path in paths(rescue).paths:
        assert sum(step.node in sent for step in path.steps) <= 1


def test_control_groups_are_drawn_before_the_messages_they_are_held_from() -> None:
    for name in ("checkout_rescue", "win_back"):
        journey = load(sample_journeys()[name])
        messages = {node.id for node in journey.nodes if isinstance(node, MessageBase)}
        splits = {node.id for node in journey.nodes if isinstance(node, RandomSplit)}
        for path in paths(journey).paths:
            order = [step.node for step in path.steps]
            first = next((i for i, node in enumerate(order) if node in messages), len(order))
            assert splits & set(order[:first])


def test_win_back_has_the_four_arms() -> None:
    (split,) = [n for n in load(sample_journeys()["win_back"]).nodes if isinstance(n, RandomSplit)]
    assert [(arm.name, arm.control) for arm in split.arms] == [
        ("all", False), ("all_but_sms", False), ("sms_only", False), ("none", True),
    ]  # fmt: skip


def test_the_two_fatigue_samples_differ_in_nothing_but_how_often() -> None:
    weekly = load(sample_journeys()["fatigue_weekly"])
    frequent = load(sample_journeys()["fatigue_frequent"])
    assert weekly.nodes == frequent.nodes
    assert (weekly.exit_rules, weekly.quiet_hours) == (frequent.exit_rules, frequent.quiet_hours)


def test_a_brand_beside_the_journey_goes_before_the_sample(tmp_path: Path) -> None:
    journey = load(sample_journeys()["win_back"])
    own = find_brand(journey).model_copy(update={"name": "Own"})
    (tmp_path / "brands").mkdir()
    (tmp_path / "journeys").mkdir()
    file = tmp_path / "journeys" / "win_back.journey.yaml"
    assert find_brand(journey, file).name == "Lumen Skin"
    save_brand(own, tmp_path / "brands" / "lumen.brand.yaml")
    assert find_brand(journey, file).name == "Own"


@pytest.mark.parametrize(("brand", "name"), [(None, "Your brand"), ("nobody", "Nobody")])
def test_a_journey_without_a_brand_file_gets_a_plain_brand(brand: Any, name: str) -> None:
    journey = load(sample_journeys()["win_back"]).model_copy(update={"brand": brand})
    assert find_brand(journey).name == name
