"""What the model knows of a customer at any moment of a log: recent messages, and whether a cart stands open."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.calibration.fit import Floats
from journeyboard.simulation.calibration.messages import Messages
from journeyboard.simulation.calibration.read import LANE, Evidence, Ints, line
from journeyboard.simulation.kernel.reading import FREE, MONTH

MOST_PRESSURE = 31


class States:
    """Answers by (customer, moment) for whole arrays of them."""

    def __init__(self, evidence: Evidence, messages: Messages, fatigue: Floats, cart_seconds: float) -> None:  # fmt: skip
        self.evidence, self.fatigue, self.cart_seconds = evidence, fatigue, cart_seconds
        marketing = messages.delivered[messages.delivered["marketing"].astype(bool)]
        self._arrived = np.sort(line(marketing["who"], marketing["delivered"]))
        self._started = _moments(evidence, "checkout.started")
        self._ordered = _moments(evidence, "order.placed")

    def received(self, who: Ints, at: Floats) -> Ints:
        """Marketing messages delivered since the start of the log."""
        place = line(who, at)
        return self._count(place) - self._count(np.asarray(who * LANE) - 0.5)

    def recent(self, who: Ints, at: Floats) -> Ints:
        """Marketing messages delivered in the last 30 days, this one included."""
        since = np.maximum(at - MONTH, -1.0)
        return self._count(line(who, at)) - self._count(line(who, since))

    def pressure(self, who: Ints, at: Floats) -> Ints:
        """Messages beyond those that tire nobody, weighed by how easily this customer tires."""
        beyond = np.maximum(self.recent(who, at) - FREE, 0) * self.fatigue[who]
        return np.minimum(beyond.astype(np.int64), MOST_PRESSURE)

    def cart_open(self, who: Ints, at: Floats) -> NDArray[np.bool_]:
        """Whether a checkout was started not long ago and no order has come since."""
        place = line(who, at)
        started, ordered = last(self._started, place, who), last(self._ordered, place, who)
        return (started > ordered) & (place - started < self.cart_seconds)

    def _count(self, place: Floats) -> Ints:
        return np.searchsorted(self._arrived, place, "right")


def last(moments: Floats, place: Floats, who: Any) -> Floats:
    """The customer's last of these moments up to a place on the line; far away where there is none."""
    if not len(moments):
        return np.full(place.shape, -LANE)
    found = np.searchsorted(moments, place, "right") - 1
    value = moments[np.maximum(found, 0)]
    return np.where((found >= 0) & (value // LANE == who), value, -LANE)


def _moments(evidence: Evidence, type_: str) -> Floats:
    rows = evidence.kind(type_)
    return line(rows["who"], rows["at"])
