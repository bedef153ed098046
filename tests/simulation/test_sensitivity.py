"""Sensitivity: obvious assumptions move the answer the obvious way, idle ones not at all, and conclusions are counted."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import BadInput, RunCancelled
from journeyboard.simulation.behaviour import Behaviour, parameters
from journeyboard.simulation.comparing.assumptions import (
    Bar,
    Count,
    Sensitivity,
    Side,
    Survival,
)
from journeyboard.simulation.comparing.conclusions import (
    Statement,
    lives_needed,
    statements_of,
)
from journeyboard.simulation.comparing.measures import Effect, effect_of, values_of
from journeyboard.simulation.comparing.sensitivity import _between, _draws, sensitivity
from journeyboard.simulation.trial import UNTOUCHED, Field

from .flights import brand, journey, people, shoppers

WEEKLY, OFTEN, RESCUE = "fatigue_weekly", "fatigue_frequent", "checkout_rescue"
KEYS = ("opt_out.sms", "order.after_click", "click.email", "review.alone")


@cache
def weekly() -> Sensitivity:
    return sensitivity(
        journey(WEEKLY), people(1_500), KEYS, brand=brand(), days=60, draws=12, few=10_000
    )


def bar(key: str) -> Bar:
    return next(one for one in weekly().bars if one.key == key)


def moved(key: str, side: str, answer: str) -> float:
    case = getattr(bar(key), side)
    return float(case.moved[answer].total)


def test_more_opt_outs_by_assumption_are_more_opt_outs_in_the_answer() -> None:
    assert moved("opt_out.sms", "low", "opt_outs") < 0 < moved("opt_out.sms", "high", "opt_outs")
    assert moved("opt_out.sms", "low", "net_value") > 0 > moved("opt_out.sms", "high", "net_value")
    assert moved("order.after_click", "low", "orders") < 0 < moved("order.after_click", "high", "orders")  # fmt: skip


def test_what_a_journey_of_texts_cannot_feel_moves_nothing_and_is_only_counted() -> None:
    for key in ("click.email", "review.alone"):
        assert bar(key).width("net_value") == 0.0
    assert next(one.key for one in weekly().ranked("opt_outs")) == "opt_out.sms"
    assert {one.key for one in weekly().ranked("net_value")} <= {"opt_out.sms", "order.after_click"}
    many, most = weekly().rest("net_value")
    assert many == len(KEYS) - len(weekly().ranked("net_value"))
    assert most == max(one.width("net_value") for one in weekly().bars if one not in weekly().ranked("net_value"))  # fmt: skip


def test_the_tornado_is_sorted_by_width() -> None:
    widths = [one.width("opt_outs") for one in weekly().ranked("opt_outs")]
    assert widths == sorted(widths, reverse=True)


def test_a_case_is_the_difference_of_two_flights() -> None:
    def net(world: Behaviour | None) -> float:
        trial = Field(people(1_500), brand(), days=60, behaviour=world).fly(
            journey(WEEKLY), lives=None
        )
        return float((values_of(trial, "net_value") - values_of(trial, "net_value", UNTOUCHED)).sum())  # fmt: skip

    high = parameters()["opt_out.sms"].high or 0.0
    expected = net(Behaviour({"opt_out.sms": high})) - net(None)
    assert moved("opt_out.sms", "high", "net_value") == pytest.approx(expected)
    assert weekly().base["net_value"].total == pytest.approx(net(None))


def test_conclusions_are_counted_over_cases_and_draws() -> None:
    for one in weekly().survivals:
        assert one.alone.cases == 2 * len(KEYS)
        assert one.joint.cases == 12
        assert one.alone.close == one.joint.close == 0
        assert one.alone.held == one.alone.cases - len(one.falls)
    pays = next(one for one in weekly().survivals if one.statement.key == "pays")
    gain = weekly().base["net_value"].total
    above = [
        gain + case.moved["net_value"].total > 0 for bar in weekly().bars for case in bar.cases
    ]
    assert pays.alone.held == sum(held == (gain > 0) for held in above)
    assert "one-at-a-time cases" in pays.words()


def test_two_designs_ask_which_is_better() -> None:
    found = sensitivity(
        journey(WEEKLY), people(400), ["opt_out.sms"], other=journey(OFTEN), brand=brand(), days=40, draws=0
    )  # fmt: skip
    assert "better" in found.base
    assert any("is better than" in one.statement.text for one in found.survivals)
    assert found.names == ("Broadcast every week", "Broadcast every other day")


def test_texts_are_asked_about_only_beside_other_channels() -> None:
    rescue = sensitivity(journey(RESCUE), shoppers(200), ["click.sms"], brand=brand(), draws=0)
    assert "sms" in rescue.base
    assert "sms" not in weekly().base


def test_a_part_of_the_customers_speaks_for_all_with_its_error() -> None:
    found = sensitivity(
        journey(WEEKLY), people(1_500), ["opt_out.sms", "review.alone"], brand=brand(), days=60,
        draws=3, few=500,
    )  # fmt: skip
    assert found.few == 500
    assert found.n == 1_500
    flown = {one.key: one.high.flown for one in found.bars if one.high}
    assert flown == {"opt_out.sms": 1_500, "review.alone": 1_500}, "the widest fly again with all"
    known = moved("opt_out.sms", "high", "opt_outs")
    again = next(one for one in found.bars if one.key == "opt_out.sms").high
    assert again is not None
    assert again.moved["opt_outs"].total == known


def effect(total: float, error: float = 0.0, n: int = 1_000) -> Effect:
    return Effect(n, total, error, total - 2 * error, total + 2 * error, n)


def test_near_zero_a_part_of_the_customers_cannot_tell() -> None:
    said = Statement("pays", "It pays.", "net_value")
    base, moves = {"net_value": effect(100.0)}, {"net_value": effect(-60.0, 50.0)}
    assert said.reading(base, moves, flown=1_000) == "holds"
    assert said.reading(base, moves, flown=100) == "close"
    assert said.reading(base, {"net_value": effect(-300.0, 50.0)}, flown=100) == "falls"
    loss = Statement("pays", "It does not pay.", "net_value", is_gain=False)
    assert loss.reading(base, moves, flown=1_000) == "falls"


def test_arms_are_ranked_against_the_runner_up() -> None:
    import numpy as np

    values = {name: np.full(50, worth) for name, worth in (("a", 1.0), ("b", 3.0), ("c", 2.0))}
    answers = {f"arm/j/test/{name}": worth for name, worth in values.items()}
    answers |= {key: np.ones(50) for key in ("net_value", "net_margin", "orders", "opt_outs")}
    said = statements_of(answers, journey(WEEKLY), None)[-1]
    assert (
        said.text == "In the test “test”, “b” is better than “c” (all 3 pairs of arms allowed for)."
    )
    base = {key: effect_of(one) for key, one in answers.items()}
    still = {key: effect(0.0, n=50) for key in answers}
    assert said.reading(base, still, 50) == "holds"
    assert said.reading(base, still | {"arm/j/test/c": effect(80.0, n=50)}, 50) == "falls"


@given(low=st.floats(0, 10), more=st.floats(0, 10), most=st.floats(0, 10), rank=st.floats(0, 1))
def test_a_draw_lies_in_its_range_and_half_of_them_below_the_value(
    low: float, more: float, most: float, rank: float
) -> None:
    value, high = low + more, low + more + most
    drawn = _between(low, value, high, rank)
    assert low - 1e-9 <= drawn <= high + 1e-9
    assert (drawn <= value + 1e-9) if rank < 0.5 else (drawn >= value - 1e-9)


def test_joint_draws_spread_every_assumption_evenly() -> None:
    spans = {"opt_out.sms": (0.003, 0.014), "click.sms": (0.06, 0.16)}
    drawn = [one["opt_out.sms"] for one in _draws(Behaviour(), spans, 50, 7)]
    assert sum(value < 0.006 for value in drawn) == 25
    assert list(_draws(Behaviour(), spans, 0, 7)) == []


def test_the_words_of_a_count() -> None:
    assert Count(58, 57, 1).words("cases") == "57 of 58 cases (1 too close to tell)"


def test_an_unknown_assumption_is_named_and_cancel_stops() -> None:
    with pytest.raises(BadInput, match="click"):
        sensitivity(journey(WEEKLY), people(50), ["click.pigeon"])
    with pytest.raises(RunCancelled):
        sensitivity(journey(WEEKLY), people(50), ["click.sms"], cancel=lambda: True)


def test_other_ranges_take_the_place_of_the_tables() -> None:
    found = sensitivity(
        journey(WEEKLY), people(200), ["click.sms"], brand=brand(), ranges={"click.sms": (0.1, 0.5)}, draws=0
    )  # fmt: skip
    assert found.bars[0].low is None, "the low end is the value in force"
    assert found.bars[0].high is not None
    assert found.bars[0].high.value == 0.5


@pytest.mark.parametrize(
    ("alone", "joint", "falls", "fate"),
    [
        (Count(100, 96, 4), Count(40, 38, 2), (), "survives"),
        (Count(100, 94, 6), Count(40, 40, 0), (), "too close to tell"),
        (Count(100, 100, 0), Count(40, 37, 3), (), "too close to tell"),
        (Count(100, 100, 0), Count(40, 37, 0), (), "falls"),
        (Count(100, 99, 0), Count(0, 0, 0), (("click.sms", "low"),), "falls"),
        (Count(100, 100, 0), Count(0, 0, 0), (), "survives"),
        (Count(0, 0, 0), Count(0, 0, 0), (), "not tested"),
    ],
)
def test_to_survive_a_statement_must_be_read_and_hold(
    alone: Count, joint: Count, falls: tuple[tuple[str, Side], ...], fate: str
) -> None:
    found = Survival(Statement("pays", "It pays.", "net_value"), alone, joint, falls)
    assert found.fate == fate
    assert found.survives == (fate == "survives")
    assert found.to_dict()["fate"] == fate


def test_the_best_of_many_arms_needs_more_to_be_clear() -> None:
    import numpy as np

    noise = np.tile([1.0, -1.0], 50)
    usual = {key: np.ones(100) for key in ("net_value", "net_margin", "orders", "opt_outs")}

    def clear(arms: int) -> bool:
        lives = {f"arm/j/test/{k}": np.full(100, -float(k)) for k in range(1, arms)}
        # Ahead of the runner-up by 2.2 standard errors: beyond 1.96, not beyond 2.39 for three pairs.
        best = -1.0 + 2.2 * float(np.std(noise, ddof=1)) / 10 + noise
        said = statements_of({**usual, "arm/j/test/0": best, **lives}, journey(WEEKLY), None)[-1]
        assert "“0” is better than “1”" in said.text
        return said.clear

    assert clear(2)
    assert not clear(3)


def test_picture_messages_are_no_channel_beside_texts() -> None:
    from types import SimpleNamespace as Made

    def needed(*channels: str) -> tuple[str, ...]:
        lives = (("designed",), ("untouched",), *(("without_channel", one) for one in channels))
        return lives_needed(Made(names=Made(lives=lives, assignments=())))  # type: ignore[arg-type]

    assert needed("sms", "mms") == ("untouched",)
    assert needed("sms", "email", "mms") == ("untouched", "without_channel/sms")
