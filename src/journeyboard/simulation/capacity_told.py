"""What a sender's limits did to a flight, in plain values: the queue, the waits, the money, the effect."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.capacity import A_DAY, MINUTE, Settled, backlog
from journeyboard.simulation.circumstances import Limits
from journeyboard.simulation.flight import Flight
from journeyboard.simulation.handed import Handed
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.truth import UNITS

STEP = 15
"""Minutes between two points of the queue's curve."""
NOTICED = 60
"""Seconds from which a wait counts as one; less is how messages go out anyway."""


def told_of(settled: Settled, limits: Limits, flight: Flight) -> dict[str, Any]:
    """Everything but `effect`, `waits` and `outside_window` is scaled up to the list.

    `queues` by channel: the rate, `handed_over` (parts or messages), `longest` (waiting at once),
    `curve` as [minute, waiting] every 15 minutes where anything waits, and `waits`: n messages of the
    customers flown, how many of them waited a minute or more, and p50, p95 and max in seconds.
    `residual` is the share of what was handed over that the last round still moved. `effect` holds
    outcomes of the customers flown as [without limits, with them].
    """
    seen = settled.limited
    return {
        "limits": {name: value for name, value in asdict(limits).items() if value is not None},
        "scale": settled.scale, "rounds": settled.rounds, "residual": settled.residual,
        "queues": {c: queue_told(settled, c, rate) for c, rate in limits.rates.items()},
        "outside_window": seen.outside, "queue_full": seen.full,
        "budget": budget_told(settled, flight) if limits.has_budget else None,
        "effect": effect(settled.free, seen),
    }  # fmt: skip


def queue_told(settled: Settled, channel: str, rate: float) -> dict[str, Any]:
    """One channel's queue and waits."""
    parts = settled.limited.parts[channel] * settled.scale
    waiting = backlog(parts, rate)
    highest = waiting.reshape(-1, STEP).max(1)
    return {
        "rate": rate, "handed_over": round(float(parts.sum())), "longest": round(float(waiting.max())),
        "curve": [[int(k) * STEP, round(float(highest[k]))] for k in np.flatnonzero(highest)],
        "waits": waits_told(settled.limited.waits[channel]),
    }  # fmt: skip


def waits_told(waits: NDArray[np.int64]) -> dict[str, Any]:
    """How long messages waited, in seconds; quantiles are None where nothing left."""
    low, high = np.quantile(waits, [0.5, 0.95]).tolist() if len(waits) else (None, None)
    return {
        "n": len(waits), "waited": int((waits >= NOTICED).sum()), "p50": low, "p95": high,
        "max": int(waits.max()) if len(waits) else None,
    }  # fmt: skip


def budget_told(settled: Settled, flight: Flight) -> dict[str, Any]:
    """What was spent on messages and wanted for them (in the currency; ads have their own money), how
    many messages it cut off, and from when on."""
    ledger = settled.ledger.cutoffs
    assert ledger is not None
    ended = [int(minute) for minute, _ in ledger if minute < flight.days * A_DAY]
    moments = [flight.start + timedelta(seconds=minute * MINUTE) for minute in ended]
    return {
        "wanted": float(settled.limited.asked.sum()) * settled.scale / 1e6,
        "spent": float(settled.limited.paid) * settled.scale / 1e6,
        "cut_off": settled.limited.unpaid, "cut_off_scaled": round(settled.limited.unpaid * settled.scale),
        "ends": [f"{moment:%Y-%m-%dT%H:%M}" for moment in moments],
    }  # fmt: skip


def effect(free: Handed, limited: Handed) -> dict[str, list[float]]:
    """Outcomes of the customers flown without and with the limits, money in the currency."""
    found = {"converted": [float(free.converted), float(limited.converted)]}
    for k, name in enumerate(at.OUTCOMES):
        found[name] = [float(one.totals[k]) / UNITS.get(name, 1) for one in (free, limited)]
    return found
