"""What an analysis of the assumptions found: conclusions, the tornado, and the runs with other customers."""

from __future__ import annotations

import streamlit as st

from journeyboard.charts.compare import seed_dots
from journeyboard.charts.tornado import amount, name_of, tornado
from journeyboard.measurement.estimate import Estimate
from journeyboard.simulation.comparing.assumptions import Count, Sensitivity, Survival
from journeyboard.simulation.comparing.conclusions import ANSWERS
from journeyboard.simulation.comparing.measures import MEASURES
from journeyboard.simulation.comparing.replicates import Replicates, Spread
from journeyboard.ui.parts import card, dark, facts, figure
from journeyboard.ui.tables import Cell, Column, Row, table
from journeyboard.ui.wording import NOTHING, count, many, money
from journeyboard.workflows.assumptions import Analysis

HELP = (
    "Each bar shows where the answer lies when one assumption goes to the end of its range and all others "
    "stay. The whiskers are the noise of a finite number of customers (95 %)."
)
SEEDS_HELP = (
    "Other customers and other luck in every run. If the runs differ by about as much as a single run "
    "says its error is, the error can be trusted."
)
TONES = {"survives": "good", "falls": "bad", "too close to tell": "warm", "not tested": "warm"}
CONCLUSIONS = (
    Column("Conclusion", figures=False),
    Column(
        "Verdict",
        figures=False,
        help="Survives: holds in at least 19 of 20 cases and draws, and falls in no case",
    ),
    Column(
        "One at a time", help="Each assumption at its low and at its high end, the others unchanged"
    ),
    Column("All together", help="Every assumption anywhere in its range at once (Latin hypercube)"),
    Column("Falls when", figures=False),
)


def draw_analysis(found: Analysis) -> None:
    """Conclusions first, then what they hang on."""
    sensitivity = found.sensitivity
    with card(_title(sensitivity), key="conclusions"):
        facts(_facts(sensitivity))
        table(CONCLUSIONS, [_conclusion(one) for one in sensitivity.survivals])
    left, right = st.columns([1.25, 1], gap="medium")
    with left, card(key="tornado"):
        answer = _pick_answer(sensitivity)
        figure(tornado(sensitivity, answer, dark=dark()), key=f"tornado-{answer}", help=HELP)
    if found.replicates:
        with right, card(key="replicates"):
            _draw_replicates(found.replicates)


def _title(found: Sensitivity) -> str:
    clear = [one for one in found.survivals if one.statement.clear]
    held = sum(one.survives for one in clear)
    if not clear:
        return "No conclusion is clear even as assumed: fly more customers"
    if not held:
        return "No clear conclusion survives every other assumption"
    if held < len(clear):
        return f"{held} of {many(len(clear), 'clear conclusion')} survive other assumptions"
    return f"All {many(held, 'clear conclusion')} {'survives' if held == 1 else 'survive'} other assumptions"


def _facts(found: Sensitivity) -> list[tuple[str, str]]:
    base = found.base["better" if "better" in found.base else "net_value"]
    label = ANSWERS["better" if "better" in found.base else "net_value"]
    ends = ""
    if base.low is not None and base.high is not None:
        ends = f" ({money(base.low, found.currency)} to {money(base.high, found.currency)})"
    return [
        (f"{label}, as assumed", f"{money(base.total, found.currency)}{ends}"),
        ("Customers", count(found.n)),
        ("Assumptions with a range", count(len(found.bars))),
    ]


def _conclusion(one: Survival) -> Row:
    verdict = Cell(one.fate, tone=TONES[one.fate])
    if not one.statement.clear:
        verdict = Cell("not clear", "even as assumed: fly more customers", tone="warm")
    shown = [f"{name_of(key)}: {side}" for key, side in one.falls[:2]]
    more = f"and in {many(len(one.falls) - 2, 'other case')}" if len(one.falls) > 2 else ""
    return (
        one.statement.text,
        verdict,
        _counted(one.alone),
        _counted(one.joint),
        Cell("; ".join(shown) or "never", more),
    )


def _counted(found: Count) -> Cell:
    if not found.cases:
        return Cell(NOTHING)
    close = f"{count(found.close)} too close to tell" if found.close else ""
    return Cell(f"{count(found.held)} of {count(found.cases)}", close)


def _pick_answer(found: Sensitivity) -> str:
    options = [answer for answer in ANSWERS if answer in found.base]
    default = "better" if "better" in options else "net_value"
    chosen = st.selectbox(
        "What moves",
        options,
        index=options.index(default),
        format_func=ANSWERS.__getitem__,
        key="answer",
    )
    return str(chosen)


def _draw_replicates(found: Replicates) -> None:
    figure(seed_dots(found, dark=dark()), key="seed-dots", help=SEEDS_HELP)
    table(
        (
            Column("Mean of a run", figures=False),
            Column("Added", help="With Student's 95 % interval over the runs"),
            Column("Between runs", help="Standard deviation over the runs"),
            Column("Error of one run", help="As a single run states it"),
        ),
        [_spread_row(spread, found.currency) for spread in found.spreads],
    )


def _spread_row(spread: Spread, currency: str) -> Row:
    errors = [_error(value, spread.key, currency) for value in (spread.between, spread.within)]
    one: Estimate = spread.estimate
    ends = [_value(end, spread.key, currency) for end in (one.low, one.high) if end is not None]
    middle = _value(one.value or 0.0, spread.key, currency)
    return (MEASURES[spread.key].label, Cell(middle, " to ".join(ends)), *errors)


def _error(value: float | None, key: str, currency: str) -> str:
    return NOTHING if value is None else f"± {_value(value, key, currency)}"


def _value(value: float, key: str, currency: str) -> str:
    if MEASURES[key].unit == "money":
        return amount(value, "net_value", currency)
    return f"{value:,.1f}"
