"""The package data of the audience, read once, and the columns of text made from it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[Any]
"""A column of texts; None where one is missing."""


@lru_cache(maxsize=16)
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `audience/data/<name>.csv`, as text."""
    path = files("journeyboard.audience") / "data" / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))


def texts(values: Iterable[str | None]) -> Texts:
    """A column of these texts."""
    return np.array(list(values), dtype=object)


def blanked(values: Texts, gone: NDArray[np.bool_]) -> Texts:
    """The column with None where it is `gone`."""
    kept = values.astype(object)
    kept[gone] = None
    return kept
