"""The truth of a run: what every customer's other lives say that the journey did, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.kernel.layout import MARGIN, OPT_OUTS, ORDERS, OUTCOMES, REVENUE

if TYPE_CHECKING:
    from journeyboard.simulation.flight import Assignment, Program

FATES = ("persuaded", "sure_things", "lost_causes", "lost")
UNITS = {"revenue": 100, "discount": 100, "margin": 100, "cost": 1_000_000}
"""Whole numbers of one unit of the currency: cents, and millionths for message cost."""


@dataclass(frozen=True)
class Truth:
    """Sums over customers, exact to the cent; nothing here is estimated.

    `experiments` compare each arm with the control arm for everybody who was assigned, as if all of
    them had been in it; `programme` compares the run with one in which nothing was sent; `channels`
    and `journeys` compare it with the run without each of them.
    """

    experiments: tuple[dict[str, Any], ...]
    programme: dict[str, Any]
    channels: dict[str, dict[str, Any]]
    journeys: dict[str, dict[str, Any]]

    def to_dict(self) -> dict[str, Any]:
        """As plain values: money in the currency, rates as fractions."""
        return {
            "experiments": list(self.experiments),
            "programme": self.programme,
            "channels": self.channels,
            "journeys": self.journeys,
        }


def life_sums(program: Program, totals: NDArray[np.int32], arms: NDArray[np.int32], marks: NDArray[np.int64]) -> dict[str, list[int]]:  # fmt: skip
    """What one part adds to the truth: for each life its key and whole-number sums."""
    found: dict[str, list[int]] = {}
    for k, name in enumerate(program.names.lives):
        key = "/".join(name)
        if name[0] == "arm":
            found[key] = _arm_sums(program, k, arms, marks)
        else:
            found[key] = _sums(totals[:, k], totals[:, 0])
    return found


def _arm_sums(program: Program, life: int, arms: NDArray[np.int32], marks: NDArray[np.int64]) -> list[int]:  # fmt: skip
    a = int(program.lives[life, 4])
    assigned = marks[:, a, 0] >= 0
    control = program.names.assignments[a].control or 0
    reference = next(k for k, row in enumerate(program.lives) if row[4] == a and row[3] == control)
    return _sums(arms[assigned, reference], arms[assigned, life])


def _sums(without: NDArray[np.int32], with_: NDArray[np.int32]) -> list[int]:
    """n, the 8 outcomes with, the 8 without, converted with and without, the four fates."""
    bought, anyway = with_[:, ORDERS] > 0, without[:, ORDERS] > 0
    fates = (bought & ~anyway, bought & anyway, ~bought & ~anyway, ~bought & anyway)
    return [
        len(with_),
        *with_.sum(0, dtype=np.int64).tolist(),
        *without.sum(0, dtype=np.int64).tolist(),
        int(bought.sum()),
        int(anyway.sum()),
        *(int(fate.sum()) for fate in fates),
    ]


def truth_of(sums: Mapping[str, Sequence[int]], assignments: Sequence[Assignment], journeys: Sequence[str], subscriber_value: float) -> Truth:  # fmt: skip
    """The truth from the sums of all parts."""
    lives = {key: _read(values) for key, values in sums.items()}
    programme = dict(lives["untouched"])
    programme["subscriber_value_lost"] = programme["opt_outs"] * subscriber_value
    return Truth(
        tuple(_experiment(a, journeys, lives) for a in assignments if a.control is not None),
        programme,
        _named(lives, "without_channel"),
        _named(lives, "without_journey"),
    )


def _named(lives: Mapping[str, dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    return {key.split("/", 1)[1]: life for key, life in lives.items() if key.startswith(f"{kind}/")}


def _experiment(a: Assignment, journeys: Sequence[str], lives: Mapping[str, dict[str, Any]]) -> dict[str, Any]:  # fmt: skip
    arms = [{"arm": arm, "is_control": k == a.control, **lives[f"arm/{a.id}/{arm}"]} for k, arm in enumerate(a.arms)]  # fmt: skip
    return {
        "journey_id": journeys[a.journey],
        "experiment_id": a.id,
        "control": a.arms[a.control or 0],
        "window": a.window,
        "n": arms[0]["n"],
        "arms": arms,
    }


def _read(values: Sequence[int]) -> dict[str, Any]:
    """One life's sums in words: what happened with it, and what it added."""
    n, with_, without = values[0], values[1:9], values[9:17]
    bought, anyway = values[17], values[18]
    found: dict[str, Any] = {"n": n, "converted": bought, "converted_without": anyway}
    for k, name in enumerate(OUTCOMES):
        unit = UNITS.get(name, 1)
        found[name] = with_[k] / unit if unit > 1 else with_[k]
        added = with_[k] - without[k]
        found[f"incremental_{name}"] = added / unit if unit > 1 else added
    found["conversion"] = bought / n if n else None
    found["incremental_conversion"] = (bought - anyway) / n if n else None
    for name, k in (("revenue", REVENUE), ("margin", MARGIN), ("orders", ORDERS), ("opt_outs", OPT_OUTS)):  # fmt: skip
        unit = UNITS.get(name, 1)
        found[f"{name}_per_customer"] = with_[k] / unit / n if n else None
        found[f"incremental_{name}_per_customer"] = (
            (with_[k] - without[k]) / unit / n if n else None
        )
    return found | dict(zip(FATES, values[19:23], strict=True))
