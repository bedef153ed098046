"""Designs tried in the circumstances of a run: what each brings is what a run of it alone brings, and no less is said."""

from __future__ import annotations

from itertools import count

import numpy as np
import pytest

from journeyboard.errors import BadInput, RunCancelled
from journeyboard.journey.graph import Journey
from journeyboard.simulation.circumstances import Circumstances, Limits
from journeyboard.simulation.comparing.compare import Comparison, compare
from journeyboard.simulation.comparing.replicates import replicates
from journeyboard.simulation.comparing.sensitivity import sensitivity
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import simulate
from journeyboard.simulation.trial import Field
from journeyboard.workflows.search import optimize

from .flights import brand, journey, people

WEEKLY, OFTEN = journey("fatigue_weekly"), journey("fatigue_frequent")
START, DAYS, COUNT = "2026-03-02", 24, 700
SEASONAL = Circumstances(seasons=("weekend",), launches={WEEKLY.id: "2026-03-08"})
LIMITED = Circumstances(Limits(sms=2.0, budget=9_000.0, stands_for=300_000), ("weekend",))
NAMES = ("orders", "revenue", "margin", "opt_outs")


def flown(design: Journey, around: Circumstances) -> Run:
    """A run of one design under the first one's id, as it is compared."""
    alone = design.model_copy(update={"id": WEEKLY.id})
    return simulate(alone, people(COUNT), brand=brand(), days=DAYS, start=START, circumstances=around)  # fmt: skip


def compared(around: Circumstances | None) -> Comparison:
    return compare(WEEKLY, OFTEN, people(COUNT), brand=brand(), days=DAYS, start=START, circumstances=around)  # fmt: skip


compared_in = {"season and launch": SEASONAL, "limits": LIMITED}


@pytest.mark.parametrize("around", compared_in.values(), ids=compared_in)
def test_each_design_brings_what_a_run_of_it_brings(around: Circumstances) -> None:
    """The engine of runs is the oracle: its own way to the queue, its own log, the same customers."""
    found = compared(around)
    for side, design in (("a", WEEKLY), ("b", OFTEN)):
        outcomes = flown(design, around).outcomes
        for name in NAMES:
            scale = 100 if name in ("revenue", "margin") else 1
            assert getattr(found[name], side) == pytest.approx(outcomes[name].sum() / scale)


def test_circumstances_change_the_comparison() -> None:
    plain = compared(None)
    for around in compared_in.values():
        found = compared(around)
        assert [one.a for one in found.differences] != [one.a for one in plain.differences]
        assert found["opt_outs"].effect.total != plain["opt_outs"].effect.total
    assert compared(LIMITED).residual is not None
    assert plain.residual is None


def test_designs_have_queues_of_their_own() -> None:
    field = Field(people(COUNT), brand(), days=DAYS, start=START, circumstances=LIMITED)
    few, many = field.fly(WEEKLY), field.fly(OFTEN)
    assert few.settled is not None
    assert many.settled is not None
    assert not np.array_equal(few.settled.ledger.queues["sms"], many.settled.ledger.queues["sms"])
    for trial in (few, many):
        assert trial.settled is not None
        assert trial.settled.limited.totals.tolist() == trial.totals[:, 0].sum(0).tolist()


def test_empty_circumstances_are_none() -> None:
    one, other = (
        Field(people(300), brand(), days=DAYS, start=START, circumstances=around).fly(WEEKLY)
        for around in (None, Circumstances())
    )
    assert np.array_equal(one.totals, other.totals)
    assert other.settled is None


def test_a_search_for_the_queue_can_be_cancelled() -> None:
    field = Field(people(300), brand(), days=DAYS, start=START, circumstances=LIMITED)
    asked = count(1)
    with pytest.raises(RunCancelled):
        field.fly(WEEKLY, cancel=lambda: next(asked) > 1)


def test_assumptions_and_replicates_stand_in_the_season() -> None:
    shared = {"brand": brand(), "days": DAYS, "start": START, "circumstances": SEASONAL}
    base = sensitivity(WEEKLY, people(COUNT), ("opt_out.sms",), draws=2, **shared).base
    truth = flown(WEEKLY, SEASONAL).truth().to_dict()["programme"]
    for name in ("net_margin", "orders", "opt_outs"):
        assert base[name].total == pytest.approx(truth[f"incremental_{name}"])
    found = replicates((WEEKLY, OFTEN), lambda _: people(COUNT), (7, 8), **shared)
    assert found["orders"].values[0] == compared(SEASONAL)["orders"].effect.total


def test_many_flights_refuse_limits_in_a_sentence() -> None:
    refused = pytest.raises(BadInput, match="without limits of the sender")
    with refused:
        sensitivity(WEEKLY, people(50), brand=brand(), circumstances=LIMITED)
    with refused:
        replicates(WEEKLY, lambda _: people(50), (1, 2), brand=brand(), circumstances=LIMITED)
    with refused:
        optimize(WEEKLY, people=100, brand=brand(), circumstances=LIMITED)


def test_a_search_is_made_in_the_season() -> None:
    around = Circumstances(seasons=("weekend",))
    asked = {"brand": brand(), "designs": 2, "worlds": 2, "days": DAYS, "start": START}
    plain, seasonal = (
        optimize(journey("checkout_rescue"), ["delay/first_hour=1h,4h"], 1_000, circumstances=one, **asked)
        for one in (None, around)
    )  # fmt: skip
    assert plain.start.score is not None
    assert seasonal.start.score is not None
    assert seasonal.start.score.gain.mean != plain.start.score.gain.mean
    again = optimize(
        journey("checkout_rescue"), ["delay/first_hour=1h,4h"], 1_000,
        circumstances=Circumstances(launches={"checkout_rescue": "2026-03-16"}), **asked,
    )  # fmt: skip
    assert again.start.score is not None
    assert again.start.score.opt_outs < plain.start.score.opt_outs
