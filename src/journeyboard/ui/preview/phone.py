"""The phone: one customer's messages as they see them, when each one lands, and what they answer."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2s
from typing import NamedTuple

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.simulation.previewed import Preview
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card
from journeyboard.ui.phone import PhoneReply, phone, said
from journeyboard.ui.plain import bullets, plain
from journeyboard.ui.preview import seen, who
from journeyboard.ui.preview.ads import ads_on_phone
from journeyboard.ui.preview.entry import Arm, pick_arm
from journeyboard.ui.preview.kept import TURN, draw_keep, draw_kept
from journeyboard.ui.preview.look import in_variant, pick_look, pick_variant
from journeyboard.ui.preview.story import missed_lines, on_phone, story_of, within
from journeyboard.ui.preview.views import Shown
from journeyboard.ui.preview.whose import Whose, pick_whose
from journeyboard.ui.preview.wording import number_words


class Asked(NamedTuple):
    """What the left card asks: whose phone, when they enter, and what is fixed about them."""

    whose: Whose
    entry: datetime
    arm: Arm | None
    variant: str | None
    buys: bool

    @property
    def story(self) -> str:
        """The name of this conversation; the phone keeps its moment and its replies while it stays."""
        person = self.whose.key or self.whose.record.first_name or ""
        parts = (
            person,
            f"{self.entry}",
            self.arm,
            self.variant,
            self.buys,
            st.session_state.get(TURN),
        )
        return blake2s(repr(parts).encode(), digest_size=8).hexdigest()


def draw(shown: Shown) -> None:
    """Draw whose phone it is, the phone, and the timeline."""
    journey, brand = shown
    with st.container(key="phone-view"):
        left, middle, right = st.columns([1, 1.2, 1.5], gap="medium")
    with left, card("Whose phone", key="whose"):
        asked_for = _ask(shown)
    replies = _replies(asked_for)
    journey = in_variant(journey, asked_for.variant)
    try:
        with st.spinner("The engine is warming up, once on this machine …"):
            found = _seen(Shown(journey, brand), asked_for, replies)
    except JourneyboardError as error:
        with right:
            st.error(plain(str(error)), icon=":material/error:")
        st.stop()
    with middle:
        _draw_phone(Shown(journey, brand), asked_for, replies, found)
    with right, card(plain(seen.headline(found)), key="timeline"):
        _draw_timeline(Shown(journey, brand), asked_for, found)


def _ask(shown: Shown) -> Asked:
    journey, brand = shown
    whose = pick_whose(journey, brand, who.people_of(brand.id, brand))
    draw_kept(brand, whose)
    day, clock = who.pick_entry()
    arm, variant = pick_arm(journey), pick_variant(journey)
    asked("buys", {"yes", "no"}, "no")
    st.session_state["may-buy"] = st.session_state["buys"] == "yes"
    buys = st.toggle(
        "May order meanwhile", key="may-buy", on_change=_turn_buys,
        help="On, the customer's own orders happen as in a run, and may end the journey before a message is due.",
    )  # fmt: skip
    answered("buys", "yes" if buys else "no")
    return Asked(whose, who.moment(day, clock, whose.zone), arm, variant, buys)


def _turn_buys() -> None:
    st.session_state["buys"] = "yes" if st.session_state["may-buy"] else "no"


def _replies(asked_for: Asked) -> list[PhoneReply]:
    """What was written on the phone in this conversation."""
    told = said()
    if told is None or told[0] != asked_for.story:
        return []
    return within(told[1], asked_for.entry)


def _seen(shown: Shown, asked_for: Asked, replies: list[PhoneReply]) -> Preview:
    return who.seen_by(
        shown.journey, shown.brand, asked_for.whose.people, asked_for.whose.customer, asked_for.entry,
        asked_for.arm, buys=asked_for.buys,
        replies=[(datetime.fromtimestamp(one["at"], UTC), one["text"]) for one in replies],
    )  # fmt: skip


def _draw_phone(shown: Shown, asked_for: Asked, replies: list[PhoneReply], found: Preview) -> None:
    journey, brand = shown
    look = pick_look()
    told = on_phone(found, ads_on_phone(found, journey, brand, asked_for.whose))
    phone(
        told, sender=number_words(brand.senders.sms) or brand.name, skin=look.skin, mode=look.mode,
        story=story_of(found, asked_for.entry, told, asked_for.story, replies),
    )  # fmt: skip
    with st.container(horizontal_alignment="center", key="below-phone"):
        draw_keep(brand, asked_for.whose, found)
        if missed := missed_lines(found, journey, asked_for.whose.as_kept(brand)):
            with st.container(border=True, key="missed"):
                st.markdown("**Not sent to this customer**")
                st.html(bullets(missed))


def _draw_timeline(shown: Shown, asked_for: Asked, found: Preview) -> None:
    journey, brand = shown
    st.caption(f"All times on the customer's clock, {found.zone}.")
    if found.messages:
        seen.draw_timeline(found)
    else:
        usual = (journey, brand, asked_for.whose.people)
        st.button("Show somebody who gets messages", on_click=who.take_usual, args=usual)
    st.markdown(plain(seen.exit_words(found, journey)))
    seen.draw_path(found, journey)
