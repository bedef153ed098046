"""Holidays come from the library once, and from disk afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import holidays
import pytest

from journeyboard.message import almanac

YEARS = range(2026, 2028)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(almanac, "_folder", lambda: tmp_path / "holidays")
    almanac.holiday_names.cache_clear()
    return tmp_path / "holidays"


@pytest.mark.parametrize("place", ["FR", "US-LA", "US-RI", "DE-BY"])
def test_what_is_kept_is_what_the_library_says(
    folder: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = almanac.holiday_names(place, YEARS)
    country, _, region = place.partition("-")
    exact = holidays.country_holidays(country, subdiv=region or None, years=YEARS)
    assert first == {day: str(name) for day, name in exact.items()}
    assert len(list(folder.iterdir())) == 1
    almanac.holiday_names.cache_clear()
    monkeypatch.setattr(almanac, "_asked", lambda *_: pytest.fail("asked again"))
    assert almanac.holiday_names(place, YEARS) == first


def test_a_damaged_file_is_made_anew(folder: Path) -> None:
    folder.mkdir()
    (folder / "FR-2026-2028.json").write_text('{"2026-07-1')
    assert date(2026, 7, 14) in almanac.holiday_names("FR", YEARS)
    almanac.holiday_names.cache_clear()
    assert date(2026, 7, 14) in almanac.holiday_names("FR", YEARS)


def test_a_folder_that_cannot_be_written_stops_nobody(folder: Path) -> None:
    folder.write_text("")
    assert date(2026, 7, 14) in almanac.holiday_names("FR", YEARS)


def test_a_place_that_nobody_knows_has_no_holidays(folder: Path) -> None:
    assert almanac.holiday_names("XX", YEARS) == {}
    assert [file.name for file in folder.iterdir()] == ["XX-2026-2028.json"]
