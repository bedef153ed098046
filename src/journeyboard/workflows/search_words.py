"""What a search says in words: its verdict, the winner's curse, and the note of the revision it makes."""

from __future__ import annotations

from collections.abc import Callable

from journeyboard.simulation.searching.searched import Search
from journeyboard.simulation.searching.worth import OBJECTIVES, PER, Estimate
from journeyboard.storage.store import Store
from journeyboard.workflows.library import Opened, save_edited

Say = Callable[[float], str]
"""An amount of money in words."""
LIST = f"per {PER:,} customers"
KEEP_YOURS = "No better design was proven; keep yours"


def sum_words(search: Search, value: float, money: Say) -> str:
    """A sum of the objective in words: money, or orders with one decimal where they are few."""
    unit = OBJECTIVES[search.objective].unit
    if unit == "money":
        return money(value)
    return f"{value:,.{0 if abs(value) >= 10 else 1}f} {unit}"


def with_error(search: Search, one: Estimate, money: Say) -> str:
    """An estimate with half its 95 % interval: “$412 ± $90”."""
    return f"{sum_words(search, one.mean, money)} ± {sum_words(search, one.margin, money)}"


def headline(search: Search) -> str:
    """The finding in one line."""
    if search.proven:
        return "A better design is proven"
    if search.rescued:
        return "A design that keeps your limits is proven"
    return KEEP_YOURS


def verdict(search: Search, money: Say) -> str:
    """What the search proved, or that it proved nothing, with worlds, difference and interval."""
    said = reason(search, money)
    if headline(search) != KEEP_YOURS or (search.proof is None and search.start.broken):
        return said
    return f"{KEEP_YOURS}{': ' if search.proof is None else '. '}{said}"


def reason(search: Search, money: Say) -> str:
    """What stands behind the headline, without it."""
    proof = search.proof
    if proof is None:
        tried = f"{len(search.designs):,} designs were tried"
        if search.start.broken:
            return f"No design keeps all limits ({tried}). Yours breaks this one: {search.start.broken[0]}."  # fmt: skip
        return f"{tried}, and none was ahead on the crowd of the search and a fresh one together."
    against = f"{with_error(search, proof.total, money)} {LIST}"
    if search.proven:
        return f"It beats the starting design in {_worlds(search)}, by {against}."
    broken = f" It breaks a limit there: {proof.broken[0]}." if proof.broken else ""
    if search.rescued:
        return f"Your design breaks a limit: {search.start.broken[0]}. This one keeps them all; against yours it comes to {against}."  # fmt: skip
    return f"The best one found was ahead in {_worlds(search)}; it comes to {against} against yours, which may be chance.{broken}"  # fmt: skip


def curse_words(search: Search, money: Say) -> str:
    """How much better the winner looked where it was searched than where it was proven; empty without one."""
    if search.winner is None or search.winner.score is None or search.proof is None:
        return ""
    seen = sum_words(search, search.winner.score.better.mean, money)
    true = sum_words(search, search.proof.total.mean, money)
    return (
        f"Where it was searched, it looked {seen} better; in fresh worlds it is {true}. The best of many "
        "always looks better than it is (the winner's curse): trust the second figure."
    )


def crowd_words(search: Search) -> str:
    """What the fresh worlds were made of."""
    if search.fresh_people:
        return "Every fresh world has new customers and new luck."
    return (
        "Your customers are split in three: to search on, to choose the winner on, and for the proof. Each "
        "fresh world has those of the proof with new luck; the interval counts each of them once."
    )


def revision_words(search: Search, money: Say) -> str:
    """The note of the revision that the winner becomes."""
    changes = search.changes(search.winner) if search.winner else ""
    aim = OBJECTIVES[search.objective].label.lower()
    words = f"Improved by a search of {len(search.designs):,} designs for {aim}: {changes}. {verdict(search, money)}"  # fmt: skip
    return words if len(words) <= 600 else f"{words[:599]}…"


def keep_winner(store: Store, opened: Opened, search: Search, money: Say, *, author: str = "") -> Opened:  # fmt: skip
    """Make the winner the journey's next revision; comments of its text stay.

    `opened` is the revision that was searched. Raises StaleRevision when somebody saved since.
    """
    assert search.winner
    return save_edited(
        store, opened, search.winner.journey, author=author, message=revision_words(search, money)
    )


def _worlds(search: Search) -> str:
    proof = search.proof
    return f"{proof.wins} of {len(proof.worlds)} fresh worlds" if proof else "no fresh world"
