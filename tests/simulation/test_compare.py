"""Two designs on one field: exact zeros, intervals by hand, what pairing saves, and which change does what."""

from __future__ import annotations

import math
from functools import cache
from statistics import mean, variance
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from journeyboard.errors import BadInput, RunCancelled
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Node
from journeyboard.simulation.comparing.compare import Comparison, _together, compare
from journeyboard.simulation.comparing.hybrids import SETTINGS, edits_between, hybrid, related
from journeyboard.simulation.comparing.measures import MEASURES, effect_of, values_of
from journeyboard.simulation.comparing.step_differences import by_node, steps_of
from journeyboard.simulation.trial import Field, Trial

from .flights import brand, every_kind, journey, people, shoppers

WEEKLY, OFTEN, RESCUE = "fatigue_weekly", "fatigue_frequent", "checkout_rescue"


def with_nodes(j: Journey, **changes: dict[str, Any]) -> Journey:
    """The journey with some fields of some nodes changed."""
    nodes: tuple[Node, ...] = tuple(
        node.model_copy(update=changes.get(node.id, {})) for node in j.nodes
    )
    return j.model_copy(update={"nodes": nodes})


def changed_rescue() -> Journey:
    """The rescue with an earlier start, another role, a skipped day and no cap: four changes."""
    made = with_nodes(
        journey(RESCUE),
        first_hour={"for_": 600},
        reminder={"role": "incentive"},
        reminder_email={"next": "by_value"},
    )
    return made.model_copy(update={"caps": (), "name": "Quick rescue"})


@cache
def rescues() -> Comparison:
    return compare(journey(RESCUE), changed_rescue(), shoppers(800), brand=brand(), days=30)


@cache
def trials(count: int = 1_200) -> tuple[Trial, Trial]:
    field = Field(people(count), brand(), days=60)
    often = journey(OFTEN).model_copy(update={"id": journey(WEEKLY).id})
    return field.fly(journey(WEEKLY)), field.fly(often)


def test_equal_designs_differ_by_exactly_nothing_whatever_they_are_called() -> None:
    twin = journey(RESCUE).model_copy(update={"id": "another", "name": "Another", "notes": "?"})
    found = compare(journey(RESCUE), twin, shoppers(300), brand=brand(), days=30)
    assert found.changed == 0
    assert {one.effect.total for one in found.differences} == {0.0}
    assert {one.effect.verdict for one in found.differences} == {"the same"}
    assert found.causes == ()
    assert "differ in nothing" in found.untraced
    assert found.pairing_words() == ""
    assert "exactly the same" in found.verdict(str)


@pytest.mark.parametrize("key", MEASURES)
def test_interval_and_pairing_are_those_of_a_count_by_hand(key: str) -> None:
    a, b = trials()
    found = compare(journey(WEEKLY), journey(OFTEN), people(1_200), brand=brand(), days=60)[key]
    here, there = values_of(a, key).tolist(), values_of(b, key).tolist()
    differences = [y - x for x, y in zip(here, there, strict=True)]
    n = len(differences)
    half = 1.959964 * math.sqrt(variance(differences) / n)
    low, high = (n * (mean(differences) + sign * half) for sign in (-1, 1))
    assert found.effect.total == pytest.approx(sum(there) - sum(here))
    assert (found.effect.low, found.effect.high) == pytest.approx((low, high), rel=1e-6)
    unpaired = variance(here) + variance(there)
    assert found.pairing == pytest.approx(unpaired / variance(differences))
    assert found.effect.touched == sum(value != 0 for value in differences)


def test_pairing_saves_most_of_the_variance_between_two_versions() -> None:
    assert (rescues()["orders"].pairing or 0) > 30


def test_the_interval_covers_the_difference_of_everybody_as_often_as_it_says() -> None:
    a, b = trials(6_000)
    everybody = values_of(b, "delivered") - values_of(a, "delivered")
    draw = np.random.default_rng(1)
    hits = 0
    for _ in range(400):
        found = effect_of(draw.choice(everybody, 200, replace=True))
        truth = 200 * everybody.mean()
        hits += (found.low or 0) <= truth <= (found.high or 0)
    low, high = binom.interval(0.999, 400, 0.95)
    assert low - 4 <= hits <= high


def test_one_customer_has_no_interval() -> None:
    found = compare(journey(WEEKLY), journey(OFTEN), people(1), brand=brand(), days=10)
    assert {one.effect.low for one in found.differences} == {None}
    assert {one.pairing for one in found.differences} == {None}


def test_the_causes_and_what_they_do_together_make_the_whole() -> None:
    found = rescues()
    assert [cause.edit.parts for cause in found.causes] == [
        (SETTINGS,),
        ("first_hour",),
        ("reminder",),
        ("reminder_email",),
    ]
    for key in MEASURES:
        owns = sum(cause.own[key].total for cause in found.causes)
        assert owns + found.together[key].total == pytest.approx(
            found[key].effect.total, abs=1e-6
        ), key


