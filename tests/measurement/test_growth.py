"""The list forecast against a head count: every cohort followed text by text."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as some

from journeyboard.measurement.growth import ListPlan, bounds, forecast

PLANS = some.builds(
    ListPlan,
    subscribers=some.floats(0, 1e6),
    forms_a_day=some.floats(0, 1e5),
    capture_rate=some.floats(0, 1),
    confirm_rate=some.floats(0, 1),
    invalid_share=some.floats(0, 1),
    texts_a_month=some.floats(0, 20),
    opt_out_rate=some.floats(0, 0.2),
    steepness=some.floats(0, 0.3),
    months=some.integers(1, 24),
)


def head_count(plan: ListPlan) -> list[float]:
    """Cohort by cohort, each text in turn; for whole numbers of texts a month."""
    hazard = plan.opt_out_rate * exp(plan.steepness * (plan.texts_a_month * 30 / 30.44 - 2))

    def factor(age: int, text: int) -> float:
        if age == 0 and text < 3:
            return 3.0 if text == 0 else 1.5
        return 0.7 if age >= 6 else 1.0

    ends = []
    for end in range(1, plan.months + 1):
        total = 0.0
        for joined in range(end):
            people = plan.joining
            for age in range(end - joined):
                for text in range(int(plan.texts_a_month)):
                    people *= 1 - min(1.0, hazard * factor(age, text))
            total += people
        old = plan.subscribers
        for _ in range(end * int(plan.texts_a_month)):
            old *= 1 - min(1.0, hazard * 0.7)
        ends.append(total + old)
    return ends


@given(PLANS, some.integers(0, 12))
def test_it_agrees_with_a_head_count(plan: ListPlan, texts: int) -> None:
    plan = replace(plan, texts_a_month=float(texts))
    found = [month.subscribers for month in forecast(plan)]
    assert found == pytest.approx(head_count(plan), rel=1e-9, abs=1e-6)


@given(PLANS)
def test_nobody_appears_or_vanishes(plan: ListPlan) -> None:
    before = plan.subscribers
    for month in forecast(plan):
        assert month.subscribers == pytest.approx(before + month.joined - month.left, abs=1e-6)
        assert -1e-6 <= month.left <= before + month.joined + 1e-6
        before = month.subscribers


@given(PLANS)
def test_the_slow_plan_never_ends_above_the_fast_one(plan: ListPlan) -> None:
    ends = [forecast(one)[-1].subscribers for one in (bounds(plan)[0], plan, bounds(plan)[1])]
    assert ends == sorted(ends) or ends == pytest.approx(sorted(ends), rel=1e-9)


def test_without_texts_nobody_leaves() -> None:
    plan = ListPlan(subscribers=100, forms_a_day=10, texts_a_month=0)
    assert forecast(plan)[-1].subscribers == pytest.approx(100 + 12 * plan.joining)
