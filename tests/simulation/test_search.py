"""The search's parts: halving with common luck, designs to try, and scores that equal the direct sums."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import BadInput
from journeyboard.journey.edits import SetField, apply
from journeyboard.journey.graph import Journey
from journeyboard.journey.knobs import turned
from journeyboard.journey.offered import knobs_named
from journeyboard.simulation.searching.search import Arena, candidates, halve, head, near, rounds
from journeyboard.simulation.searching.searched import Design, frontier
from journeyboard.simulation.searching.worth import (
    OBJECTIVES,
    PER,
    Estimate,
    Guardrails,
    Score,
    estimate,
)
from journeyboard.simulation.trial import Field, Trial

from .flights import brand, journey, people

RESCUE = journey("checkout_rescue")


def field(count: int = 1_500, days: int = 40) -> Field:
    return Field(people(count), brand(), seed=5, days=days)


@pytest.mark.parametrize("seed", range(5))
def test_halving_with_common_luck_finds_the_best_of_a_noisy_function(seed: int) -> None:
    # Customers differ a hundred times more than designs do; common luck takes that away.
    luck = np.random.default_rng(seed).normal(0, 100, 3_000)
    own = np.random.default_rng(seed + 100).normal(0, 1, (81, 3_000))

    def rank(design: int, customers: int) -> tuple[bool, float]:
        seen = -((design - 50) ** 2) / 20 + luck[:customers] + own[design, :customers]
        return True, float(seen.mean())

    assert halve(range(81), rounds(81, 3_000), rank)[0] in (49, 50, 51)


def test_halving_prefers_what_is_allowed() -> None:
    best = halve(range(30), rounds(30, 9_000), lambda design, _: (design < 10, float(design)))[0]
    assert best == 9


@given(st.integers(2, 3_000), st.integers(200, 200_000))
def test_rounds_end_with_everybody_and_never_grow(designs: int, customers: int) -> None:
    plan = rounds(designs, customers)
    assert plan[0].designs == designs
    assert plan[-1].customers == customers
    assert all(one.designs >= two.designs for one, two in pairwise(plan))
    assert all(one.customers < two.customers for one, two in pairwise(plan))


def test_a_small_space_is_tried_whole_and_a_large_one_without_repeating() -> None:
    few = knobs_named(RESCUE, ["delay/first_hour=1h,2h,3h", "drop/proof"])
    assert len(candidates(few, 100, 1)) == 6
    every = knobs_named(RESCUE, ["all"])
    tried = candidates(every, 200, 1)
    assert len(set(tried)) == len(tried) == 200
    assert tried[0] == tuple(knob.now for knob in every)
    assert tried == candidates(every, 200, 1)


def test_steps_lead_to_the_values_beside_and_home() -> None:
    hour = knobs_named(RESCUE, ["delay/first_hour=15m,1h,2h,4h"])[0]
    assert near(hour, 14_400) == [7_200, 3_600]
    assert near(hour, 900) == [3_600]


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_paired_score_equals_the_sums_computed_directly(objective: str) -> None:
    """Flying only those who enter changes no figure."""
    knobs = knobs_named(RESCUE, ["delay/next_day=2h", "drop/reminder"])
    other = turned(RESCUE, knobs, (7_200, False))
    ground, aim = field(), OBJECTIVES[objective]
    arena = Arena(RESCUE, ground, aim)
    score, better = arena.flown(other)
    assert 0 < arena.inside.sum() < len(people(1_500)) / 2
    one = ground.fly(other, lives=("designed", "untouched"))
    start = ground.fly(RESCUE, lives=("designed",))
    designed, untouched = (aim.of(one, life) for life in ("designed", "untouched"))
    assert better == pytest.approx(designed - aim.of(start, "designed"))
    assert score.gain.mean == pytest.approx(PER * (designed - untouched).mean())
    assert score.gain.error == pytest.approx(
        PER * (designed - untouched).std(ddof=1) / len(designed) ** 0.5
    )
    assert score.opt_outs == pytest.approx(PER * one.outcome("opt_outs").mean())
    assert score.cost == pytest.approx(PER * one.outcome("cost").mean())
    assert score.opt_out_rate == pytest.approx(
        one.outcome("opt_outs").sum() / one.outcome("delivered").sum()
    )


def test_who_enters_may_be_searched_too() -> None:
    win_back = journey("win_back")
    knobs = knobs_named(win_back, ["audience/entry.condition.all.1.event.within=90 days"])
    wider = turned(win_back, knobs, (90 * 86_400,))
    ground = field(800, 20)
    arena = Arena(win_back, ground, OBJECTIVES["orders"], entry_moves=True)
    direct = ground.fly(wider).outcome("cost").mean()
    assert arena.score(wider).cost == pytest.approx(PER * direct)


def test_a_journey_that_nobody_enters_is_refused_in_one_sentence() -> None:
    nobody = apply(RESCUE, SetField(path="entry_filter", value={"sample": 0.001}))
    with pytest.raises(BadInput, match="none of 300 customers enters"):
        Arena(nobody, field(300, 5), OBJECTIVES["value"])


def test_the_head_of_a_field_grows_without_losing_anybody() -> None:
    ground = field()
    small, large = (set(head(ground, n).people.frame["profile_key"]) for n in (200, 700))
    assert len(small) == 200
    assert small < large


def test_who_flies_with_fewer_others_lives_the_same_life() -> None:
    """Also where the journey is for an audience that compares customers with each other."""
    sleepers = journey("win_back").model_dump(mode="json", exclude_unset=True) | {
        "entry": {"kind": "audience", "condition": {"segment": {"id": "about_to_sleep"}}}
    }
    ground, design = field(1_200, 60), Journey.model_validate(sleepers)
    few = head(ground, 300)
    alone, among = (_lives(one.fly(design, rows=True)) for one in (few, ground))
    assert sum(any(row[2] == 0 for row in rows) for rows in alone.values()) > 5
    assert alone == {key: among.get(key) for key in alone}
    assert not set(few.people.frame["profile_key"]) - set(alone) & set(among)


def _lives(trial: Trial) -> dict[str, list[tuple[int, ...]]]:
    """The events of each customer, by profile key, with the number of their journey."""
    keys, found = trial.program.keys.to_pylist(), dict[str, list[tuple[int, ...]]]()
    names = ("at", "type", "journey", "node", "channel", "reason", "value", "cost", "stage")
    for row in trial.rows:
        found.setdefault(keys[row["customer"]], []).append(tuple(int(row[name]) for name in names))
    return found


def test_an_interval_covers_the_mean_as_often_as_it_says() -> None:
    dice = np.random.default_rng(3)
    drawn = [estimate(dice.exponential(2.0, 400)) for _ in range(400)]
    hits = sum(one.low <= 2 * PER <= one.high for one in drawn)
    assert 360 <= hits <= 394


def scored(opt_outs: float, better: float) -> Design:
    made = Estimate(better, 1.0, 100)
    return Design((opt_outs, better), RESCUE, Score(100, made, made, opt_outs, 50.0, 1_000, 0.004, 0.001, 0.2))  # fmt: skip


def test_guardrails_name_what_is_broken() -> None:
    score = scored(4, 10).score
    assert score
    assert Guardrails(0.004, 0.001, 50, 0.2).broken(score) == ()
    broken = Guardrails(0.003, 0.0009, 49, 0.25).broken(score)
    assert [words.split()[0] for words in broken[:2]] == ["opt-outs", "complaints"]
    assert "0.40 %" in broken[0]
    assert len(broken) == 4


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-9, 9)), max_size=12, unique=True))
def test_nothing_on_the_frontier_is_beaten_and_whatever_is_off_it_is(
    pairs: list[tuple[int, int]],
) -> None:
    designs = [scored(*pair) for pair in pairs]
    front = frontier(designs)

    def beats(one: Design, other: Design) -> bool:
        a, b = one.settings, other.settings
        return a[0] <= b[0] and a[1] >= b[1] and a != b  # type: ignore[operator]

    for design in designs:
        assert (design in front) == (not any(beats(other, design) for other in designs))
