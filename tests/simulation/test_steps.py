"""A run's figures on the canvas: nobody is lost on the way, and the kernel's own counters agree."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from journeyboard.measurement.steps import StepFigures
from journeyboard.measurement.walks import ENTRY
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import simulate

from .flights import brand, every_kind, journey, shoppers
from .shop import LIVELY

KERNEL = {
    "entered": ("journey.step_entered",), "sent": ("message.sent",), "delivered": ("message.delivered",),
    "skipped": ("message.skipped",), "shown": ("ad.impression",),
}  # fmt: skip
NAMES = ("every_kind", "checkout_rescue")


@cache
def flown() -> Run:
    """Two journeys at once, in a lively world."""
    both = [every_kind(), journey("checkout_rescue")]
    return simulate(both, shoppers(1_200), brand=brand(), days=40, behaviour=LIVELY)


def flowing(found: StepFigures, end: str) -> Counter[str]:
    """The sum of all flows by their source or target."""
    sums: Counter[str] = Counter()
    for flow in found.flows:
        sums[getattr(flow, end)] += flow.count
    return sums


@pytest.mark.parametrize("name", NAMES)
def test_what_flows_into_a_step_has_entered_it_and_goes_on_waits_or_leaves(name: str) -> None:
    found = flown().steps(name)
    arriving, going = flowing(found, "target"), flowing(found, "source")
    for node, seen in found.nodes.items():
        assert seen["entered"] == arriving[node]
        assert seen["entered"] == going[node] + seen["waiting"] + seen["left"]


@pytest.mark.parametrize("name", NAMES)
def test_everybody_who_enters_takes_a_first_step_and_is_still_there_or_has_left(name: str) -> None:
    run, found = flown(), flown().steps(name)
    assert found.entries == flowing(found, "source")[ENTRY]
    ends = [seen["waiting"] + seen["left"] for seen in found.nodes.values()]
    assert found.entries == sum(ends) > 0
    kinds = run.events.filter(
        (run.events["journey_id"].to_pandas() == name).to_numpy()
    ).column("type").to_pandas().value_counts()  # fmt: skip
    assert kinds["journey.entered"] == found.entries
    assert kinds["journey.exited"] == sum(seen["left"] for seen in found.nodes.values())


@pytest.mark.parametrize("name", NAMES)
def test_flows_follow_the_wires_of_the_journey(name: str) -> None:
    one = every_kind() if name == "every_kind" else journey(name)
    wired = {(source, port.target) for source, port in one.wires}
    assert {(flow.source, flow.target) for flow in flown().steps(name).flows} <= wired


@pytest.mark.parametrize("name", NAMES)
def test_the_counters_of_the_kernel_agree(name: str) -> None:
    run, found = flown(), flown().steps(name)
    for node, seen in found.nodes.items():
        counted = run.manifest["counts"][f"{name}/{node}"]
        for figure, kinds in KERNEL.items():
            assert seen.get(figure, 0) == sum(counted.get(kind, 0) for kind in kinds), figure


@pytest.mark.parametrize("name", NAMES)
def test_who_answers_a_message_has_got_it(name: str) -> None:
    found = flown().steps(name).nodes
    messages = [seen for seen in found.values() if "delivered" in seen]
    for seen in messages:
        assert max(seen["clicked"], seen["ordered"], seen["opted_out"]) <= seen["delivered"]
        assert seen["delivered"] <= seen["sent"] <= seen["entered"]
    assert all(sum(seen[key] for seen in messages) for key in ("clicked", "ordered", "opted_out"))


def test_the_parts_of_a_run_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from journeyboard.simulation import run as flying

    monkeypatch.setattr(flying, "PART", 100)
    small = simulate(every_kind(), shoppers(350), brand=brand(), days=40)
    monkeypatch.undo()
    whole = simulate(every_kind(), shoppers(350), brand=brand(), days=40)
    assert len(small.log.pieces()) > 1
    assert small.steps() == whole.steps()


def test_the_runs_own_journey_and_window_are_meant_when_none_is_named() -> None:
    run, found = flown(), flown().steps()
    assert found.journey == run.manifest["journeys"][0]
    assert found.window_s == run.manifest["attribution_window"]
    assert run.steps(window="1 hour").window_s == 3_600
