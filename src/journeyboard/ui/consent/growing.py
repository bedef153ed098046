"""List growth: opt-ins less opt-outs over the coming months, from rates that can be changed."""

from __future__ import annotations

import streamlit as st

from journeyboard.charts.growth import growth_line
from journeyboard.journey.brand import Brand
from journeyboard.journey.opt_in import opt_in_of
from journeyboard.measurement.growth import ListPlan, Month, bounds, forecast
from journeyboard.storage.consents import choices
from journeyboard.ui import state
from journeyboard.ui.consent.desk import programme_changed
from journeyboard.ui.parts import card, dark, figure
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.who import people_of
from journeyboard.ui.tables import Cell, Column, table
from journeyboard.ui.wording import money
from journeyboard.workflows.consents import with_choices

FORMS_SEEN = 500
"""A day, where the brand has not said how many."""
SOURCES: tuple[tuple[str, str, str], ...] = (
    ("Capture rate", "3.6 % of pop-up views, quartiles 2.1 and 5.5 %, best tenth 8.6 %", "Postscript, SMS Benchmarks 2026 · primary"),
    ("Opt-outs a text", "good band 0.6 to 1.4 %, critical from 2 %", "Klaviyo help centre, undated · primary"),
    ("More texts, more opt-outs", "×e^0.15 for each further text in 30 days", "assumption: no published curve was found"),
    ("First texts", "three times, then one and a half times the usual opt-out rate", "assumption"),
    ("Confirmed, wrong numbers", "70 % and 2 %", "assumption; one old study found 31 % wrong numbers (Dynmark 2013)"),
)  # fmt: skip


def draw(brand: Brand) -> Brand:
    """Draw the forecast; the form's reach and its capture rate are kept with the brand."""
    left, right = st.columns([1, 2.2], gap="medium")
    with left, card("What you count on", key="plan"):
        plan = _plan(brand)
    reach = {"forms_seen": plan.forms_a_day, "capture_rate": plan.capture_rate}
    if plan.forms_a_day != _forms_seen(brand) or plan.capture_rate != opt_in_of(brand).capture_rate:
        brand = programme_changed(brand, reach)
    months = forecast(plan)
    slow, fast = (forecast(one) for one in bounds(plan))
    with right:
        with card(key="growth-chart"):
            figure(
                growth_line(months, slow, fast, plan.subscribers, dark=dark()),
                help="The list at the end of each month: the month before, plus opt-ins, less opt-outs.",
            )
            _draw_value(months, plan, brand)
        with st.expander("Month by month"):
            _draw_months(months)
        with st.expander("Where the numbers come from"):
            columns = [Column(title, figures=False) for title in ("Rate", "Usual", "Source")]
            table(columns, SOURCES)
    return brand


def _plan(brand: Brand) -> ListPlan:
    opt_in, key = opt_in_of(brand), f"{brand.id}:growth:"
    start = st.number_input(
        "Subscribers today", 0, 100_000_000, _subscribers(brand), 100, key=f"{key}start",
        help="At first: the sample customers with consent to texts.",
    )  # fmt: skip
    seen = st.number_input(
        "People who see the form, a day", 0, 10_000_000, _forms_seen(brand), 50,
        key=f"{key}seen",
    )  # fmt: skip
    capture = _percent("Leave a number", opt_in.capture_rate * 100, 30.0, f"{key}capture")
    confirm = (
        _percent("Confirm with YES", 70.0, 100.0, f"{key}confirm", 1.0) if opt_in.double else 1.0
    )
    invalid = _percent("Numbers that are wrong", 2.0, 50.0, f"{key}invalid")
    texts = st.slider(
        "Marketing texts a month", 0.0, 20.0, 4.0, 0.5, format="%.1f", key=f"{key}texts"
    )
    rate = _percent("Opt out after a text", 0.8, 5.0, f"{key}rate")
    months = st.slider("Months ahead", 3, 24, 12, key=f"{key}months")
    return ListPlan(
        subscribers=float(start), forms_a_day=float(seen), capture_rate=capture,
        confirm_rate=confirm, invalid_share=invalid, texts_a_month=texts, opt_out_rate=rate,
        months=months,
    )  # fmt: skip


def _percent(label: str, usual: float, most: float, key: str, step: float = 0.1) -> float:
    value = st.slider(label, 0.0, most, min(usual, most), step, format="%.1f %%", key=key)
    return round(value / 100, 6)


def _forms_seen(brand: Brand) -> int:
    return round(opt_in_of(brand).forms_seen) or FORMS_SEEN


def _subscribers(brand: Brand) -> int:
    chosen = choices(state.store(), brand.id)
    frame = with_choices(people_of(brand.id, brand), chosen).frame
    return int((frame["consent_sms_marketing"] == "subscribed").sum())


def _draw_value(months: tuple[Month, ...], plan: ListPlan, brand: Brand) -> None:
    """What the change of the list is worth."""
    gained = months[-1].subscribers - plan.subscribers
    worth = money(gained * brand.subscriber_value.sms, brand.currency, 0)
    each = money(brand.subscriber_value.sms, brand.currency, 0)
    st.caption(
        plain(f"At {each} of future margin for each subscriber, the change is worth {worth}.")
    )


def _draw_months(months: tuple[Month, ...]) -> None:
    columns = [Column("Month", figures=False), *map(Column, ("Join", "Leave", "Subscribers"))]
    table(
        columns,
        [
            (str(m.number), f"{m.joined:,.0f}", Cell(f"{m.left:,.0f}"), f"{m.subscribers:,.0f}")
            for m in months
        ],
    )
