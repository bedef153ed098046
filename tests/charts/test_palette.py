"""The palette keeps its ten hues apart for every kind of colour vision, and its text readable."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from journeyboard.charts.palette import DARK, LIGHT, Palette

# Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# Ottosson (2020), OKLab.
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
MODES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def oklab(light: np.ndarray) -> np.ndarray:
    return TO_LAB @ np.cbrt(TO_LMS @ np.clip(light, 0, 1))


def contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, bright = sorted(float(weights @ linear(colour)) for colour in (one, other))
    return (bright + 0.05) / (dark + 0.05)


@MODES
@pytest.mark.parametrize("vision", VISION)
def test_categorical_hues_stay_apart(colours: Palette, vision: str) -> None:
    seen = [oklab(VISION[vision] @ linear(colour)) for colour in colours.categorical]
    least = min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2))
    assert least > 0.055


@MODES
def test_text_and_accents_are_readable(colours: Palette) -> None:
    for ground in (colours.background, colours.secondary):
        assert contrast(colours.text, ground) > 12
        for name in ("muted", "link", "primary", "good", "bad", "warning"):
            assert contrast(getattr(colours, name), ground) > 4.5, (name, ground)


@MODES
def test_lists_have_the_lengths_the_app_theme_needs(colours: Palette) -> None:
    assert len(set(colours.categorical)) == 10
    assert len(colours.sequential) == len(colours.diverging) == 10


@MODES
def test_the_sequential_scale_runs_one_way(colours: Palette) -> None:
    steps = [contrast(colour, colours.background) for colour in colours.sequential]
    assert steps == sorted(steps)


@MODES
def test_every_colour_is_written_in_full(colours: Palette) -> None:
    written = [value for value in asdict(colours).values() if not isinstance(value, tuple)]
    lists = (*colours.categorical, *colours.sequential, *colours.diverging)
    for colour in (*written[1:], *lists):
        assert re.fullmatch(r"#[0-9A-F]{6}", colour)


@MODES
def test_the_app_theme_states_the_same_colours(colours: Palette) -> None:
    path = Path(__file__).parents[2] / ".streamlit" / "config.toml"
    theme = tomllib.loads(path.read_text(encoding="utf-8"))["theme"][colours.mode]
    pairs = {
        "primaryColor": colours.primary,
        "backgroundColor": colours.background,
        "secondaryBackgroundColor": colours.secondary,
        "textColor": colours.text,
        "borderColor": colours.border,
    }
    assert {name: theme[name].upper() for name in pairs} == pairs
    assert tuple(map(str.upper, theme["chartCategoricalColors"])) == colours.categorical
    assert tuple(map(str.upper, theme["chartSequentialColors"])) == colours.sequential
