"""Whose messages the Preview page shows: quick picks, search, and the customer's flight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from journeyboard.audience.customers import customers
from journeyboard.audience.people import Audience
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.records import Customer
from journeyboard.simulation.preview import Preview, preview
from journeyboard.storage.consents import choices
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked, refused
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.entry import ENTRY, Arm
from journeyboard.ui.preview.entry import moment as moment
from journeyboard.ui.preview.entry import pick_entry as pick_entry
from journeyboard.workflows.consents import with_choices
from journeyboard.workflows.people import SAMPLE_SIZE

if TYPE_CHECKING:
    import pandas as pd

WHO, WORST_CASE = "customer", "worst"
AS_THEY_ARE = ""
"""What stands for no worst case."""
MOST = 30
"""Customers a search lists."""
BEFORE, DAYS_SHOWN = 2, 200
"""Days flown before the customer enters, and in all."""


@st.cache_resource(max_entries=8, show_spinner=False)
def people_of(brand_id: str, _brand: Brand) -> Audience:
    """The sample customers, with the brand's products in their baskets."""
    assert brand_id
    return customers(SAMPLE_SIZE, brand=_brand)


@st.cache_data(max_entries=8, show_spinner=False)
def quick_picks(brand_id: str, _people: Audience) -> dict[str, str]:
    """Customers worth looking at, by what is special about them."""
    assert brand_id
    frame = _people.frame
    sms, email = (frame[f"consent_{one}_marketing"] == "subscribed" for one in ("sms", "email"))
    named = frame["first_name"].notna()
    chosen = {
        "Texts confirmed": sms & frame["sms_double_opt_in"] & email & named,
        "E-mail only": email & ~sms & named,
        "No order yet": (frame["orders"] == 0) & sms & email & named,
        "No consent": ~email & ~sms,
        "Missing name": ~named & email,
        "Longest name": frame["first_name"].str.len() == frame["first_name"].str.len().max(),
        "Hawaii": frame["region"] == "US-HI",
    }
    return {words: _first(frame, mask) for words, mask in chosen.items() if mask.any()}


def _first(frame: pd.DataFrame, mask: Any) -> str:
    return str(frame.loc[mask, "profile_key"].iloc[0])


def pick_customer(journey: Journey, brand: Brand, people: Audience) -> str:
    """The customer the address, a quick pick or the search names; at first one who gets messages."""
    picks = quick_picks(brand.id, people)
    places = people.frame["profile_key"]
    asked(WHO, set(places), usual_customer(journey.model_dump_json(), journey, brand, people))
    st.pills("Quick picks", list(picks), key="quick", on_change=_take_quick, args=(picks,))
    words = st.text_input("Search by name or key", key="search", placeholder="Mia, or c00042")
    now = st.session_state[WHO]
    hits = _matches(people, words)
    if not hits:
        st.warning(plain(f"Nobody is called “{words.strip()}”; the customer stays."))
    found = [now, *(key for key in hits if key != now)]
    names = {key: _name(people, key) for key in found}
    chosen: str = st.selectbox(
        "Customer", found, format_func=names.__getitem__, key=WHO, on_change=_take_customer
    )
    answered(WHO, chosen)
    if said := refused(WHO):
        st.warning(
            plain(f"There is no customer “{said}” among these; {names[chosen]} is shown instead.")
        )
    return chosen


@st.cache_data(max_entries=50, show_spinner=False)
def usual_customer(text: str, _journey: Journey, _brand: Brand, _people: Audience) -> str:
    """The first of the quick picks whom the journey sends something."""
    assert text
    day, clock = (make(usual) for make, usual in ENTRY.values())
    picks = list(quick_picks(_brand.id, _people).values())
    for key in picks:
        entry = moment(day, clock, zone_of(_people, key, _brand))
        if _flown(_journey, _brand, _people, key, entry).messages:
            return key
    return next(iter(picks), str(_people.frame["profile_key"].iloc[0]))


def take_usual(journey: Journey, brand: Brand, people: Audience) -> None:
    """Show somebody the journey sends something."""
    st.session_state[WHO] = usual_customer(journey.model_dump_json(), journey, brand, people)
    _take_customer()


def _take_quick(picks: dict[str, str]) -> None:
    if words := st.session_state["quick"]:
        st.session_state[WHO] = picks[words]
    st.session_state[WORST_CASE] = AS_THEY_ARE


def _take_customer() -> None:
    """Somebody else than the quick pick, and not the worst case made of the one before."""
    st.session_state["quick"] = None
    st.session_state[WORST_CASE] = AS_THEY_ARE


def _matches(people: Audience, words: str) -> list[str]:
    frame = people.frame
    if not words.strip():
        return [str(key) for key in frame["profile_key"].head(MOST)]
    full = frame["first_name"].fillna("") + " " + frame["last_name"].fillna("")
    wanted = words.strip().casefold()
    hits = full.str.casefold().str.contains(wanted, regex=False) | frame[
        "profile_key"
    ].str.contains(words.strip(), regex=False)
    return [str(key) for key in frame.loc[hits, "profile_key"].head(MOST)]


def _name(people: Audience, key: str) -> str:
    found = people.customer(key)
    name = " ".join(filter(None, (found.first_name, found.last_name))) or "no name known"
    return f"{name} · {found.region} · {_orders(found.orders)} · {key}"


def _orders(many: int) -> str:
    return "no order yet" if many == 0 else f"{many} order{'s' if many > 1 else ''}"


def seen_by(
    journey: Journey,
    brand: Brand,
    people: Audience,
    customer: str | Customer,
    entry: datetime,
    arm: Arm | None,
    *,
    replies: Sequence[tuple[datetime, str]] = (),
    buys: bool = False,
) -> Preview:
    """What the customer sees, from two days before they enter; choices kept for them hold."""
    return _flown(journey, brand, as_kept(people, brand), customer, entry, arm, replies, buys)


def as_kept(people: Audience, brand: Brand) -> Audience:
    """The customers as the choices kept for them leave them."""
    return with_choices(people, choices(state.store(), brand.id))


def _flown(
    journey: Journey,
    brand: Brand,
    people: Audience,
    customer: str | Customer,
    entry: datetime,
    arm: Arm | None = None,
    replies: Sequence[tuple[datetime, str]] = (),
    buys: bool = False,
) -> Preview:
    start = entry.date() - timedelta(days=BEFORE)
    return preview(
        journey, customer, brand=brand, people=people, entered_at=entry, arm=arm, start=start,
        days=DAYS_SHOWN, replies=replies, buys=buys,
    )  # fmt: skip


def zone_of(people: Audience, key: str, brand: Brand) -> str:
    """The customer's time zone, the brand's where it is unknown."""
    return people.customer(key).zone or brand.timezone
