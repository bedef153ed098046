"""Whose phone the Preview page shows: the customer, when they enter, and in which arm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from journeyboard.audience.customers import customers
from journeyboard.audience.people import Audience
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import RandomSplit
from journeyboard.message.timing import local, until_local_time
from journeyboard.simulation.preview import Preview, preview
from journeyboard.ui.address import answered, asked, refuse, refused
from journeyboard.workflows.people import SAMPLE_SIZE

if TYPE_CHECKING:
    import pandas as pd

WHO = "customer"
AS_DICE_FALL = "as the dice fall"
MOST = 30
ENTRY: dict[str, tuple[Callable[[str], Any], str]] = {
    "day": (date.fromisoformat, "2026-03-04"),
    "clock": (time.fromisoformat, "19:30"),
}
"""When somebody enters unless the address says otherwise: late enough for quiet hours to matter."""
DAYS = (date(2000, 1, 8), date(2099, 12, 31))
"""The first and the last day somebody may enter on."""
LIMITS = {"day": "(2000-01-08 to 2099-12-31)", "clock": "(00:00 to 23:59)"}


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
    found = [now, *(key for key in _matches(people, words) if key != now)]
    names = {key: _name(people, key) for key in found}
    chosen: str = st.selectbox("Customer", found, format_func=names.__getitem__, key=WHO)
    answered(WHO, chosen)
    if said := refused(WHO):
        st.warning(f"There is no customer “{said}” among these; {names[chosen]} is shown instead.")
    return chosen


@st.cache_data(max_entries=50, show_spinner=False)
def usual_customer(text: str, _journey: Journey, _brand: Brand, _people: Audience) -> str:
    """The first of the quick picks whom the journey sends something."""
    assert text
    day, clock = (make(usual) for make, usual in ENTRY.values())
    picks = list(quick_picks(_brand.id, _people).values())
    for key in picks:
        entry = moment(day, clock, zone_of(_people, key, _brand))
        if seen_by(_journey, _brand, _people, key, entry, None).messages:
            return key
    return next(iter(picks), str(_people.frame["profile_key"].iloc[0]))


def take_usual(journey: Journey, brand: Brand, people: Audience) -> None:
    """Show somebody the journey sends something."""
    st.session_state[WHO] = usual_customer(journey.model_dump_json(), journey, brand, people)


def _take_quick(picks: dict[str, str]) -> None:
    if words := st.session_state["quick"]:
        st.session_state[WHO] = picks[words]


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


def pick_entry() -> tuple[date, time]:
    """When the customer enters, on their own clock."""
    for key, (make, usual) in ENTRY.items():
        asked(key, None, usual)
        if isinstance(st.session_state[key], str):
            st.session_state[key] = _read(key, make, st.session_state[key], usual)
    left, right = st.columns(2)
    day = left.date_input(
        "Enters on", min_value=DAYS[0], max_value=DAYS[1], key="day", format="YYYY-MM-DD"
    )
    clock = right.time_input("at, on their clock", key="clock", step=900)
    answered("day", f"{day:%Y-%m-%d}")
    answered("clock", f"{clock:%H:%M}")
    for key, shown in (("day", f"{day:%Y-%m-%d}"), ("clock", f"{clock:%H:%M}")):
        if said := refused(key):
            st.warning(f"The link's {key} “{said}” cannot be shown {LIMITS[key]}: {shown} is.")
    return day, clock


def _read(key: str, make: Callable[[str], Any], text: str, usual: str) -> Any:
    try:
        found = make(text)
        if key == "clock" or DAYS[0] <= found <= DAYS[1]:
            return found
    except ValueError:
        pass
    refuse(key, text)
    return make(usual)


def pick_arm(journey: Journey) -> tuple[str, str] | None:
    """Which arm the customer is put into; None leaves it to the dice."""
    arms = {
        f"{node.title or node.id}: {arm.name}": (f"{journey.id}/{node.id}", arm.name)
        for node in journey.nodes
        if isinstance(node, RandomSplit)
        for arm in node.arms
    }
    if journey.control_group:
        arms["Journey: treated"] = (f"{journey.id}/control_group", "treated")
    if not arms:
        return None
    chosen = st.selectbox(
        "Arm", [AS_DICE_FALL, *arms], key=f"arm:{journey.id}", index=min(1, len(arms))
    )
    return arms.get(chosen)


def moment(day: date, clock: time, zone: str) -> datetime:
    """When that customer's clock shows this day and time (aware UTC)."""
    at = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    while True:
        at = until_local_time(at, zone, f"{clock:%H:%M}")
        if local(at, zone).date() >= day:
            return at
        at += timedelta(minutes=1)


def seen_by(
    journey: Journey,
    brand: Brand,
    people: Audience,
    key: str,
    entry: datetime,
    arm: tuple[str, str] | None,
) -> Preview:
    """What the customer sees, from the start of the month they enter in."""
    start = entry.date() - timedelta(days=2)
    return preview(
        journey, key, brand=brand, people=people, entered_at=entry, arm=arm, start=start, days=200
    )


def zone_of(people: Audience, key: str, brand: Brand) -> str:
    """The customer's time zone, the brand's where it is unknown."""
    return people.customer(key).zone or brand.timezone
