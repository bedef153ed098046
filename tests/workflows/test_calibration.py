"""From a kept run or an event file to a model that flights of the journey use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from journeyboard.audience.people import Audience
from journeyboard.errors import BadInput, TableError
from journeyboard.simulation.circumstances import Circumstances, Limits
from journeyboard.storage.consents import ConsentChoice, keep_choice
from journeyboard.storage.runs import keep_run, start_run
from journeyboard.storage.store import Store
from journeyboard.workflows.calibration import (
    FileSource,
    document,
    fit_file,
    fit_run,
    models_for,
    save_fit,
)
from journeyboard.workflows.fly import Plan, flown, fly
from journeyboard.workflows.library import open_library
from journeyboard.workflows.people import People, gathered

PEOPLE = People("generated", 1_500)
EAGER = {"click.sms": 0.4, "click.email": 0.4}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_library(tmp_path)


def test_a_run_gives_a_model_that_the_next_flight_uses(store: Store) -> None:
    run = fly(
        store, Plan("Eager", ("checkout_rescue",), PEOPLE, days=40, behaviour=EAGER, model="x")
    )
    assert flown(store, run.id).manifest["behaviour"] == EAGER
    assert run.settings["model"] == "x"
    fit = fit_run(store, run.id)
    clicks = fit.calibration.estimate("click.email")
    assert clicks is not None
    assert clicks.low > 0.11
    saved = save_fit(store, fit)
    assert models_for(store, ["checkout_rescue"]) == {saved.id: saved}
    assert models_for(store, ["win_back"]) == {}
    again = fly(
        store,
        Plan("Again", ("checkout_rescue",), People("generated", 300), days=10,
             behaviour=saved.numbers, model=saved.words),
    )  # fmt: skip
    assert flown(store, again.id).manifest["behaviour"] == saved.numbers
    assert document(fit)["journey"] == "checkout_rescue"


def test_a_plan_with_the_default_model_keeps_no_numbers() -> None:
    assert "behaviour" not in Plan("x", ("a",)).to_dict()


def test_an_event_file_of_the_same_run_says_the_same_of_its_messages(
    store: Store, tmp_path: Path
) -> None:
    import pyarrow.csv as csv

    run = fly(store, Plan("Plain", ("checkout_rescue",), PEOPLE, days=40))
    path = tmp_path / "events.csv"
    events = flown(store, run.id).events.drop_columns(["segments"])
    csv.write_csv(events, path)
    source = FileSource(str(path), "events.csv", "checkout_rescue", PEOPLE)
    by_run, by_file = fit_run(store, run.id).calibration, fit_file(store, source).calibration
    for key in ("delivery.email", "checkout.shipping", "checkout.step_median", "click.email"):
        mine, theirs = by_run.estimate(key), by_file.estimate(key)
        assert mine is not None
        assert theirs is not None
        assert theirs.value == pytest.approx(mine.value, rel=0.02)


def test_what_cannot_be_calibrated_is_said(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("at,profile_key,type\nsoon,a,order.placed\n", "utf-8")
    with pytest.raises(TableError, match="row 1"):
        fit_file(store, FileSource(str(path), "events.csv", "checkout_rescue"))
    run = fly(store, Plan("Short", ("checkout_rescue",), People("generated", 50), days=2))
    bare = start_run(store, "Elsewhere", seed=1, customers=1, settings={"journeys": ["gone"]})
    keep_run(store, bare.id, digest="x")
    (bare.path / "manifest.json").write_text(
        (run.path / "manifest.json").read_text("utf-8"), "utf-8"
    )
    with pytest.raises(BadInput, match="no journey of the run"):
        fit_run(store, bare.id)


def test_a_run_is_read_with_the_choices_it_had_and_in_its_circumstances(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(budget=20.0)
    around = Circumstances(limits, ("holiday",), {"checkout_rescue": "2026-03-05"}, 1)
    keep_choice(store, "lumen", "p-early", "stop")
    plan = Plan("Busy", ("checkout_rescue",), People("generated", 300), days=15, circumstances=around)  # fmt: skip
    run = fly(store, plan)
    keep_choice(store, "lumen", "p-late", "stop")
    heard: list[tuple[str, ...]] = []

    def noted(*given: Any, choices: Sequence[ConsentChoice] = (), **more: Any) -> Audience:
        heard.append(tuple(one.profile_key for one in choices))
        return gathered(*given, choices=choices, **more)

    monkeypatch.setattr("journeyboard.workflows.calibration.gathered", noted)
    found = fit_run(store, run.id).calibration
    assert heard == [("p-early",)]
    assert any("holiday" in note for note in found.notes)
    assert any("limits" in warning for warning in found.warnings)
