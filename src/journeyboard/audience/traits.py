"""The traits that drive the behaviour model, and the stage a customer is in (all but the order
rate, dropout and dropout's sessions are assumptions)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience import randomness as dice

VISITS_PER_ORDER = 12.0
"""Visits of the shop for one order (assumption: a session converts in about 8 % of a buyer's visits)."""

ASLEEP = 0.15
"""How much those who dropped out still visit."""

ATTENTION_HOURS = (1, 0, 0, 0, 0, 1, 4, 8, 9, 8, 7, 7, 9, 8, 6, 6, 7, 9, 12, 15, 16, 13, 7, 3)
AFFINITY_SPREAD = 0.5
DELIVERABLE = 0.97
"""Share of phone numbers that can be reached; 95-97 % is usual for a well-kept list."""

ADVOCATE_ORDERS, RECENT_DAYS = 5, 180


def traits(
    keys: dice.Words,
    rate: dice.Floats,
    pace: dice.Floats,
    alive: NDArray[np.bool_],
    has_phone: NDArray[np.bool_],
) -> dict[str, dice.Floats]:
    """The trait columns, given orders per day from now on (`rate`) and as a buyer (`pace`)."""
    visits = pace * VISITS_PER_ORDER * _lognormals(keys, "visits", 0.4) + 0.003
    sensitive = 1 - (1 - dice.uniforms(keys, "price")) ** (1 / 2.2)
    columns = {
        "trait_order_rate": rate,
        "trait_alive": alive.astype(np.float64),
        "trait_session_rate": visits * np.where(alive, 1.0, ASLEEP),
        "trait_price_sensitivity": sensitive**0.7,
        **{
            f"trait_affinity_{channel}": _lognormals(keys, f"affinity {channel}", AFFINITY_SPREAD)
            for channel in ("sms", "email", "push", "ads")
        },
        "trait_attention_hour": dice.picks(keys, "attention", ATTENTION_HOURS).astype(np.float64),
        "trait_fatigue": dice.gammas(keys, "fatigue", 4.0) / 4.0,
        "trait_reachable": (has_phone & (dice.uniforms(keys, "reachable") < DELIVERABLE)).astype(
            np.float64
        ),
    }
    return {name: dice.settled(column) for name, column in columns.items()}


def stages(
    orders: NDArray[Any], days_since: dice.Floats, session_rate: dice.Floats
) -> NDArray[Any]:
    """Stage from history: never bought - awareness, or consideration with a visit a month and more;
    one order - purchase; more - loyalty; five and one of them within 180 days - advocacy."""
    advocate = (orders >= ADVOCATE_ORDERS) & (days_since <= RECENT_DAYS)
    return np.select(
        [advocate, orders >= 2, orders == 1, session_rate >= 1 / 30],
        [
            np.array(name, dtype=object)
            for name in ("advocacy", "loyalty", "purchase", "consideration")
        ],
        np.array("awareness", dtype=object),
    )


def _lognormals(keys: dice.Words, purpose: str, spread: float) -> dice.Floats:
    return np.asarray(np.exp(spread * dice.normals(keys, purpose) - spread**2 / 2))
