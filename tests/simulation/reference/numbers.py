"""The behaviour model's numbers under their own keys, with waiting times and the powers of factors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.world import waiting_times

from . import dice

DAY, HOUR = 86_400, 3_600
WAITS = (
    "step",
    "fulfil",
    "transit",
    "deliver",
    "look_sms",
    "look_email",
    "look_push",
    "refund",
    "review",
)


@dataclass(frozen=True)
class Numbers:
    """The model as the specification reads it."""

    behaviour: Behaviour

    def __getitem__(self, key: str) -> float:
        return self.behaviour[key]

    def seconds(self, key: str, unit: int) -> int:
        """A length of time, at least a second."""
        return max(round(self[key] * unit), 1)

    @cached_property
    def satisfied(self) -> int:
        """How long after an order the need is met."""
        return self.seconds("baseline.satisfied_days", DAY)

    @cached_property
    def effect_lasts(self) -> int:
        """How long a message moves somebody to order."""
        return self.seconds("order.hours", HOUR)

    @cached_property
    def cart_lasts(self) -> int:
        """How long an abandoned cart stands open."""
        return self.seconds("stage.cart_days", DAY)

    @cached_property
    def lapse_after(self) -> int:
        """How long a loyal customer may be silent."""
        return self.seconds("stage.lapse_days", DAY)

    @cached_property
    def return_hazard(self) -> float:
        """The cumulative hazard of coming back to an abandoned cart."""
        return float(-np.log1p(-min(self["return.abandoned"], 0.99)))

    @cached_property
    def _tables(self) -> dict[str, list[int]]:
        return {
            name: row.tolist()
            for name, row in zip(WAITS, waiting_times(self.behaviour), strict=True)
        }

    def wait(self, table: str, random: int) -> int:
        """Seconds of a wait for 64 random bits."""
        return dice.quantile(self._tables[table], random)


def power(factor: float, times: int) -> float:
    """A factor for each of so many steps."""
    product = 1.0
    for _ in range(times):
        product *= factor
    return product
