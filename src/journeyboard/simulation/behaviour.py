"""The behaviour model: every number it uses, each with its unit, source and confidence, editable as one page."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from journeyboard.errors import BadInput

EFFECTS = (
    "notice.sms", "notice.email", "notice.push", "open.privacy_proxy", "ads.click", "ads.order",
)  # fmt: skip
"""What every effect of a message begins with: with these at nothing, messages do nothing at all."""


@dataclass(frozen=True)
class Parameter:
    """One number of the model: what it is, where it lies, and how far it is to be trusted."""

    key: str
    value: float
    low: float | None
    high: float | None
    unit: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True)
class Behaviour:
    """The model's numbers by key; what is not named keeps its default.

    >>> Behaviour({"click.sms": 0.2})["click.sms"]
    0.2
    """

    changed: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.changed) - set(parameters()))
        if unknown:
            raise BadInput(
                f"the behaviour model has no “{unknown[0]}”.",
                advice="`journeyboard simulate --behaviour` takes the keys of the behaviour table.",
            )

    def __getitem__(self, key: str) -> float:
        return self.changed.get(key, parameters()[key].value)

    def with_values(self, **values: float) -> Behaviour:
        """The same model with some numbers changed (dots in keys are written as `__`)."""
        return Behaviour({**self.changed, **{k.replace("__", "."): v for k, v in values.items()}})

    def without_effects(self) -> Behaviour:
        """The same world in which no message has any effect."""
        return Behaviour({**self.changed, **dict.fromkeys(EFFECTS, 0.0)})

    def to_dict(self) -> dict[str, Any]:
        """Every key with its value in force."""
        return {key: self[key] for key in parameters()}


@cache
def parameters() -> Mapping[str, Parameter]:
    """The catalogue, in the order of the page, from `data/behaviour.csv`."""
    text = files("journeyboard.simulation").joinpath("data/behaviour.csv").read_text("utf-8")
    return {row["key"]: _parameter(row) for row in csv.DictReader(text.splitlines())}


def _parameter(row: dict[str, str]) -> Parameter:
    low, high = (float(row[side]) if row[side] else None for side in ("low", "high"))
    return Parameter(
        row["key"], float(row["value"]), low, high, row["unit"], row["source"], row["confidence"], row["note"]
    )  # fmt: skip
