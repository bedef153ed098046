"""How many customers a copy test needs, and how long that takes."""

from __future__ import annotations

import math

import streamlit as st

from journeyboard.errors import BadInput, JourneyboardError
from journeyboard.journey.cells import Grid
from journeyboard.message.duration import format_duration
from journeyboard.ui.plain import plain
from journeyboard.ui.preview import who
from journeyboard.ui.preview.copy_desk import flown
from journeyboard.ui.preview.timing_table import stacked
from journeyboard.ui.preview.views import Shown
from journeyboard.ui.tables import Cell, Column, Row
from journeyboard.ui.wording import NOTHING, count, many
from journeyboard.workflows.copy_flown import FlownCosts
from journeyboard.workflows.copy_tests import (
    ALPHA,
    POWER,
    Needed,
    for_every_pair,
    for_main_effects,
)

LONG, YEAR = 90, 365
"""Days from which on a test is hardly worth starting; days of a year."""
USUAL_RATE, LEAST_RATE, MOST_RATE = 5.0, 0.1, 95.0
"""Order rates in percent: where no run tells one, and the bounds of what can be put in."""
FEWEST = 100
"""Customers who have to get to a message before their order rate is taken for a preset."""
COLUMNS = (
    Column("What is compared", figures=False),
    Column("Comparisons"),
    Column("Alpha of each", help="5 % shared out over the comparisons (Bonferroni)"),
    Column("A cell"),
    Column("In all"),
    Column("Days"),
)


def draw_power(shown: Shown, grid: Grid) -> Needed | None:
    """The card of the numbers; returns what the main effects need, None when nothing is compared."""
    levels = [len(names) for names in grid.levels.values()]
    told = _told(shown)
    reached, customers, days = told.reached.get(grid.node, 0), told.customers, told.days
    rate, source = order_rate(told, grid.node)
    with st.container(border=True, key="test-power"):
        top = st.container()
        left, middle, right = st.columns(3)
        base = left.number_input(
            "Order rate now, %", LEAST_RATE, MOST_RATE, rate, 0.5, key=f"test-base:{grid.node}", format="%.1f", help=source
        )  # fmt: skip
        effect = middle.number_input(
            "Worth detecting, points", 0.1, 50.0, 1.0, 0.1, key="test-effect", format="%.1f",
            help="The smallest rise in percentage points that would change what you send.",
        )  # fmt: skip
        usual = max(round(reached / days, 1), 0.1)
        per_day = right.number_input(
            "Get there a day", 0.1, 1e7, usual, 10.0, key=f"test-day:{grid.node}", format="%.1f",
            help=f"In a run of {customers:,} sample customers, {reached:,} get to this message in {days} days.",
        )  # fmt: skip
        try:
            main = for_main_effects(levels, base / 100, effect / 100, per_day)
            pairs = for_every_pair(levels, base / 100, effect / 100, per_day)
        except BadInput as error:
            top.subheader("Nothing is compared yet", anchor=False)
            st.caption(plain(error.advice or str(error)))
            return None
        top.subheader(_finding(levels, main), anchor=False)
        stacked(COLUMNS, [_row("Each level with the first", "main effects: all cells count for every factor", main), _row("Every cell with every other", "finds combinations that suit each other", pairs)])  # fmt: skip
        _draw_notes(main, reached, days, customers, source)
    return main


def _told(shown: Shown) -> FlownCosts:
    """A run of the sample customers as the choices kept leave them; nobody moves where it cannot fly."""
    journey, brand = shown
    people = who.as_kept(who.people_of(brand.id, brand), brand)
    try:
        return flown(journey, brand, people)
    except JourneyboardError as error:
        st.warning(plain(f"No run: {error}"), icon=":material/warning:")
        return FlownCosts(len(people), LONG, {}, {}, {}, journey.goal.window)


def order_rate(told: FlownCosts, node: str) -> tuple[float, str]:
    """The order rate in percent that a test starts from, and a sentence about where it comes from."""
    reached, ordered = told.reached.get(node, 0), told.ordered.get(node, 0)
    rate = round(100 * ordered / reached, 1) if reached >= FEWEST else 0.0
    if not LEAST_RATE <= rate <= MOST_RATE:
        return (
            USUAL_RATE,
            f"The order rate starts at {USUAL_RATE:g} %, for no run tells it: put in your own.",
        )
    return rate, (
        f"The order rate starts at that of a run of the sample customers: {ordered:,} of {reached:,} who get to "
        f"this message order within {format_duration(told.window)}. Put in your own where you know it."
    )


def _finding(levels: list[int], needed: Needed) -> str:
    words = f"{many(math.prod(levels), 'cell')} need {needed.total:,} customers, {needed.per_cell:,} each"
    return words + (f": {_span(needed.days)}" if needed.days else "")


def _span(days: int) -> str:
    """Days, or years where nobody would count days.

    >>> _span(30), _span(1_000)
    ('30 days', 'about 3 years')
    """
    return many(days, "day") if days < 2 * YEAR else f"about {many(round(days / YEAR), 'year')}"


def _row(name: str, under: str, needed: Needed) -> Row:
    days = Cell(NOTHING) if needed.days is None else Cell(count(needed.days), tone="bad" if needed.days > LONG else "")  # fmt: skip
    return (
        Cell(name, under), Cell(count(needed.comparisons)), Cell(f"{100 * needed.alpha:.2g} %"),
        Cell(count(needed.per_cell)), Cell(count(needed.total)), days,
    )  # fmt: skip


def _draw_notes(needed: Needed, reached: int, days: int, customers: int, source: str) -> None:
    if needed.total > reached:
        st.warning(
            plain(
                f"The {customers:,} sample customers are too few: {reached:,} get to this message in {days} days. "
                "Take fewer levels, look for a larger effect, or plan with your own list's numbers."
            ),
            icon=":material/group_off:",
        )
    st.caption(plain(source))
    st.caption(
        plain(
            f"Two-sided, alpha {100 * ALPHA:g} % in all, power {100 * POWER:g} % for each comparison. Planned with "
            "Bonferroni; read with Holm's correction, which never needs more. Customers of the control group come on top."
        )
    )
