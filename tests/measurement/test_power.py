"""Sample sizes agree with the published table, and the three questions answer each other."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import BadInput
from journeyboard.measurement.power import power

CASES = json.loads(
    (Path(__file__).parents[1] / "rules/power/control_groups.json").read_text(encoding="utf-8")
)["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['control']}-{case['treated']}")
def test_sample_sizes_equal_the_table(case: dict[str, float]) -> None:
    plan = power(case["control"], case["treated"], control_share=case["control_share"])
    assert (plan.n_control, plan.n_treated) == (case["n_control"], case["n_treated"])


rates = st.floats(0.005, 0.6)


@given(control=rates, gain=st.floats(0.01, 0.3), share=st.sampled_from([0.05, 0.1, 0.3, 0.5]))
def test_the_planned_people_detect_the_planned_effect(
    control: float, gain: float, share: float
) -> None:
    plan = power(control, control + gain, control_share=share)
    found = power(control, people=plan.total, control_share=share)
    assert control < found.treated <= control + gain * 1.001 + 1e-9 or plan.n_control < 30
    assert power(control, control + gain, people=plan.total, control_share=share).power >= 0.795


@given(control=st.floats(0.02, 0.3), gain=st.floats(0.01, 0.2))
def test_more_people_are_needed_for_a_smaller_effect_and_for_more_power(
    control: float, gain: float
) -> None:
    plan = power(control, control + gain)
    assert power(control, control + gain / 2).total > plan.total
    assert power(control, control + gain, power=0.9).total > plan.total


def test_means_need_the_textbook_number() -> None:
    plan = power(50.0, 55.0, sd=20.0)
    assert (plan.kind, plan.n_control, plan.n_treated) == ("means", 252, 252)
    assert power(50.0, people=504, sd=20.0).difference == pytest.approx(5.0, rel=0.01)


def test_days_are_whole_days_until_enough_people_have_entered() -> None:
    assert power(0.08, 0.10, control_share=0.2, people_per_day=500).days == 21


def test_the_promised_power_is_reached_in_simulated_tests() -> None:
    plan = power(0.10, 0.15)
    dice = random.Random(5)
    hits = sum(_is_significant(dice, plan.n_control) for _ in range(400))
    assert 0.73 < hits / 400 < 0.87


def _is_significant(dice: random.Random, n: int) -> bool:
    control = sum(dice.random() < 0.10 for _ in range(n)) / n
    treated = sum(dice.random() < 0.15 for _ in range(n)) / n
    pooled = (control + treated) / 2
    return abs(treated - control) / (pooled * (1 - pooled) * 2 / n) ** 0.5 > 1.959964


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"control": 0.1}, "Nothing to solve"),
        ({"control": 8, "treated": 10}, "Write 8 % as 0.08"),
        ({"control": 0.1, "treated": 0.1}, "equal"),
        ({"control": 0.1, "treated": 0.2, "control_share": 1.0}, "control_share"),
        ({"control": 0.1, "treated": 0.2, "alpha": 0.0}, "alpha"),
        ({"control": 0.1, "people": 3}, "fewer than 2"),
        ({"control": 0.5, "people": 10}, "cannot show any increase"),
        ({"control": 5, "treated": 6, "sd": 0.0}, "standard deviation"),
        ({"control": 0.1, "treated": 0.2, "people_per_day": 0}, "people_per_day"),
    ],
)
def test_a_question_without_an_answer_is_refused_in_one_sentence(
    arguments: dict[str, float], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        power(**arguments)  # type: ignore[arg-type]
