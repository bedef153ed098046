"""The proof of a search: its winner against the starting design in fresh worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.searching.searched import Design, Proof
from journeyboard.simulation.searching.worth import Estimate, Score, estimate

if TYPE_CHECKING:
    from journeyboard.workflows.hunt import Hunt


def prove(hunt: Hunt, winner: Design, first: int) -> Proof:
    """The winner in the hunt's number of worlds, from the `first` fresh crowd on.

    Customers are the unit: where the same ones live in every world, each counts once, with the mean
    of what it brought there.
    """
    better: list[NDArray[np.float64]] = []
    worlds: list[Estimate] = []
    starts: list[Score] = []
    winners: list[Score] = []
    for k in range(first, first + hunt.worlds):
        arena = hunt.fresh(k)
        hunt.count(arena.start.customers)
        score, difference = arena.flown(winner.journey)
        hunt.count(score.customers)
        better.append(difference)
        worlds.append(estimate(difference))
        starts.append(arena.start)
        winners.append(score)
    units = np.concatenate(better) if hunt.crowds.fresh else np.mean(better, axis=0)
    fresh = hunt.crowds.fresh
    total, there = estimate(units), together(winners, fresh)
    return Proof(
        tuple(worlds), total, together(starts, fresh), replace(there, better=total), hunt.guardrails.broken(there)
    )  # fmt: skip


def together(scores: Sequence[Score], fresh: bool) -> Score:
    """Scores of equally many customers as one; rates are of all their messages.

    Customers that are not `fresh` are the same ones in every score, and count once.
    """
    many, sent = len(scores), sum(one.delivered for one in scores)

    def rate(name: str) -> float | None:
        if not sent:
            return None
        return sum((getattr(one, name) or 0.0) * one.delivered for one in scores) / sent

    return Score(
        sum(one.customers for one in scores) if fresh else scores[0].customers,
        pooled([one.gain for one in scores], fresh), pooled([one.better for one in scores], fresh),
        sum(one.opt_outs for one in scores) / many, sum(one.cost for one in scores) / many,
        sent / many, rate("opt_out_rate"), rate("complaint_rate"), scores[0].control,
    )  # fmt: skip


def pooled(estimates: Sequence[Estimate], fresh: bool) -> Estimate:
    """The mean of estimates of equally many customers.

    Those of the same customers are not independent: the mean's error is at most the mean error.
    """
    many = len(estimates)
    mean = sum(one.mean for one in estimates) / many
    if not fresh:
        return Estimate(mean, sum(one.error for one in estimates) / many, estimates[0].n)
    error = sum(one.error**2 for one in estimates) ** 0.5 / many
    return Estimate(mean, error, sum(one.n for one in estimates))
