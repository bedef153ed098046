"""What the journey added: the control group's answer with its interval, the truth, and last click's claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from journeyboard.charts.experiment import lift_forest
from journeyboard.measurement.experiment import Experiment
from journeyboard.measurement.lift import Lift
from journeyboard.measurement.metrics import MetricTable
from journeyboard.ui.parts import card, dark, figure
from journeyboard.ui.report.cards import days
from journeyboard.ui.tables import Cell, Column, Row, table
from journeyboard.ui.wording import NOTHING, count, many, money, points

Unit = Literal["share", "money", "count"]
OUTCOMES: dict[str, tuple[str, Unit, str]] = {
    "converted": ("Conversion", "share", "incremental_conversion"),
    "revenue": ("Revenue per customer", "money", "incremental_revenue_per_customer"),
    "margin": ("Margin per customer", "money", "incremental_margin_per_customer"),
    "opt_outs": ("Opt-outs per customer", "share", "incremental_opt_outs_per_customer"),
}
"""What is compared: its label, its unit, and the truth's name for it."""
HELP = (
    "Everybody counts in the arm they were assigned to, whether or not a message reached them. The line is "
    "the 95 % interval of the difference from the control group; the diamond is the truth, known only "
    "because every sample customer was flown twice on the same luck."
)
COLUMNS = (
    Column("Arm and outcome", figures=False),
    Column("With"),
    Column("Control"),
    Column("Measured", help="Difference with its 95 % interval"),
    Column("Truth"),
    Column("Verdict", figures=False),
)


def draw_lift(
    found: tuple[Experiment, ...],
    truth: Mapping[str, Any],
    whole: MetricTable,
    titles: Mapping[str, str],
    flown: int,
) -> None:
    """Lift and truth side by side over the `flown` days; without a control group, the truth alone."""
    programme = truth["programme"]
    if not found:
        with card("There is no control group, so nothing can be measured against one"):
            st.caption("Hold out a part of the entrants, or add a control arm to a random split.")
            _draw_claims(programme, whole, flown)
        return
    chosen = _pick(found, titles)
    left, right = st.columns([1, 1.1], gap="medium")
    with left, card(key="lift"):
        _draw_forest(chosen, truth, whole.currency)
    with right, card("What was measured, and what is true", key="truth"):
        table(COLUMNS, _rows(chosen, truth, whole.currency))
        _draw_claims(programme, whole, flown)


def _pick(found: tuple[Experiment, ...], titles: Mapping[str, str]) -> Experiment:
    names = [one.name for one in found]
    if len(names) == 1:
        return found[0]
    name = st.segmented_control(
        "Experiment",
        names,
        format_func=lambda name: titles.get(name, name),
        default=names[0],
        required=True,
        key="experiment",
    )
    return found[names.index(name)] if name in names else found[0]


def _draw_forest(chosen: Experiment, truth: Mapping[str, Any], currency: str | None) -> None:
    outcome = st.segmented_control(
        "Outcome",
        list(OUTCOMES),
        format_func=lambda key: OUTCOMES[key][0].removesuffix(" per customer"),
        default="converted",
        required=True,
        key="outcome",
        bind="query-params",
        label_visibility="collapsed",
    )
    _, unit, key = OUTCOMES[outcome or "converted"]
    lifts = [one for one in chosen.lifts if one.outcome == outcome]
    real = true_values(chosen.name, truth, key)
    figure(lift_forest(lifts, truth=real, unit=unit, currency=currency, dark=dark()), help=HELP)
    if chosen.ratio.alarm:
        st.warning("The arms do not have the sizes they were planned with: do not trust this test.")


def true_values(name: str, truth: Mapping[str, Any], key: str) -> dict[str, float]:
    """The true difference by arm of one experiment; nothing where it is unknown."""
    for experiment in truth["experiments"]:
        if experiment["experiment_id"] == name:
            arms = [arm for arm in experiment["arms"] if not arm["is_control"]]
            return {arm["arm"]: arm[key] for arm in arms if arm[key] is not None}
    return {}


def _rows(chosen: Experiment, truth: Mapping[str, Any], currency: str | None) -> list[Row]:
    rows: list[Row] = []
    for outcome, (label, unit, key) in OUTCOMES.items():
        real = true_values(chosen.name, truth, key)
        lifts = [one for one in chosen.lifts if one.outcome == outcome]
        rows += [_row(one, label, unit, real.get(one.arm), currency) for one in lifts]
    return rows


def _row(one: Lift, label: str, unit: Unit, real: float | None, currency: str | None) -> Row:
    tones = {"higher": "good", "lower": "bad"}
    flipped = {"higher": "bad", "lower": "good"}
    tone = (flipped if one.outcome == "opt_outs" else tones).get(one.verdict, "muted")
    ends = f"{_signed(one.low, unit, currency)} to {_signed(one.high, unit, currency)}"
    return (
        Cell(label, one.arm),
        Cell(_level(one.mean_treated, unit, currency), f"of {count(one.n_treated)}"),
        Cell(_level(one.mean_control, unit, currency), f"of {count(one.n_control)}"),
        Cell(
            _signed(one.difference, unit, currency),
            ends if one.low is not None else one.reason or "",
        ),
        Cell(_signed(real, unit, currency), _place(one, real)),
        Cell(one.verdict, tone=tone),
    )


def _place(one: Lift, real: float | None) -> str:
    if real is None or one.low is None or one.high is None:
        return ""
    return "inside" if one.low <= real <= one.high else "outside"


def _level(value: float | None, unit: Unit, currency: str | None) -> str:
    if value is None:
        return NOTHING
    return f"{100 * value:,.2f} %" if unit == "share" else money(value, currency)


def _signed(value: float | None, unit: Unit, currency: str | None) -> str:
    if value is None:
        return NOTHING
    if unit == "share":
        return points(value, 2)
    return f"{'+' if value >= 0 else ''}{money(value, currency)}"


def _draw_claims(programme: Mapping[str, Any], whole: MetricTable, flown: int) -> None:
    claimed = whole.rows[0]["orders"].value
    currency = whole.currency
    st.markdown(
        f"Last click credits the messages with **{count(claimed)} orders** within {days(whole.window_s)} of a "
        f"click; in truth the programme added "
        f"**{programme['incremental_orders']:,.0f} orders**, {money(programme['incremental_revenue'], currency)} "
        f"of revenue and **{money(programme['incremental_margin'], currency)} of margin**, and lost subscribers "
        f"worth {money(programme['subscriber_value_lost'], currency)}."
    )
    st.caption(
        f"Persuaded {count(programme['persuaded'])} · would have bought anyway {count(programme['sure_things'])} · "
        f"lost by being messaged {count(programme['lost'])}, of {many(programme['n'], 'customer')} "
        f"over the {many(flown, 'day')}"
    )
