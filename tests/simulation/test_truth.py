"""The truth of a run: what the other lives say, and that it is nothing where messages do nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.part import Chunk, fly_range
from journeyboard.simulation.program import compile_flight
from journeyboard.simulation.run import flight_of, simulate

from .flights import brand, journey, shoppers

SILENT = Behaviour().without_effects()


def flown(seed: int, behaviour: Behaviour) -> tuple[Chunk, tuple[Any, ...]]:
    """A flight of the checkout rescue in memory, and the names of its lives."""
    crowd = shoppers(2_500)
    flight = flight_of(
        journey("checkout_rescue"), crowd, brand=brand(), seed=seed, days=60, behaviour=behaviour
    )
    program = compile_flight(flight)
    return fly_range(program, 0, program.size, program.size, lambda: None)[0], program.names.lives


@pytest.mark.parametrize("name", ["checkout_rescue", "post_purchase", "win_back", "fatigue_weekly"])
def test_without_effects_every_life_of_a_customer_has_the_same_outcomes(name: str) -> None:
    run = simulate(journey(name), shoppers(400), brand=brand(), days=90, behaviour=SILENT)
    truth = run.truth().to_dict()
    told = [
        truth["programme"],
        *truth["channels"].values(),
        *(a for e in truth["experiments"] for a in e["arms"]),
    ]
    for life in told:
        free = {
            key: life[f"incremental_{key}"]
            for key in ("orders", "revenue", "margin", "opt_outs", "clicks")
        }
        assert free == dict.fromkeys(free, 0)


def test_persuaded_and_the_other_fates_add_up_to_everybody() -> None:
    run = simulate(journey("checkout_rescue"), shoppers(2_000), brand=brand(), days=60)
    truth = run.truth().to_dict()
    for life in (truth["programme"], *truth["experiments"][0]["arms"]):
        fates = [life[fate] for fate in ("persuaded", "sure_things", "lost_causes", "lost")]
        assert sum(fates) == life["n"]
        assert life["converted"] - life["converted_without"] == life["persuaded"] - life["lost"]


def test_the_outcome_of_an_assigned_customer_is_that_of_their_arm() -> None:
    chunk, _ = flown(11, Behaviour())
    assigned = np.flatnonzero(chunk.marks[:, 0, 0] >= 0)
    given = chunk.marks[assigned, 0, 1]
    own = chunk.arms[assigned, given]
    assert (own == chunk.windows[assigned, 0]).all()


def test_common_dice_make_two_designs_comparable() -> None:
    one, other = (
        journey("checkout_rescue"),
        journey("checkout_rescue").model_copy(update={"priority": 3}),
    )
    same = [simulate(j, shoppers(300), brand=brand(), days=30).outcomes for j in (one, other)]
    assert same[0].equals(same[1])
