"""The theme file and the charts show the same colours, and nothing is asked of another machine."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from journeyboard.charts.palette import DARK, LIGHT, Palette

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def theme() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    return found["theme"]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.mode)
def test_the_app_and_its_charts_have_one_palette(theme: dict[str, Any], palette: Palette) -> None:
    mode = theme[palette.mode]
    assert mode["primaryColor"] == palette.primary
    assert mode["backgroundColor"] == palette.background
    assert mode["secondaryBackgroundColor"] == palette.secondary
    assert mode["textColor"] == palette.text
    assert mode["borderColor"] == palette.border
    assert mode["linkColor"] == palette.link
    assert tuple(mode["chartCategoricalColors"]) == palette.categorical
    assert tuple(mode["chartSequentialColors"]) == palette.sequential
    assert tuple(mode["chartDivergingColors"]) == palette.diverging


def test_the_own_style_sheet_has_the_same_accent() -> None:
    css = (ROOT / "src" / "journeyboard" / "ui" / "look.css").read_text()
    assert f"light-dark({LIGHT.primary.lower()}, {DARK.primary.lower()})" in css


def test_every_font_file_is_in_the_static_folder(theme: dict[str, Any]) -> None:
    files = [face["url"] for face in theme["fontFaces"]]
    assert files
    for url in files:
        assert url.startswith("app/static/")
        assert (ROOT / url.removeprefix("app/")).is_file()
