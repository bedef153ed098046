"""Entry cohorts: customers by the week or month in which they entered, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from journeyboard.charts.cohorts import cohort_dots, estimate
from journeyboard.measurement.cohorts import Cohort, Span
from journeyboard.measurement.window import words
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card, dark, figure
from journeyboard.ui.report.answers import cohorts_of
from journeyboard.ui.tables import Cell, Column, Row, table
from journeyboard.ui.wording import NOTHING, count, money, percent

SPANS: Mapping[Span, str] = {"week": "Weeks", "month": "Months"}
MEASURES = {"conversion": "Ordered", "revenue_per_customer": "Spent", "opt_out_rate": "Opted out"}
LONG = 120
"""Days of a run from which months are shown at first."""
HELP = (
    "Everybody stands where they first entered, and everybody gets the same time from then on; an order right "
    "after entering counts, too. The dotted line is all weeks together. Where that "
    "time is not over for all when the run ends, nothing is shown: it would look low only because it is young."
)


@st.fragment(key="cohorts")
def draw_cohorts(run_id: str, names: Mapping[str, str], days: int, currency: str | None) -> None:
    """The cohorts of one journey, those of `names` by id: a chart of one measure, and a table of all."""
    with card(key="cohorts-card"):
        journey, span, of = _pick(names, days)
        found = [one for one in cohorts_of(run_id, span) if one.journey_id == journey]
        figure(cohort_dots(found, of, currency=currency, dark=dark()), key="cohort-dots", help=HELP)
        if found:
            _draw_table(found, currency)


def _pick(names: Mapping[str, str], days: int) -> tuple[str, Span, str]:
    """The journey (asked where there are several), the span and the measure, all in the address."""
    asked("entered", names, next(iter(names)))
    asked("span", SPANS, "week" if days <= LONG else "month")
    asked("cohort", MEASURES, "conversion")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        journey = next(iter(names))
        if len(names) > 1:
            journey = st.selectbox("Entered", list(names), format_func=names.__getitem__, key="entered", width=280)  # fmt: skip
        span = st.segmented_control("Cohorts by", list(SPANS), format_func=SPANS.__getitem__, required=True, key="span")  # fmt: skip
        of = st.segmented_control("What they did", list(MEASURES), format_func=MEASURES.__getitem__, required=True, key="cohort")  # fmt: skip
    span, of = span or "week", of or "conversion"
    answered("entered", journey if len(names) > 1 else None)
    answered("span", span)
    answered("cohort", of)
    return journey, span, of


def _draw_table(found: Sequence[Cohort], currency: str | None) -> None:
    columns = (
        Column("Month" if found[0].span == "month" else "Week from", figures=False), Column("Customers"),
        Column("Ordered"), Column("Spent per customer"), Column("Opted out"),
    )  # fmt: skip
    with st.expander("As a table", icon=":material/table:"):
        table(columns, [_row(one, currency) for one in found], f"Within {words(found[0].window)} of entering, with 95 % intervals")  # fmt: skip


def _row(cohort: Cohort, currency: str | None) -> Row:
    begins = f"{cohort.begins:%B %Y}" if cohort.span == "month" else f"{cohort.begins:%-d %b %Y}"  # fmt: skip
    return (begins, count(cohort.entered), *(_cell(cohort, of, currency) for of in MEASURES))


def _cell(cohort: Cohort, of: str, currency: str | None) -> Cell:
    """A value with what it is of and its interval; a dash while the time of some is not over."""
    found = estimate(cohort, of)
    if found.value is None:
        return Cell(NOTHING, f"{_so_far(cohort, of, currency)} so far")
    say = partial(money, currency=currency) if of == "revenue_per_customer" else percent
    of_all = "" if of == "revenue_per_customer" else f"{_so_far(cohort, of, currency)} · "
    sure = "no interval" if found.low is None else f"{say(found.low)} to {say(found.high)}"
    return Cell(say(found.value), f"{of_all}{sure}")


def _so_far(cohort: Cohort, of: str, currency: str | None) -> str:
    total = cohort.sums(of).total
    return money(total, currency) if of == "revenue_per_customer" else count(total)
