"""The preference centre as a customer sees it; what is chosen there holds in preview and simulation."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.message.duration import format_duration
from journeyboard.simulation.replies import LESS_CAP
from journeyboard.storage.consents import choices, keep_choice
from journeyboard.ui import state
from journeyboard.ui.consent.customers import draw_choices, pick_customer
from journeyboard.ui.parts import card
from journeyboard.ui.preview.who import people_of
from journeyboard.workflows.consents import LESS, with_choices

CHANNELS = {"sms": "Texts", "email": "E-mails", "push": "Notifications of the app"}
NEVER = "never"
OFTEN = {"all": "As many as you send", "less": "Fewer texts, please", "none": "No texts"}


def draw(brand: Brand) -> Brand:
    """Draw whose preferences these are, the page they see, and the record."""
    left, right = st.columns([1.25, 1], gap="medium")
    with right, card("Whose preferences", key="whose-preferences"):
        customer = pick_customer(brand)
        draw_choices(brand, customer)
    with left:
        _draw_mock(brand, customer)
    return brand


def _draw_mock(brand: Brand, customer: str) -> None:
    st.html(Path(__file__).with_name("form.css"))
    holds = standing(brand, customer)
    with st.container(border=True, key="preference-centre"):
        st.html(
            f'<p class="jb-signup-brand">{escape(brand.name)}</p>'
            '<p class="jb-preferences-title">What would you like to hear from us?</p>'
        )
        with st.form(f"preferences:{brand.id}:{customer}", border=False):
            chosen = _draw_texts(brand, holds) | _draw_channels(holds)
            st.caption("News about your orders come anyway; they are no advertising.")
            if st.form_submit_button("Save my preferences", type="primary"):
                _keep(brand, customer, holds, chosen)
                st.rerun()


def _draw_texts(brand: Brand, holds: Mapping[str, str]) -> dict[str, str]:
    if holds["sms"] == NEVER:
        st.caption("Texts: this customer never signed up for them; the form is the way in.")
        return {}
    often = st.radio(
        "Texts with offers and news", list(OFTEN), index=list(OFTEN).index(holds["sms"]),
        format_func=OFTEN.__getitem__, captions=_captions(brand),
    )  # fmt: skip
    return {"sms": often}


def _draw_channels(holds: Mapping[str, str]) -> dict[str, str]:
    return {
        channel: "all" if st.toggle(words, holds[channel] == "all") else "none"
        for channel, words in CHANNELS.items()
        if channel != "sms" and holds[channel] != NEVER
    }


def _captions(brand: Brand) -> list[str]:
    cap = brand.less or LESS_CAP
    return [
        "",
        f"at most {cap.max} in {format_duration(cap.per)}",
        "you can come back any time with START",
    ]


def standing(brand: Brand, customer: str) -> dict[str, str]:
    """What holds for each channel now: all, less, none, or never where nobody signed up."""
    people, kept = (
        people_of(brand.id, brand),
        choices(state.store(), brand.id, profile_key=customer),
    )
    given = with_choices(people, kept).frame.set_index("profile_key").loc[customer]
    states = {"subscribed": "all", "unsubscribed": "none"}
    holds = {
        channel: states.get(str(given[f"consent_{channel}_marketing"]), NEVER)
        for channel in CHANNELS
    }
    fewer = bool(given.get(LESS, False)) and holds["sms"] == "all"
    return holds | ({"sms": "less"} if fewer else {})


def _keep(brand: Brand, customer: str, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Keep what differs; fewer texts also means texts, for somebody who had none."""
    said = {"all": "start", "less": "less", "none": "stop"}
    changed = {channel: now for channel, now in after.items() if before[channel] != now}
    for channel, now in changed.items():
        steps = ["start", "less"] if now == "less" and before[channel] == "none" else [said[now]]
        for choice in steps:
            keep_choice(
                state.store(), brand.id, customer, choice, channel=channel, how="preferences"
            )
    words = "Saved; preview and every new run follow." if changed else "Nothing was changed."
    state.say(words, state.DONE)
