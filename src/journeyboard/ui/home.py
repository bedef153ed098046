"""Home's parts: the finished sample result, recent journeys, the three doors, and the own brand."""

from __future__ import annotations

import streamlit as st

from journeyboard.journey.brand import Brand, Product, Senders
from journeyboard.journey.nodes import Ads, Email, Push, Sms
from journeyboard.journey.samples import sample_folder
from journeyboard.storage.journeys import StoredJourney, find_journey
from journeyboard.ui import state
from journeyboard.ui.parts import card, go
from journeyboard.ui.wording import ago
from journeyboard.workflows.library import (
    finish_first_run,
    keep_own_brand,
    recent_journeys,
)

CASES: tuple[tuple[str, str, str, str], ...] = (
    ("post_purchase", "After the first order", "Beginner", "spa"),
    ("checkout_rescue", "The cart left at shipping", "Intermediate", "shopping_cart"),
    ("win_back", "Silent for 180 days", "Advanced", "undo"),
)
"""Practice cases: the folder, the name on the door, how hard, an icon."""


def draw_doors() -> None:
    """The three ways in."""
    with card(
        "Draw", "Put messages, waits and splits on a canvas; see who gets what.", key="door-draw"
    ):
        go("design", "Open the canvas", ":material/account_tree:", "go-draw", primary=True)
    with card(
        "Read",
        "Lift against control, opt-outs and revenue, with the truth beside.",
        key="door-read",
    ):
        go("report", "Open the report", ":material/monitoring:", "go-read")
    with (
        card(
            "Practise",
            "Three briefs from the trade, each with a journey to improve.",
            key="door-do",
        ),
        st.popover("Choose a case", icon=":material/school:"),
    ):
        for case, name, level, icon in CASES:
            words = f"{name} · {level.lower()}"
            go("design", words, f":material/{icon}:", f"door-{case}", journey=case)


def draw_recent() -> None:
    """The journeys opened last, each with its two ways on."""
    st.subheader("Recent journeys", anchor=False)
    with st.grid(3, min_column_width=300, border=True):
        for journey in recent_journeys(state.store()):
            with st.container(key=f"recent-{journey.id}"):
                _draw_journey(journey)


def _draw_journey(stored: StoredJourney) -> None:
    st.markdown(f"**{stored.name}**")
    st.caption(f"{_messages(stored.id, stored.revision)} · changed {ago(stored.changed_at)}")
    with st.container(horizontal=True):
        go("design", "Design", ":material/edit:", f"design-{stored.id}", journey=stored.id)
        go("preview", "Preview", ":material/smartphone:", f"see-{stored.id}", journey=stored.id)


@st.cache_data(max_entries=200, show_spinner=False)
def _messages(journey_id: str, revision: int) -> str:
    journey = state.peek(journey_id, revision)
    nodes = journey.nodes if journey else ()
    counts = {
        name: sum(isinstance(node, kind) for node in nodes)
        for name, kind in (("SMS", Sms), ("e-mail", Email), ("push", Push), ("ads", Ads))
    }
    return " · ".join(f"{many} {name}" for name, many in counts.items() if many) or "no message yet"


def draw_cases() -> None:
    """The practice cases with brief and journey."""
    st.subheader("Practice cases", anchor=False)
    with st.grid(3, min_column_width=300, border=True):
        for case, name, level, icon in CASES:
            with st.container(key=f"case-{case}"):
                _draw_case(case, name, level, icon)


def _draw_case(case: str, name: str, level: str, icon: str) -> None:
    st.markdown(f":material/{icon}: **{name}**")
    st.caption(f"{level} · {_situation(case)}")
    with st.container(horizontal=True):
        if st.button("Read the brief", icon=":material/description:", key=f"brief-{case}"):
            _show_brief(case)
        if find_journey(state.store(), case):
            go("design", "Open journey", ":material/account_tree:", f"open-{case}", journey=case)


@st.dialog("The brief", width="large", position="right")
def _show_brief(case: str) -> None:
    st.markdown(_brief(case))


def _brief(case: str) -> str:
    return (sample_folder() / "cases" / case / "brief.md").read_text(encoding="utf-8")


def _situation(case: str) -> str:
    """The first sentence of the brief."""
    text = " ".join(_brief(case).partition(".** ")[2].split())
    return text.partition(". ")[0] + "."


def draw_own_brand() -> None:
    """The quiet panel of the first run: one's own name, currency, sender and products; may be skipped."""
    with st.expander(
        "Make it yours: your brand in one minute (optional)", icon=":material/storefront:"
    ):
        with st.form("own-brand", border=False):
            left, middle, right = st.columns(3)
            left.text_input("Brand name", key="brand-name", placeholder="Lumen Skincare")
            middle.selectbox(
                "Currency", ["USD", "EUR", "GBP", "CHF", "CAD", "AUD"], key="brand-currency"
            )
            right.text_input("SMS sender", key="brand-sender", placeholder="+1 833 555 0100")
            st.text_area(
                "Products, one a line: name, price, margin in percent",
                key="brand-products",
                placeholder="Face serum, 48, 62\nNight cream, 56, 60",
            )
            st.form_submit_button("Keep my brand", type="primary", on_click=_keep_brand)
        st.button("Not now", key="skip-brand", type="tertiary", on_click=_skip)


def _skip() -> None:
    finish_first_run(state.store())


def _keep_brand() -> None:
    name = st.session_state["brand-name"].strip()
    try:
        products = tuple(_products(st.session_state["brand-products"]))
        brand = Brand(
            id=_slug(name),
            name=name,
            currency=st.session_state["brand-currency"],
            senders=Senders(sms=st.session_state["brand-sender"], email_name=name),
            products=products,
        )
    except ValueError as error:
        state.say(_first_words(error, name), ":material/error:")
        return
    keep_own_brand(state.store(), brand)
    finish_first_run(state.store())
    state.say(f"{name} is kept; new journeys are its own.", ":material/check_circle:")


def _first_words(error: ValueError, name: str) -> str:
    return str(error) if name and "“" in str(error) else "Give the brand a name."


def _slug(name: str) -> str:
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in name.lower())
    return kept.strip("_")[:64]


def _products(text: str) -> list[Product]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return [_product(number, line) for number, line in lines]


def _product(number: int, line: str) -> Product:
    parts = [part.strip() for part in line.split(",")]
    try:
        price, margin = float(parts[1]), float(parts[2]) / 100 if len(parts) > 2 else 0.5
        return Product(
            id=_slug(parts[0]) or f"product_{number}", name=parts[0], price=price, margin=margin
        )
    except (IndexError, ValueError):
        raise ValueError(
            f"Line {number} of the products, “{line}”, is not “name, price, margin”."
        ) from None
