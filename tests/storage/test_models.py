"""Calibrated models: kept as they were saved, by journey, newest first, and forgotten on request."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journeyboard.errors import BadInput, StoreError
from journeyboard.storage.journeys import save_journey
from journeyboard.storage.models import delete_model, keep_model, list_models
from journeyboard.storage.store import Store


@pytest.fixture
def journeys(store: Store) -> tuple[str, str]:
    for one in ("welcome", "rescue"):
        save_journey(store, one, f"id: {one}", based_on=None, name=one)
    return "welcome", "rescue"


@pytest.mark.usefixtures("journeys")
def test_a_model_comes_back_as_it_was_saved(store: Store) -> None:
    report = {"kept": [{"key": "notice.sms"}], "z": float("nan")}
    kept = keep_model(store, "welcome", {"click.sms": 0.14}, source="spring.csv", report=report)
    assert list_models(store, ["welcome"]) == [kept]
    assert kept.report["z"] is None
    assert kept.created_at.utcoffset() == timedelta(0)
    assert kept.words.startswith("Calibrated from spring.csv on ")


def test_models_are_listed_by_journey_newest_first(store: Store, journeys: tuple[str, str]) -> None:
    first, second = (keep_model(store, "welcome", {"click.sms": x}, source="a") for x in (0.1, 0.2))
    other = keep_model(store, "rescue", {"click.sms": 0.3}, source="b")
    assert {one.id for one in list_models(store, ["welcome"])} == {first.id, second.id}
    listed = list_models(store, journeys)
    assert [one.created_at for one in listed] == sorted(
        (o.created_at for o in listed), reverse=True
    )
    assert other in listed
    delete_model(store, first.id)
    assert [one.id for one in list_models(store, ["welcome"])] == [second.id]


@pytest.mark.usefixtures("journeys")
def test_nothing_to_save_and_nobody_to_save_it_with_are_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="nothing to save"):
        keep_model(store, "welcome", {}, source="a")
    with pytest.raises(StoreError, match="no stored journey"):
        keep_model(store, "gone", {"click.sms": 0.1}, source="a")
