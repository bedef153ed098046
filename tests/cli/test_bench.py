"""The bench prints its figures, and the SimPy journey it compares with is the same journey."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from journeyboard.audience.customers import customers
from journeyboard.cli import checkout, figures, figures_designs, figures_large
from journeyboard.cli import course as flown
from journeyboard.journey.file import load
from journeyboard.journey.samples import find_brand, sample_journeys
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.run import simulate


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bench of a moment."""
    course = flown.course
    monkeypatch.setattr(flown, "SIMPY_CUSTOMERS", 40)
    monkeypatch.setattr(flown, "SMALL", 400)
    monkeypatch.setattr(flown, "WHOLE", 300)
    monkeypatch.setattr(flown, "course", lambda _: course(600))
    monkeypatch.setattr(figures_large, "EVENTS_EACH", 2_000)
    monkeypatch.setattr(figures_large, "process", lambda *_, **__: {"kilobytes": 102_400, "seconds": 1})  # fmt: skip
    monkeypatch.setattr(figures_designs, "_elsewhere", lambda *_: "0")


@pytest.mark.usefixtures("short")
def test_the_bench_prints_every_figure(run: Any) -> None:
    answer = run("bench", "--quick")
    assert answer.code == 0
    assert "Engine against SimPy" in answer.out
    assert "100 MB" in answer.out


@pytest.mark.usefixtures("short")
def test_the_bench_speaks_json(run: Any) -> None:
    answer = run("bench", "--quick", "--json").data
    assert list(answer) == ["machine", "load", "quick", "figures"]
    values = {figure["key"]: figure["value"] for figure in answer["figures"]}
    compiled = (
        {"c", "c_ratio", "steps"} if values["c_ratio"] else {"c_ratio"}
    )  # where there is a C compiler
    assert set(values) - compiled == {
        "kernel", "lives", "logged", "flight", "threads", "small",
        "simpy", "simpy_ratio", "simpy_best", "events", "bytes", "preview", "designs", "pairing",
        "same", "uncompiled", "first_answer", "memory_10000", "memory_200000", "logged_200000", "logged_two_lives",
        "counts_1m", "funnel_1m", "lift_1m", "touch_1m",
    }  # fmt: skip
    assert all(value > 0 for key, value in values.items() if key != "c_ratio")


@pytest.mark.usefixtures("short")
def test_without_a_checkout_the_bench_says_what_is_missing(
    run: Any, monkeypatch: pytest.MonkeyPatch, folder: Any
) -> None:
    monkeypatch.setattr(checkout, "benchmarks_folder", lambda: folder / "nowhere")
    answer = run("bench", "--quick")
    assert answer.code == 0
    assert "needs a checkout and SimPy" in answer.out
    assert run("bench", "--write").code == 2


def test_the_simpy_journey_is_the_same_journey() -> None:
    simpy = figures._simpy()
    assert simpy is not None
    journey = load(sample_journeys()["checkout_rescue"])
    brand = find_brand(journey)
    people = customers(3_000, brand=brand)
    plain = Counter(row[2] for row in simpy.fly(people, Behaviour().to_dict(), 60, seed=7))
    ours = simulate(journey, people, brand=brand, days=60).manifest["types"]
    # Not the same dice: the commoner an event, the nearer the two must be.
    for kind, tolerance in (
        ("session.started", 0.1),
        ("order.placed", 0.25),
        ("message.sent", 0.25),
    ):
        assert plain[kind] == pytest.approx(ours[kind], rel=tolerance), kind
