"""Random circumstances of a flight: queues, budgets, seasons, launches and spread cohorts."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from journeyboard.simulation.flight import Ledger

DAY, HOUR = 86_400, 3_600
BILLION = 1_000_000_000


def circumstances(days: int, journeys: int) -> st.SearchStrategy[dict[str, Any]]:
    """Fields of a flight; mostly some of them, often none."""
    names = st.sampled_from([f"j{k}" for k in range(journeys)])
    some = st.fixed_dictionaries(
        {},
        optional={
            "season": st.lists(st.integers(50, 4_000), min_size=days, max_size=days).map(tuple),
            "launches": st.dictionaries(names, st.integers(0, 8).map(lambda day: day * DAY)),
            "cohort_days": st.integers(1, 9),
            "ledger": ledgers(days),
        },
    )
    return st.just({}) | some


def ledgers(days: int) -> st.SearchStrategy[Ledger]:
    """Queues of any length, also such as are full, and budgets that end at any minute."""
    queues = st.dictionaries(
        st.sampled_from(("sms", "email", "push")),
        st.builds(
            queue, st.just(days), st.sampled_from((0, 40, HOUR, 11 * HOUR)), st.integers(0, 9)
        ),
    )
    return st.builds(
        Ledger, queues, st.none() | st.builds(cutoffs, st.just(days), st.integers(0, 9))
    )


def queue(days: int, longest: int, luck: int) -> np.ndarray:
    """[minutes, 2]: what waits at the start of each minute, and what it brings."""
    return np.random.default_rng(luck).integers(0, longest + 1, (days * 1440, 2))


def cutoffs(days: int, luck: int) -> np.ndarray:
    """[days, 2]: the last minute of each day's budget, and the share of it."""
    chance = np.random.default_rng(luck)
    minutes = np.arange(days) * 1440 + chance.integers(0, 2400, days)
    return np.stack([minutes, chance.integers(0, BILLION, days)], 1)
