"""What a run has shown, against a slow count of its own, customer by customer from the run's tables."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from journeyboard.audience.customers import customers
from journeyboard.journey.edits import SetField, apply
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import find_brand
from journeyboard.lint.evidence import Evidence
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import simulate
from journeyboard.workflows.evidence import evidence_of

CONTROLLED = {"share": 0.2}
VARIANTS = [
    {"name": "ten", "offer": {"kind": "percent", "value": 10}},
    {"name": "plain", "offer": {"kind": "none"}},
]


def flown(journey: Journey, out: Path) -> Run:
    brand = find_brand(journey)
    people = customers(6_000, seed=3, brand=brand)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("journeyboard.simulation.run.PART", 2_000)
        return simulate(journey, people, brand=brand, seed=11, days=60, out=out)


@pytest.fixture(scope="module")
def journey() -> Journey:
    """Three offers after a checkout was left, the second in one of two variants, with a control group."""
    text = "{{ first_name }}, come back: {{ link }}"
    link = {"url": "https://lumenskin.example/cart"}
    sms = {"kind": "sms", "body": text, "link": link, "role": "incentive"}
    nodes = {
        "first": {**sms, "offer": {"kind": "percent", "value": 20}, "next": "hours"},
        "hours": {"kind": "delay", "for": "4 days", "next": "second"},
        "second": {**sms, "variants": VARIANTS, "next": "days"},
        "days": {"kind": "delay", "for": "30 days", "next": "third"},
        "third": {**sms, "offer": {"kind": "amount", "value": 15}},
    }
    settings = {"id": "offers", "name": "Offers", "brand": "lumen", "control_group": CONTROLLED}
    return journey_from({**settings, "start": "first", "nodes": nodes})


@pytest.fixture(scope="module")
def run(journey: Journey, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return flown(journey, tmp_path_factory.mktemp("evidence") / "run")


def counted(run: Run) -> dict[str, list[int]]:
    """Buyers, buyers anyway and their discount in cents, by the last offer before the last order."""
    outcomes = run.outcomes.set_index("profile_key")
    offers, orders = defaultdict(list), {}
    for row in run.events.to_pylist():
        key = row["profile_key"]
        if row["type"] == "order.placed":
            orders[key] = row["at"]
        elif row["type"] == "message.delivered" and row["variant"] != "plain":
            offers[key].append((row["at"], row["node_id"]))
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, at in orders.items():
        before = [node for when, node in offers[key] if when <= at]
        if before:
            mine = outcomes.loc[key]
            anyway = bool(mine["untouched_orders"] >= mine["orders"])
            given = max(int(mine["discount"] - mine["untouched_discount"]), 0)
            for k, more in enumerate((1, int(anyway), given if anyway else 0)):
                found[before[-1]][k] += more
    return found


def test_offers_are_counted_as_customer_by_customer(run: Run, journey: Journey) -> None:
    shown = evidence_of(run, journey, "Offers")
    told = {
        node: [taken.bought, taken.anyway, round(100 * taken.discount)]
        for node, taken in shown.offers.items()
    }
    assert told == counted(run)
    assert set(told) == {"first", "second", "third"}
    assert all(0 < anyway <= bought for bought, anyway, _ in told.values())
    assert len({part.name for part in run.log.parts}) == 3


def test_tests_have_the_sizes_of_the_assignments(run: Run, journey: Journey) -> None:
    assigned = run.assignments
    group = assigned[assigned["experiment_id"] == f"{journey.id}/control_group"]
    held_out = group[group["is_control"]]
    told = evidence_of(run, journey).tests["control_group"]
    assert told.customers == len(group)
    assert told.anyway >= int(held_out["converted"].sum())
    assert 0 < told.anyway < told.customers


def test_a_journey_without_offers_has_none(run: Run, journey: Journey) -> None:
    other = apply(journey, SetField(path="id", value="another"))
    assert evidence_of(run, other) == Evidence(run.digest[:8])


def test_a_message_without_an_offer_takes_no_credit(journey: Journey, tmp_path: Path) -> None:
    for node in ("first", "third"):
        journey = apply(journey, SetField(node=node, path="offer", value=None))
    run = flown(journey, tmp_path / "run")
    assert set(evidence_of(run, journey).offers) <= {"second"}
