"""How a text list grows: opt-ins less opt-outs, month by month, from a few rates that can be looked up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp

MONTH = 30.44
"""Days of an average month."""
USUAL_FREQUENCY = 2.0
"""Marketing texts in 30 days at which the opt-out rate below holds."""
LIST_AGE = 6
"""Months after which somebody counts as an old subscriber; who is on the list at the start is one."""


@dataclass(frozen=True)
class ListPlan:
    """What decides a list's growth; rates are fractions.

    `forms_a_day` people see the sign-up form, `capture_rate` of them leave a number, `confirm_rate`
    of those confirm it (1 without double opt-in) and `invalid_share` of the numbers are wrong.
    `opt_out_rate` is per delivered marketing text at two texts in 30 days; `steepness` says how much
    each further text in 30 days adds to it, as the exponent of e.
    """

    subscribers: float = 0.0
    forms_a_day: float = 500.0
    capture_rate: float = 0.036
    confirm_rate: float = 1.0
    invalid_share: float = 0.02
    texts_a_month: float = 4.0
    opt_out_rate: float = 0.008
    steepness: float = 0.15
    months: int = 12

    @property
    def joining(self) -> float:
        """New subscribers a month."""
        shown = self.forms_a_day * MONTH
        return shown * self.capture_rate * self.confirm_rate * (1 - self.invalid_share)


@dataclass(frozen=True)
class Month:
    """One month: who joined and left during it, and how many there are at its end."""

    number: int
    joined: float
    left: float
    subscribers: float


def forecast(plan: ListPlan) -> tuple[Month, ...]:
    """The list at the end of each month: the month before, plus opt-ins, less opt-outs.

    The opt-out hazard of a text is `h0 * exp(a * (f - 2)) * tenure` with f texts in 30 days and a
    tenure factor of 3 for the first text, 1.5 for the second and third, 1 until the sixth month and
    0.7 from then on: a planning assumption, no published curve was found; calibrate it on own data.
    """
    # People by the number of whole months they have been on the list; all old ones together.
    ages = [0.0] * LIST_AGE + [plan.subscribers]
    months = []
    for number in range(1, plan.months + 1):
        before = sum(ages) + plan.joining
        stayed = [
            people * _stays(plan, age) for age, people in enumerate([plan.joining, *ages[1:]])
        ]
        ages = [0.0, *stayed[:-2], stayed[-2] + stayed[-1]]
        months.append(Month(number, plan.joining, before - sum(ages), sum(ages)))
    return tuple(months)


def _stays(plan: ListPlan, age: int) -> float:
    """The share of people of this age who are still there after a month of texts."""
    hazard = plan.opt_out_rate * exp(
        plan.steepness * (plan.texts_a_month * 30 / MONTH - USUAL_FREQUENCY)
    )
    share, left = 1.0, plan.texts_a_month
    for factor in _tenure(age):
        texts = min(left, 1.0)
        share *= (1 - min(hazard * factor, 1.0)) ** texts
        left -= texts
    usual = 0.7 if age >= LIST_AGE else 1.0
    return float(share * (1 - min(hazard * usual, 1.0)) ** left)


def _tenure(age: int) -> tuple[float, ...]:
    """Factors of the first texts somebody gets."""
    return (3.0, 1.5, 1.5) if age == 0 else ()


def bounds(plan: ListPlan) -> tuple[ListPlan, ListPlan]:
    """A slow and a fast plan around this one.

    The capture rate at the lower and upper quartile of shops relative to their median (2.1, 3.6 and
    5.5 %; Postscript, SMS Benchmarks 2026), opt-outs at the ends of the band called good relative to
    its usual value (0.6 to 1.4 % about 0.8 %; Klaviyo help centre, undated).
    """
    slow = replace(
        plan,
        capture_rate=min(1.0, plan.capture_rate * 2.1 / 3.6),
        opt_out_rate=min(1.0, plan.opt_out_rate * 1.4 / 0.8),
    )
    fast = replace(
        plan,
        capture_rate=min(1.0, plan.capture_rate * 5.5 / 3.6),
        opt_out_rate=plan.opt_out_rate * 0.6 / 0.8,
    )
    return slow, fast
