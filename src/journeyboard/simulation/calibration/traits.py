"""Who the customers of a log are: their traits where an audience is given, plain averages where not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.calibration.fit import Floats
from journeyboard.simulation.calibration.read import Evidence, Ints

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand

REACHED = ("sms", "email", "push")
"""The channels whose messages are looked at, in the kernel's order."""


@dataclass(frozen=True, eq=False)
class Traits:
    """What the behaviour model knows of each customer of the evidence (arrays over customers).

    `known` is false when no audience was given: then everybody is average, the hour they like is
    unknown, and nothing is estimated that would need it. Rates are per second.
    """

    known: bool
    affinity: Floats
    fatigue: Floats
    best_hour: Ints
    reachable: NDArray[np.bool_]
    alive: NDArray[np.bool_]
    order_rate: Floats
    visit_rate: Floats
    buyer: NDArray[np.bool_]
    zone: Ints
    offsets: tuple[Ints, ...]

    def hours_apart(self, who: Ints, at: Floats) -> Ints:
        """Hours between the customer's local time and the one they like best, 0 to 12."""
        local = np.zeros(at.shape, np.int64)
        for number, spans in enumerate(self.offsets):
            here = self.zone[who] == number
            place = np.searchsorted(spans[:, 0], at[here], "right") - 1
            local[here] = (at[here] + spans[np.maximum(place, 0), 1]).astype(np.int64) // 3600 % 24
        apart = np.abs(local - self.best_hour[who])
        return np.asarray(np.minimum(apart, 24 - apart), np.int64)


def average_traits(count: int) -> Traits:
    """Customers of whom nothing is known."""
    one, yes = np.ones(count), np.ones(count, np.bool_)
    zero = np.zeros(count, np.int64)
    utc = (np.zeros((1, 2), np.int64),)
    return Traits(False, np.ones((count, 3)), one, zero, yes, yes, one, one, yes, zero, utc)


def traits_of(evidence: Evidence, people: Audience, brand: Brand) -> Traits:
    """The traits of the evidence's customers, who are all in this audience."""
    from journeyboard.simulation.clocks import Clocks
    from journeyboard.simulation.kernel.layout import DAY

    frame = people.frame.set_index("profile_key").loc[list(evidence.keys)].reset_index()
    days = int(evidence.end // DAY) + 2
    clocks = Clocks(frame, evidence.start, days, brand.timezone)
    column = {name: frame[f"trait_{name}"].to_numpy(float) for name in (
        "fatigue", "attention_hour", "reachable", "alive", "order_rate", "session_rate",
    )}  # fmt: skip
    return Traits(
        known=True,
        affinity=frame[[f"trait_affinity_{name}" for name in REACHED]].to_numpy(float),
        fatigue=column["fatigue"],
        best_hour=column["attention_hour"].astype(np.int64),
        reachable=column["reachable"] > 0,
        alive=column["alive"] > 0,
        order_rate=column["order_rate"] / DAY,
        visit_rate=column["session_rate"] / DAY,
        buyer=frame["orders"].to_numpy() > 0,
        zone=clocks.zone_of,
        offsets=tuple(clocks.offsets),
    )
