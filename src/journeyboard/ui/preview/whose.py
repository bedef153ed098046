"""Whose phone it is: a customer of the audience, or the worst case made of them."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from journeyboard.audience.customers import gather
from journeyboard.audience.people import Audience
from journeyboard.audience.worst import WORST, worst_case
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.records import Customer
from journeyboard.ui.address import answered, asked, refused
from journeyboard.ui.plain import plain
from journeyboard.ui.preview import who

PILL = "worst-pill"
"""The pills that show the worst case: cleared they say None, which an address cannot tell from unsaid."""


class Whose(NamedTuple):
    """Who is previewed: a key among `people`, or a made-up customer; `key` is what choices are kept under."""

    customer: str | Customer
    people: Audience
    zone: str

    @property
    def key(self) -> str | None:
        """The customer's key; None for the worst case, whose choices nobody can keep."""
        return self.customer if isinstance(self.customer, str) else None

    @property
    def record(self) -> Customer:
        """The customer as a record."""
        if isinstance(self.customer, str):
            return self.people.customer(self.customer)
        return self.customer

    def as_kept(self, brand: Brand) -> Customer:
        """The customer as the choices kept for them leave them."""
        if isinstance(self.customer, str):
            return who.as_kept(self.people, brand).customer(self.customer)
        return self.customer

    @property
    def alone(self) -> Audience:
        """The customer as an audience of one."""
        if isinstance(self.customer, Customer):
            return gather([self.customer])
        return self.people.where((self.people.frame["profile_key"] == self.customer).to_numpy())


def pick_whose(journey: Journey, brand: Brand, people: Audience) -> Whose:
    """The chosen customer, or what is worst about them."""
    key = who.pick_customer(journey, brand, people)
    zone = who.zone_of(people, key, brand)
    worst = _pick_worst()
    if not worst:
        return Whose(key, people, zone)
    return Whose(worst_case(people, brand, like=key)[worst], people, zone)


def _pick_worst() -> str:
    """The worst case that the address or a pill names; empty for the customer as they are."""
    asked(who.WORST_CASE, {*WORST, who.AS_THEY_ARE}, who.AS_THEY_ARE)
    worst: str = st.session_state[who.WORST_CASE]
    st.session_state[PILL] = worst or None
    st.pills(
        "The worst case, where they live", WORST, key=PILL, on_change=_take_worst,
        help="Somebody made up of the longest names, missing values and odd characters of the audience, who agreed to everything.",
    )  # fmt: skip
    answered(who.WORST_CASE, worst)
    if said := refused(who.WORST_CASE):
        st.warning(plain(f"There is no worst case “{said}”; the customer is shown as they are."))
    return worst


def _take_worst() -> None:
    st.session_state[who.WORST_CASE] = st.session_state[PILL] or who.AS_THEY_ARE
