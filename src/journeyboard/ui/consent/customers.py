"""Whose consent is looked at: a sample customer, found by name or key, and what they have chosen so far."""

from __future__ import annotations

import streamlit as st

from journeyboard.audience.people import Audience
from journeyboard.journey.brand import Brand
from journeyboard.storage.consents import ConsentChoice, choices, drop_choices
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked, refused
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.who import people_of
from journeyboard.ui.tables import Column, table

CUSTOMER = "customer"
SHOWN = 300
"""Customers that are listed; the others are reached by a link."""
CHOICE_WORDS = {"stop": "stop", "less": "fewer texts", "start": "start again"}


def pick_customer(brand: Brand) -> str:
    """The customer the address or the list names."""
    people = people_of(brand.id, brand)
    known = {str(key) for key in people.frame["profile_key"]}
    asked(CUSTOMER, known, str(people.frame["profile_key"].iloc[0]))
    now = str(st.session_state[CUSTOMER])
    listed = dict.fromkeys([now, *map(str, people.frame["profile_key"].head(SHOWN))])
    chosen = st.selectbox(
        "Customer", list(listed), format_func=lambda key: _named(people, key), key=CUSTOMER
    )
    answered(CUSTOMER, chosen)
    if said := refused(CUSTOMER):
        st.warning(
            plain(f"There is no customer “{said}” among these; {_named(people, now)} is shown.")
        )
    return str(chosen)


def _named(people: Audience, key: str) -> str:
    found = people.customer(key)
    name = " ".join(filter(None, (found.first_name, found.last_name))) or "no name known"
    return f"{name} · {found.region} · {key}"


def draw_choices(brand: Brand, customer: str) -> None:
    """What the customer has chosen so far, and a way to forget it."""
    kept = choices(state.store(), brand.id, profile_key=customer)
    if not kept:
        st.caption("Nothing chosen yet: the consent of the sample holds.")
        return
    columns = [Column(name, figures=False) for name in ("When, UTC", "Channel", "Choice", "Said")]
    table(columns, [_line(choice) for choice in reversed(kept)])
    st.caption("Preview and every new run of the brand follow the newest choice of each channel.")
    st.button(
        "Forget these choices", icon=":material/undo:", key="forget",
        on_click=_forget, args=(brand.id, customer),
    )  # fmt: skip


def _line(kept: ConsentChoice) -> tuple[str, ...]:
    said = f"“{kept.words}”" if kept.words else kept.how
    return f"{kept.at:%d %b %Y, %H:%M}", kept.channel, CHOICE_WORDS[kept.choice], said


def _forget(brand_id: str, customer: str) -> None:
    drop_choices(state.store(), brand_id, profile_key=customer)
    state.say("Forgotten: the sample's consent holds again.", state.DONE)
