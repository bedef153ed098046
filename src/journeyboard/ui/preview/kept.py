"""What a customer chose by a reply: kept for every preview and run, shown, and taken back."""

from __future__ import annotations

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.message.timing import local
from journeyboard.simulation.previewed import Preview
from journeyboard.simulation.replies import choice_of
from journeyboard.storage.consents import ConsentChoice, choices, drop_choices, keep_choice
from journeyboard.ui import state
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.whose import Whose

TURN = "phone-turn"
"""Counts how often a conversation was ended by keeping what it came to."""
BADGES = {
    "stop": ("STOP kept", ":material/block:", "red"),
    "less": ("LESS kept", ":material/notifications_paused:", "orange"),
    "start": ("START kept", ":material/check_circle:", "green"),
}


def draw_kept(brand: Brand, whose: Whose) -> None:
    """A badge for a customer with a kept choice, and the button that takes it back."""
    if whose.key is None:
        return
    kept = choices(state.store(), brand.id, profile_key=whose.key)
    if not kept:
        return
    last = kept[-1]
    with st.container(horizontal=True, vertical_alignment="center", key="kept"):
        words, icon, color = BADGES[last.choice]
        st.badge(words, icon=icon, color=color)  # type: ignore[arg-type]
        st.button(
            "Take it back", icon=":material/undo:", key="drop-kept", type="tertiary",
            on_click=_take_back, args=(brand.id, whose.key),
        )  # fmt: skip
    st.caption(plain(_words(last)))


def _words(kept: ConsentChoice) -> str:
    said = f" by “{kept.words}”" if kept.words else ""
    return f"Chosen for {kept.channel}{said}; previews and new runs of the brand follow it."


def _take_back(brand_id: str, key: str) -> None:
    drop_choices(state.store(), brand_id, profile_key=key)
    _turn()
    state.say("Taken back: the customer's own consent holds again.", state.DONE)


def draw_keep(brand: Brand, whose: Whose, found: Preview) -> None:
    """The button that keeps the last STOP, LESS or START of the conversation; nothing without one."""
    language = whose.record.language
    told = [(reply, choice_of(reply.text, language)) for reply in found.replies]
    last = next((one for one in reversed(told) if one[1] != "other"), None)
    if last is None:
        return
    reply, choice = last
    if whose.key is None:
        st.caption(f"{choice.upper()} by somebody made up: there is nobody to keep it for.")
        return
    st.button(
        f"Keep this choice ({choice.upper()})", icon=":material/push_pin:", key="keep",
        help="Every preview and every new run of the brand takes this customer as they answered here.",
        on_click=_keep, args=(brand.id, whose.key, choice, reply.text),
    )  # fmt: skip
    st.caption(
        f"Said on {local(reply.at, found.zone):%A %d %B, %H:%M}; kept, it holds from the first day."
    )


def _keep(brand_id: str, key: str, choice: str, text: str) -> None:
    keep_choice(state.store(), brand_id, key, choice, words=text, how="reply")
    _turn()
    state.say("Kept: previews and new runs of the brand follow it.", state.DONE)


def _turn() -> None:
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
