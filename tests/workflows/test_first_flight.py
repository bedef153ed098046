"""The shipped sample result is what the engine still flies."""

from __future__ import annotations

import pytest

from journeyboard.workflows.first_flight import PLAN, result_of, shipped_result, shown_result
from journeyboard.workflows.fly import fly
from journeyboard.workflows.library import open_library


def test_a_first_start_shows_the_shipped_result() -> None:
    assert shown_result(open_library()) == shipped_result()


def test_the_shipped_result_is_what_the_engine_flies() -> None:
    flown = result_of(fly(open_library(), PLAN))
    told = "run: python -m journeyboard.workflows.first_flight"
    assert flown.results["truth"] == shipped_result().results["truth"], told
    for key, cell in shipped_result().results["metrics"].items():
        assert flown.results["metrics"][key]["numerator"] == cell["numerator"], told
    lifts = zip(flown.results["lift"], shipped_result().results["lift"], strict=True)
    for ours, theirs in lifts:
        for one, other in zip(ours["lifts"], theirs["lifts"], strict=True):
            assert one["difference"] == pytest.approx(other["difference"]), told