def test_a_single_change_is_the_whole_difference() -> None:
    found = compare(journey(WEEKLY), journey(OFTEN), people(600), brand=brand(), days=30)
    (cause,) = found.causes
    assert {key: one.effect for key, one in ((d.key, d) for d in found.differences)} == cause.own
    assert cause.own == cause.alone
    assert {found.together[key].total for key in MEASURES} == {0.0}
    assert "Journey: entry" in cause.edit.name


def test_an_added_step_belongs_to_the_wire_that_leads_to_it() -> None:
    j = journey(RESCUE)
    pause = j.node("next_day").model_copy(
        update={"id": "rest", "title": "Rest", "next": "by_value"}
    )
    longer = with_nodes(j, next_day={"next": "rest"}, reminder={"role": "incentive"})
    longer = longer.model_copy(update={"nodes": (*longer.nodes, pause)})
    edits = edits_between(j, longer)
    assert [set(edit.parts) for edit in edits] == [{"rest", "next_day"}, {"reminder"}]
    assert edits[0].name == "Rest added"
    assert hybrid(j, longer, []).nodes == j.nodes
    assert {n.id: n for n in hybrid(j, longer, edits).nodes} == {n.id: n for n in longer.nodes}
    back = edits_between(longer, j)
    assert back[0].name == "Rest removed"
    assert {n.id for n in hybrid(longer, j, back[:1]).nodes} == {n.id for n in j.nodes}


def test_words_are_no_change() -> None:
    j = journey(RESCUE)
    assert edits_between(j, with_nodes(j, reminder={"title": "Now", "notes": "so"})) == ()


def test_orders_stand_at_the_message_that_the_engine_credits() -> None:
    j = journey(RESCUE)
    trial = Field(shoppers(1_500), brand(), days=60).fly(j, rows=True)
    steps = steps_of((j, trial), (j, trial), by_node, {})
    counted = {step.key: step.b for step in steps}
    names = {
        "delivered": "message.delivered",
        "clicked": "message.clicked",
        "opted_out": "consent.unsubscribed",
        "orders": "order.placed",
    }
    for key, found in counted.items():
        known = trial.counts.get(f"{j.id}/{key}", {})
        assert found == {name: known.get(event, 0) for name, event in names.items()}, key
    assert sum(found["orders"] for found in counted.values()) > 0


def test_designs_without_shared_steps_are_compared_by_kind_of_message() -> None:
    a, b = journey(RESCUE), every_kind().model_copy(update={"brand": "lumen"})
    assert not related(a, b)
    found = compare(a, b, shoppers(200), brand=brand(), days=20)
    assert found.grouped
    assert found.causes == ()
    assert "too few steps" in found.untraced
    assert any("SMS" in step.title for step in found.steps)


def test_designs_of_two_brands_are_refused_unless_one_is_named() -> None:
    other = journey(WEEKLY).model_copy(update={"brand": "north_trail"})
    with pytest.raises(BadInput, match="Compare journeys of one brand"):
        compare(journey(WEEKLY), other, people(50))


def test_progress_counts_every_flight_and_cancel_stops() -> None:
    heard: list[tuple[int, int]] = []
    compare(
        journey(RESCUE), changed_rescue(), shoppers(50), brand=brand(), days=10,
        progress=lambda done, total: heard.append((done, total)),
    )  # fmt: skip
    assert heard == [(k + 1, 10) for k in range(10)]
    with pytest.raises(RunCancelled):
        compare(journey(WEEKLY), journey(OFTEN), people(50), cancel=lambda: True)


def test_the_verdict_names_the_better_design_first() -> None:
    often = journey(OFTEN).model_copy(update={"id": journey(WEEKLY).id})
    found = compare(journey(WEEKLY), often, people(1_200), brand=brand(), days=60)
    back = compare(often, journey(WEEKLY), people(1_200), brand=brand(), days=60)
    net, other = found["net_value"].effect, back["net_value"].effect
    assert net.total == pytest.approx(-other.total)
    if net.verdict != "not clear":
        assert found.verdict(str) == back.verdict(str)
    document = found.to_dict()
    assert document["differences"][0]["label"] == "Net value"
    assert document["a"] == "Broadcast every week"


def test_sums_of_floats_leave_nothing_behind_that_changes_would_do_together() -> None:
    def worth(value: float) -> Any:
        return SimpleNamespace(outcome=lambda *_: np.full(20, value))

    owns = [{key: np.full(20, part) for key in MEASURES} for part in (0.1, 0.2)]
    assert 0.3 - (0.1 + 0.2) != 0.0
    found = _together(worth(0.0), worth(0.3), owns)
    assert (found["margin"].verdict, found["margin"].total) == ("the same", 0.0)
