"""The chart of entry cohorts: a finding only beyond chance, and nothing drawn for what is not over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.charts.cohorts import MEASURES, cohort_dots, cohort_finding
from journeyboard.charts.theme import alt_text
from journeyboard.measurement.cohorts import Cohort, chance_alone

FIRST = date(2026, 3, 2)


def weeks(orders: Sequence[int], entered: int = 1_000, late: int = 0, **told: Any) -> list[Cohort]:
    """One cohort a week, the last `late` of them not over yet; each order is worth 40."""
    return [
        replace(
            Cohort("j", FIRST + timedelta(weeks=k), "week", 7 * 86_400, k < len(orders) - late,
                   entered, n, 40.0 * n, 1_600.0 * n, n // 10),
            **told,
        )
        for k, n in enumerate(orders)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "of", "words"),
    [
        ([], "conversion", "Nobody entered."),
        (weeks([100, 90], late=2), "conversion", "No week can be judged yet: when the run ends, not everybody's 7 days are over."),
        (weeks([100, 90], late=1), "conversion", "Week of 2 March: 10.0 % ordered (100 of 1,000) within 7 days."),
        (weeks([100, 90], late=1), "revenue_per_customer", "Week of 2 March: $4.00 each by 1,000 customers within 7 days."),
        (weeks([100, 98, 104]), "conversion", "Entrants of all 3 weeks order alike: 10.1 % within 7 days; the differences are within chance."),
        (weeks([100, 98, 104]), "revenue_per_customer", "Entrants of all 3 weeks bring alike: $4.03 each within 7 days; the differences are within chance."),
        (weeks([100, 200, 104]), "conversion", "Entrants of the week of 9 March order most, 20.0 %; those of the week of 2 March least, 10.0 %."),
        (weeks([0, 0, 0]), "opt_out_rate", "Nobody opted out within 7 days, of the entrants of 3 weeks."),
    ],
)  # fmt: skip
def test_the_finding_says_what_the_cohorts_show(found: list[Cohort], of: str, words: str) -> None:
    assert cohort_finding(found, of, "USD") == words


def test_what_is_not_over_is_neither_drawn_nor_part_of_the_finding() -> None:
    found = weeks([100, 98, 104, 3], late=1)
    figure = cohort_dots(found, currency="USD")
    assert list(figure.data[0].y) == [0.1, 0.098, 0.104]
    assert "alike" in cohort_finding(found, "conversion")
    assert [note.text for note in figure.layout.annotations] == ["not known yet"]
    assert "week of 23 March: not known yet" in alt_text(figure)
    assert "From the week of 23 March on" in figure.layout.title.subtitle.text.replace("<br>", " ")
    band = figure.layout.shapes[-1]
    assert (str(band.x0), str(band.x1)) == ("2026-03-19T12:00:00", "2026-03-26T12:00:00")


@pytest.mark.parametrize("of", MEASURES)
@pytest.mark.parametrize("late", [0, 1, 3])
def test_every_cohort_is_spoken_of_with_its_n(of: str, late: int) -> None:
    figure = cohort_dots(weeks([100, 90, 95], late=late), of, currency="USD", dark=True)
    assert alt_text(figure).count("1,000") >= 3 - late
    assert len(figure.data[0].x) == 3 - late


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), min_size=2, max_size=8))
def test_the_chance_is_that_of_the_table_of_who_did_and_who_did_not(sizes: list[tuple[int, int]]) -> None:  # fmt: skip
    from scipy.stats import chi2_contingency

    found = [replace(weeks([min(k, n)])[0], entered=n) for n, k in sizes]
    table = [[one.converted, one.entered - one.converted] for one in found]
    said = chance_alone(one.sums("conversion") for one in found)
    if all(did == 0 for did, _ in table) or all(did_not == 0 for _, did_not in table):
        assert said is None
    else:
        assert said == pytest.approx(chi2_contingency(table, correction=False).pvalue, abs=1e-9)


def test_months_are_named_by_month_and_year() -> None:
    found = [replace(one, span="month", begins=day) for one, day in zip(weeks([100, 200]), (date(2026, 3, 1), date(2026, 4, 1)), strict=True)]  # fmt: skip
    figure = cohort_dots(found)
    assert list(figure.layout.xaxis.ticktext) == ["Mar 2026", "Apr 2026"]
    assert "month of April 2026 order most" in alt_text(figure)


def test_while_nothing_is_known_the_chart_says_so_and_has_no_scale() -> None:
    figure = cohort_dots(weeks([100, 90], late=2))
    assert not figure.layout.yaxis.visible
    assert [(note.text, note.textangle) for note in figure.layout.annotations] == [("not known yet", 0)]  # fmt: skip
    assert len(figure.data[0].x) == 0
