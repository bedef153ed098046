"""The phone: one customer's messages as they see them, and when each one lands."""

from __future__ import annotations

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.ui.parts import card
from journeyboard.ui.phone import phone
from journeyboard.ui.preview import seen, who
from journeyboard.ui.preview.views import Shown


def draw(shown: Shown) -> None:
    """Draw whose phone it is, the phone, and the timeline."""
    journey, brand = shown
    people = who.people_of(brand.id, brand)
    left, middle, right = st.columns([1, 1.05, 1.6], gap="medium")
    with left, card("Whose phone", key="whose"):
        customer = who.pick_customer(journey, brand, people)
        day, clock = who.pick_entry()
        arm = who.pick_arm(journey)
    try:
        zone = who.zone_of(people, customer, brand)
        entry = who.moment(day, clock, zone)
        with st.spinner("The engine is warming up, once on this machine …"):
            found = who.seen_by(journey, brand, people, customer, entry, arm)
    except JourneyboardError as error:
        with right:
            st.error(str(error), icon=":material/error:")
        st.stop()
    with middle, st.container(horizontal_alignment="center", key="handset"):
        chosen = seen.pick_message(found)
        phone(
            seen.on_phone(found.messages), sender=brand.senders.sms or brand.name, selected=chosen
        )
    with right, card(seen.headline(found), key="timeline"):
        st.caption(f"All times on the customer's clock, {found.zone}.")
        if found.messages:
            seen.draw_timeline(found)
        else:
            usual = (journey, brand, people)
            st.button("Show somebody who gets messages", on_click=who.take_usual, args=usual)
        st.markdown(seen.exit_words(found, journey))
        seen.draw_path(found, journey)
